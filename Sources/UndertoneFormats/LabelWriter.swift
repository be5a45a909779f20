import UndertoneEngine

/// How labels are written.
package enum OutputFormat: String, Sendable, CaseIterable {
    case ndjson, csv, tsv
    /// A line a message for people, as wide as their terminal.
    case table
}

/// The unit in which evidence gives places.
package enum OffsetUnit: String, Sendable, CaseIterable {
    case scalars, utf8, utf16
}

/// Writes one label a record: its identity, the label, and on demand the evidence or the whole record.
package struct LabelWriter: Sendable {
    package var format = OutputFormat.ndjson
    package var evidence = false
    package var keeps = false
    package var offsets = OffsetUnit.scalars
    package var ascii = false
    /// Whether account and time stand in front of each line of NDJSON, so that `sort` groups it by account and orders it by time.
    package var sortKey = false
    /// Whether cells that a spreadsheet would take for formulas are written as they are.
    package var rawCells = false
    /// Whether who wrote a message is written with `keeps`: the input tells it.
    package var knowsRoles = false
    /// The name of the input, to be written with every label; empty to leave it out.
    package var fileName = ""
    /// The names of a table's columns, for `keeps`.
    package var header: [String] = []
    /// What every label says about its making: the program's version and the lexicons' hash; empty if labels say nothing.
    package var provenance = ""
    /// Takes out of everything that is written what identifies people or opens doors; nil leaves all as it is.
    package var redactor: Redactor?

    /// How a table for people is drawn.
    package var table = TableStyle(columns: 80, colors: false)

    package init() {}

    /// The columns of a label in tables.
    static let columns = ["id", "account", "contact", "time", "stage", "confidence", "sentiment", "score", "signals", "reason"]

    /// The fields that say whose message it was.
    static let identity: [Field] = [.id, .account, .contact, .time]

    /// The same in NDJSON, where the role of a person stands only if it is known.
    static let jsonIdentity: [Field] = [.id, .account, .contact, .contactRole, .time]

    /// Members that most labels have, as they are written.
    private static let stages = Stage.allCases.map { Array("\"stage\":\"\($0.rawValue)\",".utf8) }
    private static let sentiments = Sentiment.allCases.map { Array("\"sentiment\":\"\($0.rawValue)\",".utf8) }
    /// The keys of the identity, in the order of `Field`.
    static let keys = Field.allCases.map { Array("\"\($0.name)\":".utf8) }

    // MARK: NDJSON

    /// Appends one label as a JSON object and a line break.
    /// - Parameters:
    ///   - clues: the evidence, with places in the text's bytes.
    ///   - image: the lexicons that its entries belong to; without them no evidence is written.
    ///   - text: the text that was read, decoded.
    ///   - cells: the row of a table, to be kept.
    ///   - scratch: memory for decoding values.
    ///   - line: memory for putting evidence together.
    package func write(
        _ label: Label, _ record: Record, _ bytes: Span<UInt8>, evidence clues: [Clue], of image: LexiconImage?, text: Span<UInt8>, isJSON: Bool,
        cells: [FieldValue] = [], scratch: inout [UInt8], line: inout Buffer<UInt8>, into output: inout [UInt8]
    ) {
        if sortKey { writeSortKey(record, bytes, &scratch, into: &output) }
        output.append(0x7B)
        if keeps && isJSON {
            keep(record, bytes, into: &output)
        } else if keeps && !header.isEmpty {
            keep(cells, record, bytes, &scratch, into: &output)
        } else {
            identity(record, bytes, &scratch, into: &output)
            if record.isNote { add("kind", "note", into: &output) }
            if keeps { addMessage(record, bytes, text, &scratch, into: &output) }
        }
        output += LabelWriter.stages[label.stage.index]
        addNumber("confidence", label.confidence, into: &output)
        output += LabelWriter.sentiments[label.score < -0.25 ? 0 : label.score > 0.25 ? 2 : 1]
        addNumber("score", label.score, into: &output)
        if label.signals != 0 { add(signals: label.signals, into: &output) }
        if let reason = label.reason { add("reason", reason.rawValue, into: &output) }
        if evidence, let image { add(evidence: clues, of: image, text, &line, into: &output) }
        if !fileName.isEmpty { add("file", fileName, into: &output) }
        if !provenance.isEmpty { add("provenance", provenance, into: &output) }
        if output[output.count - 1] == 0x2C { output.removeLast() }
        output.append(0x7D)
        output.append(0x0A)
    }

    /// The members of the input object, as they stand.
    private func keep(_ record: Record, _ bytes: Span<UInt8>, into output: inout [UInt8]) {
        var start = record.whole.lowerBound, end = record.whole.upperBound
        while start < end, bytes[start] != 0x7B { start += 1 }
        while end > start, bytes[end - 1] != 0x7D { end -= 1 }
        start += 1
        end -= 1
        while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
        while start < end, bytes[start] <= 0x20 { start += 1 }
        if start >= end { return }
        if redactor == nil { copyJSON(bytes, start..<end, into: &output) } else { copyRedacted(record, bytes, start..<end, into: &output) }
        output.append(0x2C)
    }

    /// Copies JSON known to be well formed, where wide characters stand in strings only: escaped as in all strings; line breaks between members become blanks.
    private func copyJSON(_ bytes: Span<UInt8>, _ range: Range<Int>, into output: inout [UInt8]) {
        var index = range.lowerBound
        var run = index
        while index < range.upperBound {
            let word = load8(bytes, at: index)
            let mask = (equalMask(word, 0x5C) | equalMask(word, 0x7F) | belowMask(word, 0x20) | word) & 0x8080_8080_8080_8080
            if mask == 0 {
                index &+= 8
                continue
            }
            index &+= leadingBytes(mask)
            if index >= range.upperBound { break }
            append(bytes, from: run, to: index, to: &output)
            if bytes[index] == 0x5C {
                index = JSONText.copyEscape(bytes, index, range.upperBound, into: &output)
            } else if bytes[index] < 0x20 {
                output.append(0x20)
                index &+= 1
            } else {
                index = JSONText.quoteWide(bytes, index, range.upperBound, ascii: ascii, into: &output)
            }
            run = index
        }
        append(bytes, from: run, to: range.upperBound, to: &output)
    }

    func identity(_ record: Record, _ bytes: Span<UInt8>, _ scratch: inout [UInt8], into output: inout [UInt8]) {
        for field in LabelWriter.jsonIdentity {
            let value = record[field]
            if value.isMissing || (value.range.isEmpty && field != .id) {
                if field == .id { add("id", record.placeID, into: &output) }
                continue
            }
            output += LabelWriter.keys[field.rawValue]
            if case .plain(let range) = value, redactor == nil {
                JSONText.quote(bytes, range, ascii: ascii, into: &output)
            } else {
                scratch.removeAll(keepingCapacity: true)
                value.append(bytes, to: &scratch)
                redact(&scratch, isIdentity: true)
                JSONText.quote(scratch.span, 0..<scratch.count, ascii: ascii, into: &output)
            }
            output.append(0x2C)
        }
    }

    func key(_ name: StaticString, into output: inout [UInt8]) {
        output.append(0x22)
        append(name, to: &output)
        output.append(0x22)
        output.append(0x3A)
    }

    func add(_ name: StaticString, _ word: String, into output: inout [UInt8]) {
        key(name, into: &output)
        output.append(0x22)
        output.append(contentsOf: word.utf8)
        output.append(0x22)
        output.append(0x2C)
    }

    func add(_ name: StaticString, _ text: Span<UInt8>, into output: inout [UInt8]) {
        key(name, into: &output)
        JSONText.quote(text, 0..<text.count, ascii: ascii, into: &output)
        output.append(0x2C)
    }

    private func addNumber(_ name: StaticString, _ value: Double, into output: inout [UInt8]) {
        key(name, into: &output)
        Decimal.append(value, places: 3, into: &output)
        output.append(0x2C)
    }

    private func add(signals: UInt32, into output: inout [UInt8]) {
        key("signals", into: &output)
        output.append(0x5B)
        for (index, signal) in Signal.allCases.enumerated() where signals & (1 << UInt32(index)) != 0 {
            output.append(0x22)
            output.append(contentsOf: signal.rawValue.utf8)
            output.append(0x22)
            output.append(0x2C)
        }
        output[output.count - 1] = 0x5D
        output.append(0x2C)
    }

    // MARK: Tables

    /// Appends one label as a row.
    package func writeRow(
        _ label: Label, _ record: Record, _ bytes: Span<UInt8>, evidence found: [Evidence], text: Span<UInt8>, cells: [FieldValue],
        scratch: inout [UInt8], into output: inout [UInt8]
    ) {
        let start = output.count
        func put(_ value: String) {
            if output.count > start { output.append(separator) }
            cell(Array(value.utf8), into: &output)
        }
        if keeps {
            for index in header.indices {
                scratch.removeAll(keepingCapacity: true)
                if index < cells.count {
                    cells[index].append(bytes, to: &scratch)
                    redact(&scratch, isIdentity: isIdentity(cells[index].range, record))
                }
                if index > 0 { output.append(separator) }
                cell(scratch, into: &output)
            }
        }
        for field in LabelWriter.identity where !keeps || !header.contains(field.name) {
            scratch.removeAll(keepingCapacity: true)
            record[field].append(bytes, to: &scratch)
            redact(&scratch, isIdentity: true)
            if field == .id && record[.id].isMissing { scratch += Array(record.placeID.utf8) }
            if field != .id || (keeps && !header.isEmpty) { output.append(separator) }
            cell(scratch, into: &output)
        }
        if keeps && header.isEmpty { for value in messageCells(record, bytes, text) { put(value) } }
        put(label.stage.rawValue)
        put(Decimal.text(label.confidence, places: 3))
        put(label.sentiment.rawValue)
        put(Decimal.text(label.score, places: 3))
        put(Signal.allCases.enumerated().filter { label.has($0.offset) }.map(\.element.rawValue).joined(separator: " "))
        put(label.reason?.rawValue ?? "")
        if evidence {
            let redactions = redactor?.redactions(text, 0..<text.count) ?? []
            put(found.map { "\($0.speaksFor): \(Redactor.excerpt(text, $0.range, without: redactions))" }.joined(separator: "; "))
        }
        if !fileName.isEmpty { put(fileName) }
        if !provenance.isEmpty { put(provenance) }
        output.append(0x0A)
    }

    /// Appends a cell, quoted where it must be, and never one that a spreadsheet would run as a formula.
    func cell(_ value: [UInt8], into output: inout [UInt8]) {
        let text = String(decoding: value, as: UTF8.self)
        let bytes = Array((rawCells || !Spreadsheet.isFormula(text) ? text : "'" + text).utf8)
        if format == .tsv {
            // TSV knows no quotation: TABs and line breaks become blanks.
            for byte in bytes { output.append(byte < 0x20 || byte == 0x7F ? 0x20 : byte) }
            return
        }
        guard bytes.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 || $0 == 0x27 }) else {
            output += bytes
            return
        }
        output.append(0x22)
        for byte in bytes {
            output.append(byte)
            if byte == 0x22 { output.append(0x22) }
        }
        output.append(0x22)
    }
}

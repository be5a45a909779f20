import UndertoneEngine
import UndertoneFormats

/// What is made of the messages of an input.
package enum Purpose: Sendable {
    case labels
    /// The messages as they were read.
    case messages
    /// Which version of each message is the newest.
    case versions
}

/// What the records of one input have in common.
package struct InputLayout: Sendable {
    package var format: InputFormat
    package var names: FieldNames
    /// The columns of a table; empty for other formats.
    package var rows: DelimitedRecords?
    package var writer: LabelWriter
    /// Whether texts are HTML: nil decides for each text by its tags.
    package var isHTML: Bool?
    /// Whether records that could not be read leave a record in the output too.
    package var emitsErrors = false
    /// Whether kept records are copied as they stand; otherwise only what messages have is kept, under our own names.
    package var copies = true
    /// The most bytes that one record may have.
    package var longest = 16 << 20
    /// How the documents of the input are read if a description knows them; nil for plain records.
    package var description: FormatDescription?
    /// The names of a table's columns.
    package var columns: [String] = []
    package var purpose = Purpose.labels
    /// Whether messages are written with their writers' own words only.
    package var givesOwnWords = false
    /// Of several versions of a message only the newest is labelled, if this table is there.
    package var latest: LatestTable?
    /// Which of the inputs of a run this is, from 0.
    package var input = 0
    /// Side tables that complete the records.
    package var tables = SideTables()

    package init(format: InputFormat, names: FieldNames, writer: LabelWriter) {
        self.format = format
        self.names = names
        self.writer = writer
    }
}

extension InputLayout {
    /// A reader of the documents that the description knows.
    func documents() -> DocumentReader? {
        guard let description else { return nil }
        let isTable = format == .csv || format == .tsv
        return DocumentReader(description, names, tables, rows: isTable ? rows : nil, header: isTable ? columns : [])
    }

    /// What divides documents that are too long to be held, if the description tells where their records are.
    /// - Parameter inPeople: whether people are looked for, not messages.
    package func divider(inPeople: Bool) -> DocumentDivider? {
        guard let description, format == .json || format == .ndjson else { return nil }
        return DocumentDivider(description, longest: longest, inPeople: inPeople)
    }

    /// Whether records are kept as the JSON they were, not field by field.
    var keepsJSON: Bool { copies && (format == .ndjson || format == .json) && description == nil }
}

/// The labels of one batch, rendered, with what was refused.
package struct BatchResult: Sendable {
    package var output: [UInt8] = []
    package var faults: [RecordFault] = []
    package var tally = Tally()
    /// The bytes of the input up to the end of the batch, and whether a run can go on from there.
    package var end = Checksum()
    package var canResume = true
    /// The line of the first record whose time was not understood, and how many there are.
    package var unknownTime = 0, unknownTimes = 0
    /// The versions of messages, if they are asked for.
    package var versions = LatestTable()

    mutating func noteUnknownTime(_ line: Int) {
        if unknownTimes == 0 { unknownTime = line }
        unknownTimes += 1
    }
}

/// Scores batches: bytes → records → labels → bytes. Each worker has one of its own and uses its memory again.
package struct BatchScorer: ~Copyable {
    private let classifier: Classifier
    /// The layout behind one reference, so that it is not copied for a record.
    private let shared: Shared
    let splitter: RecordSplitter
    private var json: JSONRecords
    private var record = Record()
    /// Reads documents, if the input has a description.
    private var documents: DocumentReader?
    /// Reads mail and transcripts.
    private var files: MessageFileReader?
    private var scratch = Classifier.Scratch()
    private var text: [UInt8] = []
    private var value: [UInt8] = []
    /// For `Record.column`; and where the line begins, below 0 if before the batch.
    var column = 0, lineStart = 0
    /// Where the record stands among all of a run.
    private var place = LatestTable.Place()
    /// Whether the text itself is written: a table shows its first words, or it is kept and stands in no JSON that could be copied.
    private let writesText: Bool

    package init(_ classifier: Classifier, _ layout: InputLayout) {
        self.classifier = classifier
        shared = Shared(layout)
        splitter = RecordSplitter(layout.format, separator: layout.rows?.separator ?? 0, longest: layout.longest)
        json = JSONRecords(layout.names)
        documents = layout.documents()
        writesText =
            layout.writer.format == .table || layout.writer.keeps && layout.writer.header.isEmpty && !(layout.keepsJSON && layout.writer.format == .ndjson)
        files = MessageFileReader.reads(layout.format) ? MessageFileReader(layout.format, layout.tables) : nil
    }

    /// Scores all records of a batch.
    package mutating func score(_ batch: borrowing Batch) -> BatchResult {
        var result = BatchResult()
        result.output.reserveCapacity(batch.count / 2 + 256)
        result.tally.bytes = batch.count
        result.end = batch.end
        result.canResume = batch.tooLong.isEmpty && batch.canResume
        let bytes = batch.bytes.span
        place.input = shared.layout.input
        var line = batch.firstLine
        var counted = 0
        var start = 0
        lineStart = -batch.firstColumn
        let isLine = splitter.format == .ndjson || splitter.format == .text
        while let piece = splitter.record(bytes, from: start, to: batch.count) {
            if !isLine { line += lines(batch, from: counted, to: piece.range.lowerBound) }
            counted = piece.range.lowerBound
            place.offset = batch.offset + counted
            place.index = 0
            if let flaw = piece.flaw {
                refuse(RecordFault(line: line, column: 0, problem: flaw.problem), &result)
            } else {
                score(batch.bytes, bytes, piece.range, line: line, &result)
            }
            start = piece.next
            if isLine { line += 1 }
        }
        for fault in batch.tooLong { refuse(fault, &result) }
        return result
    }

    /// Scores one record.
    @inline(__always)
    private mutating func score(_ batch: borrowing [UInt8], _ bytes: Span<UInt8>, _ range: Range<Int>, line: Int, _ result: inout BatchResult) {
        let longest = shared.layout.longest
        if range.count > longest && !shared.layout.format.isMail { return refuse(BatchReader.tooLong(line: line, longest), &result) }
        if var reader = documents.take() {
            if !range.allSatisfy({ bytes[$0] <= 0x20 }) { scoreMessages(of: &reader, bytes, range, line: line, &result) }
            documents = consume reader
            return
        }
        switch shared.layout.format {
        case .ndjson, .json:
            if JSONScanner.skipBlanks(bytes, range.lowerBound, range.upperBound) == range.upperBound { return }
            do throws(RecordFault) {
                try json.read(bytes, range, line: line, into: &record)
                record.column = column
            } catch {
                return refuse(error, &result)
            }
            if record[.text].isMissing {
                return refuse(RecordFault(line: line, column: 0, problem: "the record has no text; name its field with --fields text=NAME"), &result)
            }
        case .csv, .tsv:
            guard let rows = shared.layout.rows else { return }
            if range.isEmpty { return }
            rows.read(bytes, range, line: line, into: &record)
        case .mbox, .eml, .vtt:
            guard var reader = files.take() else { return }
            let beginning = range.lowerBound..<min(range.upperBound, range.lowerBound + longest)
            scoreMessages(of: &reader, bytes, beginning, line: line, &result)
            files = consume reader
            return
        case .text, .whole:
            if range.isEmpty { return }
            record.begin(line: line)
            record.whole = range
            record.values[Field.text.rawValue] = .plain(range)
        }
        if record.isFinished(bytes, shared.layout.tables) { return label(bytes, &result) }
        var copy = Array(batch[record.whole])
        record.move(by: -record.whole.lowerBound)
        record.finish(&copy, shared.layout.tables)
        if record.hasUnknownTime { result.noteUnknownTime(line) }
        label(copy.span, &result)
    }

    /// Scores the messages of one document, piece of mail or transcript.
    private mutating func scoreMessages<Source: MessageSource & ~Copyable>(
        of reader: inout Source, _ bytes: Span<UInt8>, _ range: Range<Int>, line: Int, _ result: inout BatchResult
    ) {
        do throws(RecordFault) {
            try reader.read(bytes, range, line: line)
            for index in 0..<reader.count {
                swap(&record, &reader.records[index])
                if record.hasUnknownTime { result.noteUnknownTime(record.line) }
                place.index = index
                label(reader.work.span, &result)
                swap(&record, &reader.records[index])
            }
        } catch {
            refuse(error, &result)
        }
    }

    /// Labels the record that was read and writes it.
    @inline(__always)
    private mutating func label(_ bytes: Span<UInt8>, _ result: inout BatchResult) {
        if shared.layout.purpose == .versions { return noteVersion(bytes, &result) }
        if let latest = shared.layout.latest, !latest.holds(id(bytes), place) { return }
        if shared.layout.purpose == .messages { return writeMessage(bytes, &result) }
        let source = record[.text]
        let label: Label
        var found: [Evidence] = []
        if record.role != .customer && !record.isNote {
            label = .staff
            text.removeAll(keepingCapacity: true)
            if writesText { source.append(bytes, to: &text) }
        } else if case .plain(let range) = source, !shared.layout.writer.evidence, !writesText {
            // The plain path: the text is read where it stands.
            label = classifier.label(
                of: bytes, from: range.lowerBound, to: range.upperBound, markup: markup(bytes, range.lowerBound, range.upperBound), keepsCues: false,
                using: &scratch)
        } else {
            text.removeAll(keepingCapacity: true)
            source.append(bytes, to: &text)
            let decoded = text
            label = classifier.label(
                of: decoded.span, from: 0, to: decoded.count, markup: markup(decoded.span, 0, decoded.count), keepsCues: shared.layout.writer.evidence,
                using: &scratch)
            if shared.layout.writer.evidence { found = classifier.evidence(for: label, scratch) }
        }
        result.tally.count(label)
        let decoded = text
        var cells: [FieldValue] = []
        if shared.layout.writer.keeps, !shared.layout.writer.header.isEmpty, let rows = shared.layout.rows {
            rows.forEachCell(bytes, record.whole) { cells.append($0) }
        }
        if shared.layout.writer.format == .ndjson {
            shared.layout.writer.write(
                label, record, bytes, evidence: found, text: decoded.span, isJSON: shared.layout.keepsJSON, cells: cells, scratch: &value,
                into: &result.output)
        } else if shared.layout.writer.format == .table {
            let own = Array(classifier.ownWords(in: decoded.span, from: 0, to: decoded.count, markup: markup(decoded.span, 0, decoded.count)).utf8)
            shared.layout.writer.writeTableRow(
                label, record, bytes, evidence: found, text: decoded.span, own: own, scratch: &value, into: &result.output)
        } else {
            shared.layout.writer.writeRow(label, record, bytes, evidence: found, text: decoded.span, cells: cells, scratch: &value, into: &result.output)
        }
    }

    /// The id of the record, if it has one of its own.
    private func id(_ bytes: Span<UInt8>) -> [UInt8] {
        var id: [UInt8] = []
        record[.id].append(bytes, to: &id)
        return id
    }

    private mutating func noteVersion(_ bytes: Span<UInt8>, _ result: inout BatchResult) {
        value.removeAll(keepingCapacity: true)
        (record[.updated].range.isEmpty ? record[.time] : record[.updated]).append(bytes, to: &value)
        result.versions.note(id(bytes), Timestamp(value[...], order: shared.layout.tables.dateOrder), place)
    }

    /// Writes the record as a message, without a label.
    private mutating func writeMessage(_ bytes: Span<UInt8>, _ result: inout BatchResult) {
        text.removeAll(keepingCapacity: true)
        record[.text].append(bytes, to: &text)
        if shared.layout.givesOwnWords {
            let whole = text
            text = Array(classifier.ownText(whole.span, from: 0, to: whole.count, markup: markup(whole.span, 0, whole.count)).utf8)
        }
        let decoded = text
        result.tally.records += 1
        shared.layout.writer.writeMessage(record, bytes, text: decoded.span, scratch: &value, into: &result.output)
    }

    @inline(__always)
    private func markup(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Markup {
        if let isHTML = shared.layout.isHTML { return isHTML ? .html : .plain }
        return record.textIsHTML ? .html : Markup.guess(bytes, from: start, to: end)
    }

    private mutating func refuse(_ fault: RecordFault, _ result: inout BatchResult) {
        result.tally.refused += 1
        result.faults.append(fault)
        if shared.layout.emitsErrors { shared.layout.writer.writeFault(fault, into: &result.output) }
    }
}

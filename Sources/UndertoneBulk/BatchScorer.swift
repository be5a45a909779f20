import UndertoneEngine
import UndertoneFormats

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
    private let shared: SharedLayout
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

    package init(_ classifier: Classifier, _ shared: SharedLayout) {
        self.classifier = classifier
        self.shared = shared
        let layout = shared.layout
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
        result.output.reserveCapacity((shared.layout.writer.evidence ? batch.count * 2 : batch.count / 2) + 256)
        result.tally.bytes = batch.count
        result.end = batch.end
        result.canResume = batch.tooLong.isEmpty && batch.canResume
        let bytes = batch.bytes.span
        // Held here and handed down: a layout that every record took from behind the reference would be copied with all it holds.
        let layout = shared.layout
        place.input = layout.input
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
                refuse(RecordFault(line: line, column: 0, problem: flaw.problem), layout, &result)
            } else {
                score(batch.bytes, bytes, piece.range, line: line, layout, &result)
            }
            start = piece.next
            if isLine { line += 1 }
        }
        for fault in batch.tooLong { refuse(fault, layout, &result) }
        return result
    }

    /// Scores one record.
    @inline(__always)
    private mutating func score(
        _ batch: borrowing [UInt8], _ bytes: Span<UInt8>, _ range: Range<Int>, line: Int, _ layout: InputLayout, _ result: inout BatchResult
    ) {
        let longest = layout.longest
        if range.count > longest && !layout.format.isMail { return refuse(BatchReader.tooLong(line: line, longest), layout, &result) }
        if var reader = documents.take() {
            if !range.allSatisfy({ bytes[$0] <= 0x20 }) { scoreMessages(of: &reader, bytes, range, line: line, layout, &result) }
            documents = consume reader
            return
        }
        switch layout.format {
        case .ndjson, .json:
            if JSONScanner.skipBlanks(bytes, range.lowerBound, range.upperBound) == range.upperBound { return }
            do throws(RecordFault) {
                try json.read(bytes, range, line: line, into: &record)
                record.column = column
            } catch {
                return refuse(error, layout, &result)
            }
            if record[.text].isMissing {
                return refuse(RecordFault(line: line, column: 0, problem: "the record has no text; name its field with --fields text=NAME"), layout, &result)
            }
        case .csv, .tsv:
            guard let rows = layout.rows else { return }
            if range.isEmpty { return }
            rows.read(bytes, range, line: line, into: &record)
        case .mbox, .eml, .vtt:
            guard var reader = files.take() else { return }
            let beginning = range.lowerBound..<min(range.upperBound, range.lowerBound + longest)
            scoreMessages(of: &reader, bytes, beginning, line: line, layout, &result)
            files = consume reader
            return
        case .text, .whole:
            if range.isEmpty { return }
            record.begin(line: line)
            record.whole = range
            record.values[Field.text.rawValue] = .plain(range)
        }
        if record.isFinished(bytes, layout.tables) { return label(bytes, layout, &result) }
        var copy = Array(batch[record.whole])
        record.move(by: -record.whole.lowerBound)
        record.finish(&copy, layout.tables)
        if record.hasUnknownTime { result.noteUnknownTime(line) }
        label(copy.span, layout, &result)
    }

    /// Scores the messages of one document, piece of mail or transcript.
    private mutating func scoreMessages<Source: MessageSource & ~Copyable>(
        of reader: inout Source, _ bytes: Span<UInt8>, _ range: Range<Int>, line: Int, _ layout: InputLayout, _ result: inout BatchResult
    ) {
        do throws(RecordFault) {
            try reader.read(bytes, range, line: line)
            for index in 0..<reader.count {
                swap(&record, &reader.records[index])
                if record.hasUnknownTime { result.noteUnknownTime(record.line) }
                place.index = index
                label(reader.work.span, layout, &result)
                swap(&record, &reader.records[index])
            }
        } catch {
            refuse(error, layout, &result)
        }
    }

    /// Labels the record that was read and writes it.
    @inline(__always)
    private mutating func label(_ bytes: Span<UInt8>, _ layout: InputLayout, _ result: inout BatchResult) {
        if layout.purpose == .versions { return noteVersion(bytes, layout, &result) }
        if let latest = layout.latest, !latest.holds(id(bytes), place) { return }
        if layout.purpose == .messages { return writeMessage(bytes, layout, &result) }
        let source = record[.text]
        let label: Label
        scratch.clues.removeAll(keepingCapacity: true)
        if record.role != .customer && !record.isNote {
            label = .staff
            text.removeAll(keepingCapacity: true)
            if writesText { source.append(bytes, to: &text) }
        } else if case .plain(let range) = source, !layout.writer.evidence, !writesText {
            // The plain path: the text is read where it stands.
            label = classifier.label(
                of: bytes, from: range.lowerBound, to: range.upperBound, markup: markup(bytes, range.lowerBound, range.upperBound, layout), keeping: .none,
                using: &scratch)
        } else {
            text.removeAll(keepingCapacity: true)
            source.append(bytes, to: &text)
            let decoded = text
            label = classifier.label(
                of: decoded.span, from: 0, to: decoded.count, markup: markup(decoded.span, 0, decoded.count, layout),
                keeping: layout.writer.evidence ? .strong : .none, using: &scratch)
            if layout.writer.evidence { classifier.findClues(for: label, &scratch) }
        }
        result.tally.count(label)
        let decoded = text
        var cells: [FieldValue] = []
        if layout.writer.keeps, !layout.writer.header.isEmpty, let rows = layout.rows {
            rows.forEachCell(bytes, record.whole) { cells.append($0) }
        }
        if layout.writer.format == .ndjson {
            layout.writer.write(
                label, record, bytes, evidence: scratch.clues, of: classifier.lexicon.image, text: decoded.span, isJSON: layout.keepsJSON, cells: cells,
                scratch: &value, line: &scratch.line, into: &result.output)
            return
        }
        let found = scratch.clues.map { Evidence($0, classifier.lexicon.image) }
        if layout.writer.format == .table {
            let own = Array(classifier.ownWords(in: decoded.span, from: 0, to: decoded.count, markup: markup(decoded.span, 0, decoded.count, layout)).utf8)
            layout.writer.writeTableRow(
                label, record, bytes, evidence: found, text: decoded.span, own: own, scratch: &value, into: &result.output)
        } else {
            layout.writer.writeRow(label, record, bytes, evidence: found, text: decoded.span, cells: cells, scratch: &value, into: &result.output)
        }
    }

    /// The id of the record, if it has one of its own.
    private func id(_ bytes: Span<UInt8>) -> [UInt8] {
        var id: [UInt8] = []
        record[.id].append(bytes, to: &id)
        return id
    }

    private mutating func noteVersion(_ bytes: Span<UInt8>, _ layout: InputLayout, _ result: inout BatchResult) {
        value.removeAll(keepingCapacity: true)
        (record[.updated].range.isEmpty ? record[.time] : record[.updated]).append(bytes, to: &value)
        result.versions.note(id(bytes), Timestamp(value[...], order: layout.tables.dateOrder), place)
    }

    /// Writes the record as a message, without a label.
    private mutating func writeMessage(_ bytes: Span<UInt8>, _ layout: InputLayout, _ result: inout BatchResult) {
        text.removeAll(keepingCapacity: true)
        record[.text].append(bytes, to: &text)
        if layout.givesOwnWords {
            let whole = text
            text = Array(classifier.ownText(whole.span, from: 0, to: whole.count, markup: markup(whole.span, 0, whole.count, layout)).utf8)
        }
        let decoded = text
        result.tally.records += 1
        layout.writer.writeMessage(record, bytes, text: decoded.span, scratch: &value, into: &result.output)
    }

    @inline(__always)
    private func markup(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ layout: InputLayout) -> Markup {
        if let isHTML = layout.isHTML { return isHTML ? .html : .plain }
        return record.textIsHTML ? .html : Markup.guess(bytes, from: start, to: end)
    }

    private mutating func refuse(_ fault: RecordFault, _ layout: InputLayout, _ result: inout BatchResult) {
        result.tally.refused += 1
        result.faults.append(fault)
        if layout.emitsErrors { layout.writer.writeFault(fault, into: &result.output) }
    }
}

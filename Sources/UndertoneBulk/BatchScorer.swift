import UndertoneEngine
import UndertoneFormats

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
    /// The most bytes that one record may have.
    package var longest = 16 << 20

    package init(format: InputFormat, names: FieldNames, writer: LabelWriter) {
        self.format = format
        self.names = names
        self.writer = writer
    }
}

/// The labels of one batch, rendered, with what was refused.
package struct BatchResult: Sendable {
    package var output: [UInt8] = []
    package var faults: [RecordFault] = []
    package var tally = Tally()
}

/// Counts over many records; adding two tallies gives the tally of both.
package struct Tally: Sendable, Equatable {
    /// Records read, and records refused.
    package var records = 0, refused = 0
    package var bytes = 0
    /// Labels by the place of the stage in `Stage.allCases`, and by feeling in `Sentiment.allCases`.
    package var stages = [Int](repeating: 0, count: Stage.allCases.count)
    package var sentiments = [Int](repeating: 0, count: Sentiment.allCases.count)

    package init() {}

    package static func += (a: inout Tally, b: Tally) {
        a.records += b.records
        a.refused += b.refused
        a.bytes += b.bytes
        for index in a.stages.indices { a.stages[index] += b.stages[index] }
        for index in a.sentiments.indices { a.sentiments[index] += b.sentiments[index] }
    }

    mutating func count(_ label: borrowing Label) {
        records += 1
        stages[label.stage.index] += 1
        sentiments[label.score < -0.25 ? 0 : label.score > 0.25 ? 2 : 1] += 1
    }
}

/// Scores batches: bytes → records → labels → bytes. Each worker has one of its own and uses its memory again.
package struct BatchScorer: ~Copyable {
    private let classifier: Classifier
    private let layout: InputLayout
    private let splitter: RecordSplitter
    private var json: JSONRecords
    private var record = Record()
    private var scratch = Classifier.Scratch()
    private var text: [UInt8] = []
    private var value: [UInt8] = []
    /// Whether the text itself is written: it is kept, and stands in no JSON that could be copied.
    private let writesText: Bool

    package init(_ classifier: Classifier, _ layout: InputLayout) {
        self.classifier = classifier
        self.layout = layout
        splitter = RecordSplitter(layout.format)
        json = JSONRecords(layout.names)
        writesText = layout.writer.keeps && layout.writer.format == .ndjson && layout.format != .ndjson && layout.format != .json
    }

    /// Scores all records of a batch.
    package mutating func score(_ batch: borrowing Batch) -> BatchResult {
        var result = BatchResult()
        result.output.reserveCapacity(batch.count / 2 + 256)
        result.tally.bytes = batch.count
        let bytes = batch.bytes.span
        var line = batch.firstLine
        var counted = 0
        var start = 0
        while let piece = splitter.record(bytes, from: start, to: batch.count) {
            line += BatchScorer.lineBreaks(bytes, counted, piece.range.lowerBound)
            counted = piece.range.lowerBound
            score(bytes, piece.range, line: line, &result)
            start = piece.next
        }
        for fault in batch.tooLong { refuse(fault, &result) }
        return result
    }

    private static func lineBreaks(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        // Usually one line break stands between two records, at the end of the first.
        if start == end { return 0 }
        var breaks = 0
        var index = start
        while index < end {
            let mask = equalMask(load8(bytes, at: index), 0x0A)
            breaks &+= (index &+ 8 <= end ? mask : lowest(end &- index, of: mask)).nonzeroBitCount
            index &+= 8
        }
        return breaks
    }

    /// Scores one record.
    @inline(__always)
    private mutating func score(_ bytes: Span<UInt8>, _ range: Range<Int>, line: Int, _ result: inout BatchResult) {
        if range.count > layout.longest { return refuse(BatchReader.tooLong(line: line, layout.longest), &result) }
        switch layout.format {
        case .ndjson, .json:
            if JSONScanner.skipBlanks(bytes, range.lowerBound, range.upperBound) == range.upperBound { return }
            do throws(RecordFault) {
                try json.read(bytes, range, line: line, into: &record)
            } catch {
                return refuse(error, &result)
            }
            if record[.text].isMissing {
                return refuse(RecordFault(line: line, column: 0, problem: "the record has no text; name its field with --fields text=NAME"), &result)
            }
        case .csv, .tsv:
            guard let rows = layout.rows else { return }
            if range.isEmpty { return }
            rows.read(bytes, range, line: line, into: &record)
        case .text, .whole:
            if range.isEmpty { return }
            record.begin(line: line)
            record.whole = range
            record.values[Field.text.rawValue] = .plain(range)
        }
        label(bytes, &result)
    }

    /// Labels the record that was read and writes it.
    @inline(__always)
    private mutating func label(_ bytes: Span<UInt8>, _ result: inout BatchResult) {
        let source = record[.text]
        let label: Label
        var found: [Evidence] = []
        if record.role != .customer && !record.isNote {
            label = .staff
            text.removeAll(keepingCapacity: true)
            if writesText { source.append(bytes, to: &text) }
        } else if case .plain(let range) = source, !layout.writer.evidence, !writesText {
            // The plain path: the text is read where it stands.
            label = classifier.label(
                of: bytes, from: range.lowerBound, to: range.upperBound, markup: markup(bytes, range.lowerBound, range.upperBound), keepsCues: false,
                using: &scratch)
        } else {
            text.removeAll(keepingCapacity: true)
            source.append(bytes, to: &text)
            let decoded = text
            label = classifier.label(
                of: decoded.span, from: 0, to: decoded.count, markup: markup(decoded.span, 0, decoded.count), keepsCues: layout.writer.evidence,
                using: &scratch)
            if layout.writer.evidence { found = classifier.evidence(for: label, scratch) }
        }
        result.tally.count(label)
        let decoded = text
        if layout.writer.format == .ndjson {
            layout.writer.write(
                label, record, bytes, evidence: found, text: decoded.span, isJSON: layout.format == .ndjson || layout.format == .json, scratch: &value,
                into: &result.output)
        } else {
            var cells: [FieldValue] = []
            if layout.writer.keeps, let rows = layout.rows { rows.forEachCell(bytes, record.whole) { cells.append($0) } }
            layout.writer.writeRow(label, record, bytes, evidence: found, text: decoded.span, cells: cells, scratch: &value, into: &result.output)
        }
    }

    @inline(__always)
    private func markup(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Markup {
        if let isHTML = layout.isHTML { return isHTML ? .html : .plain }
        return record.textIsHTML ? .html : Markup.guess(bytes, from: start, to: end)
    }

    private mutating func refuse(_ fault: RecordFault, _ result: inout BatchResult) {
        result.tally.refused += 1
        result.faults.append(fault)
        guard layout.emitsErrors, layout.writer.format == .ndjson else { return }
        result.output += Array("{\"line\":\(fault.line),\"error\":".utf8)
        JSONText.quote(fault.problem, into: &result.output)
        result.output += [0x7D, 0x0A]
    }
}

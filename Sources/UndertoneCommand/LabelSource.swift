import Flags
import Undertone
import UndertoneBulk
import UndertoneEngine
import UndertoneFormats
import UndertoneHealth

/// Where commands get labels from: labels as they are, or messages that are labelled on the way.
struct LabelSource {
    /// Under which names fields stand.
    let names: FieldNames
    private let inputs: InputOptions
    private let writer: LabelWriter
    private let classifier: Classifier
    private let jobs: Int

    /// - Parameters:
    ///   - fields: names of fields, as the user maps them.
    ///   - format: the format that the user named, or nil to find it out.
    ///   - writer: what labels of messages hold.
    ///   - jobs: workers that label messages; 0 for one per processor.
    init(lexicons: String?, fields: [String], format: InputFormat? = nil, writer: LabelWriter = LabelWriter(), jobs: Int = 0, longest: Int) throws {
        let mapping = try Setup.mapping(fields)
        names = try Setup.fieldNames(lexicons, mapping: mapping)
        // To be found out as a table, labels need a column that counts as the text.
        let found = try Setup.fieldNames(lexicons, mapping: [(field: "text", path: "stage")] + mapping)
        var layout = InputLayout(format: .ndjson, names: found, writer: LabelWriter())
        layout.longest = longest
        inputs = InputOptions(format: format, catalog: try Setup.catalog(lexicons, own: []), mapping: mapping, layout: layout)
        self.writer = writer
        classifier = Classifier(try Setup.lexicon(lexicons))
        self.jobs = jobs == 0 ? Descriptor.processors : jobs
    }

    /// Where refused records are: the name of an input.
    static func name(_ path: String?) -> String { path.map { $0 == "-" ? "standard input" : printable($0) } ?? "labels" }

    /// Takes each label, with the bytes that it stands in, and the name of the input, or nil for labels made on the way.
    typealias Take = (_ label: LabelRecord, _ bytes: Span<UInt8>, _ path: String?) throws -> Void
    /// Takes what is wrong with a record that could not be read.
    typealias Refuse = (_ fault: RecordFault, _ path: String?) -> Void

    /// Reads the labels of one input in order.
    func read(_ path: String, take: Take, refuse: Refuse) async throws {
        var source = try InputSource(path, inputs)
        guard let first = try source.next() else { return }
        guard var reader = try labelReader(first, source.layout) else { return try await label(&source, first, path, take, refuse) }
        let splitter = RecordSplitter(source.layout.format)
        try LabelSource.take(first, splitter, &reader, path, take, refuse)
        while let batch = try source.next() { try LabelSource.take(batch, splitter, &reader, path, take, refuse) }
    }

    /// Reads the labels of one input in any order into books, on all workers.
    func read(_ path: String, into books: SharedBooks, refuse: Refuse) async throws {
        var source = try InputSource(path, inputs)
        guard let first = try source.next() else { return }
        let layout = source.layout
        if try labelReader(first, layout) == nil {
            return try await label(&source, first, path, { record, bytes, _ in books.with { $0.add(record, bytes) } }, refuse)
        }
        let splitter = RecordSplitter(layout.format)
        var pending: Batch? = first
        try await BatchWorkers(jobs: jobs).run(
            next: {
                defer { pending = nil }
                return try pending ?? source.next()
            },
            work: { batch in
                var reader = labelReader(layout), faults: [RecordFault] = []
                try books.with { book in
                    try LabelSource.take(batch, splitter, &reader, path, { record, bytes, _ in book.add(record, bytes) }, { fault, _ in faults.append(fault) })
                }
                return faults
            },
            emit: { faults in for fault in faults { refuse(fault, path) } })
    }

    /// Labels the messages of an input.
    private func label(_ source: inout InputSource, _ first: Batch, _ path: String, _ take: Take, _ refuse: Refuse) async throws {
        let layout = try messageLayout(source.layout, path)
        var pending: Batch? = first
        var reader = LabelReader()
        func next() throws -> Batch? {
            defer { pending = nil }
            return try pending ?? source.next()
        }
        func emit(_ result: BatchResult) throws {
            let labels = Batch(bytes: result.output, count: result.output.count, firstLine: 1)
            try LabelSource.take(labels, RecordSplitter(.ndjson), &reader, nil, take, refuse)
            for fault in result.faults { refuse(fault, path) }
        }
        try await BulkScorer(classifier, jobs: jobs).runConcurrently(layout, next: next, emit: emit)
    }

    /// A reader of the labels of an input.
    private func labelReader(_ layout: InputLayout) -> LabelReader {
        layout.rows.map { LabelReader(header: layout.columns, separator: $0.separator, names: names) } ?? LabelReader(names: names)
    }

    /// A reader of labels, if the first records are labels.
    private func labelReader(_ batch: Batch, _ layout: InputLayout) throws -> LabelReader? {
        if layout.rows != nil { return layout.columns.contains("stage") ? labelReader(layout) : nil }
        let bytes = batch.bytes.span
        let splitter = RecordSplitter(layout.format)
        var start = 0
        while let piece = splitter.record(bytes, from: start, to: batch.count) {
            start = piece.next
            var first = JSONScanner.skipBlanks(bytes, piece.range.lowerBound, piece.range.upperBound)
            if first == piece.range.upperBound { continue }
            if bytes[first] != 0x7B { first = LabelReader.afterSortKey(bytes, piece.range.lowerBound, piece.range.upperBound) }
            guard let object = try? JSONObject(bytes, first..<piece.range.upperBound, line: 1) else { continue }
            return object.values["stage"].flatMap(Stage.init) == nil ? nil : labelReader(layout)
        }
        return nil
    }

    /// Takes the labels of a batch.
    private static func take(
        _ batch: borrowing Batch, _ splitter: RecordSplitter, _ reader: inout LabelReader, _ path: String?, _ take: Take, _ refuse: Refuse
    ) throws {
        let bytes = batch.bytes.span
        var record = LabelRecord()
        var line = batch.firstLine, start = 0, counted = 0
        while let piece = splitter.record(bytes, from: start, to: batch.count) {
            line += UndertoneEngine.count(of: 0x0A, bytes, from: counted, to: piece.range.lowerBound)
            counted = piece.range.lowerBound
            start = piece.next
            if JSONScanner.skipBlanks(bytes, piece.range.lowerBound, piece.range.upperBound) == piece.range.upperBound { continue }
            do throws(RecordFault) {
                try reader.read(bytes, piece.range, line: line, into: &record)
            } catch {
                refuse(error, path)
                continue
            }
            try take(record, bytes, path)
        }
        for fault in batch.tooLong { refuse(fault, path) }
    }

    /// The layout with which messages are read: with their own names of fields.
    private func messageLayout(_ found: InputLayout, _ path: String) throws -> InputLayout {
        var layout = found
        layout.names = names
        // Kept are the fields of messages, under our own names.
        layout.copies = false
        let knowsRoles = found.writer.knowsRoles
        layout.writer = writer
        layout.writer.knowsRoles = knowsRoles
        if let rows = found.rows {
            var own = DelimitedRecords(names, separator: rows.separator)
            let header = found.columns.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: String(UnicodeScalar(rows.separator)))
            let bytes = Array(header.utf8)
            if !own.header(bytes.span, 0..<bytes.count) && found.description == nil {
                throw UsageFault("the header of \(Descriptor.quoted(path)) names neither a stage nor a text column; map one with --fields text=NAME")
            }
            layout.rows = own
        }
        return layout
    }
}

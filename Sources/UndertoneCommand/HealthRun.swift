import Flags
import Undertone
import UndertoneBulk
import UndertoneFormats
import UndertoneHealth

/// One run of `health` over its inputs.
struct HealthRun: ~Copyable {
    private let setup: HealthSetup
    private let options: HealthCommand.Options
    private var output: OutputFile
    private var state: OutputFile?
    private var console = Console()
    private var book: HealthBook
    private var presorted: PresortedBook
    private var metrics = Metrics()
    private var record = LabelRecord()
    private var classifier: Classifier?
    private var refused = 0
    private var failed = false
    /// The day up to which labels fade.
    private var now: Int?

    init(_ setup: HealthSetup, _ output: consuming OutputFile, state: consuming OutputFile?) {
        self.setup = setup
        options = setup.options
        book = HealthBook(setup.rules)
        presorted = PresortedBook(setup.rules)
        now = setup.now
        self.output = output
        self.state = state
    }

    /// Writes what stands before the first account.
    mutating func begin() throws {
        try output.write(setup.writer.header())
        if setup.writer.format == .table { try output.write(Array(HealthTable.header.utf8)) }
        if state != nil { try state?.write(StateFile.header()) }
    }

    // MARK: Reading

    /// Reads one input; one that cannot be read is named, and the others are still read.
    mutating func read(_ path: String) async throws {
        do {
            var source = try InputSource(path, InputOptions(format: setup.format, catalog: setup.catalog, mapping: setup.mapping, layout: setup.layout))
            guard let first = try source.next() else { return }
            if var reader = try labelReader(first, source.layout) {
                let splitter = RecordSplitter(source.layout.format)
                try take(first, splitter, &reader, path)
                while let batch = try source.next() { try take(batch, splitter, &reader, path) }
            } else {
                try await label(first, &source, path)
            }
        } catch let fault as SystemFault where !fault.isClosedPipe && fault.description.hasPrefix("cannot read") {
            console.say(fault.description)
            failed = true
        }
    }

    /// A reader of labels, if the first records are labels.
    private func labelReader(_ batch: Batch, _ layout: InputLayout) throws -> LabelReader? {
        if let rows = layout.rows {
            let header = layout.columns
            return header.contains("stage") ? LabelReader(header: header, separator: rows.separator, names: setup.names) : nil
        }
        let bytes = batch.bytes.span
        let splitter = RecordSplitter(layout.format)
        var start = 0
        while let piece = splitter.record(bytes, from: start, to: batch.count) {
            start = piece.next
            var first = JSONScanner.skipBlanks(bytes, piece.range.lowerBound, piece.range.upperBound)
            if first == piece.range.upperBound { continue }
            if bytes[first] != 0x7B { first = LabelReader.afterSortKey(bytes, piece.range.lowerBound, piece.range.upperBound) }
            guard let object = try? JSONObject(bytes, first..<piece.range.upperBound, line: 1) else { continue }
            return object.values["stage"].flatMap(Stage.init) == nil ? nil : LabelReader(names: setup.names)
        }
        return nil
    }

    /// Takes the labels of a batch.
    private mutating func take(_ batch: borrowing Batch, _ splitter: RecordSplitter, _ reader: inout LabelReader, _ path: String?) throws {
        let bytes = batch.bytes.span
        var line = batch.firstLine, start = 0, counted = 0
        while let piece = splitter.record(bytes, from: start, to: batch.count) {
            line += HealthRun.lineBreaks(bytes, counted, piece.range.lowerBound)
            counted = piece.range.lowerBound
            start = piece.next
            if JSONScanner.skipBlanks(bytes, piece.range.lowerBound, piece.range.upperBound) == piece.range.upperBound { continue }
            do throws(RecordFault) {
                try reader.read(bytes, piece.range, line: line, into: &record)
            } catch {
                refuse(error, path)
                continue
            }
            try add(bytes, path)
        }
        for fault in batch.tooLong { refuse(fault, path) }
    }

    private static func lineBreaks(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var breaks = 0
        for index in start..<end where bytes[index] == 0x0A { breaks &+= 1 }
        return breaks
    }

    /// Adds the label that was read.
    private mutating func add(_ bytes: Span<UInt8>, _ path: String?) throws {
        guard options.presorted else { return book.add(record, bytes) }
        do {
            let (setup, now) = (setup, now)
            var finished: [UInt8] = [], states: [UInt8] = []
            let keepsState = state != nil
            var counts = metrics
            try presorted.add(record, bytes) { book, index in
                let health = book.health(of: index, now: now, since: setup.since)
                counts.add(health)
                finished = HealthRun.lines(health, setup)
                if keepsState { states = StateFile.line(book, index) }
            }
            metrics = counts
            try output.write(finished)
            try state?.write(states)
        } catch let fault as RecordFault {
            throw OrderFault("\(HealthRun.name(path)):\(fault.line): \(fault.problem)")
        }
    }

    private mutating func refuse(_ fault: RecordFault, _ path: String?) {
        refused += 1
        console.refuse("\(HealthRun.name(path)):\(fault.line)\(fault.column > 0 ? ":\(fault.column)" : ""): \(fault.problem)")
    }

    private static func name(_ path: String?) -> String { path.map { $0 == "-" ? "standard input" : printable($0) } ?? "labels" }

    /// Labels messages on the way.
    private mutating func label(_ first: Batch, _ source: inout InputSource, _ path: String) async throws {
        let classifier = try self.classifier ?? Classifier(Setup.lexicon(options.lexicons))
        self.classifier = classifier
        let scorer = BulkScorer(classifier, try messageLayout(source.layout, path), jobs: options.jobs == 0 ? Descriptor.processors : options.jobs)
        var pending: Batch? = first
        var reader = LabelReader()
        func next() throws -> Batch? {
            if let batch = pending {
                pending = nil
                return batch
            }
            return try source.next()
        }
        func emit(_ result: BatchResult) throws {
            let labels = Batch(bytes: result.output, count: result.output.count, firstLine: 1)
            try take(labels, RecordSplitter(.ndjson), &reader, nil)
            for fault in result.faults { refuse(fault, path) }
        }
        if options.jobs == 1 { try scorer.run(next: next, emit: emit) } else { try await scorer.runConcurrently(next: next, emit: emit) }
    }

    /// The layout with which messages are read: with their own names of fields.
    private func messageLayout(_ found: InputLayout, _ path: String) throws -> InputLayout {
        var layout = found
        layout.names = setup.names
        if let rows = found.rows {
            var own = DelimitedRecords(setup.names, separator: rows.separator)
            let header = found.columns.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: String(UnicodeScalar(rows.separator)))
            let bytes = Array(header.utf8)
            if !own.header(bytes.span, 0..<bytes.count) && found.description == nil {
                throw UsageFault("the header of \(Descriptor.quoted(path)) names neither a stage nor a text column; map one with --fields text=NAME")
            }
            layout.rows = own
        }
        return layout
    }

    /// Reads a state of an earlier run.
    mutating func readState(_ path: String) throws {
        var layout = setup.layout
        layout.longest = 1 << 31
        var source = try InputSource(path, InputOptions(format: .ndjson, catalog: FormatCatalog(), layout: layout))
        let splitter = RecordSplitter(.ndjson)
        var line = 0
        while let batch = try source.next() {
            let bytes = batch.bytes.span
            var start = 0
            if line == 0 {
                guard StateFile.isState(batch.bytes) else {
                    throw UsageFault("\(Descriptor.quoted(path)) is no state of undertone health, or of another version; make it anew with --state-out")
                }
            }
            while let piece = splitter.record(bytes, from: start, to: batch.count) {
                line += 1
                start = piece.next
                if line == 1 || piece.range.isEmpty { continue }
                do { try StateFile.read(bytes, piece.range, line: line, into: &book) } catch {
                    throw UsageFault("\(printable(path)):\(error.line): \(error.problem)")
                }
            }
        }
    }

    // MARK: Writing

    private static func lines(_ health: AccountHealth, _ setup: HealthSetup) -> [UInt8] {
        switch setup.writer.format {
        case .table: Array(HealthTable.rows(health, people: setup.writer.byPerson, plays: setup.writer.plays).utf8)
        case .prometheus: []
        default: setup.writer.lines(health)
        }
    }

    private mutating func finishPresorted() throws {
        let (setup, now) = (setup, now)
        var finished: [UInt8] = [], states: [UInt8] = []
        var counts = metrics
        try presorted.finish { book, index in
            let health = book.health(of: index, now: now, since: setup.since)
            counts.add(health)
            finished = HealthRun.lines(health, setup)
            states = StateFile.line(book, index)
        }
        metrics = counts
        try output.write(finished)
        try state?.write(states)
    }

    consuming func finish() throws -> ExitStatus {
        if options.now == "latest" { now = book.latest.map { Moment.day(of: $0) } }
        if options.presorted { try finishPresorted() }
        for index in book.sorted() {
            let health = book.health(of: index, now: now, since: setup.since)
            metrics.add(health)
            try output.write(HealthRun.lines(health, setup))
            if state != nil { try state?.write(StateFile.line(book, index)) }
        }
        if setup.writer.format == .prometheus { try output.write(Array(metrics.text().utf8)) }
        // Files are put in place only if every input could be read.
        if !failed || options.output ?? "-" == "-" { try output.finish() }
        if !failed { try state?.finish() }
        console.summarize()
        return failed ? .failed : refused > 0 ? .someRefused : .success
    }
}

/// Accounts that do not come in order, with --presorted: the run cannot be finished.
struct OrderFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

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
    /// What earlier runs remembered, and what this one reads besides.
    private var book: HealthBook
    private let books: SharedBooks
    private var presorted: PresortedBook
    private var metrics = Metrics()
    private var authors: FocusBook?
    private var refused = 0
    private var failed = false
    /// The day up to which labels fade.
    private var now: Int?

    init(_ setup: HealthSetup, _ output: consuming OutputFile, state: consuming OutputFile?) {
        self.setup = setup
        options = setup.options
        book = HealthBook(setup.rules)
        books = SharedBooks(setup.rules)
        presorted = PresortedBook(setup.rules)
        authors = setup.focus.map { FocusBook($0) }
        now = setup.now
        self.output = output
        self.state = state
    }

    /// Writes what stands before the first account.
    mutating func begin() throws {
        if authors != nil { return }
        try output.write(setup.writer.header())
        if setup.writer.format == .table { try output.write(Array(HealthTable.header.utf8)) }
        if state != nil { try state?.write(StateFile.header()) }
    }

    // MARK: Reading

    /// Reads one input; one that cannot be read is named, and the others are still read.
    mutating func read(_ path: String) async throws {
        do {
            if options.presorted || authors != nil {
                try await setup.labels.read(path, take: { try add($0, $1, $2) }, refuse: { refuse($0, $1) })
            } else {
                try await setup.labels.read(path, into: books, refuse: { refuse($0, $1) })
            }
        } catch let fault as SystemFault where !fault.isClosedPipe && fault.description.hasPrefix("cannot read") {
            console.say(fault.description)
            failed = true
        }
    }

    /// Adds the label that was read, of an author or in order.
    private mutating func add(_ record: LabelRecord, _ bytes: Span<UInt8>, _ path: String?) throws {
        if authors != nil {
            if record.isNote { authors?.add(record.string(.contact, bytes), record.string(.text, bytes)) }
            return
        }
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
            throw OrderFault("\(LabelSource.name(path)):\(fault.line): \(fault.problem)")
        }
    }

    private mutating func refuse(_ fault: RecordFault, _ path: String?) {
        refused += 1
        console.refuse("\(LabelSource.name(path)):\(fault.line)\(fault.column > 0 ? ":\(fault.column)" : ""): \(fault.problem)")
    }

    /// Reads a state of an earlier run.
    mutating func readState(_ path: String) throws {
        var layout = InputLayout(format: .ndjson, names: setup.labels.names, writer: LabelWriter())
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

    /// Works the accounts out, some thousands at a time on all processors, and writes them in order.
    private mutating func finishBook() async throws {
        let order = book.sorted()
        let (setup, now, book, keepsState) = (setup, now, book, state != nil)
        let size = 2000, jobs = options.jobs == 0 ? Descriptor.processors : options.jobs
        let parts = stride(from: 0, to: order.count, by: size).map { order[$0..<min($0 + size, order.count)] }
        for start in stride(from: 0, to: parts.count, by: jobs) {
            let results = await withTaskGroup(of: (Int, Part).self) { group in
                for place in start..<min(start + jobs, parts.count) {
                    group.addTask { (place, HealthRun.part(parts[place], book, setup, now, keepsState: keepsState)) }
                }
                var results: [Int: Part] = [:]
                for await (place, part) in group { results[place] = part }
                return results
            }
            for (_, part) in results.sorted(by: { $0.key < $1.key }) {
                try output.write(part.lines)
                if keepsState { try state?.write(part.states) }
                for health in part.counted { metrics.add(health) }
            }
        }
    }

    /// What some accounts came to.
    private struct Part: Sendable {
        var lines: [UInt8] = [], states: [UInt8] = []
        /// The accounts themselves, where they are only counted.
        var counted: [AccountHealth] = []
    }

    private static func part(_ order: ArraySlice<Int>, _ book: HealthBook, _ setup: HealthSetup, _ now: Int?, keepsState: Bool) -> Part {
        var part = Part()
        for index in order {
            let health = book.health(of: index, now: now, since: setup.since)
            if setup.writer.format == .prometheus { part.counted.append(health) } else { part.lines += lines(health, setup) }
            if keepsState { part.states += StateFile.line(book, index) }
        }
        return part
    }

    consuming func finish() async throws -> ExitStatus {
        if book.count == 0 { book = books.joined() } else { book.merge(books.joined()) }
        if options.now == "latest" { now = book.latest.map { Moment.day(of: $0) } }
        if let authors {
            var writer = setup.writer
            if writer.format == .table { writer.format = .tsv }
            try output.write(authors.lines(writer))
        } else if options.presorted {
            try finishPresorted()
        } else {
            try await finishBook()
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

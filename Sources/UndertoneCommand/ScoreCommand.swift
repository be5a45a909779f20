import Flags
import Undertone
import UndertoneBulk
import UndertoneFormats

/// `undertone score`: messages in, one label each out, in order.
enum ScoreCommand {
    struct Options: Sendable {
        var from: String?
        var to = OutputFormat.ndjson
        var output: String?
        var fields: [String] = []
        var lexicons: String?
        var evidence = false, keep = false, whole = false, html = false, lineBuffered = false, emitErrors = false, ascii = false, csvRaw = false
        var provenance = false, redact = false, sortKey = false
        var offsets = OffsetUnit.scalars
        var jobs = 0
        var longest = 16 << 20
    }

    static let command = Command<Options>(
        "score", summary: "Tells for every message its writer's stage of adoption and feeling: one label a message, in input order.", operands: "[FILE...]",
        defaults: Options(),
        examples: [
            ("undertone score tickets.ndjson > labels.ndjson", "label an archive; NDJSON, JSON, CSV, TSV and plain text are told apart"),
            ("zcat export.ndjson.gz | undertone score --evidence", "as a filter, with the words that decided"),
            ("undertone score --fields text=description,id=ticket_no --to csv tickets.csv", "name the columns, write a table"),
        ],
        flags: [
            .text("from", "f", "FORMAT", sets: \.from, help: "Input format: ndjson, json, csv, tsv, text (a message a line); found out if not given"),
            .choice("to", "t", "FORMAT", sets: \.to, help: "Output format"),
            .text("output", "o", "FILE", sets: \.output, help: "Write to FILE, which appears only when it is complete"),
            .list(
                "fields", nil, "FIELD=NAME,...", appendsTo: \.fields,
                help: "Names of fields, or paths such as ticket.body; fields: id, account, contact, role, kind, time, text"),
            .toggle("evidence", "e", sets: \.evidence, help: "Add the phrases that decided, with their places"),
            .choice("offsets", nil, "UNIT", sets: \.offsets, help: "Unit of places in evidence"),
            .toggle("keep", "k", sets: \.keep, help: "Write the whole input record with the label's fields added"),
            .toggle("whole", nil, sets: \.whole, help: "Plain text: the whole input is one message"),
            .toggle("html", nil, sets: \.html, help: "Read all texts as HTML; otherwise told by their tags"),
            .text("lexicons", "l", "DIR", sets: \.lexicons, help: "Use the lexicons in DIR instead of the built-in ones"),
            .number("jobs", "j", "N", in: 0...256, sets: \.jobs, help: "Workers; 0 for one per processor [0]"),
            .toggle("line-buffered", nil, sets: \.lineBuffered, help: "Write every label at once; always so on a terminal"),
            .toggle("emit-errors", nil, sets: \.emitErrors, help: "Write a record with an error for input that was refused"),
            .toggle("ascii", nil, sets: \.ascii, help: "Write only ASCII: other characters as escapes"),
            .toggle("csv-raw", nil, sets: \.csvRaw, help: "Tables: do not put an apostrophe before cells that spreadsheets run as formulas"),
            .toggle("redact", nil, sets: \.redact, help: "Replace e-mail addresses, telephone and card numbers, secrets in links, names after greetings"),
            .toggle("provenance", nil, sets: \.provenance, help: "Add the program's version and the lexicons' hash to every label"),
            .toggle("sort-key", nil, sets: \.sortKey, help: "NDJSON: put account and time with TABs in front of each label, for sort and health --presorted"),
            .number("max-record", nil, "BYTES", in: 64...(1 << 31), sets: \.longest, help: "Refuse longer records; k, M and G may follow [16M]"),
        ],
        notes: """
            Fields are found under their usual names (text, body, description, comment, ...; see lexicons/field.tsv). Only the text is needed.
            Messages of staff, bots and systems get "stage":"none","reason":"staff", unless they are call notes.
            A record that cannot be read is named on standard error by file and line; the run goes on and ends with status 1.

            Exit status: 0 all input used; 1 some input was refused; 2 wrong usage or lexicon, before any output; 3 could not be finished.
            """)

    static func run(_ words: [String]) async throws -> ExitStatus {
        switch try command.parse(words) {
        case .help(let complete): return try Main.printed(command.help(complete: complete))
        case .run(let options, let operands): return try await run(options, operands)
        }
    }

    private static func run(_ options: Options, _ operands: [String]) async throws -> ExitStatus {
        let format = try inputFormat(options)
        if options.sortKey && options.to != .ndjson { throw UsageFault("'--sort-key' is for NDJSON; leave out '--to \(options.to.rawValue)'") }
        if operands.isEmpty && Descriptor.isTerminal(Descriptor.standardInput) {
            Console().print(command.help(complete: false))
            throw UsageFault("nothing to read: name a file, or pipe messages in")
        }
        let lexicon = try Setup.lexicon(options.lexicons)
        let classifier = Classifier(lexicon)
        var layout = try layout(options)
        if options.provenance { layout.writer.provenance = Setup.provenance(lexicon) }
        var run = ScoreRun(classifier, options, try OutputFile(options.output, flushesAlways: flushes(options)))
        for path in operands.isEmpty ? ["-"] : operands {
            try await run.score(path, format: format, layout: layout)
        }
        return try run.finish()
    }

    private static func flushes(_ options: Options) -> Bool {
        options.lineBuffered || (options.output == nil && Descriptor.isTerminal(Descriptor.standardOutput))
    }

    private static func inputFormat(_ options: Options) throws -> InputFormat? {
        if options.whole { return .whole }
        guard let name = options.from else { return nil }
        if let format = InputFormat(rawValue: name) { return format }
        let names = InputFormat.allCases.map(\.rawValue)
        let near = nearestWord(name, names).map { "; did you mean '\($0)'?" } ?? ""
        throw UsageFault("'--from' cannot be '\(printable(name))'; one of: \(names.joined(separator: ", "))\(near)")
    }

    private static func layout(_ options: Options) throws -> InputLayout {
        let names = try Setup.fieldNames(options.lexicons, mapping: options.fields)
        var writer = LabelWriter()
        writer.format = options.to
        writer.evidence = options.evidence
        writer.keeps = options.keep
        writer.offsets = options.offsets
        writer.ascii = options.ascii
        writer.sortKey = options.sortKey
        writer.rawCells = options.csvRaw
        if options.redact { writer.redactor = try Setup.redactor(options.lexicons) }
        var layout = InputLayout(format: .ndjson, names: names, writer: writer)
        layout.isHTML = options.html ? true : nil
        layout.emitsErrors = options.emitErrors
        layout.longest = options.longest
        return layout
    }
}

/// One run of `score` over its inputs.
private struct ScoreRun: ~Copyable {
    private let classifier: Classifier
    private let options: ScoreCommand.Options
    private var output: OutputFile
    private var console = Console()
    private var tally = Tally()
    private var wroteHeader = false
    private var failed = false

    init(_ classifier: Classifier, _ options: ScoreCommand.Options, _ output: consuming OutputFile) {
        self.classifier = classifier
        self.options = options
        self.output = output
    }

    /// Scores one input; one that cannot be read is named, and the others are still scored.
    mutating func score(_ path: String, format: InputFormat?, layout: InputLayout) async throws {
        do {
            var source = try InputSource(path, format: format, layout: layout)
            if !wroteHeader {
                var header: [UInt8] = []
                source.layout.writer.writeHeader(into: &header)
                try output.write(header)
                wroteHeader = true
            }
            let jobs = options.jobs == 0 ? Descriptor.processors : options.jobs
            let scorer = BulkScorer(classifier, source.layout, jobs: jobs)
            if jobs == 1 {
                try scorer.run(next: { try source.next() }, emit: { try take($0, path) })
            } else {
                try await scorer.runConcurrently(next: { try source.next() }, emit: { try take($0, path) })
            }
        } catch let fault as SystemFault where !fault.isClosedPipe && fault.description.hasPrefix("cannot read") {
            console.say(fault.description)
            failed = true
        }
    }

    private mutating func take(_ result: BatchResult, _ path: String) throws {
        tally += result.tally
        try output.write(result.output)
        if result.faults.isEmpty { return }
        let name = path == "-" ? "standard input" : printable(path)
        for fault in result.faults {
            console.refuse("\(name):\(fault.line)\(fault.column > 0 ? ":\(fault.column)" : ""): \(fault.problem)")
        }
    }

    consuming func finish() throws -> ExitStatus {
        // A file is put in place only if every input could be read.
        if !failed || options.output ?? "-" == "-" { try output.finish() }
        console.summarize()
        return failed ? .failed : tally.refused > 0 ? .someRefused : .success
    }
}

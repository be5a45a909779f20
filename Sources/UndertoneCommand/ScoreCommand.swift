import Flags
import Undertone
import UndertoneBulk
import UndertoneFormats

/// `undertone score`: messages in, one label each out, in order.
enum ScoreCommand {
    struct Options: Sendable {
        var from: String?
        var to: String?
        var output: String?
        var fields: [String] = []
        var lexicons: String?
        var evidence = false, keep = false, whole = false, html = false, lineBuffered = false, emitErrors = false, ascii = false, csvRaw = false
        var provenance = false, redact = false, sortKey = false, resume = false
        var checkpointEvery = 16 << 20
        var offsets = OffsetUnit.scalars
        var color = ColorChoice.auto
        var progress = Progress.Choice.auto
        var jobs = 0
        var longest = 16 << 20
        var formatFiles: [String] = []
        var tables = TableOptions()
        var filesFrom: String?
        var filename = false, latest = false, messages = false, ownWords = false
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
            .text(
                "from", "f", "FORMAT", sets: \.from,
                help:
                    "Input format; found out if not given: ndjson, json, csv, tsv, mbox, eml, vtt, text (a message a line), whole, or a system of 'undertone formats'"
            ),
            .text(
                "to", "t", "FORMAT", oneOf: OutputFormat.allCases.map(\.rawValue), sets: \.to,
                help: "Output format; a table on a terminal, else ndjson"),
            .text("output", "o", "FILE", sets: \.output, help: "Write to FILE, which appears only when it is complete"),
            .list(
                "fields", nil, "FIELD=NAME,...", appendsTo: \.fields,
                help: "Names of fields; or paths such as ticket.body; fields: id, account, contact, role, kind, time, text"),
            .toggle("evidence", "e", sets: \.evidence, help: "Add the phrases that decided, with their places"),
            .toggle("keep", "k", sets: \.keep, help: "Write the whole input record; the label's fields are added to it"),
            .text("lexicons", "l", "DIR", sets: \.lexicons, help: "Use the lexicons in DIR; the built-in ones if not given"),
            .toggle(
                "redact", nil, sets: \.redact,
                help:
                    "Take out what identifies people; replaced are e-mail addresses, telephone and card numbers, secrets in links, names after greetings; other names stay, such as those of contacts"
            ),
            .path("users", nil, "FILE", appendsTo: \.tables.users, help: "People: id, role, account (CSV, NDJSON, JSON); tells staff from customers"),
            .toggle("whole", nil, sets: \.whole, help: "Plain text: the whole input is one message"),
            .number("jobs", "j", "N", in: 0...256, sets: \.jobs, help: "Workers; 0 for one per processor [0]"),
            .toggle("filename", nil, sets: \.filename, help: "Add the name of the input to every label, as file"),
            .text("files-from", nil, "FILE", sets: \.filesFrom, help: "Read the names of the inputs from FILE, one a line; - for standard input"),
            .path("format-file", nil, "FILE", appendsTo: \.formatFiles, help: "A description of a format of your own; see lexicons/README.md"),
            .toggle("latest", nil, sets: \.latest, help: "Of messages with one id only the one changed last; reads the inputs twice"),
            .toggle("messages", nil, sets: \.messages, help: "Write the messages as they were read, without labels (NDJSON)"),
            .toggle("own-words", nil, sets: \.ownWords, help: "With --messages: only what the writer wrote, without markup, quotations, signatures and code"),
            .path("accounts", nil, "FILE", appendsTo: \.tables.accounts, help: "Accounts: id, account; what an id or a mail domain belongs to"),
            .list("staff-domain", nil, "DOMAIN,...", appendsTo: \.tables.staffDomains, help: "Mail from these domains is written by staff"),
            .text("time-format", nil, "ORDER", sets: \.tables.timeFormat, help: "Dates such as 3/4/2026: dmy or mdy; left out if not given"),
            .text(
                "encoding", nil, "NAME", sets: \.tables.encoding,
                help: "Of the input, such as utf-16, windows-1252, iso-8859-2, shift_jis, gbk; UTF and Windows-1252 are found out"),
            .text("separator", nil, "CHAR", sets: \.tables.separator, help: "Between cells: a character, or tab; found out if not given"),
            .choice("offsets", nil, "UNIT", sets: \.offsets, help: "Unit of places in evidence"),
            .toggle("html", nil, sets: \.html, help: "Read all texts as HTML; otherwise told by their tags"),
            .toggle("line-buffered", nil, sets: \.lineBuffered, help: "Write every label at once; always so on a terminal"),
            .toggle("emit-errors", nil, sets: \.emitErrors, help: "Write a record with an error for input that was refused"),
            .toggle("ascii", nil, sets: \.ascii, help: "Write only ASCII: other characters as escapes"),
            .toggle("csv-raw", nil, sets: \.csvRaw, help: "Tables: do not put an apostrophe before cells that spreadsheets run as formulas"),
            .toggle("provenance", nil, sets: \.provenance, help: "Add the program's version and the lexicons' hash to every label"),
            .toggle("sort-key", nil, sets: \.sortKey, help: "NDJSON: put account and time with TABs in front of each label, for sort and health --presorted"),
            .toggle("resume", nil, sets: \.resume, help: "With --output: go on where the same command line was cut off; see --help"),
            .number(
                "checkpoint-every", nil, "BYTES", in: 1...(1 << 40), sets: \.checkpointEvery,
                help: "With --resume: how much input is read between two notes of the state [16M]"),
            .number("max-record", nil, "BYTES", in: 64...(1 << 31), sets: \.longest, help: "Refuse longer records; k, M and G may follow [16M]"),
            .choice("color", nil, "WHEN", sets: \.color, help: "Colours in a table for people; auto: on a terminal, unless NO_COLOR is set"),
            .choice("progress", nil, "WHEN", sets: \.progress, help: "Progress and a summary on standard error; auto: on a terminal"),
        ],
        notes: """
            Fields are found under their usual names (text, body, description, comment, ...; see lexicons/field.tsv). Only the text is needed.
            Messages of staff, bots and systems get "stage":"none","reason":"staff", unless they are call notes.
            A record that cannot be read is named on standard error by file and line; the run goes on and ends with status 1.

            With --resume the unfinished output stays as FILE.partial if the run is cut off (power, kill -9, full disk), with its state in FILE.checkpoint. The same
            command line then goes on from there and ends with the same file as an undisturbed run; what was refused before is not named again. Inputs are read
            from their beginning and compared with what was read before, so pipes can be given again too. A changed input, option or lexicon is an error.

            Exit status: 0 all input used; 1 some input was refused; 2 wrong usage or lexicon, before any output; 3 could not be finished.
            """)

    static func run(_ words: [String]) async throws -> ExitStatus {
        switch try command.parse(words) {
        case .help(let complete): return try Main.printed(command.help(complete: complete))
        case .run(let options, let operands): return try await run(options, operands, words)
        }
    }

    private static func run(_ options: Options, _ operands: [String], _ words: [String]) async throws -> ExitStatus {
        let outputFormat = outputFormat(options)
        if options.sortKey && outputFormat != .ndjson { throw UsageFault("'--sort-key' is for NDJSON; leave out '--to \(outputFormat.rawValue)'") }
        let paths = try paths(options, operands)
        if operands.isEmpty && options.filesFrom == nil && Descriptor.isTerminal(Descriptor.standardInput) {
            Console().print(command.help(complete: false))
            throw UsageFault("nothing to read: name a file, or pipe messages in")
        }
        let lexicon = try Setup.lexicon(options.lexicons)
        let classifier = Classifier(lexicon)
        var inputs = try inputs(options)
        if options.provenance { inputs.layout.writer.provenance = Setup.provenance(lexicon) }
        if options.latest {
            if paths.contains("-") { throw UsageFault("--latest reads its inputs twice, and standard input can be read only once; name files") }
            inputs.layout.latest = try await ScoreRun.versions(classifier, options, paths, inputs)
        }
        let resumption = try options.resume ? Resumption(options, words + paths, lexicon) : nil
        var run = ScoreRun(classifier, options, try output(options, resumption), resumption, progress(options, paths))
        try await run.score(paths, inputs)
        return try run.finish()
    }

    /// The inputs: the operands, then those of `--files-from`; standard input if none is named.
    private static func paths(_ options: Options, _ operands: [String]) throws -> [String] {
        guard let list = options.filesFrom else { return operands.isEmpty ? ["-"] : operands }
        var bytes: [UInt8] = []
        // Names are bytes, in whatever encoding.
        let source = list == "-" ? Descriptor(standard: Descriptor.standardInput, "standard input") : try Descriptor(reading: list)
        while case let more = try source.read(1 << 16), !more.isEmpty { bytes += more }
        // `find -print0` ends names with NUL.
        let sign: UInt8 = bytes.contains(0) ? 0 : 0x0A
        let names = bytes.split(separator: sign).map { FileName.text(Array($0.last == 0x0D ? $0.dropLast() : $0)) }
        return operands + names.filter { !$0.isEmpty }
    }

    /// The output: a new one, or that of a run which was cut off.
    private static func output(_ options: Options, _ resumption: Resumption?) throws -> OutputFile {
        if let earlier = try resumption?.output() { return earlier }
        return try OutputFile(options.output, flushesAlways: flushes(options), isKept: options.resume)
    }

    /// Whether labels are read by a person while they are written.
    private static func goesToTerminal(_ options: Options) -> Bool {
        options.output ?? "-" == "-" && Descriptor.isTerminal(Descriptor.standardOutput)
    }

    /// Whether every label is written at once; one worker does it then, since several would first wait for more records to share.
    static func flushes(_ options: Options) -> Bool { options.lineBuffered || goesToTerminal(options) }

    private static func progress(_ options: Options, _ paths: [String]) -> Progress {
        // Of packed files it is not known how long they are.
        let isPacked = paths.contains { path in [".gz", ".bz2", ".xz", ".zst", ".zip"].contains { path.hasSuffix($0) } }
        let total = isPacked ? nil : paths.reduce(0 as Int?) { sum, path in sum.flatMap { sum in Descriptor.size(of: path).map { sum + $0 } } }
        return Progress(options.progress, total: total, showsRows: goesToTerminal(options))
    }

    /// The format that is asked for; else a table on a terminal, unless an option is given that only other formats know.
    private static func outputFormat(_ options: Options) -> OutputFormat {
        if let asked = options.to.flatMap(OutputFormat.init(rawValue:)) { return asked }
        let isForPrograms =
            options.keep || options.provenance || options.sortKey || options.emitErrors || options.ascii || options.csvRaw || options.messages
            || options.filename || options.offsets != .scalars
        return goesToTerminal(options) && !isForPrograms ? .table : .ndjson
    }

    private static func inputs(_ options: Options) throws -> InputOptions {
        let catalog = try Setup.catalog(options.lexicons, own: options.formatFiles)
        let mapping = try Setup.mapping(options.fields)
        var inputs = InputOptions(catalog: catalog, mapping: mapping, layout: try layout(options, mapping))
        inputs.isLive = flushes(options)
        (inputs.format, inputs.description) = try Setup.format(options.whole ? "whole" : options.from, catalog)
        try Setup.apply(options.tables, to: &inputs)
        return inputs
    }

    private static func layout(_ options: Options, _ mapping: [(field: String, path: String)]) throws -> InputLayout {
        let names = try Setup.fieldNames(options.lexicons, mapping: mapping)
        var writer = LabelWriter()
        writer.format = outputFormat(options)
        writer.table = TableStyle(columns: Descriptor.columns(Descriptor.standardOutput) ?? 80, colors: options.color.allowsColors)
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
        layout.purpose = options.messages || options.ownWords ? .messages : .labels
        layout.givesOwnWords = options.ownWords
        return layout
    }
}

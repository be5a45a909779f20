import Flags
import Undertone
import UndertoneBulk
import UndertoneFormats
import UndertoneHealth

/// `undertone health`: labels or messages in, one record an account out.
enum HealthCommand {
    struct Options: Sendable {
        var from: String?, to: String?, output: String?, lexicons: String?, now: String?, since: String?
        var fields: [String] = []
        var people = false, plays = false, presorted = false, csvRaw = false, authors = false
        var stateIn: [String] = []
        var stateOut: String?
        var idColumn: String?, columnPrefix: String?
        var rename: [String] = []
        var jobs = 0
        var longest = 16 << 20
    }

    static let command = Command<Options>(
        "health", summary: "Tells for every account its stage of adoption, where it goes, how its people feel, and what needs a look.", operands: "[FILE...]",
        defaults: Options(),
        examples: [
            ("undertone score tickets.ndjson | undertone health", "what the labels of each account say together; a table on a terminal, else NDJSON"),
            ("undertone health tickets.ndjson --since 2026-08-01 --plays", "messages are labelled on the way; what changed since, and what to do"),
            ("undertone score --sort-key t.ndjson | LC_ALL=C sort | undertone health --presorted", "any number of accounts in the memory of one"),
            ("undertone health today.ndjson --state-in state --state-out state", "carry on from yesterday"),
            ("undertone health labels.ndjson --to csv --id-column AccountID --column-prefix cf_", "a table for another tool"),
        ],
        flags: [
            .text(
                "from", "f", "FORMAT", oneOf: InputFormat.allCases.filter { $0 != .whole && $0 != .text }.map(\.rawValue), sets: \.from,
                help: "Input format; found out if not given"),
            .text(
                "to", "t", "FORMAT", oneOf: HealthFormat.allCases.map(\.rawValue), sets: \.to,
                help: "Output format; a table on a terminal, else ndjson"),
            .text("output", "o", "FILE", sets: \.output, help: "Write to FILE, which appears only when it is complete"),
            .toggle("people", "p", sets: \.people, help: "One record a person instead of one an account; tables show both"),
            .toggle("plays", nil, sets: \.plays, help: "Add what to do about each account, and what to avoid"),
            .toggle("authors", nil, sets: \.authors, help: "One record an author of call notes: whose success the notes tell"),
            .text("since", nil, "DATE", sets: \.since, help: "Add what changed since the beginning of that day"),
            .text("now", nil, "DATE", sets: \.now, help: "The day up to which labels fade and silence counts, or 'latest' [the account's own last message]"),
            .toggle("presorted", nil, sets: \.presorted, help: "Input is in the byte order of accounts: write each as soon as the next begins"),
            .list("state-in", nil, "FILE,...", appendsTo: \.stateIn, help: "Begin with these states; several are merged"),
            .text("state-out", nil, "FILE", sets: \.stateOut, help: "Write the state for the next run"),
            .text("id-column", nil, "NAME", sets: \.idColumn, help: "The name of the column with the account"),
            .text("column-prefix", nil, "TEXT", sets: \.columnPrefix, help: "Put TEXT before the names of all other columns"),
            .list("rename", nil, "OLD=NEW,...", appendsTo: \.rename, help: "Give columns other names, without the prefix"),
            .toggle("csv-raw", nil, sets: \.csvRaw, help: "Tables: do not put an apostrophe before cells that spreadsheets run as formulas"),
            .list("fields", nil, "FIELD=NAME,...", appendsTo: \.fields, help: "Names of fields in the input, as for score"),
            .text(
                "lexicons", "l", "DIR", sets: \.lexicons,
                help: "Use the lexicons in DIR, with health.tsv, play.tsv and focus.tsv, instead of the built-in ones"),
            .number("jobs", "j", "N", in: 0...256, sets: \.jobs, help: "Workers; 0 for one per processor [0]"),
            .number("max-record", nil, "BYTES", in: 64...(1 << 31), sets: \.longest, help: "Refuse longer records; k, M and G may follow [16M]"),
        ],
        notes: """
            Input with a 'stage' in its records is read as labels, anything else as messages. Messages of staff do not count, but for when they came;
            call notes count for the account, not for the person who wrote them.
            An account's record depends on its own labels, the weights in lexicons/health.tsv, and --now: not on other accounts, nor on the order of the input.
            Without --now an account is judged as of its own last message, so that its silence shows only where staff wrote later.

            Exit status: 0 all input used; 1 some input was refused; 2 wrong usage or lexicon, before any output; 3 could not be finished.
            """)

    static func run(_ words: [String]) async throws -> ExitStatus {
        switch try command.parse(words) {
        case .help(let complete): return try Main.printed(command.help(complete: complete))
        case .run(let options, let operands): return try await run(options, operands)
        }
    }

    private static func run(_ options: Options, _ operands: [String]) async throws -> ExitStatus {
        if operands.isEmpty && options.stateIn.isEmpty && Descriptor.isTerminal(Descriptor.standardInput) {
            Console().print(command.help(complete: false))
            throw UsageFault("nothing to read: name a file, or pipe labels in")
        }
        if options.presorted && !options.stateIn.isEmpty {
            throw UsageFault("'--presorted' cannot be used with '--state-in': the accounts of a state may come anywhere; leave one of them out")
        }
        if options.presorted && options.now == "latest" {
            throw UsageFault("'--now latest' cannot be used with '--presorted', which has not seen the newest message yet; name a day")
        }
        let isOfAccounts = options.presorted || options.people || options.plays || options.since != nil
        if options.authors && (isOfAccounts || options.stateOut != nil || !options.stateIn.isEmpty) {
            throw UsageFault("'--authors' counts what notes tell, not accounts: leave out --people, --plays, --since, --presorted, --state-in and --state-out")
        }
        let setup = try HealthSetup(options)
        if options.authors, ![.ndjson, .csv, .tsv, .table].contains(setup.writer.format) {
            throw UsageFault("'--authors' writes ndjson, csv or tsv")
        }
        let output = try OutputFile(options.output, flushesAlways: false)
        let state = options.stateOut == nil ? nil : try OutputFile(options.stateOut, flushesAlways: false)
        var run = HealthRun(setup, output, state: state)
        for path in options.stateIn { try run.readState(path) }
        try run.begin()
        // On a terminal states alone are enough; a pipe is always read.
        let paths = operands.isEmpty ? (Descriptor.isTerminal(Descriptor.standardInput) ? [] : ["-"]) : operands
        for path in paths { try await run.read(path) }
        return try await run.finish()
    }
}

/// What a run of `health` works with, out of its options.
struct HealthSetup: Sendable {
    let options: HealthCommand.Options
    let rules: HealthRules
    let writer: HealthWriter
    let labels: LabelSource
    /// What `--authors` reads notes with.
    let focus: FocusWords?
    /// Days since 1970.
    let now: Int?, since: Int?

    init(_ options: HealthCommand.Options) throws {
        self.options = options
        let file = try Setup.file("health.tsv", options.lexicons)
        do { rules = try HealthRules(file) } catch { throw Setup.usage(error, folder: options.lexicons) }
        writer = try HealthSetup.writer(options)
        let format = try options.from.map {
            try HealthSetup.format($0, InputFormat.allCases.filter { $0 != .whole && $0 != .text && !MessageFileReader.reads($0) }, "--from")
        }
        var labelWriter = LabelWriter()
        // Authors are judged by the texts of their notes.
        labelWriter.keeps = options.authors
        labels = try LabelSource(
            lexicons: options.lexicons, fields: options.fields, format: format, writer: labelWriter, jobs: options.jobs, longest: options.longest)
        if options.authors {
            let file = try Setup.file("focus.tsv", options.lexicons)
            do { focus = try FocusWords(file) } catch { throw Setup.usage(error, folder: options.lexicons) }
        } else {
            focus = nil
        }
        now = options.now == "latest" ? nil : try options.now.map { try HealthSetup.day($0, "--now") }
        since = try options.since.map { try HealthSetup.day($0, "--since") }
    }

    private static func day(_ text: String, _ flag: String) throws -> Int {
        guard let seconds = Moment.seconds(text) else { throw UsageFault("'\(flag)' cannot be '\(printable(text))'; write a day such as 2026-08-01") }
        return Moment.day(of: seconds)
    }

    private static func format<Format: RawRepresentable>(_ word: String, _ all: [Format], _ flag: String) throws -> Format where Format.RawValue == String {
        if let format = all.first(where: { $0.rawValue == word }) { return format }
        let near = nearestWord(word, all.map(\.rawValue)).map { "; did you mean '\($0)'?" } ?? ""
        throw UsageFault("'\(flag)' cannot be '\(printable(word))'; one of: \(all.map(\.rawValue).joined(separator: ", "))\(near)")
    }

    private static func writer(_ options: HealthCommand.Options) throws -> HealthWriter {
        var writer = HealthWriter()
        let onTerminal = options.output == nil && Descriptor.isTerminal(Descriptor.standardOutput)
        writer.format = try options.to.map { try format($0, HealthFormat.allCases, "--to") } ?? (onTerminal ? .table : .ndjson)
        writer.byPerson = options.people
        writer.rawCells = options.csvRaw
        if options.plays {
            writer.plays = try Setup.plays(options.lexicons)
        }
        writer.names.id = options.idColumn
        writer.names.prefix = options.columnPrefix ?? ""
        let parts = ["parts", "signals", "signal_messages", "drivers", "change", "plays", "play"]
        let known = HealthWriter.columns + HealthWriter.personColumns + FocusBook.columns + parts
        for pair in options.rename {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw UsageFault("'--rename' cannot be '\(printable(pair))'; write OLD=NEW, such as stage=adoption_stage") }
            guard known.contains(parts[0]) else {
                let near = nearestWord(parts[0], known).map { "; did you mean '\($0)'?" } ?? ""
                throw UsageFault("'--rename': there is no column '\(printable(parts[0]))'\(near)")
            }
            writer.names.renamed[parts[0]] = parts[1]
        }
        return writer
    }
}

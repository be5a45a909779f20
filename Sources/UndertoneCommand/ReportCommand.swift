import Flags
import Undertone
import UndertoneBulk
import UndertoneFormats
import UndertoneHealth
import UndertonePage

/// `undertone report`: labels in, one self-contained HTML page out.
enum ReportCommand {
    struct Options: Sendable {
        var output: String?
        var title: String?
        var withText = false, redact = false
        var fields: [String] = []
        var lexicons: String?
        var longest = 16 << 20
    }

    static let command = Command<Options>(
        "report", summary: "Makes one HTML page that shows where customers stand, who moves, and the words that say so.", operands: "[FILE...]",
        defaults: Options(),
        examples: [
            ("undertone report tickets.ndjson -o report.html", "label messages and show them; open the page in a browser"),
            ("undertone score --evidence --keep tickets.csv | undertone report -o report.html", "from labels; --keep adds kinds, --evidence the phrases"),
            ("undertone report --with-text labels.ndjson -o report.html", "with the texts of the messages behind every figure"),
        ],
        flags: [
            .text("output", "o", "FILE", sets: \.output, help: "Write to FILE, which appears only when it is complete"),
            .text("title", nil, "TEXT", sets: \.title, help: "The heading of the page"),
            .toggle("with-text", nil, sets: \.withText, help: "Put the texts of messages into the page; without it none is in it"),
            .toggle("redact", nil, sets: \.redact, help: "Replace e-mail addresses, telephone and card numbers, secrets in links, names after greetings"),
            .list(
                "fields", nil, "FIELD=NAME,...", appendsTo: \.fields,
                help: "Names of fields, or paths such as ticket.body; fields: id, account, contact, role, kind, time, text"),
            .text("lexicons", "l", "DIR", sets: \.lexicons, help: "Use the lexicons in DIR instead of the built-in ones"),
            .number("max-record", nil, "BYTES", in: 64...(1 << 31), sets: \.longest, help: "Refuse longer records; k, M and G may follow [16M]"),
        ],
        notes: """
            Reads labels as 'undertone score' writes them (NDJSON), or messages in any format that it reads; these are labelled on the way.
            The page needs no network and no other file, and nothing in it is sent anywhere. A message takes about 25 bytes of it; with --with-text its text besides.
            Phrases are shown by their lexicon entries; words of messages are in the page only with --with-text.

            Exit status: 0 all input used; 1 some input was refused; 2 wrong usage or lexicon, before any output; 3 could not be finished.
            """)

    static func run(_ words: [String]) async throws -> ExitStatus {
        switch try command.parse(words) {
        case .help(let complete): return try Main.printed(command.help(complete: complete))
        case .run(let options, let operands): return try await run(options, operands)
        }
    }

    private static func healthRules(_ lexicons: String?) throws -> HealthRules {
        do { return try HealthRules(try Setup.file("health.tsv", lexicons)) } catch let faults as LexiconFaults { throw Setup.usage(faults, folder: lexicons) }
    }

    private static func run(_ options: Options, _ operands: [String]) async throws -> ExitStatus {
        if operands.isEmpty && Descriptor.isTerminal(Descriptor.standardInput) {
            Console().print(command.help(complete: false))
            throw UsageFault("nothing to read: name a file, or pipe labels in")
        }
        if options.output == nil && Descriptor.isTerminal(Descriptor.standardOutput) {
            throw UsageFault("the page is for a browser: write it to a file with -o report.html")
        }
        var writer = LabelWriter()
        writer.evidence = true
        writer.keeps = true
        let labels = try LabelSource(lexicons: options.lexicons, fields: options.fields, writer: writer, longest: options.longest)
        let builder = PageBuilder(
            rules: try healthRules(options.lexicons), phrases: try Setup.phrases(options.lexicons), withText: options.withText,
            redactor: options.redact ? try Setup.redactor(options.lexicons) : nil)
        let plays = try Setup.plays(options.lexicons)
        var run = ReportRun(options, labels, builder, plays, try OutputFile(options.output, flushesAlways: false))
        for path in operands.isEmpty ? ["-"] : operands { try await run.read(path) }
        return try run.finish()
    }
}

/// One run of `report` over its inputs.
private struct ReportRun: ~Copyable {
    private let options: ReportCommand.Options
    private let labels: LabelSource
    private var builder: PageBuilder
    private let plays: PlayBook
    private var output: OutputFile
    private var console = Console()
    private var refused = 0

    init(_ options: ReportCommand.Options, _ labels: LabelSource, _ builder: consuming PageBuilder, _ plays: PlayBook, _ output: consuming OutputFile) {
        self.options = options
        self.labels = labels
        self.builder = builder
        self.plays = plays
        self.output = output
    }

    /// Takes the labels of one input.
    mutating func read(_ path: String) async throws {
        try await labels.read(path, take: { record, bytes, _ in builder.add(record, bytes) }, refuse: { refuse($0, $1) })
    }

    private mutating func refuse(_ fault: RecordFault, _ path: String?) {
        refused += 1
        console.refuse("\(LabelSource.name(path)):\(fault.line)\(fault.column > 0 ? ":\(fault.column)" : ""): \(fault.problem)")
    }

    consuming func finish() throws -> ExitStatus {
        var page = Page()
        if let title = options.title { page.title = title }
        page.version = Main.version
        page.plays = plays
        let data = builder.finish()
        console.summarize()
        if data.count == 0 { throw UsageFault("there is no label to show") }
        try output.write(page.html(data))
        try output.finish()
        return refused > 0 ? .someRefused : .success
    }
}

extension Setup {
    /// The plays of the lexicons in a folder, or the built-in ones.
    static func plays(_ folder: String?) throws -> PlayBook {
        let file = try Setup.file("play.tsv", folder)
        do { return try PlayBook(file) } catch { throw Setup.usage(error, folder: folder) }
    }
}

import Flags
import Undertone
import UndertoneBulk
import UndertoneFormats

/// `undertone explain`: why a text gets its label, for people.
enum ExplainCommand {
    struct Options: Sendable {
        var lexicons: String?
        var from: String?
        var fields: [String] = []
        var color = ColorChoice.auto
        var all = false, redact = false, own = false
    }

    static let command = Command<Options>(
        "explain", summary: "Shows a text with the phrases that decided its label, what acted on them, and the scores.", operands: "[FILE...]",
        defaults: Options(),
        examples: [
            ("echo \"is there a way to get the old view back?\" | undertone explain", "why this is anger, not exploration"),
            ("head -3 tickets.ndjson | undertone explain", "the first messages of an archive"),
        ],
        flags: [
            .text("lexicons", "l", "DIR", sets: \.lexicons, help: "Use the lexicons in DIR instead of the built-in ones"),
            .text(
                "from", "f", "FORMAT", sets: \.from,
                help: "Input format, as for score; found out if not given, and plain text is one whole message"),
            .list("fields", nil, "FIELD=NAME,...", appendsTo: \.fields, help: "Names of fields"),
            .choice("color", nil, "WHEN", sets: \.color, help: "Colours; auto: on a terminal, unless NO_COLOR is set"),
            .toggle("redact", nil, sets: \.redact, help: "Replace e-mail addresses, telephone and card numbers, secrets in links, names after greetings"),
            .toggle("all", "a", sets: \.all, help: "List weak cues too"),
            .toggle("own", nil, sets: \.own, help: "Show only what is taken for the writer's own words"),
        ])

    static func run(_ words: [String]) throws -> ExitStatus {
        switch try command.parse(words) {
        case .help(let complete): return try Main.printed(command.help(complete: complete))
        case .run(let options, let operands):
            if operands.isEmpty && Descriptor.isTerminal(Descriptor.standardInput) {
                Console().print("Type or paste a text, then press Ctrl-D.\n")
            }
            return try run(options, operands)
        }
    }

    private static func run(_ options: Options, _ operands: [String]) throws -> ExitStatus {
        let classifier = Classifier(try Setup.lexicon(options.lexicons))
        let mapping = try Setup.mapping(options.fields)
        let names = try Setup.fieldNames(options.lexicons, mapping: mapping)
        let catalog = try Setup.catalog(options.lexicons, own: [])
        var inputs = InputOptions(catalog: catalog, mapping: mapping, layout: InputLayout(format: .ndjson, names: names, writer: LabelWriter()))
        (inputs.format, inputs.description) = try Setup.format(options.from, catalog)
        let redactor = options.redact ? try Setup.redactor(options.lexicons) : nil
        let columns = Descriptor.columns(Descriptor.standardOutput) ?? 80
        let explainer = Explainer(classifier, colors: options.color.allowsColors, columns: columns, showsAll: options.all, redactor: redactor)
        var output = try OutputFile(nil, flushesAlways: true)
        var console = Console()
        var refused = 0
        var failure: (any Error)?
        for path in operands.isEmpty ? ["-"] : operands {
            var source = try InputSource(path, inputs)
            if inputs.format == nil && source.layout.format == .text { source.readAsWhole() }
            var reader = MessageReader(source.layout)
            while let batch = try source.next() {
                reader.forEachText(batch) { text, line, fault in
                    if failure != nil { return }
                    if let fault {
                        refused += 1
                        console.refuse("\(path == "-" ? "standard input" : printable(path)):\(line): \(fault.problem)")
                    } else {
                        let explanation = options.own ? explainer.ownWords(in: text) : explainer.explanation(of: text)
                        do { try output.write(Array(explanation.utf8)) } catch { failure = error }
                    }
                }
                if let failure { throw failure }
            }
        }
        try output.finish()
        console.summarize()
        return refused > 0 ? .someRefused : .success
    }
}

/// Whether output for people is in colours.
enum ColorChoice: String, Sendable, CaseIterable {
    case auto, always, never

    /// Whether standard output gets colours.
    var allowsColors: Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto: Descriptor.allowsColors(Descriptor.standardOutput)
        }
    }
}

import Flags
import Undertone
import UndertoneFormats

/// `undertone formats`: what can be read, and what each export needs.
enum FormatsCommand {
    struct Options: Sendable {
        var lexicons: String?
        var formatFiles: [String] = []
    }

    static let command = Command<Options>(
        "formats", summary: "Lists the formats that are read, with what each needs; with a name, writes its description.", operands: "[NAME]",
        operandCount: 0...1, defaults: Options(),
        examples: [
            ("undertone formats", "what can be read"),
            ("undertone formats zendesk > mine.tsv", "a description to begin with, for score --format-file mine.tsv"),
        ],
        flags: [
            .text("lexicons", "l", "DIR", sets: \.lexicons, help: "Use the lexicons in DIR instead of the built-in ones"),
            .path("format-file", nil, "FILE", appendsTo: \.formatFiles, help: "A description of a format of your own; it is checked and listed"),
        ],
        notes: "All formats are recognised by their content; 'undertone score --from NAME' names one. The form of descriptions is told in lexicons/README.md.")

    static func run(_ words: [String]) throws -> ExitStatus {
        switch try command.parse(words) {
        case .help(let complete): return try Main.printed(command.help(complete: complete))
        case .run(let options, let operands):
            let catalog = try Setup.catalog(options.lexicons, own: options.formatFiles)
            guard let name = operands.first else { return try Main.printed(list(catalog)) }
            guard let file = try Setup.files(options.lexicons).first(where: { $0.name == "format/\(name).tsv" }) else {
                let near = nearestWord(name, catalog.names).map { "; did you mean '\($0)'?" } ?? "; 'undertone formats' lists them"
                throw UsageFault("there is no description '\(printable(name))'\(near)")
            }
            return try Main.printed(file.text)
        }
    }

    private static let plain: [(name: String, title: String)] = [
        ("ndjson", "One JSON object a line; any names of fields that lexicons/field.tsv knows, others with --fields"),
        ("json", "JSON values one after another, or in an array, over any number of lines"),
        ("csv", "Tables with a header; separator, quoting and line ends are found out"), ("tsv", "Tables parted by TABs"), ("text", "A message a line"),
        ("whole", "The whole input is one message"),
    ]

    private static func list(_ catalog: FormatCatalog) -> String {
        var text = ""
        for (name, title) in plain { text += line(name, title, "") }
        for description in catalog.descriptions.sorted(by: { $0.name < $1.name }) { text += line(description.name, description.title, description.needs) }
        return text
    }

    private static func line(_ name: String, _ title: String, _ needs: String) -> String {
        let start = printable(name) + String(repeating: " ", count: max(1, 12 - name.count))
        return start + printable(title) + "\n" + (needs.isEmpty ? "" : String(repeating: " ", count: 12) + "needs " + printable(needs) + "\n")
    }
}

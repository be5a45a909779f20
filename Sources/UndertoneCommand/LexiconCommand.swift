import Flags
import Undertone
import UndertoneFormats
import UndertoneHealth
import UndertoneReport
import UndertoneTuning

/// `undertone lexicon check|list|suggest`: what the lexicons hold, whether they are sound, what they could take up.
enum LexiconCommand {
    struct Options: Sendable {
        var lexicons: String?
        var longest = 2, most = 1000, messages = 5, groups = 3
        var asCues = false
    }

    static let command = Command<Options>(
        "lexicon", summary: "Checks lexicons, lists their entries, suggests new phrases.", operands: "check|list|suggest [FILE...]", operandCount: 1...Int.max,
        defaults: Options(),
        examples: [
            ("undertone lexicon check lexicons", "name every fault with file, line and column; try every example"),
            ("undertone lexicon list | grep churn", "the entries of the built-in lexicons"),
            ("undertone lexicon suggest mine.ndjson --words 3", "phrases of labelled messages that speak for one stage"),
        ],
        flags: [
            .text("lexicons", "l", "DIR", sets: \.lexicons, help: "Use the lexicons in DIR instead of the built-in ones"),
            .number("words", nil, "N", in: 1...5, sets: \.longest, help: "suggest: the longest phrase, in words [2]"),
            .number("most", nil, "N", in: 1...1_000_000, sets: \.most, help: "suggest: how many phrases [1000]"),
            .number("messages", nil, "N", in: 1...1_000_000, sets: \.messages, help: "suggest: in how many messages a phrase must stand [5]"),
            .number("groups", nil, "N", in: 1...1000, sets: \.groups, help: "suggest: of how many authors or products [3]"),
            .toggle("as-cues", nil, sets: \.asCues, help: "suggest: write lines for cue.tsv"),
        ])

    static func run(_ words: [String]) throws -> ExitStatus {
        switch try command.parse(words) {
        case .help(let complete): return try Main.printed(command.help(complete: complete))
        case .run(let options, let operands):
            switch operands[0] {
            case "check": return try check(operands.count > 1 ? operands[1] : options.lexicons)
            case "list": return try list(options.lexicons)
            case "suggest": return try suggest(options, Array(operands.dropFirst()))
            default:
                let near = nearestWord(operands[0], ["check", "list", "suggest"]).map { "; did you mean '\($0)'?" } ?? "; use check, list or suggest"
                throw UsageFault("'lexicon' has no '\(printable(operands[0]))'\(near)")
            }
        }
    }

    private static func check(_ folder: String?) throws -> ExitStatus {
        let files = try Setup.files(folder)
        do {
            let source = try LexiconSource(files)
            let faults = LexiconCheck(source, try Lexicon(source)).faults()
            if !faults.isEmpty { throw LexiconFaults(faults) }
            if let file = files.first(where: { $0.name == "field.tsv" }) { _ = try FieldNames(file) }
            if let file = files.first(where: { $0.name == "redact.tsv" }) { _ = try RedactionWords(file) }
            if let file = files.first(where: { $0.name == "health.tsv" }) { _ = try HealthRules(file) }
            if let file = files.first(where: { $0.name == "play.tsv" }) { _ = try PlayBook(file) }
            _ = try FormatCatalog(files.filter { $0.name.hasPrefix("format/") })
            return try Main.printed("\(source.entries.count) entries in \(files.count) files, no faults\n")
        } catch let faults as LexiconFaults { throw Setup.usage(faults, folder: folder) }
    }

    private static func list(_ folder: String?) throws -> ExitStatus {
        do {
            let source = try LexiconSource(try Setup.files(folder))
            var text = ""
            for entry in source.entries {
                text += "\(entry.name)\t\(entry.role.name)\t\(Decimal.text(entry.weight, places: 2))\t\(entry.phrase)\n"
            }
            return try Main.printed(text)
        } catch let faults as LexiconFaults { throw Setup.usage(faults, folder: folder) }
    }

    private static func suggest(_ options: Options, _ paths: [String]) throws -> ExitStatus {
        if paths.isEmpty { throw UsageFault("'lexicon suggest' needs a file of labelled messages") }
        do {
            let source = try LexiconSource(try Setup.files(options.lexicons))
            var suggester = PhraseSuggester(source, try Lexicon(source))
            suggester.longest = options.longest
            suggester.fewestMessages = options.messages
            suggester.fewestGroups = options.groups
            let found = suggester.suggestions(try paths.flatMap { try Setup.gold($0) }).prefix(options.most)
            return try Main.printed(options.asCues ? cueFile(found) : table(found))
        } catch let faults as LexiconFaults { throw Setup.usage(faults, folder: options.lexicons) }
    }

    private static func table(_ found: ArraySlice<Suggestion>) -> String {
        found.map { "\($0.phrase)\t\($0.stage.rawValue)\t\(Decimal.text($0.strength, places: 2))\t\($0.messages)\n" }.joined()
    }

    private static func cueFile(_ found: ArraySlice<Suggestion>) -> String {
        var text = "# General words and turns of phrase: weak cues for and against every stage. Their weights are fitted by `undertone tune`.\n"
        for (length, section) in [(1, "word"), (2, "pair"), (3, "triple"), (4, "quadruple"), (5, "quintuple")] {
            let phrases = found.filter { $0.words == length }.map(\.phrase).sorted()
            if !phrases.isEmpty { text += "\n[\(section)]\n" + phrases.joined(separator: "\n") + "\n" }
        }
        return text
    }
}

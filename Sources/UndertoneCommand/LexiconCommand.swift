import Flags
import Undertone
import UndertoneFormats
import UndertoneHealth
import UndertoneReport
import UndertoneTuning

/// `undertone lexicon check|list|copy|diff|suggest`: what the lexicons hold, whether they are sound, what a change does, what they could take up.
enum LexiconCommand {
    struct Options: Sendable {
        var lexicons: String?
        var longest = 2, most = 1000, messages = 5, groups = 3
        var weights: [String] = [], counted = 0
        var asCues = false, strict = false, json = false, withText = false
        var from: String?
        var fields: [String] = []
    }

    private static let actions = ["check", "list", "copy", "diff", "suggest"]

    static let command = Command<Options>(
        "lexicon", summary: "Checks, lists, copies and compares lexicons, and suggests new phrases.",
        operands: "\(actions.joined(separator: "|")) [DIR|FILE...]", operandCount: 1...Int.max, defaults: Options(),
        examples: [
            ("undertone lexicon copy mine", "the built-in lexicons as files, to be changed"),
            ("undertone lexicon check mine", "name every fault with file, line and column; try every example"),
            ("undertone lexicon diff built-in mine tickets.ndjson", "which labels the change turns, and the entries that did it"),
            ("undertone lexicon list | grep churn", "the entries of the built-in lexicons"),
            ("undertone lexicon suggest labelled.ndjson --words 3", "phrases of labelled messages that speak for one stage or feeling"),
            (
                "undertone lexicon suggest a.ndjson b.ndjson --weights 1,0.5 --counted 8 --words 3 --most 100000 --as-cues > mine/cue.tsv",
                "general cues for 'tune --cues' to choose from"
            ),
        ],
        flags: [
            .text("lexicons", "l", "DIR", sets: \.lexicons, help: "list, suggest: use the lexicons in DIR; the built-in ones if not given"),
            .toggle("strict", nil, sets: \.strict, help: "check: end with status 1 if there are notes"),
            .toggle("json", nil, sets: \.json, help: "diff: a JSON object for each label that turns, and one with the counts"),
            .toggle("with-text", nil, sets: \.withText, help: "diff: show the messages' texts too"),
            .text("from", "f", "FORMAT", sets: \.from, help: "diff: input format; found out if not given"),
            .list("fields", nil, "FIELD=NAME,...", appendsTo: \.fields, help: "diff: names of fields, as for score"),
            .number("words", nil, "N", in: 1...5, sets: \.longest, help: "suggest: the longest phrase, in words [2]"),
            .number("most", nil, "N", in: 1...1_000_000, sets: \.most, help: "suggest: how many phrases; diff: how many messages are listed [1000]"),
            .number("messages", nil, "N", in: 1...1_000_000, sets: \.messages, help: "suggest: in how many messages a phrase must stand [5]"),
            .number("groups", nil, "N", in: 1...1000, sets: \.groups, help: "suggest: of how many authors or products [3]"),
            .list("weights", "w", "N,...", appendsTo: \.weights, help: "suggest: how much a message of each file counts, as for tune [1]"),
            .number(
                "counted", nil, "N", in: 0...1_000_000, sets: \.counted,
                help: "suggest: how much the labels of a phrase's messages must count together, each as much as --weights says [0]"),
            .toggle("as-cues", nil, sets: \.asCues, help: "suggest: write lines for cue.tsv, also of beginnings and ends of sentences"),
        ],
        notes: """
            check names faults (status 2), and notes: phrases that two stages claim, that never count or that no text can meet.
            diff OLD NEW ARCHIVE compares two folders on messages; 'built-in' stands for the built-in lexicons. Entries are the same if section and pattern are.
            """)

    static func run(_ words: [String]) throws -> ExitStatus {
        switch try command.parse(words) {
        case .help(let complete): return try Main.printed(command.help(complete: complete))
        case .run(let options, let operands):
            let rest = Array(operands.dropFirst())
            switch operands[0] {
            case "check": return try check(rest.first ?? options.lexicons, strict: options.strict)
            case "list": return try list(rest.first ?? options.lexicons)
            case "copy": return try copy(options.lexicons, to: rest)
            case "diff": return try LexiconDiffRun.run(options, rest)
            case "suggest": return try suggest(options, rest)
            default:
                let near = nearestWord(operands[0], actions).map { "; did you mean '\($0)'?" } ?? "; use one of: \(actions.joined(separator: ", "))"
                throw UsageFault("'lexicon' has no '\(printable(operands[0]))'\(near)")
            }
        }
    }

    /// Writes lexicons into a folder that has none yet.
    private static func copy(_ folder: String?, to operands: [String]) throws -> ExitStatus {
        guard operands.count == 1 else { throw UsageFault("'lexicon copy' needs the name of a new folder: undertone lexicon copy mine") }
        if Descriptor.files(below: operands[0], ending: ".tsv")?.isEmpty == false {
            throw UsageFault("there are lexicons in \(Descriptor.quoted(operands[0])) already; name another folder")
        }
        let files = try Setup.files(folder)
        for file in files { try Setup.write(file, into: operands[0]) }
        return try Main.printed("\(files.count) files in \(printable(operands[0])); change them, then: undertone lexicon check \(printable(operands[0]))\n")
    }

    private static func check(_ folder: String?, strict: Bool) throws -> ExitStatus {
        let files = try Setup.files(folder)
        do {
            let source = try LexiconSource(files)
            let lexicon = try Lexicon(source)
            let faults = LexiconCheck(source, lexicon).faults()
            if !faults.isEmpty { throw LexiconFaults(faults) }
            if let file = files.first(where: { $0.name == "field.tsv" }) { _ = try FieldNames(file) }
            if let file = files.first(where: { $0.name == "redact.tsv" }) { _ = try RedactionWords(file) }
            if let file = files.first(where: { $0.name == "health.tsv" }) { _ = try HealthRules(file) }
            if let file = files.first(where: { $0.name == "play.tsv" }) { _ = try PlayBook(file) }
            if let file = files.first(where: { $0.name == "focus.tsv" }) { _ = try FocusWords(file) }
            _ = try FormatCatalog(files.filter { $0.name.hasPrefix("format/") })
            let notes = LexiconReview(source, lexicon).notes()
            let lines = notes.map { Setup.line($0, folder: folder, kind: "note: ") + "\n" }.joined()
            let count = notes.isEmpty ? "" : ", \(notes.count) note\(notes.count == 1 ? "" : "s")"
            _ = try Main.printed("\(lines)\(source.entries.count) entries in \(files.count) files, no faults\(count)\n")
            return strict && !notes.isEmpty ? .someRefused : .success
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
        let sets = try Setup.trainingSets(paths, options.weights)
        do {
            let source = try LexiconSource(try Setup.files(options.lexicons))
            var suggester = PhraseSuggester(source, try Lexicon(source))
            suggester.longest = options.longest
            suggester.fewestMessages = options.messages
            suggester.fewestGroups = options.groups
            suggester.leastWeight = Double(options.counted)
            suggester.readsBorders = options.asCues
            let found = suggester.suggestions(sets).prefix(options.most)
            return try Main.printed(options.asCues ? cueFile(found) : table(found))
        } catch let faults as LexiconFaults { throw Setup.usage(faults, folder: options.lexicons) }
    }

    private static func table(_ found: ArraySlice<Suggestion>) -> String {
        found.map { "\($0.phrase)\t\($0.label)\t\(Decimal.text($0.strength, places: 2))\t\($0.messages)\n" }.joined()
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

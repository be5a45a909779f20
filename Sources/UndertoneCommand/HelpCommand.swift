import Flags
import Undertone

/// `undertone help` and `undertone completions`: texts made from the table of commands.
enum HelpCommand {
    struct Options: Sendable {}

    static let command = Command<Options>(
        "help", summary: "Tells about a command or a topic, or writes the man page.", operands: "[COMMAND|TOPIC|man]", operandCount: 0...1,
        defaults: Options(),
        examples: [
            ("undertone help score", "all about a command, as 'undertone score --help' tells it"),
            ("undertone help stages", "what the stages of adoption are"),
            ("undertone help man > undertone.1 && man -l undertone.1", "the man page"),
        ], flags: [], notes: "Topics: \(HelpTopic.allCases.map(\.rawValue).joined(separator: ", ")).")

    static let completions = Command<Options>(
        "completions", summary: "Writes completions of commands, options and values for a shell.",
        operands: Shell.allCases.map(\.rawValue).joined(separator: "|"),
        operandCount: 1...1, defaults: Options(),
        examples: [
            ("source <(undertone completions bash)", "complete in this shell, until it ends"),
            ("undertone completions zsh > ~/.zfunc/_undertone", "for zsh, into a folder of its fpath"),
            ("undertone completions fish > ~/.config/fish/completions/undertone.fish", "for fish"),
        ], flags: [])

    static func run(_ words: [String]) throws -> ExitStatus {
        switch try command.parse(words) {
        case .help(let complete): return try Main.printed(command.help(complete: complete))
        case .run(_, let operands):
            let program = Commands.program
            guard let word = operands.first else { return try Main.printed(program.overview) }
            if word == "man" { return try Main.printed(program.manual) }
            if let page = program.page(word) { return try Main.printed(page) }
            let names = program.commands.map(\.name) + program.topics.map(\.name) + ["man"]
            let near = nearestWord(word, names).map { "; did you mean '\($0)'?" } ?? "; there is: \(names.joined(separator: ", "))"
            throw UsageFault("there is no help about '\(printable(word))'\(near)")
        }
    }

    static func runCompletions(_ words: [String]) throws -> ExitStatus {
        switch try completions.parse(words) {
        case .help(let complete): return try Main.printed(completions.help(complete: complete))
        case .run(_, let operands):
            guard let shell = Shell(rawValue: operands[0]) else {
                let names = Shell.allCases.map(\.rawValue)
                let near = nearestWord(operands[0], names).map { "; did you mean '\($0)'?" } ?? ""
                throw UsageFault("there are no completions for '\(printable(operands[0]))'; one of: \(names.joined(separator: ", "))\(near)")
            }
            return try Main.printed(Commands.program.completions(for: shell))
        }
    }
}

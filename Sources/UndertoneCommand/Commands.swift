import Flags
import Undertone

/// A command with what it does.
struct RegisteredCommand: Sendable {
    /// The word that picks the command.
    let name: String
    private let describe: @Sendable () -> CommandOutline
    let run: @Sendable ([String]) async throws -> ExitStatus

    /// - Parameters:
    ///   - command: the command; it is made only when its options are asked for.
    ///   - brief: what the command does, in a few words, for the overview.
    init<Options>(
        _ name: String, _ command: @autoclosure @escaping @Sendable () -> Command<Options>, _ brief: String,
        run: @escaping @Sendable ([String]) async throws -> ExitStatus
    ) {
        self.name = name
        describe = { command().outline(brief: brief) }
        self.run = run
    }

    /// The command as help, the man page and completions describe it.
    var outline: CommandOutline { describe() }
}

/// All commands: what `Main` picks from, and what overview, help, man page and completions are made of.
enum Commands {
    static let all: [RegisteredCommand] = [
        RegisteredCommand("score", ScoreCommand.command, "Label every message of an archive or a pipe") { try await ScoreCommand.run($0) },
        RegisteredCommand("explain", ExplainCommand.command, "Show the words that decided, for people") { try ExplainCommand.run($0) },
        RegisteredCommand("health", HealthCommand.command, "What the labels of each account say together") { try await HealthCommand.run($0) },
        RegisteredCommand("report", ReportCommand.command, "Make a page that shows what labels say, for people") { try await ReportCommand.run($0) },
        RegisteredCommand("evaluate", EvaluateCommand.command, "Compare labels with gold labels") { try EvaluateCommand.run($0) },
        RegisteredCommand("tune", TuneCommand.command, "Fit the weights of the lexicons to labelled messages") { try TuneCommand.run($0) },
        RegisteredCommand("formats", FormatsCommand.command, "List the exports that are read, and what each needs") { try FormatsCommand.run($0) },
        RegisteredCommand("lexicon", LexiconCommand.command, "Check, list and compare lexicons; find new phrases") { try LexiconCommand.run($0) },
        RegisteredCommand("help", HelpCommand.command, "Tell about a command or a topic; the man page") { try HelpCommand.run($0) },
        RegisteredCommand("completions", HelpCommand.completions, "Write completions for a shell") { try HelpCommand.runCompletions($0) },
    ]

    /// The program as its help describes it.
    static var program: Program {
        Program(
            name: "undertone", version: Main.version,
            summary: "Reads what customers write and tells which emotional stage of adoption each writer is in, and how they feel.",
            commands: all.map(\.outline), topics: HelpTopic.allCases.map { ($0.rawValue, $0.about, $0.text) })
    }

    /// Runs the command that a word names.
    static func run(_ word: String, _ words: [String]) async throws -> ExitStatus {
        if let command = all.first(where: { $0.name == word }) { return try await command.run(words) }
        if word.hasPrefix("-") { throw UsageFault("options stand behind a command: undertone COMMAND \(printable(word)); see 'undertone --help'") }
        let near = nearestWord(word, all.map(\.name)).map { "; did you mean '\($0)'?" } ?? "; see 'undertone --help'"
        throw UsageFault("there is no command '\(printable(word))'\(near)")
    }
}

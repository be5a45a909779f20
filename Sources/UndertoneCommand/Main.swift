import Flags
import Undertone

/// The program: picks the command, and turns every error into a sentence and an exit status in one place.
@main
enum Main {
    static let version = "0.1.0"

    static func main() async {
        Descriptor.ignoreClosedPipes()
        let words = Array(CommandLine.arguments.dropFirst())
        Descriptor.exit(await run(words).rawValue)
    }

    private static func run(_ words: [String]) async -> ExitStatus {
        let console = Console()
        do {
            switch words.first {
            case "score": return try await ScoreCommand.run(Array(words.dropFirst()))
            case "explain": return try ExplainCommand.run(Array(words.dropFirst()))
            case "report": return try await ReportCommand.run(Array(words.dropFirst()))
            case "health": return try await HealthCommand.run(Array(words.dropFirst()))
            case "evaluate": return try EvaluateCommand.run(Array(words.dropFirst()))
            case "tune": return try TuneCommand.run(Array(words.dropFirst()))
            case "formats": return try FormatsCommand.run(Array(words.dropFirst()))
            case "lexicon": return try LexiconCommand.run(Array(words.dropFirst()))
            case "--version", "-V": return try printed("undertone \(version) (lexicons \(Lexicon.builtIn.hash))\n")
            case "-h", "--help", "help": return try printed(overview)
            case nil:
                console.print(overview)
                return .usage
            case let word?:
                let names = ["score", "explain", "health", "report", "evaluate", "tune", "formats", "lexicon", "help"]
                let near = nearestWord(word, names).map { "; did you mean '\($0)'?" } ?? "; see 'undertone --help'"
                throw UsageFault("there is no command '\(printable(word))'\(near)")
            }
        } catch let fault as UsageFault {
            for message in fault.messages { console.say(message) }
            return .usage
        } catch let fault as FlagFault {
            console.say(fault.description)
            return .usage
        } catch let fault as SystemFault {
            if fault.isClosedPipe { return .success }
            console.say(fault.description)
            return .failed
        } catch {
            console.say("\(error)")
            return .failed
        }
    }

    /// Writes a text to standard output.
    static func printed(_ text: String) throws -> ExitStatus {
        var output = try OutputFile(nil, flushesAlways: true)
        try output.write(Array(text.utf8))
        try output.finish()
        return .success
    }

    private static let overview = """
        Undertone reads what customers write and tells which emotional stage of adoption each writer is in, and how they feel.

        Usage: undertone COMMAND [OPTION...] [FILE...]

          undertone score tickets.ndjson > labels.ndjson       one label a message
          echo "the old system was better" | undertone explain  why a text gets its label

        Commands:
          score      Label every message of an archive or a pipe
          explain    Show the words that decided, for people
          health     What the labels of each account say together
          report     Make a page that shows what labels say, for people
          evaluate   Compare labels with gold labels
          tune       Fit the weights of the lexicons to labelled messages
          formats    List the exports that are read, and what each needs
          lexicon    Check and list lexicons

        'undertone COMMAND -h' shows the options of a command, '--help' all about it.
        Exit status: 0 all input used; 1 some input refused; 2 wrong usage or lexicon; 3 could not be finished.

        """
}

import Flags
import Undertone

/// The program: picks the command, and turns every error into a sentence and an exit status in one place.
@main
enum Main {
    static let version = "0.1.0"

    static func main() async {
        Descriptor.ignoreClosedPipes()
        Descriptor.keepFreedMemory()
        let status = await run(Descriptor.arguments)
        Descriptor.exit(status.rawValue)
    }

    private static func run(_ words: [String]) async -> ExitStatus {
        let console = Console()
        do {
            switch words.first {
            case "--version", "-V": return try printed("undertone \(version) (lexicons \(Lexicon.builtIn.hash))\n")
            case "-h", "--help": return try printed(Commands.program.overview)
            case nil:
                console.print(Commands.program.overview)
                return .usage
            case let word?: return try await Commands.run(word, Array(words.dropFirst()))
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
}

import Flags

/// How a run ended, for the caller's shell.
enum ExitStatus: Int32 {
    case success = 0
    /// Finished, but some input was refused.
    case someRefused = 1
    /// Wrong usage, lexicon or configuration; nothing was written.
    case usage = 2
    /// Could not be finished.
    case failed = 3
}

/// A mistake of the user's that ends the run before it begins: one sentence or several.
struct UsageFault: Error {
    let messages: [String]

    init(_ message: String) { messages = [message] }
    init(_ messages: [String]) { self.messages = messages }
}

/// Messages to people, on standard error.
struct Console: ~Copyable {
    private let output = Descriptor(standard: Descriptor.standardError, "standard error")
    /// How many refused records are named; the rest is counted.
    static let mostNamed = 20

    private var named = 0
    private var unnamed = 0

    /// Writes one line; a standard error that is full or closed changes nothing else.
    func say(_ message: String) { try? output.write(Array("undertone: \(message)\n".utf8)) }

    func print(_ text: String) { try? output.write(Array(text.utf8)) }

    /// Names a refused record, as long as there are not too many.
    mutating func refuse(_ message: String) {
        guard named < Console.mostNamed else {
            unnamed += 1
            return
        }
        named += 1
        say(message)
    }

    /// Says how many refused records were not named.
    func summarize() { if unnamed > 0 { say("… and \(unnamed) more refused records") } }
}

/// A path as it may stand in a message to a terminal.
func printablePath(_ path: String) -> String { printable(path) }

/// An option without what it does: what help, man page and completions read.
public struct FlagOutline: Sendable, Equatable {
    /// The name after `--`, without the dashes.
    public let long: String
    /// The letter after `-`, if it has one.
    public let short: Character?
    /// What stands for the value in help; nil for a flag without one.
    public let placeholder: String?
    /// The values it takes, if they are few.
    public let choices: [String]
    /// What the flag does.
    public let help: String

    /// Whether its value is the name of a file or a folder.
    var takesPath: Bool { placeholder.map { $0.hasPrefix("FILE") || $0.hasPrefix("DIR") } ?? false }
}

/// A command without what it does: what the overview, help, man page and completions read.
public struct CommandOutline: Sendable {
    /// The word that picks the command.
    public let name: String
    /// What it does, in a few words.
    public let brief: String
    /// What it does, in one sentence.
    public let summary: String
    /// The operands as help shows them.
    public let operands: String
    /// The options, in the order of help: the most used first.
    public let flags: [FlagOutline]
    /// Example lines and what they do.
    public let examples: [(line: String, does: String)]
    /// What else a user should know.
    public let notes: String

    /// The words that the first operand can be, if help lists them (`check|list`); else none.
    public var actions: [String] {
        let first = operands.prefix { $0 != " " }
        guard first.contains("|"), first.allSatisfy({ $0.isLowercase || $0 == "|" || $0 == "-" }) else { return [] }
        return first.split(separator: "|").map(String.init)
    }
}

extension Command {
    /// The command as help, man page and completions see it.
    /// - Parameter brief: what it does, in a few words, for lists of commands.
    public func outline(brief: String) -> CommandOutline {
        CommandOutline(
            name: name, brief: brief, summary: summary, operands: operands,
            flags: flags.map { FlagOutline(long: $0.long, short: $0.short, placeholder: $0.placeholder, choices: $0.choices, help: $0.help) },
            examples: examples, notes: notes)
    }

    /// The help of the command: everything, or one screen.
    public func help(complete: Bool) -> String {
        let outline = outline(brief: summary)
        return complete ? outline.page : outline.screen
    }
}

/// A whole program: its commands and what else its help tells about.
public struct Program: Sendable {
    /// The word that starts it.
    public let name: String
    /// Its version, as it is shown.
    public let version: String
    /// What it does, in one sentence.
    public let summary: String
    /// The commands, in the order of help.
    public let commands: [CommandOutline]
    /// Further pages of help: name, what it is about, and text.
    public let topics: [(name: String, about: String, text: String)]

    /// Describes a program.
    public init(name: String, version: String, summary: String, commands: [CommandOutline], topics: [(name: String, about: String, text: String)]) {
        self.name = name
        self.version = version
        self.summary = summary
        self.commands = commands
        self.topics = topics
    }
}

/// A command with its options and operands: everything that parsing, help and suggestions need.
public struct Command<Options: Sendable>: Sendable {
    /// The word that picks the command.
    public let name: String
    /// What the command does, in one sentence.
    public let summary: String
    /// The operands as help shows them, such as `[FILE...]`.
    public let operands: String
    /// How many operands there may be.
    public let operandCount: ClosedRange<Int>
    /// The options, in the order of help.
    public let flags: [Flag<Options>]
    /// Example lines, shown first in help: a command line and what it does.
    public let examples: [(line: String, does: String)]
    /// What else a user should know, shown last.
    public let notes: String
    private let defaults: Options

    /// Describes a command; `defaults` holds the values of options that are not given.
    public init(
        _ name: String, summary: String, operands: String, operandCount: ClosedRange<Int> = 0...Int.max, defaults: Options,
        examples: [(line: String, does: String)], flags: [Flag<Options>], notes: String = ""
    ) {
        self.name = name
        self.summary = summary
        self.operands = operands
        self.operandCount = operandCount
        self.defaults = defaults
        self.examples = examples
        self.flags = flags
        self.notes = notes
    }

    /// What a command line asks for.
    public enum Request {
        case run(Options, operands: [String])
        /// The short help (`-h`) or the complete one (`--help`).
        case help(complete: Bool)
    }

    /// Reads the words after the command's name.
    ///
    /// `--name=value`, `--name value`, `-abc`, `-j4`; `--` ends the options, `-` is an operand. Help wins over any mistake.
    /// - Throws: one sentence that says what is wrong and how to mend it.
    public func parse(_ words: [String]) throws(FlagFault) -> Request {
        let options = words.prefix { $0 != "--" }
        if options.contains("--help") { return .help(complete: true) }
        if options.contains("-h") { return .help(complete: false) }
        var values = defaults
        var operands: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            if word.hasPrefix("--") {
                try long(word, &rest, &values)
            } else if word.hasPrefix("-") && word != "-" {
                try short(word, &rest, &values)
            } else {
                operands.append(word)
            }
        }
        guard operandCount.contains(operands.count) else {
            let wanted = operands.count < operandCount.lowerBound ? "needs" : "takes no more than"
            throw FlagFault("'\(name)' \(wanted) \(self.operands); see 'undertone \(name) -h'")
        }
        return .run(values, operands: operands)
    }

    private func long(_ word: String, _ rest: inout ArraySlice<String>, _ values: inout Options) throws(FlagFault) {
        let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard let flag = flags.first(where: { $0.long == name }) else {
            let near = nearestWord(name, flags.map(\.long)).map { "; did you mean '--\($0)'?" } ?? "; see 'undertone \(self.name) -h'"
            throw FlagFault("unknown option '--\(printable(name))'\(near)")
        }
        guard flag.placeholder != nil else {
            if parts.count > 1 { throw FlagFault("'--\(name)' takes no value; leave out '=\(printable(String(parts[1])))'") }
            return try apply(flag, "", "--\(name)", &values)
        }
        if parts.count > 1 { return try apply(flag, String(parts[1]), "--\(name)", &values) }
        guard let value = rest.popFirst() else { throw FlagFault("'--\(name)' needs a value: --\(name)=\(flag.placeholder ?? "")") }
        try apply(flag, value, "--\(name)", &values)
    }

    private func short(_ word: String, _ rest: inout ArraySlice<String>, _ values: inout Options) throws(FlagFault) {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            guard let flag = flags.first(where: { $0.short == letter }) else {
                // A long name behind one dash is what other programs teach.
                let meant = String(word.dropFirst().prefix { $0 != "=" })
                let near = meant.count > 1 && flags.contains { $0.long == meant } ? "; did you mean '--\(meant)'?" : "; see 'undertone \(name) -h'"
                throw FlagFault("unknown option '-\(printable(String(letter)))'\(near)")
            }
            if flag.placeholder == nil {
                try apply(flag, "", "-\(letter)", &values)
                continue
            }
            if !letters.isEmpty { return try apply(flag, String(letters.first == "=" ? letters.dropFirst() : letters), "-\(letter)", &values) }
            guard let value = rest.popFirst() else { throw FlagFault("'-\(letter)' needs a value: -\(letter) \(flag.placeholder ?? "")") }
            return try apply(flag, value, "-\(letter)", &values)
        }
    }

    private func apply(_ flag: Flag<Options>, _ value: String, _ name: String, _ values: inout Options) throws(FlagFault) {
        if let problem = flag.apply(value, &values) { throw FlagFault("'\(name)' \(problem)") }
    }
}

/// A mistake on the command line, as a sentence for the user.
public struct FlagFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The sentence.
    public let description: String

    /// States a mistake in one sentence.
    public init(_ description: String) { self.description = description }
}

/// The candidate that a mistyped word most likely means: at most two edits away, a swap of neighbours counting as one; nil if none is near.
public func nearestWord(_ word: String, _ candidates: [String]) -> String? {
    var best: (distance: Int, word: String)?
    for candidate in candidates {
        let distance = editDistance(Array(word.unicodeScalars), Array(candidate.unicodeScalars))
        if distance <= 2 && distance < candidate.count && distance < best?.distance ?? 3 { best = (distance, candidate) }
    }
    return best?.word
}

private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if abs(a.count - b.count) > 2 { return 3 }
    var rows = [Array(0...b.count)]
    for i in a.indices {
        var row = [i + 1]
        for j in b.indices {
            var cost = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
            row.append(cost)
        }
        rows.append(row)
    }
    return rows[a.count][b.count]
}

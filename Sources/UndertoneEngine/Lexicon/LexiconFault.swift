/// A place in a lexicon file; line and column count from 1, columns in characters.
public struct Place: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The file, relative to the folder of the lexicons.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The column in characters, from 1.
    public let column: Int

    /// Names a place.
    public init(file: String, line: Int, column: Int = 1) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `file:line:column`.
    public var description: String { "\(file):\(line):\(column)" }

    /// By file, then line, then column.
    public static func < (a: Place, b: Place) -> Bool { (a.file, a.line, a.column) < (b.file, b.line, b.column) }
}

/// One fault of a lexicon: where it is, what is wrong and how to mend it.
public struct LexiconFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it is.
    public let place: Place
    /// What is wrong.
    public let problem: String
    /// How to mend it.
    public let remedy: String

    /// States a fault.
    public init(_ place: Place, _ problem: String, _ remedy: String) {
        self.place = place
        self.problem = problem
        self.remedy = remedy
    }

    /// Place, problem and remedy in one line.
    public var description: String { "\(place): \(problem); \(remedy)" }
}

/// All faults of a set of lexicons, in the order of their places.
public struct LexiconFaults: Error, Sendable, CustomStringConvertible {
    /// The faults, by place.
    public let faults: [LexiconFault]

    /// Sorts faults by their places.
    public init(_ faults: [LexiconFault]) { self.faults = faults.sorted { $0.place < $1.place } }

    /// One fault a line.
    public var description: String { faults.map(\.description).joined(separator: "\n") }
}

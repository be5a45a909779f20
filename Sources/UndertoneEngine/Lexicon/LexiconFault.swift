/// A place in a lexicon file; line and column count from 1, columns in characters.
public struct Place: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let file: String
    public let line: Int
    public let column: Int

    public init(file: String, line: Int, column: Int = 1) {
        self.file = file
        self.line = line
        self.column = column
    }

    public var description: String { "\(file):\(line):\(column)" }

    public static func < (a: Place, b: Place) -> Bool { (a.file, a.line, a.column) < (b.file, b.line, b.column) }
}

/// One fault of a lexicon: where it is, what is wrong and how to mend it.
public struct LexiconFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let place: Place
    public let problem: String
    public let remedy: String

    public init(_ place: Place, _ problem: String, _ remedy: String) {
        self.place = place
        self.problem = problem
        self.remedy = remedy
    }

    public var description: String { "\(place): \(problem); \(remedy)" }
}

/// All faults of a set of lexicons, in the order of their places.
public struct LexiconFaults: Error, Sendable, CustomStringConvertible {
    public let faults: [LexiconFault]

    public init(_ faults: [LexiconFault]) { self.faults = faults.sorted { $0.place < $1.place } }

    public var description: String { faults.map(\.description).joined(separator: "\n") }
}

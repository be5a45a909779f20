/// One phrase of a lexicon: the pattern, what it speaks for and how strongly.
package struct Entry: Sendable {
    /// The phrase as it stands in the file.
    package let phrase: String
    package let role: Role
    /// File and section (`anger/comparison`), and the place in the section from 1.
    package let section: String
    package let number: Int
    /// A person's judgement, as it stands in the file.
    package let weight: Double
    /// Learned weights by output; empty where nothing was learned.
    package let fitted: [Output: Double]
    /// Learned weights by signal; empty where nothing was learned.
    package let fittedSignals: [Signal: Double]
    package let example: String?
    package let counterExample: String?
    package let pattern: PhrasePattern
    package let place: Place

    /// The name that evidence gives it: `anger/comparison:12`.
    package var name: String { "\(section):\(number)" }
}

/// What a weight speaks for: one of the six stages, or a feeling against neutral.
package enum Output: Int, Sendable, CaseIterable, Comparable {
    case refusal, anger, acquiesce, exploration, adoption, none, negative, positive

    package var name: String {
        switch self {
        case .negative: "negative"
        case .positive: "positive"
        default: Stage.allCases[rawValue].rawValue
        }
    }

    package init?(name: some StringProtocol) {
        guard let output = Output.allCases.first(where: { $0.name == name }) else { return nil }
        self = output
    }

    package static func < (a: Output, b: Output) -> Bool { a.rawValue < b.rawValue }
}

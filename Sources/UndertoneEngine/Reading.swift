/// The judgement on one text, with the phrases that decided.
public struct Reading: Sendable, Hashable {
    /// The stage of the writer, or `.none`.
    public let stage: Stage
    /// How sure the stage is, from 0 to 1: of readings with 0.8, about eight in ten are right.
    public let confidence: Double
    /// The writer's feeling, as a word for the score.
    public let sentiment: Sentiment
    /// The writer's feeling from -1 (very negative) to 1 (very positive).
    public let score: Double
    /// Further things that the text shows, in the order of `Signal.allCases`.
    public let signals: [Signal]
    /// Why there is no stage; nil if there is one.
    public let reason: Reason?
    /// The phrases that spoke for the label, in the order of their places.
    public let evidence: [Evidence]
    /// The probability of each stage, in the order of `Stage.allCases`.
    public let probabilities: [Double]
}

/// A phrase that spoke for a label.
public struct Evidence: Sendable, Hashable {
    /// Where it stands, in UTF-8 bytes of the text as it came in.
    public let range: Range<Int>
    /// The entry's name: file, section and place in the section (`anger/comparison:12`).
    public let entry: String
    /// What it spoke for: a stage, `positive`, `negative` or a signal.
    public let speaksFor: String
    /// By how much, in log-odds, its context taken into account.
    public let weight: Double
    /// What the context did to it (`negated`, `after_contrast`, …).
    public let context: [String]
}

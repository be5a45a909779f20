/// The judgement on one text in plain numbers, without evidence: what the bulk path passes on.
package struct Label: Sendable, Equatable {
    package var stage: Stage
    /// How sure the stage is, calibrated: of labels with 0.8, eight in ten are right.
    package var confidence = 0.0
    /// The probabilities of the six stages, then of negative and positive feeling.
    package var probabilities: SIMD8<Double>
    /// From -1 to 1.
    package var score: Double
    /// One bit for each `Signal`, by its place in `allCases`.
    package var signals: UInt32
    package var reason: Reason?

    package init(stage: Stage, probabilities: SIMD8<Double>, score: Double, signals: UInt32) {
        self.stage = stage
        self.probabilities = probabilities
        self.score = score
        self.signals = signals
    }

    /// The label of a message that is not the customer's: no stage, no feeling.
    package static let staff = certain(.staff)

    /// The label of a message that no person wrote: an automatic reply, a notice that tickets were merged.
    package static let automatic = certain(.noStance)

    private static func certain(_ reason: Reason) -> Label {
        var label = Label(stage: .none, probabilities: SIMD8(0, 0, 0, 0, 0, 1, 0, 0), score: 0, signals: 0)
        label.confidence = 1
        label.reason = reason
        return label
    }

    package var sentiment: Sentiment { Sentiment(score: score) }

    package func has(_ signal: Int) -> Bool { signals & (1 &<< UInt32(signal)) != 0 }

    /// Takes the stage back, for a reason, with the confidence that there is none.
    mutating func abstain(_ reason: Reason, _ confidence: Double) {
        stage = .none
        self.confidence = confidence
        self.reason = reason
    }
}

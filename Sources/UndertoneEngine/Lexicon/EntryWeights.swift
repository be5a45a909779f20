extension Entry {
    /// What a person's weight means in log-odds by output, before anything is learned.
    package func handWeights(_ rules: Rules) -> [Output: Double] {
        switch role {
        case .stage(let stage): [Output.allCases[stage.index]: weight * rules[.stageStep]]
        case .sentiment where weight < 0: [.negative: -weight * rules[.sentimentStep]]
        case .sentiment where weight > 0: [.positive: weight * rules[.sentimentStep]]
        case .sentiment, .cue, .signal, .modifier: [:]
        }
    }

    /// The weights by output in hundredths of log-odds: the fitted ones, or else a person's on what the entry speaks for.
    func packedWeights(_ rules: Rules) -> SIMD8<Int16> {
        var vector = SIMD8<Int16>()
        for (output, value) in fitted.isEmpty ? handWeights(rules) : fitted { vector[output.rawValue] = Int16(clamping: nearestInteger(value * 100)) }
        return vector
    }

    /// The weights by signal in log-odds: the learned ones, or else a person's on the signal that the entry speaks for.
    package func signalWeights(_ rules: Rules) -> [Signal: Double] { fittedSignals.isEmpty ? handSignals(rules) : fittedSignals }

    /// What a person's weight means for signals in log-odds, before anything is learned.
    package func handSignals(_ rules: Rules) -> [Signal: Double] {
        if case .signal(let signal) = role { [signal: weight * rules[.signalStep]] } else { [:] }
    }
}

/// What one entry says of each signal, in hundredths of log-odds, at most `most`; eight signals to a vector.
package struct SignalWeights: Hashable, Sendable, BitwiseCopyable {
    package var first = SIMD8<Int16>(), second = SIMD8<Int16>(), third = SIMD8<Int16>()

    /// Ten in log-odds: 32 such weights add up to a number of 16 bits.
    static let most = 1000

    package subscript(signal: Int) -> Int16 {
        signal < 8 ? first[signal] : signal < 16 ? second[signal - 8] : third[signal - 16]
    }

    /// - Parameter weights: hundredths of log-odds by the place of the signal in `Signal.allCases`.
    init(_ weights: [Int]) {
        for (signal, weight) in weights.enumerated() {
            let value = Int16(min(max(weight, -SignalWeights.most), SignalWeights.most))
            if signal < 8 { first[signal] = value } else if signal < 16 { second[signal - 8] = value } else { third[signal - 16] = value }
        }
    }

    init() {}

    /// The greatest weight.
    var highest: Int16 { max(first.max(), max(second.max(), third.max())) }
}

/// What makes a cue fit to be named as evidence.
enum EvidenceLimit {
    /// The least weight, in hundredths of log-odds.
    static let weight: Int16 = 20

    /// What a state says of a note with cues that may be evidence for a stage, or for a feeling.
    @inline(__always)
    static func kind(_ output: Int) -> PhraseAutomaton.NoteKind { .strongCues(for: min(output, Output.negative.rawValue)) }

    /// The same for any signal.
    static let signals = PhraseAutomaton.NoteKind.strongCues(for: 7)

    /// What a cue with these weights may be evidence for.
    static func kind(_ weights: SIMD8<Int16>, _ signals: SignalWeights) -> PhraseAutomaton.NoteKind {
        var kinds: PhraseAutomaton.NoteKind = signals.highest >= weight ? EvidenceLimit.signals : []
        for output in 0..<8 where weights[output] >= weight { kinds.formUnion(kind(output)) }
        return kinds
    }
}

/// The rows of weights by signal, each once. The first is that of entries that say nothing of signals, which most do not.
struct SignalRows {
    private(set) var rows = [SignalWeights()]
    private var numbers: [SignalWeights: Int] = [SignalWeights(): 0]
    private let rules: Rules

    init(rules: Rules) { self.rules = rules }

    /// The number of the row of the sum of some entries.
    mutating func row(of entries: [Entry]) -> UInt32 {
        var sums = [Int](repeating: 0, count: Signal.allCases.count)
        for entry in entries {
            for (signal, weight) in entry.signalWeights(rules) { sums[signal.index] += nearestInteger(weight * 100) }
        }
        let row = SignalWeights(sums)
        let number = numbers[row] ?? rows.count
        if number == rows.count {
            numbers[row] = number
            rows.append(row)
        }
        return UInt32(number)
    }
}

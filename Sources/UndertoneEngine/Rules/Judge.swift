/// Weighs cues in their context and decides: matches → sums by output → label.
struct Judge: Sendable {
    /// Factors are kept in 1/64, so that sums are whole numbers and the same on every machine.
    static let one: Int32 = 64
    /// The logarithm of `one`.
    static let oneBits: Int32 = 6

    private let rules: Rules
    /// Numbers of the rules, at hand.
    private let temperature, shortest, knownShare, tieMargin, negativeThreshold, positiveThreshold, typicalWords: Double
    /// The least log-odds of a signal, a hair less so that sums that should reach it do.
    private let signalLimit: Double
    /// The least log-odds of a signal's strongest cue, a hair less, too.
    private let signalCue: Double
    /// For each signal the least sum of its cues with which some stage lets it reach the limit, in hundredths; at least 1.
    private let signalNeeds: [Int32]
    private let bias: SIMD8<Int32>
    private let stageFactors: [Int32]
    private let sentimentFactors: [Int32]

    init(_ rules: Rules) {
        self.rules = rules
        temperature = rules[.temperature]
        shortest = rules[.shortest]
        knownShare = rules[.knownShare]
        tieMargin = rules[.tieMargin]
        negativeThreshold = rules[.negativeThreshold]
        positiveThreshold = rules[.positiveThreshold]
        typicalWords = rules[.typicalWords]
        let limit = rules[.signalThreshold] - 0.0001
        signalLimit = limit
        signalCue = rules[.signalCue] - 0.0001
        signalNeeds = Signal.allCases.indices.map { signal in
            let biases = rules.signalBiases[signal * Rules.biasesOfSignal..<(signal + 1) * Rules.biasesOfSignal]
            return Judge.least(limit - (biases.first ?? 0) - (biases.dropFirst().max() ?? 0))
        }
        var bias = SIMD8<Int32>()
        for output in Output.allCases { bias[output.rawValue] = Int32(nearestInteger(rules.bias[output.rawValue] * 100)) * Judge.one }
        self.bias = bias
        stageFactors = rules.stageFactors.map { Int32(nearestInteger($0 * Double(Judge.one))) }
        sentimentFactors = rules.sentimentFactors.map { Int32(nearestInteger($0 * Double(Judge.one))) }
    }

    /// The least number of hundredths, at least 1, that is not below some log-odds.
    private static func least(_ logOdds: Double) -> Int32 {
        var hundredths = Int32(min(max(logOdds * 100 - 2, 1), Double(Int32.max - 4)))
        while Double(hundredths) / 100 < logOdds && hundredths < Int32.max { hundredths += 1 }
        return hundredths
    }

    /// What the context at a place makes of a weight, in 1/64.
    /// - Parameter marks: the bits of `ContextMarks`.
    func factor(_ marks: UInt16, sentiment: Bool) -> Int32 {
        if marks == 0 { return Judge.one }
        var factor = Judge.one
        var rest = marks
        while rest != 0 {
            let index = rest.trailingZeroBitCount
            factor = factor &* (sentiment ? sentimentFactors[index] : stageFactors[index]) / Judge.one
            rest &= rest &- 1
        }
        return factor
    }

    /// The sums before any cue.
    var start: SIMD8<Int32> { bias }

    /// Everything that follows from the sums.
    /// - Parameters:
    ///   - sums: hundredths of log-odds times 64, by output.
    ///   - stageCues, noneCues: whether entries were met that speak for a stage, or for none.
    ///   - signals: what the cues say of signals; the stages add to it.
    func decide(_ sums: SIMD8<Int32>, _ shape: TextShape, stageCues: Bool, noneCues: Bool, signals: SignalSums) -> Label {
        let lengths = Rules.lengthFactors(shape.words, typical: typicalWords)
        // The six stages and both feelings at once, in log-odds; neutral feeling has a sum of 0.
        var powers = ((SIMD8<Double>(sums) - SIMD8<Double>(bias)) * lengths + SIMD8<Double>(bias)) * (1 / (100 * Double(Judge.one)))
        let highestFeeling = max(0, max(powers[6], powers[7]))
        for index in 0..<6 { powers[index] /= temperature }
        let highest = max(max(max(powers[0], powers[1]), max(powers[2], powers[3])), max(powers[4], powers[5]))
        for index in 0..<6 { powers[index] -= highest }
        for index in 6..<8 { powers[index] -= highestFeeling }
        var probabilities = exponentials(powers)
        let neutral = highestFeeling == 0 ? 1 : exponential(-highestFeeling)
        let feeling = self.feeling(probabilities[6], probabilities[7], neutral: neutral)
        var total = 0.0
        for index in 0..<6 { total += probabilities[index] }
        var best = 0, second = -1
        for index in 0..<6 { probabilities[index] /= total }
        for index in 1..<6 where probabilities[index] > probabilities[best] { best = index }
        for index in 0..<6 where index != best && (second < 0 || probabilities[index] > probabilities[second]) { second = index }
        probabilities[6] = feeling.negative
        probabilities[7] = feeling.positive
        var label = Label(stage: Stage.allCases[best], probabilities: probabilities, score: feeling.score, signals: 0)
        label.signals = self.signals(signals, probabilities)
        label.confidence = rules.calibrated(label.stage, probabilities[best])
        let noneConfidence = label.stage == .none ? label.confidence : 1 - label.confidence
        if shape.words < Int(shortest) && !stageCues {
            label.abstain(.tooShort, noneConfidence)
        } else if shape.words >= 8 && Double(shape.words - shape.unknownWords) < knownShare * Double(shape.words) {
            label.abstain(.language, noneConfidence)
        } else if label.stage != .none && probabilities[best] - probabilities[second] < tieMargin {
            // That two stages are as likely as one another is no sign that there is none.
            label.abstain(.tie, rules.calibrated(.none, probabilities[5]))
        } else if label.stage == .none {
            label.reason = noneCues ? .noStance : stageCues ? .tie : .noCue
        }
        return label
    }

    /// The signals whose cues, with what the message's stages add, reach the limit, as bits. A signal without a cue for it is never reported.
    private func signals(_ sums: SignalSums, _ probabilities: SIMD8<Double>) -> UInt32 {
        var found: UInt32 = 0
        for (index, need) in signalNeeds.enumerated() where sums.hundredths(index) >= need && sums.strongest(index) >= signalCue {
            if sums[index] + rules.bias(ofSignal: index, probabilities) >= signalLimit { found |= 1 &<< UInt32(index) }
        }
        return found
    }

    /// The probabilities of both feelings against neutral, and the score: their difference, stretched so that the thresholds lie at ±0.25.
    private func feeling(_ negative: Double, _ positive: Double, neutral: Double) -> (negative: Double, positive: Double, score: Double) {
        let total = negative + positive + neutral
        let difference = (positive - negative) / total
        return (negative / total, positive / total, stretched(difference))
    }

    private func stretched(_ difference: Double) -> Double {
        let low = negativeThreshold, high = positiveThreshold
        if difference < low { return -0.25 + (difference - low) / (1 + low) * 0.75 }
        if difference > high { return 0.25 + (difference - high) / (1 - high) * 0.75 }
        return difference < 0 ? difference / -low * 0.25 : difference / high * 0.25
    }
}

/// The nearest whole number, halves away from zero.
package func nearestInteger(_ x: Double) -> Int { Int(x < 0 ? x - 0.5 : x + 0.5) }

/// e to the power of a number from about -700 to 0, the same bits on every machine.
///
/// The number is split into a power of two and a rest below ln 2 / 2, whose series is cut after the 13th power (error below 1e-16).
package func exponential(_ x: Double) -> Double {
    if x < -700 { return 0 }
    let log2e = 1.4426950408889634, ln2High = 0.693145751953125, ln2Low = 1.42860682030941723212e-6
    let power = Double(nearestInteger(x * log2e))
    let rest = x - power * ln2High - power * ln2Low
    var sum = 1.0
    var term = 1.0
    for index in 1...13 {
        term *= rest / Double(index)
        sum += term
    }
    return sum * Double(sign: .plus, exponent: Int(power), significand: 1)
}

/// `exponential` of eight numbers at once, the same bits.
package func exponentials(_ x: SIMD8<Double>) -> SIMD8<Double> {
    let log2e = 1.4426950408889634, ln2High = 0.693145751953125, ln2Low = 1.42860682030941723212e-6
    // Lane by lane without a loop: what a loop puts into a vector goes through memory.
    @inline(__always) func power(_ lane: Int) -> Double { Double(nearestInteger(max(x[lane], -700) * log2e)) }
    let powers = SIMD8(power(0), power(1), power(2), power(3), power(4), power(5), power(6), power(7))
    let rest = x - powers * ln2High - powers * ln2Low
    var sum = SIMD8<Double>(repeating: 1)
    var term = SIMD8<Double>(repeating: 1)
    for index in 1...13 {
        term *= rest / Double(index)
        sum += term
    }
    // The powers of two lie above 2^-1022, so that their bits are the exponent only.
    @inline(__always) func scaled(_ lane: Int) -> Double {
        x[lane] < -700 ? 0 : sum[lane] * Double(bitPattern: UInt64(truncatingIfNeeded: Int(powers[lane]) &+ 1023) &<< 52)
    }
    return SIMD8(scaled(0), scaled(1), scaled(2), scaled(3), scaled(4), scaled(5), scaled(6), scaled(7))
}

import UndertoneEngine

/// One message to learn from: its row, its labels and how much each of them counts.
struct Example {
    let row: Int
    /// The set whose own biases the example has besides; nil for those that the common biases are meant for.
    let set: Int?
    let stage: Stage?
    let sentiment: Sentiment?
    /// How much the stage counts.
    let weight: Double
    /// How much the feeling counts.
    let feelingWeight: Double
}

/// Fits weights of all entries by output: multinomial logistic regression for the stages and, beside it, for feeling.
///
/// A weight is the prior one plus what its section learned plus what the entry itself learned; both are held near zero (a Gaussian prior, that is L2
/// regularisation), so an entry that was never met keeps its prior weight and what its section taught.
struct WeightFitter {
    /// How strongly learned parts are held near zero, in units of one example.
    struct Strength: Sendable {
        var entry = 3.0
        /// For a general cue met in every 55th message (an inverse document frequency of 4). Others are held in proportion to the square of 4 by theirs, as if each were
        /// a feature weighted by its inverse document frequency (Spärck Jones 1972): words of every message more tightly, rare ones less.
        var cue = 4.0
        /// The same for feelings, whose sets differ more: what is learned from one by heart misleads on the others.
        var cueFeelings = 27.0
        var section = 2.0
        var bias = 0.1
        var setBias = 1.0
        /// Sets of feelings differ more in kind than in how they were gathered: reviews have few that are neutral. So their biases are held more tightly.
        var setFeelings = 150.0
    }

    var matrix: FeatureMatrix
    /// Where the weights begin and what they are held near, eight for each entry: hand weights, or what was learned before.
    let prior: [Double]
    /// The same for the biases.
    var priorBias = SIMD8<Double>()
    /// The section of each entry, and how many there are.
    let sections: [Int]
    let sectionCount: Int
    /// Whether each entry is a general cue, which is held more tightly.
    let isCue: [Bool]
    /// How many sets may have biases of their own.
    ///
    /// Sets differ in how often each label occurs, by how they were gathered. Without biases of their own the words that are typical of a set would be taken to
    /// speak for its frequent labels.
    let setCount: Int
    var strength = Strength()
    /// Which share of the entries of a message is left out of account for its stage, others in every round (dropout, Srivastava et al. 2014; what it does to
    /// such a regression: Wager, Wang, Liang 2013).
    ///
    /// So no stage rests on one entry where several say the same, and what goes together with a label by chance weighs less. Feelings of sets that were not seen
    /// are read no better with it.
    var dropout = 0.3
    /// How often all examples are gone through.
    var rounds = 250

    /// Fitted weights, eight for each entry, the biases, and those that each set has besides.
    struct Weights {
        var entries: [Double]
        var bias: [Double]
        var setBiases: [SIMD8<Double>]

        /// Makes an entry say nothing.
        mutating func forget(_ entry: Int) { for output in 0..<8 { entries[entry * 8 + output] = 0 } }
    }

    private static let outputs = 8

    /// Fits all weights to some examples.
    ///
    /// Gradients over all examples with per-weight step sizes (Adam, Kingma & Ba 2015) and a falling rate; what is left out of account follows from a hash, so the
    /// same input gives the same weights.
    /// Cost: `rounds` × the number of cues in the examples × 8.
    func fit(_ examples: [Example]) -> Weights {
        let entryCount = isCue.count
        let size = (entryCount + sectionCount + 1 + setCount) * WeightFitter.outputs
        var parameters = [Double](repeating: 0, count: size)
        var mean = parameters, variance = parameters, gradient = parameters
        var total = Weights(entries: prior, bias: (0..<8).map { priorBias[$0] }, setBiases: [SIMD8<Double>](repeating: SIMD8(), count: setCount))
        let timesMet = matrix.timesMet(in: examples.lazy.map(\.row), of: entryCount)
        let holds = holds(timesMet, examples: examples.count)
        // The own parts of entries that no example holds stay at nothing.
        let met = timesMet.indices.filter { timesMet[$0] > 0 }
        let changing = met.flatMap { $0 * 8..<$0 * 8 + 8 } + Array(entryCount * 8..<size)
        for round in 1...rounds {
            for index in changing { gradient[index] = 0 }
            gradients(examples, total, round, into: &gradient)
            regularize(parameters, holds, met, into: &gradient)
            let rate = 0.08 * (1 - Double(round) / Double(rounds + 1)) + 0.002
            let meanScale = 1 / (1 - power(0.9, round)), varianceScale = 1 / (1 - power(0.999, round))
            for index in changing where gradient[index] != 0 || mean[index] != 0 {
                mean[index] = 0.9 * mean[index] + 0.1 * gradient[index]
                variance[index] = 0.999 * variance[index] + 0.001 * gradient[index] * gradient[index]
                parameters[index] -= rate * mean[index] * meanScale / ((variance[index] * varianceScale).squareRoot() + 1e-8)
            }
            combine(parameters, met, into: &total)
        }
        combine(parameters, Array(0..<entryCount), into: &total)
        return total
    }

    private func power(_ base: Double, _ exponent: Int) -> Double { (0..<exponent).reduce(1) { power, _ in power * base } }

    /// Weights are the sum of the prior weight, the section's part and the entry's own part.
    private func combine(_ parameters: [Double], _ entries: [Int], into total: inout Weights) {
        let entryCount = isCue.count
        for entry in entries {
            let section = (entryCount + sections[entry]) * 8
            for output in 0..<8 {
                total.entries[entry * 8 + output] = prior[entry * 8 + output] + parameters[section + output] + parameters[entry * 8 + output]
            }
        }
        for output in 0..<8 {
            total.bias[output] = priorBias[output] + parameters[(entryCount + sectionCount) * 8 + output]
            for set in 0..<setCount { total.setBiases[set][output] = parameters[(entryCount + sectionCount + 1 + set) * 8 + output] }
        }
    }

    /// How strongly the parts of each entry are held, by how many times it is met in so many examples.
    func holds(_ timesMet: [Int], examples: Int) -> [SIMD8<Double>] {
        var cue = SIMD8(repeating: strength.cue)
        cue[6] = strength.cueFeelings
        cue[7] = strength.cueFeelings
        return isCue.indices.map { entry in
            guard isCue[entry] else { return SIMD8(repeating: strength.entry) }
            let frequency = max(0.2, logarithm(Double(examples) / Double(1 + timesMet[entry])))
            return cue * (4 / frequency * (4 / frequency))
        }
    }

    private func regularize(_ parameters: [Double], _ holds: [SIMD8<Double>], _ met: [Int], into gradient: inout [Double]) {
        let entryCount = isCue.count
        for entry in met {
            for output in 0..<8 { gradient[entry * 8 + output] += holds[entry][output] * parameters[entry * 8 + output] }
        }
        for index in (entryCount * 8)..<((entryCount + sectionCount) * 8) { gradient[index] += strength.section * parameters[index] }
        let sets = (entryCount + sectionCount + 1) * 8
        for index in ((entryCount + sectionCount) * 8)..<sets { gradient[index] += strength.bias * parameters[index] }
        for index in sets..<parameters.count { gradient[index] += (index % 8 < 6 ? strength.setBias : strength.setFeelings) * parameters[index] }
    }

    /// Adds the gradient of the loss over all examples, with what is left out in a round.
    private func gradients(_ examples: [Example], _ weights: Weights, _ round: Int, into gradient: inout [Double]) {
        let entryCount = isCue.count
        for example in examples {
            let range = matrix.starts[example.row]..<matrix.starts[example.row + 1]
            let own = example.set.map { weights.setBiases[$0] } ?? SIMD8()
            let factors = range.map { self.factors($0, example.row, round) }
            let residual = residual(example, sums(example.row, weights, factors) + own)
            let scaled = residual * scale(example.row)
            for (place, factor) in zip(range, factors) {
                let entry = Int(matrix.entries[place])
                let change = scaled * factor
                let section = (entryCount + sections[entry]) * 8
                for output in 0..<8 {
                    gradient[entry * 8 + output] += change[output]
                    gradient[section + output] += change[output]
                }
            }
            let bias = (entryCount + sectionCount) * 8
            for output in 0..<8 { gradient[bias + output] += residual[output] }
            if let set = example.set { for output in 0..<8 { gradient[bias + (1 + set) * 8 + output] += residual[output] } }
        }
    }

    /// The factors of an entry in a row, by output: for stages nothing if it is left out in a round, else so much more that the mean over all rounds stays.
    func factors(_ place: Int, _ row: Int, _ round: Int) -> SIMD8<Double> {
        let factor = matrix.factors[place]
        var factors = SIMD8(repeating: factor)
        if dropout == 0 { return factors }
        let isLeftOut = WeightFitter.chance(UInt64(round) << 48 ^ UInt64(row) << 24 ^ UInt64(matrix.entries[place])) < dropout
        let thinned = isLeftOut ? 0 : factor / (1 - dropout)
        for stage in 0..<6 { factors[stage] = thinned }
        return factors
    }

    /// A number from 0 to 1 that follows from a key as if by chance (SplitMix64, Steele, Lea, Flood 2014).
    private static func chance(_ key: UInt64) -> Double {
        var bits = key &* 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return Double((bits ^ bits >> 31) >> 11) / Double(1 << 53 as UInt64)
    }

    /// The log-odds of all outputs for one row.
    func sums(_ row: Int, _ weights: Weights) -> SIMD8<Double> {
        sums(row, weights, matrix.factors[matrix.starts[row]..<matrix.starts[row + 1]].map { SIMD8(repeating: $0) })
    }

    /// The same with other factors of its entries, by output.
    private func sums(_ row: Int, _ weights: Weights, _ factors: [SIMD8<Double>]) -> SIMD8<Double> {
        var sums = SIMD8<Double>()
        for (place, factor) in zip(matrix.starts[row]..<matrix.starts[row + 1], factors) {
            let entry = Int(matrix.entries[place]) * 8
            for output in 0..<8 { sums[output] += weights.entries[entry + output] * factor[output] }
        }
        sums *= scale(row)
        for output in 0..<8 { sums[output] += weights.bias[output] }
        return sums
    }

    /// What the length of a message makes of its sums: the same for all stages, nothing for feelings.
    private func scale(_ row: Int) -> SIMD8<Double> {
        var scale = SIMD8<Double>(repeating: matrix.lengths[row])
        scale[6] = 1
        scale[7] = 1
        return scale
    }

    /// Which entries are worth keeping when only so many general cues may stay: all others, and the cues with the greatest weight times the root of the
    /// number of examples they are met in.
    func worthKeeping(_ most: Int, _ weights: Weights, _ examples: [Example]) -> [Bool] {
        let met = matrix.timesMet(in: examples.lazy.map(\.row), of: isCue.count)
        let worth = isCue.indices.map { entry in
            (0..<8).reduce(0.0) { max($0, abs(weights.entries[entry * 8 + $1])) } * Double(met[entry]).squareRoot()
        }
        let best = isCue.indices.filter { isCue[$0] && worth[$0] > 0 }.sorted { (worth[$1], $0) < (worth[$0], $1) }.prefix(most)
        var isKept = isCue.map { !$0 }
        for entry in best { isKept[entry] = true }
        return isKept
    }

    /// Probability less truth, by output, times what the example's label counts.
    private func residual(_ example: Example, _ sums: SIMD8<Double>) -> SIMD8<Double> {
        var residual = SIMD8<Double>()
        if let stage = example.stage {
            let probabilities = WeightFitter.stageProbabilities(sums)
            for index in 0..<6 { residual[index] = (probabilities[index] - (index == stage.index ? 1 : 0)) * example.weight }
        }
        if let sentiment = example.sentiment {
            let (negative, positive) = WeightFitter.feelingProbabilities(sums)
            residual[6] = (negative - (sentiment == .negative ? 1 : 0)) * example.feelingWeight
            residual[7] = (positive - (sentiment == .positive ? 1 : 0)) * example.feelingWeight
        }
        return residual
    }

    static func stageProbabilities(_ sums: SIMD8<Double>) -> [Double] {
        let highest = (0..<6).reduce(-Double.infinity) { max($0, sums[$1]) }
        let powers = (0..<6).map { exponential(sums[$0] - highest) }
        let total = powers.reduce(0, +)
        return powers.map { $0 / total }
    }

    static func feelingProbabilities(_ sums: SIMD8<Double>) -> (negative: Double, positive: Double) {
        let highest = max(0, max(sums[6], sums[7]))
        let negative = exponential(sums[6] - highest), positive = exponential(sums[7] - highest)
        let total = negative + positive + exponential(-highest)
        return (negative / total, positive / total)
    }
}

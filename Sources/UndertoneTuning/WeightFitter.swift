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
        var setBias = 8.0
        /// Sets of feelings differ more in kind than in how they were gathered: reviews have few that are neutral. So their biases are held more tightly.
        var setFeelings = 50.0
    }

    var matrix: FeatureMatrix
    /// Where the weights of each entry begin and what they are held near: hand weights, or what was learned before.
    let prior: [SIMD8<Double>]
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
    var minimizer = Minimizer()

    /// Fitted weights, eight for each entry, and the common biases: those that a set has besides are only there to be left out.
    struct Weights {
        var entries: [Double]
        var bias: [Double]

        /// Makes an entry say nothing.
        mutating func forget(_ entry: Int) { for output in 0..<8 { entries[entry * 8 + output] = 0 } }
    }

    /// Fits all weights to some examples: the parts of all weights with which the loss, and what holds them near nothing, is least.
    ///
    /// Cost: `minimizer.rounds` × the number of cues in the examples × 16.
    func fit(_ examples: [Example]) -> Weights {
        let timesMet = matrix.timesMet(in: examples.lazy.map(\.row), of: isCue.count)
        let holds = holds(timesMet, examples: examples.count) + layout.holds(strength)
        let parts = minimizer.least(from: Minimizer.Point(repeating: SIMD8(), count: holds.count), bends: bends(examples, holds)) { parts, gradient in
            for index in gradient.indices { gradient[index] = parts[index] * holds[index] }
            var loss = 0.0
            for index in parts.indices { loss += (parts[index] * gradient[index]).sum() / 2 }
            return loss + gradients(examples, combined(parts), into: &gradient)
        }
        let total = combined(parts)
        return Weights(entries: total.entries.flatMap { weights in (0..<8).map { weights[$0] } }, bias: (0..<8).map { total.bias[$0] })
    }

    /// Where the parts of the weights stand: those of entries, of sections, of the biases, of the biases of each set.
    private struct Layout {
        let sections: Int, bias: Int, sets: Int, count: Int

        /// How strongly all but those of entries are held.
        func holds(_ strength: Strength) -> [SIMD8<Double>] {
            var set = SIMD8(repeating: strength.setBias)
            set[6] = strength.setFeelings
            set[7] = strength.setFeelings
            return [SIMD8<Double>](repeating: SIMD8(repeating: strength.section), count: bias - sections)
                + [SIMD8(repeating: strength.bias)] + [SIMD8<Double>](repeating: set, count: count - sets)
        }
    }

    private var layout: Layout {
        let bias = isCue.count + sectionCount
        return Layout(sections: isCue.count, bias: bias, sets: bias + 1, count: bias + 1 + setCount)
    }

    /// Weights as the loss needs them: of each entry the sum of the prior one, the section's part and its own.
    private struct Combined {
        var entries: [SIMD8<Double>]
        var bias: SIMD8<Double>
        var setBiases: ArraySlice<SIMD8<Double>>
    }

    private func combined(_ parts: Minimizer.Point) -> Combined {
        let layout = self.layout
        return Combined(
            entries: isCue.indices.map { prior[$0] + parts[layout.sections + sections[$0]] + parts[$0] }, bias: priorBias + parts[layout.bias],
            setBiases: parts[layout.sets...])
    }

    /// About how strongly the loss bends along each part, with what holds it: an output whose probability is p bends by p (1 - p) for a unit of its sum, a ninth or so.
    private func bends(_ examples: [Example], _ holds: [SIMD8<Double>]) -> [SIMD8<Double>] {
        let layout = self.layout
        var bends = holds
        for example in examples {
            var weight = SIMD8(repeating: example.stage == nil ? 0 : example.weight)
            weight[6] = example.sentiment == nil ? 0 : example.feelingWeight
            weight[7] = weight[6]
            weight /= 9
            let scale = matrix.lengths[example.row], scaled = weight * scale * scale
            for place in matrix.starts[example.row]..<matrix.starts[example.row + 1] {
                let entry = Int(matrix.entries[place]), square = scaled * (matrix.factors[place] * matrix.factors[place])
                bends[entry] += square
                bends[layout.sections + sections[entry]] += square
            }
            bends[layout.bias] += weight
            if let set = example.set { bends[layout.sets + set] += weight }
        }
        return bends
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

    /// The loss over all examples; adds its gradient to that of the parts.
    private func gradients(_ examples: [Example], _ weights: Combined, into gradient: inout Minimizer.Point) -> Double {
        let layout = self.layout
        var loss = 0.0
        for example in examples {
            let range = matrix.starts[example.row]..<matrix.starts[example.row + 1]
            var sums = SIMD8<Double>()
            for place in range { sums += weights.entries[Int(matrix.entries[place])] * matrix.factors[place] }
            sums = sums * matrix.lengths[example.row] + weights.bias
            if let set = example.set { sums += weights.setBiases[layout.sets + set] }
            let (residual, here) = residual(example, sums)
            loss += here
            let scaled = residual * matrix.lengths[example.row]
            for place in range {
                let entry = Int(matrix.entries[place]), change = scaled * matrix.factors[place]
                gradient[entry] += change
                gradient[layout.sections + sections[entry]] += change
            }
            gradient[layout.bias] += residual
            if let set = example.set { gradient[layout.sets + set] += residual }
        }
        return loss
    }

    /// The log-odds of all outputs for one row.
    func sums(_ row: Int, _ weights: Weights) -> SIMD8<Double> {
        var sums = SIMD8<Double>()
        for place in matrix.starts[row]..<matrix.starts[row + 1] {
            let entry = Int(matrix.entries[place]) * 8
            for output in 0..<8 { sums[output] += weights.entries[entry + output] * matrix.factors[place] }
        }
        sums *= matrix.lengths[row]
        for output in 0..<8 { sums[output] += weights.bias[output] }
        return sums
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

    /// Probability less truth, by output, times what the example's label counts; and the loss: less the logarithm of the label's probability.
    private func residual(_ example: Example, _ sums: SIMD8<Double>) -> (residual: SIMD8<Double>, loss: Double) {
        var residual = SIMD8<Double>(), loss = 0.0
        if let stage = example.stage {
            let probabilities = WeightFitter.stageProbabilities(sums)
            for index in 0..<6 { residual[index] = (probabilities[index] - (index == stage.index ? 1 : 0)) * example.weight }
            loss -= logarithm(max(probabilities[stage.index], 1e-300)) * example.weight
        }
        if let sentiment = example.sentiment {
            let (negative, positive) = WeightFitter.feelingProbabilities(sums)
            residual[6] = (negative - (sentiment == .negative ? 1 : 0)) * example.feelingWeight
            residual[7] = (positive - (sentiment == .positive ? 1 : 0)) * example.feelingWeight
            let probability = sentiment == .negative ? negative : sentiment == .positive ? positive : 1 - negative - positive
            loss -= logarithm(max(probability, 1e-300)) * example.feelingWeight
        }
        return (residual, loss)
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

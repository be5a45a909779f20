import UndertoneEngine

/// Numbers by signal, eight to a vector: signal 9 of `Signal.allCases` is in lane 1 of vector 1.
struct SignalNumbers {
    private var parts = [SIMD8<Float>](repeating: SIMD8(), count: SignalNumbers.partCount)

    static let partCount = (Signal.allCases.count + 7) / 8

    subscript(signal: Signal) -> Float {
        get { parts[signal.index / 8][signal.index % 8] }
        set { parts[signal.index / 8][signal.index % 8] = newValue }
    }

    /// The numbers of eight signals.
    subscript(part part: Int) -> SIMD8<Float> {
        get { parts[part] }
        set { parts[part] = newValue }
    }

    var greatest: Float { parts.reduce(0) { part, numbers in max(part, max(numbers.max(), -numbers.min())) } }
}

/// One message to learn signals from: its row and what it shows.
struct SignalExample {
    let row: Int
    /// 1 for each signal that the message shows.
    let shown: SignalNumbers
    /// The probabilities of its stages, as they come out where the message was left out of their fit.
    let stages: SIMD8<Float>

    init(row: Int, shown: Set<Signal>, stages: [Double]) {
        self.row = row
        self.shown = shown.reduce(into: SignalNumbers()) { $0[$1] = 1 }
        self.stages = stages.enumerated().reduce(into: SIMD8()) { $0[$1.offset] = Float($1.element) }
    }
}

/// Fits what entries say of signals: a logistic regression for each signal over all entries met and the probabilities of the message's stages.
///
/// Weights begin at a person's, or at what was learned before, and are held near them (a Gaussian prior, that is L2 regularisation).
struct SignalFitter {
    /// How strongly weights are held near where they began, in units of one example.
    struct Strength {
        var entry: Float = 4
        var cue: Float = 20
        var bias: Float = 0.2
    }

    var matrix: FeatureMatrix
    /// Where the weights of each entry begin.
    let prior: [SignalNumbers]
    /// Where the biases begin.
    var priorBiases = [SignalNumbers](repeating: SignalNumbers(), count: Rules.biasesOfSignal)
    /// Whether each entry is a general cue, which is held more tightly.
    let isCue: [Bool]
    var strength = Strength()
    /// How often all examples are gone through.
    var rounds = 200

    /// Fitted weights by entry, and the biases: one before any cue and one for each stage.
    struct Weights {
        var entries: [SignalNumbers]
        var biases: [SignalNumbers]
    }

    /// The entries of some examples in the order of their first numbers, and what the examples hold of them.
    private struct Rows {
        var met: [Int] = []
        var starts = [0]
        var places: [Int32] = []
        var factors: [Float] = []
    }

    /// Fits all weights to some examples: gradients over all of them with step sizes of their own (Adam, Kingma & Ba 2015), so the same input gives the same
    /// weights. Cost: `rounds` × the number of cues in the examples × 24.
    func fit(_ examples: [SignalExample]) -> Weights {
        let rows = rows(examples)
        var fitted = Weights(entries: prior, biases: priorBiases)
        for part in 0..<SignalNumbers.partCount {
            let weights = fit(examples, rows, part)
            for (place, entry) in rows.met.enumerated() { fitted.entries[entry][part: part] = weights[place] }
            for bias in fitted.biases.indices { fitted.biases[bias][part: part] = weights[rows.met.count + bias] }
        }
        return fitted
    }

    private func rows(_ examples: [SignalExample]) -> Rows {
        var rows = Rows()
        var places = [Int32](repeating: -1, count: isCue.count)
        for example in examples {
            for place in matrix.starts[example.row]..<matrix.starts[example.row + 1] {
                let entry = Int(matrix.entries[place])
                if places[entry] < 0 {
                    places[entry] = Int32(rows.met.count)
                    rows.met.append(entry)
                }
                rows.places.append(places[entry])
                rows.factors.append(SignalFitter.factor(matrix.factors[place]))
            }
            rows.starts.append(rows.places.count)
        }
        return rows
    }

    /// Fits eight signals: the weights of the entries met, then the biases.
    private func fit(_ examples: [SignalExample], _ rows: Rows, _ part: Int) -> [SIMD8<Float>] {
        let bias = rows.met.count
        let start = rows.met.map { prior[$0][part: part] } + priorBiases.map { $0[part: part] }
        let hold = rows.met.map { isCue[$0] ? strength.cue : strength.entry } + [Float](repeating: strength.bias, count: Rules.biasesOfSignal)
        let shown = examples.map { $0.shown[part: part] }
        var weights = start
        var mean = [SIMD8<Float>](repeating: SIMD8(), count: start.count), variance = mean, gradient = mean
        for round in 1...rounds {
            for index in gradient.indices { gradient[index] = (weights[index] - start[index]) * hold[index] }
            for (index, example) in examples.enumerated() {
                var sums = weights[bias]
                for stage in 0..<6 { sums += weights[bias + 1 + stage] * example.stages[stage] }
                for place in rows.starts[index]..<rows.starts[index + 1] { sums += weights[Int(rows.places[place])] * rows.factors[place] }
                let residual = SignalFitter.probabilities(sums) - shown[index]
                for place in rows.starts[index]..<rows.starts[index + 1] { gradient[Int(rows.places[place])] += residual * rows.factors[place] }
                gradient[bias] += residual
                for stage in 0..<6 { gradient[bias + 1 + stage] += residual * example.stages[stage] }
            }
            let rate = 0.1 * (1 - Float(round) / Float(rounds + 1)) + 0.002
            let meanScale = 1 / (1 - power(0.9, round)), varianceScale = 1 / (1 - power(0.999, round))
            for index in gradient.indices {
                mean[index] = mean[index] * 0.9 + gradient[index] * 0.1
                variance[index] = variance[index] * 0.999 + gradient[index] * gradient[index] * 0.001
                weights[index] -= mean[index] * (rate * meanScale) / ((variance[index] * varianceScale).squareRoot() + 1e-8)
            }
        }
        return weights
    }

    /// What a context leaves of a cue: one that it turns around says nothing (see `SignalSums`).
    private static func factor(_ factor: Double) -> Float { max(0, Float(factor)) }

    private func power(_ base: Float, _ exponent: Int) -> Float { (0..<exponent).reduce(1) { power, _ in power * base } }

    private static func probabilities(_ sums: SIMD8<Float>) -> SIMD8<Float> {
        var powers = SIMD8<Double>()
        for lane in 0..<8 { powers[lane] = -abs(Double(sums[lane])) }
        powers = exponentials(powers)
        var probabilities = SIMD8<Float>()
        for lane in 0..<8 { probabilities[lane] = Float((sums[lane] < 0 ? powers[lane] : 1) / (1 + powers[lane])) }
        return probabilities
    }

    /// The log-odds of all signals for one message, and what the strongest cue of each says.
    func sums(_ example: SignalExample, _ weights: Weights) -> (logOdds: SignalNumbers, strongest: SignalNumbers) {
        var all = (logOdds: SignalNumbers(), strongest: SignalNumbers())
        for part in 0..<SignalNumbers.partCount {
            var sums = weights.biases[0][part: part]
            for stage in 0..<6 { sums += weights.biases[1 + stage][part: part] * example.stages[stage] }
            var strongest = SIMD8<Float>()
            for place in matrix.starts[example.row]..<matrix.starts[example.row + 1] {
                let said = weights.entries[Int(matrix.entries[place])][part: part] * SignalFitter.factor(matrix.factors[place])
                sums += said
                strongest = pointwiseMax(strongest, said)
            }
            all.logOdds[part: part] = sums
            all.strongest[part: part] = strongest
        }
        return all
    }

    /// The general cues that say most of signals: by their greatest weight times the root of the number of examples that they are met in.
    func worthKeeping(_ most: Int, _ weights: Weights, _ examples: [SignalExample]) -> [Int] {
        let met = matrix.timesMet(in: examples.lazy.map(\.row), of: isCue.count)
        let worth = isCue.indices.map { met[$0] == 0 ? 0 : weights.entries[$0].greatest * Float(met[$0]).squareRoot() }
        return Array(isCue.indices.filter { isCue[$0] && worth[$0] > 0 }.sorted { (worth[$1], $0) < (worth[$0], $1) }.prefix(most))
    }
}

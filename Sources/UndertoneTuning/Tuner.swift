import UndertoneEngine
import UndertoneReport

/// Labelled messages of one file and how much each of them counts.
package struct TrainingSet: Sendable {
    package let name: String
    package let messages: [GoldMessage]
    /// How much the stage of a message counts.
    package let weight: Double
    /// How much its feeling counts: readers of one set may have had another notion of what is neutral than those of another.
    package let feelingWeight: Double
    /// How much it counts for the confidence; nil if that follows from `weight`.
    package let confidenceWeight: Double?

    /// - Parameters:
    ///   - feelingWeight: as `weight` if not given.
    ///   - confidenceWeight: 1 for the sets with the greatest weight, nothing for others, if not given.
    package init(name: String, messages: [GoldMessage], weight: Double, feelingWeight: Double? = nil, confidenceWeight: Double? = nil) {
        self.name = name
        self.messages = messages
        self.weight = weight
        self.feelingWeight = feelingWeight ?? weight
        self.confidenceWeight = confidenceWeight
    }
}

/// Fits the weights of lexicons to labelled messages and says how good they are on messages of people that were left out.
package struct Tuner {
    /// What a fit found.
    package struct Result {
        /// Weights by entry, in the order of the entries, eight outputs each.
        package let weights: [Double]
        package let bias: [Double]
        /// Whether each entry stays; false for general cues that weigh too little.
        package let isKept: [Bool]
        package let confidence: ConfidenceLine
        package let negativeThreshold: Double, positiveThreshold: Double
        /// What was learned of signals; nil if no message says which ones it shows.
        package let signals: SignalResult?
        /// For each training set the agreement of held-out predictions.
        package let heldOut: [HeldOut]
    }

    /// How far predictions for people left out agree with the labels of one training set.
    package struct HeldOut {
        package let name: String
        package fileprivate(set) var stages = Agreement(classes: Stage.allCases.map(\.rawValue))
        package fileprivate(set) var sentiments = Agreement(classes: Sentiment.allCases.map(\.rawValue))
        package fileprivate(set) var calibration = Calibration()
        package internal(set) var signals = SignalAgreement()
    }

    let source: LexiconSource
    let sets: [TrainingSet]
    let messages: [GoldMessage]
    let fitter: WeightFitter
    private let examples: [Example]
    /// What is added to the biases, lest a stage be missed because it is rare: a quarter of the logarithm of (mean count of a stage / its count) in the sets that
    /// count most. Examples weigh the other three quarters, since the few of a rare stage would be learned by heart.
    private var evening = SIMD8<Double>()
    /// The weight of the sets that count most.
    private let highest: Double
    /// The set of each example.
    let setOf: [Int]
    /// Whether what the lexicons have learned so far is left out of account.
    let isAnew: Bool

    /// - Parameters:
    ///   - source: the lexicons, with whose weights the fit begins.
    ///   - anew: begin with the hand weights; else with what was learned before, which is kept where the messages say nothing else. Figures on people left out
    ///     mean nothing if the lexicons have learned from these very messages.
    package init(_ source: LexiconSource, _ lexicon: Lexicon, _ sets: [TrainingSet], anew: Bool = true) {
        isAnew = anew
        self.source = source
        self.sets = sets
        messages = sets.flatMap(\.messages)
        setOf = sets.enumerated().flatMap { number, set in set.messages.map { _ in number } }
        let matrix = FeatureMatrix(messages, Classifier(lexicon), source.rules)
        var prior = [SIMD8<Double>](repeating: SIMD8(), count: source.entries.count)
        var sectionNumbers: [String: Int] = [:]
        var sections: [Int] = []
        for (index, entry) in source.entries.enumerated() {
            let weights = anew || entry.fitted.isEmpty ? entry.handWeights(source.rules) : entry.fitted
            for (output, weight) in weights { prior[index][output.rawValue] = weight }
            let number = sectionNumbers[entry.section] ?? sectionNumbers.count
            sectionNumbers[entry.section] = number
            sections.append(number)
        }
        var fitter = WeightFitter(
            matrix: matrix, prior: prior, sections: sections, sectionCount: sectionNumbers.count, isCue: source.entries.map { $0.role == .cue },
            setCount: sets.count)
        if !anew { for output in Output.allCases { fitter.priorBias[output.rawValue] = source.rules.bias[output.rawValue] } }
        self.fitter = fitter
        let highest = sets.reduce(0) { max($0, $1.weight) }
        self.highest = highest
        let own = sets.indices.map { sets[$0].weight == highest ? nil : $0 }
        examples = Tuner.examples(messages, setOf.map { sets[$0] }, setOf.map { own[$0] })
        for (stage, ratio) in Tuner.ratios(messages, aimWeights).enumerated() { evening[stage] = logarithm(ratio) / 4 }
    }

    /// For each stage the mean count of a stage by its own count; 1 for those that no message has.
    private static func ratios(_ messages: [GoldMessage], _ weights: [Double]) -> [Double] {
        var counts = [Double](repeating: 0, count: 6)
        for (message, weight) in zip(messages, weights) { if let stage = message.stage { counts[stage.index] += weight } }
        let mean = counts.reduce(0, +) / 6
        return counts.map { $0 > 0 ? mean / $0 : 1 }
    }

    /// Examples with weights that make every stage count alike in part: (mean count / count of the stage) to the power of 0.75; the feeling of a message takes part in it.
    private static func examples(_ messages: [GoldMessage], _ origins: [TrainingSet], _ sets: [Int?]) -> [Example] {
        let balance = ratios(messages, origins.map(\.weight)).map(rootedRatio)
        return messages.indices.map { index in
            let message = messages[index]
            let factor = message.stage.map { balance[$0.index] } ?? 1
            return Example(
                row: index, set: sets[index], stage: message.stage, sentiment: message.sentiment, weight: origins[index].weight * factor,
                feelingWeight: origins[index].feelingWeight * factor)
        }
    }

    /// A ratio to the power of 0.75: the root of the root, three times.
    private static func rootedRatio(_ ratio: Double) -> Double {
        let root = ratio.squareRoot()
        return root * root.squareRoot()
    }

    /// Fits and evaluates.
    /// - Parameters:
    ///   - folds: in how many parts the people are divided for held-out predictions; at least 2.
    ///   - cues: how many general cues may stay; they are chosen anew in every fold, so that the choice is held out, too. All if nil.
    ///   - progress: told what is being done.
    package func run(folds: Int, cues: Int? = nil, progress: (String) -> Void) -> Result {
        var predictions = [SIMD8<Double>?](repeating: nil, count: messages.count)
        for fold in 0..<folds {
            progress("fitting fold \(fold + 1) of \(folds)")
            let training = examples.filter { self.fold(of: messages[$0.row], folds) != fold }
            let fit = fit(training, cues)
            for example in examples where self.fold(of: messages[example.row], folds) == fold {
                predictions[example.row] = fitter.sums(example.row, fit.weights) + evening
            }
        }
        progress("fitting all")
        var (weights, isKept) = fit(examples, cues)
        let held = predictions.map { $0 ?? SIMD8() }
        var heldOut = agreements(held, folds)
        let signals = signals(held, isKept, folds, cues, &heldOut, progress)
        // What stays for signals alone says nothing of stages. Where nothing is learned of signals, all that speaks for them stays.
        let spoken = source.entries.indices.filter { !source.entries[$0].fittedSignals.isEmpty }
        for cue in signals?.cues ?? spoken where !isKept[cue] {
            isKept[cue] = true
            weights.forget(cue)
        }
        let thresholds = ThresholdSearch.best(held, messages, thresholdWeights)
        let line = ConfidenceLine(held, messages, confidenceWeights)
        return Result(
            weights: weights.entries, bias: weights.bias.indices.map { weights.bias[$0] + evening[$0] }, isKept: isKept, confidence: line,
            negativeThreshold: thresholds.negative,
            positiveThreshold: thresholds.positive, signals: signals, heldOut: heldOut)
    }

    /// Fits to some examples; if only some general cues may stay, the others weigh nothing afterwards.
    ///
    /// There is no second fit with those that stay: it would give them more weight than they are worth, since they were chosen by these very examples.
    private func fit(_ examples: [Example], _ cues: Int?) -> (weights: WeightFitter.Weights, isKept: [Bool]) {
        var weights = fitter.fit(examples)
        guard let cues else { return (weights, fitter.isCue.map { _ in true }) }
        let isKept = fitter.worthKeeping(cues, weights, examples)
        for entry in isKept.indices where !isKept[entry] { weights.forget(entry) }
        return (weights, isKept)
    }

    /// Which messages are what the labels are meant for: those of the sets that count most.
    private var aimWeights: [Double] { setOf.map { sets[$0].weight == highest ? 1 : 0 } }

    /// How much each message counts for the confidence.
    var confidenceWeights: [Double] { setOf.map { sets[$0].confidenceWeight ?? (sets[$0].weight == highest ? 1 : 0) } }

    /// How much each message counts for the thresholds of feelings: the sets that count most for feelings as much as all that tell feelings alone. Messages with a stage
    /// in other sets have no say if there are both: where two readers of them differed, their feelings were settled toward neutral.
    var thresholdWeights: [Double] {
        let weights = messages.indices.map { messages[$0].sentiment == nil ? 0 : sets[setOf[$0]].feelingWeight }
        let most = weights.max() ?? 0
        let isAim = weights.map { $0 == most }, isAlone = messages.map { $0.stage == nil }
        func total(_ isCounted: (Int) -> Bool) -> Double { weights.indices.reduce(0) { $0 + (isCounted($1) ? weights[$1] : 0) } }
        let aim = total { isAim[$0] }, alone = total { !isAim[$0] && isAlone[$0] }
        if alone == 0 { return weights }
        return weights.indices.map { isAim[$0] ? weights[$0] / aim : isAlone[$0] ? weights[$0] / alone : 0 }
    }

    /// The fold of a message, by its group: all messages of one group (or author, or product) are in one fold.
    func fold(of message: GoldMessage, _ folds: Int) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in message.group.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) % UInt64(folds))
    }

    /// The agreement of held-out predictions by set; thresholds and confidence, too, come from the other folds only.
    private func agreements(_ held: [SIMD8<Double>], _ folds: Int) -> [HeldOut] {
        var results = sets.map { HeldOut(name: $0.name) }
        let thresholdWeights = self.thresholdWeights, confidenceWeights = self.confidenceWeights
        for fold in 0..<folds {
            let others = messages.indices.filter { self.fold(of: messages[$0], folds) != fold }
            let seen = others.map { held[$0] }, labels = others.map { messages[$0] }
            let thresholds = ThresholdSearch.best(seen, labels, others.map { thresholdWeights[$0] })
            var rules = Rules()
            let line = ConfidenceLine(seen, labels, others.map { confidenceWeights[$0] })
            rules.setConfidence(line.shifts, line.points)
            for index in messages.indices where self.fold(of: messages[index], folds) == fold {
                let probabilities = WeightFitter.stageProbabilities(held[index])
                let best = probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
                if let gold = messages[index].stage {
                    results[setOf[index]].stages.add(gold: gold.index, predicted: best)
                    results[setOf[index]].calibration.add(rules.calibrated(Stage.allCases[best], probabilities[best]), isRight: gold.index == best)
                }
                if let gold = messages[index].sentiment {
                    let (negative, positive) = WeightFitter.feelingProbabilities(held[index])
                    let difference = positive - negative
                    let predicted = difference < thresholds.negative ? 0 : difference > thresholds.positive ? 2 : 1
                    results[setOf[index]].sentiments.add(gold: gold == .negative ? 0 : gold == .neutral ? 1 : 2, predicted: predicted)
                }
            }
        }
        return results
    }
}

import UndertoneEngine
import UndertoneReport

extension Tuner {
    /// What a fit found about signals.
    package struct SignalResult {
        /// Weights by entry, in the order of the entries, in log-odds.
        let weights: [SignalNumbers]
        /// The bias of each signal before any cue, then those of the stages.
        let biases: [SignalNumbers]
        /// The general cues that stay for their sake.
        let cues: [Int]
    }

    /// Fits signals to the messages that say which ones they show, if some do, and adds how well it goes on people left out.
    ///
    /// Messages of all sets count alike: few say what they show, and their mix of stages is known to the fit.
    /// - Parameters:
    ///   - held: the log-odds of stages and feelings of all messages, by fits that have not seen them.
    ///   - isKept: the entries that stay for the sake of stages and feelings.
    ///   - cues: how many general cues were to stay for these; an eighth of that stays for signals besides. All if nil.
    func signals(
        _ held: [SIMD8<Double>], _ isKept: [Bool], _ folds: Int, _ cues: Int?, _ heldOut: inout [HeldOut], _ progress: (String) -> Void
    ) -> SignalResult? {
        let examples = signalExamples(held)
        if examples.isEmpty { return nil }
        progress("fitting signals")
        let threshold = Float(source.rules[.signalThreshold]), cue = Float(source.rules[.signalCue])
        var fitter = SignalFitter(matrix: fitter.matrix, prior: source.entries.map { prior($0) }, isCue: fitter.isCue)
        if !isAnew {
            for signal in Signal.allCases {
                for bias in fitter.priorBiases.indices {
                    fitter.priorBiases[bias][signal] = Float(source.rules.signalBiases[signal.index * Rules.biasesOfSignal + bias])
                }
            }
        }
        for fold in 0..<folds {
            let training = examples.filter { self.fold(of: messages[$0.row], folds) != fold }
            let fit = fit(fitter, training, isKept, cues)
            for example in examples where self.fold(of: messages[example.row], folds) == fold {
                let sums = fit.fitter.sums(example, fit.weights)
                let found = Signal.allCases.filter { sums.strongest[$0] > 0 && sums.strongest[$0] >= cue && sums.logOdds[$0] >= threshold }
                heldOut[setOf[example.row]].signals.add(gold: messages[example.row].signals, predicted: Set(found))
            }
        }
        let fit = fit(fitter, examples, isKept, cues)
        return SignalResult(weights: fit.weights.entries, biases: fit.weights.biases, cues: fit.cues)
    }

    private func signalExamples(_ held: [SIMD8<Double>]) -> [SignalExample] {
        messages.indices.compactMap { row in
            messages[row].signals.map { SignalExample(row: row, shown: $0, stages: WeightFitter.stageProbabilities(held[row])) }
        }
    }

    /// Where the weights of an entry for signals begin.
    private func prior(_ entry: Entry) -> SignalNumbers {
        (isAnew ? entry.handSignals(source.rules) : entry.signalWeights(source.rules)).reduce(into: SignalNumbers()) { $0[$1.key] = Float($1.value) }
    }

    /// Fits to some examples; if only some general cues may stay, a second time with those that stay for stages and those that say most of signals.
    private func fit(
        _ fitter: SignalFitter, _ examples: [SignalExample], _ isKept: [Bool], _ cues: Int?
    ) -> (fitter: SignalFitter, weights: SignalFitter.Weights, cues: [Int]) {
        let weights = fitter.fit(examples)
        guard let cues else { return (fitter, weights, []) }
        let best = fitter.worthKeeping(cues / 8, weights, examples)
        var stays = isKept
        for cue in best { stays[cue] = true }
        var reduced = fitter
        reduced.matrix = fitter.matrix.keeping(stays)
        return (reduced, reduced.fit(examples), best)
    }
}

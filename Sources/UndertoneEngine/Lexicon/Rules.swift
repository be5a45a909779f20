/// How strongly each context rule acts, and the numbers of the decision: `rule.tsv`.
package struct Rules: Sendable, Equatable {
    /// What the surroundings of a cue do to its weight.
    package enum Context: String, CaseIterable, Sendable {
        case negated, hedged, question, conditional, reported, quoted, boosted, weakened, past
        case beforeContrast = "before_contrast"
        case afterContrast = "after_contrast"
        case lastSentence = "last_sentence"
    }

    /// Numbers of the decision that have a name.
    package enum Number: String, CaseIterable, Sendable {
        /// Log-odds of one step of a hand weight, for stages, for feelings and for signals.
        case stageStep = "stage_step"
        case sentimentStep = "sentiment_step"
        case signalStep = "signal_step"
        /// Divides the log-odds before they become probabilities.
        case temperature
        /// The winner must lead the second by this much in probability, else `tie`.
        case tieMargin = "tie_margin"
        /// Fewer words than this are `too_short`.
        case shortest
        /// A smaller share of known words than this (of eight or more) is another `language`.
        case knownShare = "known_share"
        /// Scores at which feeling becomes negative and positive, before they are stretched to -0.25 and 0.25.
        case negativeThreshold = "negative_threshold"
        case positiveThreshold = "positive_threshold"
        /// The log-odds from which on a signal is reported.
        case signalThreshold = "signal_threshold"
        /// The log-odds that one cue of a signal must have, lest many slight ones make it.
        case signalCue = "signal_cue"
        /// The number of words of a message whose weights count as they stand; those of longer messages count less. 0: the length does not matter.
        case typicalWords = "typical_words"
    }

    /// Factors by context, for cues of stages and signals and for sentiment.
    package private(set) var stageFactors: [Double]
    package private(set) var sentimentFactors: [Double]
    /// Log-odds of every output before any cue is met.
    package private(set) var bias: [Double]
    package private(set) var numbers: [Double]
    /// Log-odds of each signal before any cue is met, and what a message of each stage adds: seven for each signal.
    package private(set) var signalBiases: [Double]
    package static let biasesOfSignal = 1 + Stage.allCases.count
    /// What is added in log-odds to the winner's probability before the line is read, by stage: some stages are seen too readily.
    package private(set) var confidenceShifts: [Double]
    /// Points of the line from raw to calibrated confidence.
    package private(set) var confidence: [(raw: Double, calibrated: Double)]

    package init() {
        stageFactors = [-0.25, 0.7, 1, 0.7, 0.8, 0.5, 1.25, 0.75, 0.7, 0.7, 1.25, 1.2]
        sentimentFactors = [-0.5, 0.7, 0.7, 0.5, 0.8, 0.5, 1.3, 0.6, 0.7, 0.7, 1.25, 1.1]
        bias = [Double](repeating: 0, count: Output.allCases.count)
        numbers = [0.7, 0.5, 1.5, 1, 0.02, 2, 0.25, -0.25, 0.25, 2.25, 0, 0]
        signalBiases = [Double](repeating: 0, count: Signal.allCases.count * Rules.biasesOfSignal)
        confidenceShifts = [Double](repeating: 0, count: Stage.allCases.count)
        confidence = [(0, 0), (1, 1)]
    }

    package static func == (a: Rules, b: Rules) -> Bool {
        a.stageFactors == b.stageFactors && a.sentimentFactors == b.sentimentFactors && a.bias == b.bias && a.numbers == b.numbers
            && a.signalBiases == b.signalBiases && a.confidenceShifts == b.confidenceShifts && a.confidence.map(\.raw) == b.confidence.map(\.raw)
            && a.confidence.map(\.calibrated) == b.confidence.map(\.calibrated)
    }

    /// Log-odds of a signal before its cues: its bias, and what the message's stages add by their probabilities.
    /// - Parameter signal: its place in `Signal.allCases`.
    package func bias(ofSignal signal: Int, _ probabilities: SIMD8<Double>) -> Double {
        let start = signal * Rules.biasesOfSignal
        return Stage.allCases.indices.reduce(signalBiases[start]) { $0 + probabilities[$1] * signalBiases[start + 1 + $1] }
    }

    package subscript(number: Number) -> Double { numbers[Number.allCases.firstIndex(of: number) ?? 0] }

    /// Sets one number from its line.
    /// - Returns: what is wrong with the line, or nil.
    mutating func set(_ section: String, _ name: String, _ values: [Double]) -> (problem: String, remedy: String)? {
        func unknown(_ names: [String]) -> (problem: String, remedy: String) {
            ("[\(section)] has no '\(name)'" + (nearest(name, names).map { "; did you mean '\($0)'?" } ?? ""), "use one of: " + names.joined(separator: ", "))
        }
        switch section {
        case "context", "sentiment_context":
            guard let index = Context.allCases.firstIndex(where: { $0.rawValue == name }) else { return unknown(Context.allCases.map(\.rawValue)) }
            guard (-2...2).contains(values[0]) else { return ("the factor of '\(name)' is out of range", "write a number from -2 to 2") }
            if section == "context" { stageFactors[index] = values[0] } else { sentimentFactors[index] = values[0] }
        case "bias":
            guard let output = Output(name: name) else { return unknown(Output.allCases.map(\.name)) }
            bias[output.rawValue] = values[0]
        case "decision":
            guard let index = Number.allCases.firstIndex(where: { $0.rawValue == name }) else { return unknown(Number.allCases.map(\.rawValue)) }
            numbers[index] = values[0]
        case "signal":
            guard let index = Signal.allCases.firstIndex(where: { $0.rawValue == name }) else { return unknown(Signal.allCases.map(\.rawValue)) }
            guard values.count == Rules.biasesOfSignal, values.allSatisfy((-20...20).contains) else {
                let stages = Stage.allCases.map(\.rawValue).joined(separator: ", ")
                return ("'\(name)' has no seven numbers from -20 to 20", "write one to begin with and one for each stage: \(stages)")
            }
            signalBiases.replaceSubrange(index * values.count..<(index + 1) * values.count, with: values)
        case "stage_confidence":
            guard let stage = Stage(rawValue: name) else { return unknown(Stage.allCases.map(\.rawValue)) }
            guard (-10...10).contains(values[0]) else { return ("the shift of '\(name)' is out of range", "write a number from -10 to 10") }
            confidenceShifts[stage.index] = values[0]
        case "confidence":
            guard let raw = decimal(name), (0...1).contains(raw), (0...1).contains(values[0]) else {
                return ("a point of the confidence line is no pair of numbers from 0 to 1", "leave [confidence] to `undertone tune`")
            }
            if confidence.count == 2, confidence[0].raw == 0, confidence[1].raw == 1, raw == 0 { confidence = [] }
            if confidence.count == 2, confidence[0] == (0, 0), confidence[1] == (1, 1), raw != 0 {
                return ("the confidence line does not begin at 0", "leave [confidence] to `undertone tune`")
            }
            guard raw > confidence.last?.raw ?? -1 else { return ("the points of the confidence line do not rise", "leave [confidence] to `undertone tune`") }
            confidence.append((raw, values[0]))
        default:
            return ("[\(section)] is no section of the rules", "use one of: context, sentiment_context, bias, decision, signal, stage_confidence, confidence")
        }
        return nil
    }

    /// Replaces the line from raw to calibrated confidence.
    /// - Parameters:
    ///   - shifts: by stage.
    ///   - points: at least two, rising.
    package mutating func setConfidence(_ shifts: [Double], _ points: [(raw: Double, calibrated: Double)]) {
        confidenceShifts = shifts
        confidence = points
    }

    /// The calibrated confidence for a stage of some probability: shifted, then linear between the points.
    package func calibrated(_ stage: Stage, _ probability: Double) -> Double {
        let raw = Rules.shifted(probability, confidenceShifts[stage.index])
        var before = confidence[0]
        if raw <= before.raw { return before.calibrated }
        for point in confidence.dropFirst() {
            if raw <= point.raw { return before.calibrated + (point.calibrated - before.calibrated) * (raw - before.raw) / (point.raw - before.raw) }
            before = point
        }
        return before.calibrated
    }

    /// A probability whose log-odds are shifted.
    package static func shifted(_ probability: Double, _ shift: Double) -> Double {
        if shift == 0 { return probability }
        let odds = probability * exponential(shift)
        return odds / (odds + 1 - probability)
    }

    /// What the weights are multiplied with in a message of so many words, by output: for stages the root of the typical number divided by this one (at least 5),
    /// for feelings its fourth root.
    ///
    /// Without it a long message would be surer of its label merely because more of its words are known. The root is what the length of a vector of words by their
    /// inverse document frequency grows with, by which such vectors are divided (cosine normalisation, Salton & Buckley 1988); feelings, more of whose words say
    /// something each, are read best with half of that.
    package static func lengthFactors(_ words: Int, typical: Double) -> SIMD8<Double> {
        let stage = typical > 0 ? (typical / Double(max(words, 5))).squareRoot() : 1
        var factors = SIMD8(repeating: stage)
        factors[6] = stage.squareRoot()
        factors[7] = factors[6]
        return factors
    }

    /// All numbers in a fixed order, for storing; the confidence points come last.
    var flat: [Double] { stageFactors + sentimentFactors + bias + numbers + signalBiases + confidenceShifts + confidence.flatMap { [$0.raw, $0.calibrated] } }

    init(flat: [Double]) {
        self.init()
        var rest = flat[...]
        func take(_ count: Int) -> [Double] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        stageFactors = take(Context.allCases.count)
        sentimentFactors = take(Context.allCases.count)
        bias = take(Output.allCases.count)
        numbers = take(Number.allCases.count)
        signalBiases = take(signalBiases.count)
        confidenceShifts = take(Stage.allCases.count)
        let points = Array(rest)
        confidence = stride(from: 0, to: points.count - 1, by: 2).map { (points[$0], points[$0 + 1]) }
    }
}

import Testing
import TestSupport

@testable import UndertoneEngine

/// One row: a text in which `good` stands once, and the contexts that act on it.
struct ContextCase: CustomTestStringConvertible, Sendable {
    let text: String
    let contexts: Set<String>

    init(_ text: String, _ contexts: String...) {
        self.text = text
        self.contexts = Set(contexts)
    }

    var testDescription: String { "\(text): \(contexts.isEmpty ? "nothing acts" : contexts.sorted().joined(separator: ", "))" }

    static let negation = [
        ContextCase("it is good. x"), ContextCase("it is not good. x", "negated"), ContextCase("not very x y z good. x", "negated"),
        ContextCase("not very x good. x", "negated", "boosted"),
        ContextCase("not a b c d e f good. x"), ContextCase("I am not here, it is good. x"), ContextCase("not here (it is good). x"),
        ContextCase("not here; it is good. x"), ContextCase("not here. It is good. x"), ContextCase("not here\n\nit is good. x"),
        ContextCase("good not here. x"),
        ContextCase("not only good. x"), ContextCase("it is never not good. x"), ContextCase("never a not good. x"),
        ContextCase("not here but it is good. x", "after_contrast"),
    ]
    static let contrast = [
        ContextCase("it is good but slow. x", "before_contrast"), ContextCase("slow but good. x", "after_contrast"),
        ContextCase("good. But slow. x", "before_contrast"),
        ContextCase("good. It is slow. But no. x"), ContextCase("a but good but b. x", "before_contrast"), ContextCase("a but b but good. x", "after_contrast"),
        ContextCase("slow. But good. x", "after_contrast"), ContextCase("good?! But slow. x", "before_contrast", "question"),
    ]
    static let others = [
        ContextCase("is it good? x", "question"), ContextCase("good. Is it? x"), ContextCase("is it? good. x"), ContextCase("is it good?! x", "question"),
        ContextCase("maybe it is good. x", "hedged"), ContextCase("maybe a b c d e f good. x"), ContextCase("maybe. good. x"),
        ContextCase("if it is good. x", "conditional"),
        ContextCase("they said it is good. x", "reported"), ContextCase("they said a b, c, good. x", "reported"), ContextCase("they said. good. x"),
        ContextCase("\"good\" they wrote. x", "quoted"), ContextCase("“it is good” x. x", "quoted"), ContextCase("\"x\" good. x"),
        ContextCase("very good. x", "boosted"), ContextCase("very a b good. x"), ContextCase("slightly good. x", "weakened"),
        ContextCase("formerly good. x", "past"),
        ContextCase("x. it is good", "last_sentence"), ContextCase("x. it is good. 🙂"), ContextCase("x. it is good!!", "last_sentence"),
        ContextCase("good. x. y"),
        ContextCase("x. maybe not very good?", "hedged", "negated", "boosted", "question", "last_sentence"),
    ]
}

@Suite("Rules")
struct RulesTests {
    private static let lexicon: [String: String] = [
        "stage/adoption.tsv": "[a]\ngood\t2\n", "sentiment.tsv": "[s]\ngreat\t3\nawful\t-3\n",
        "modifier.tsv": """
        [negation]
        not\t3
        never\t3
        [not_negation]
        not only\t3
        [booster]
        very\t2
        [downtoner]
        slightly\t2
        [contrast]
        but\t2
        [hedge]
        maybe\t2
        [conditional]
        if\t2
        [reported]
        they said\t2
        [past]
        formerly\t2
        """,
    ]

    /// The contexts and the factor of the only stage cue in a text.
    private func cue(in text: String, rules: String? = nil) throws -> (contexts: Set<String>, factor: Int32)? {
        let tiny = try TinyLexicon(RulesTests.lexicon.merging(rules.map { ["rule.tsv": $0] } ?? [:]) { $1 })
        var scratch = Classifier.Scratch()
        let bytes = Array(text.utf8)
        let classifier = Classifier(tiny.lexicon)
        _ = classifier.label(of: bytes.span, from: 0, to: bytes.count, markup: .plain, keeping: .all, using: &scratch)
        let cues = classifier.weighedCues(&scratch)
        guard let cue = cues.first, cues.count == 1 else { return nil }
        return (Set(Rules.Context.allCases.filter { cue.marks & ContextMarks.bit($0) != 0 }.map(\.rawValue)), cue.factor)
    }

    private func check(_ row: ContextCase) throws { #expect(try cue(in: row.text)?.contexts == row.contexts) }

    @Test("a negation reaches through its clause, six words at most", arguments: ContextCase.negation) func negation(row: ContextCase) throws { try check(row) }
    @Test("what stands before a contrast is conceded, after it meant", arguments: ContextCase.contrast) func contrast(row: ContextCase) throws {
        try check(row)
    }
    @Test("other contexts have scopes of their own", arguments: ContextCase.others) func others(row: ContextCase) throws { try check(row) }

    @Test("a negation with a comma right behind it ends at the comma", arguments: ["not, good. x", "Never, it is good. x"])
    func comma(text: String) throws {
        let contexts = try cue(in: text)?.contexts
        #expect(contexts == [])
    }

    @Test("the steps of scopes are linear in the text, whatever opens them", arguments: ["not good ", "but good ", "not but not ", "not not not good, "])
    func linear(piece: String) throws {
        let classifier = Classifier(try TinyLexicon(RulesTests.lexicon).lexicon)
        func steps(_ count: Int) -> (steps: Int, tokens: Int) {
            var scratch = Classifier.Scratch()
            let bytes = Array(String(repeating: piece, count: count).utf8)
            _ = classifier.label(of: bytes.span, from: 0, to: bytes.count, markup: .plain, keeping: .all, using: &scratch)
            return (scratch.context.steps, scratch.buffer.list.count)
        }
        let few = steps(500), many = steps(4000)
        #expect(few.steps > 0 && many.steps <= few.steps * 9 && many.steps <= many.tokens * 2 * ContextMarks.sentenceReach)
    }

    @Test("each context multiplies by its factor in the rules", arguments: Rules.Context.allCases)
    func factors(context: Rules.Context) throws {
        let judge = Judge(Rules()), place = try #require(Rules.Context.allCases.firstIndex(of: context))
        #expect(judge.factor(ContextMarks.bit(context), sentiment: false) == Int32(nearestInteger(Rules().stageFactors[place] * 64)))
        #expect(judge.factor(ContextMarks.bit(context), sentiment: true) == Int32(nearestInteger(Rules().sentimentFactors[place] * 64)))
    }

    @Test("contexts have bits of their own")
    func bits() { #expect(Rules.Context.allCases.map(ContextMarks.bit) == Rules.Context.allCases.indices.map { 1 << UInt16($0) }) }

    @Test("the factors of several contexts multiply")
    func product() throws {
        let rules = "[context]\nnegated\t-0.5\nboosted\t1.5\nquestion\t0.5\nlast_sentence\t1\n"
        #expect(try cue(in: "it is not very good?", rules: rules)?.factor == -24)
        #expect(try cue(in: "it is good. x", rules: rules)?.factor == 64)
    }

    // MARK: - Confidence and score

    @Test(
        "calibration is linear between its points and flat outside",
        arguments: [(-1, 0.1), (0, 0.1), (0.25, 0.15), (0.5, 0.2), (0.6, 0.36), (0.75, 0.6), (0.75, 0.6), (1, 1), (2, 1)])
    func calibration(raw: Double, expected: Double) throws {
        var rules = Rules()
        for (point, value) in [("0", 0.1), ("0.5", 0.2), ("0.75", 0.6), ("1", 1)] { #expect(rules.set("confidence", point, [value]) == nil) }
        #expect(abs(rules.calibrated(.anger, raw) - expected) < 1e-12)
    }

    @Test("confidence is as it is without points")
    func plainConfidence() { for raw in [0, 0.2, 0.5, 1] { #expect(Rules().calibrated(.anger, raw) == raw) } }

    @Test("confidence is shifted by the log-odds of its stage before the line is read")
    func shiftedConfidence() {
        var rules = Rules()
        #expect(rules.set("stage_confidence", "acquiesce", [-1]) == nil && rules.set("stage_confidence", "none", [1]) == nil)
        // Odds of one divided by e, as they are, and times e.
        #expect([Stage.acquiesce, .anger, .none].map { (rules.calibrated($0, 0.5) * 1000).rounded() } == [269, 500, 731])
        #expect(Stage.allCases.allSatisfy { rules.calibrated($0, 0) == 0 && rules.calibrated($0, 1) == 1 })
        #expect(rules.set("stage_confidence", "calm", [1])?.problem.contains("no 'calm'") == true)
        #expect(rules.set("stage_confidence", "anger", [11]) != nil)
    }

    @Test("rules come back from their stored form as they were")
    func stored() throws {
        var rules = Rules()
        for (section, name, value) in [
            ("context", "negated", -1.5), ("sentiment_context", "past", 0.3), ("bias", "none", 0.4), ("decision", "temperature", 2),
            ("stage_confidence", "anger", 0.3), ("confidence", "0", 0.1),
            ("confidence", "1", 0.9),
        ] {
            #expect(rules.set(section, name, [value]) == nil)
        }
        #expect(Rules(flat: rules.flat) == rules && rules != Rules())
    }

    @Test("score and sentiment agree on any sums: the sign, the thresholds and the range")
    func scores() {
        var rules = Rules()
        #expect(rules.set("decision", "negative_threshold", [-0.4]) == nil && rules.set("decision", "positive_threshold", [0.1]) == nil)
        var random = SplitMix64(seed: 5)
        var seen: Set<Sentiment> = []
        for _ in 0..<2000 {
            var sums = SIMD8<Int32>()
            sums[6] = Int32(random.below(40_000)) - 10_000
            sums[7] = Int32(random.below(40_000)) - 10_000
            let label = Judge(rules).decide(sums, TextShape(words: 9), stageCues: false, noneCues: false, signals: SignalSums())
            let difference = label.probabilities[7] - label.probabilities[6]
            let expected: Sentiment = difference < -0.4 ? .negative : difference > 0.1 ? .positive : .neutral
            seen.insert(label.sentiment)
            if label.sentiment == expected && (-1...1).contains(label.score) && (difference < 0) == (label.score < 0) { continue }
            Issue.record("sums \(sums): difference \(difference), score \(label.score), \(label.sentiment)")
            return
        }
        #expect(seen.count == 3)
    }

    @Test("more of a feeling never lowers its score")
    func monotone() {
        var last = -2.0
        for positive in stride(from: Int32(-60_000), through: 60_000, by: 500) {
            let sums = SIMD8<Int32>(0, 0, 0, 0, 0, 0, 3000, positive)
            let score = Judge(Rules()).decide(sums, TextShape(words: 9), stageCues: false, noneCues: false, signals: SignalSums()).score
            if score < last { return #expect(score >= last, "at \(positive)") }
            last = score
        }
        #expect(last > 0.9)
    }

    @Test("a signal's log-odds before its cues: a bias and what the stages of the message add by their probabilities, 0 where the rules say nothing")
    func signalBiases() {
        var rules = Rules()
        #expect(rules.set("signal", "peer_teaching", [-3, 0, 0, 0, 1, 2, 0.5]) == nil)
        #expect(rules.bias(ofSignal: Signal.peerTeaching.index, SIMD8(0, 0, 0, 0, 1, 0, 0, 0)) == -1)
        #expect(rules.bias(ofSignal: Signal.peerTeaching.index, SIMD8(0, 0, 0, 0.5, 0.25, 0.25, 0.9, 0.1)) == -3 + 0.5 + 0.5 + 0.125)
        #expect(rules.bias(ofSignal: Signal.impatience.index, SIMD8(0, 0.5, 0, 0, 0, 0.5, 0, 0)) == 0)
        #expect(Rules(flat: rules.flat) == rules && rules != Rules())
        for (name, values) in [("peer_teaching", [1.0]), ("peer_teaching", [0, 1, 1, 1, 1, 1, 25]), ("peer_teeching", [1, 1, 1, 1, 1, 1, 1])] {
            #expect(rules.set("signal", name, values) != nil, "\(name) \(values)")
        }
    }

    @Test("one sum makes a signal in one stage and none in another")
    func signalsByStage() {
        var rules = Rules()
        #expect(rules.set("signal", "peer_teaching", [-1, 0.5, 0.5, 0.5, 0.5, 2.25, 0.5]) == nil)
        let place = Signal.peerTeaching.index
        var signals = SignalSums()
        // A cue of 1 in log-odds; the limit is 2.25.
        signals.add(SignalWeights(Signal.allCases.map { $0 == .peerTeaching ? 100 : 0 }), Judge.one)
        func label(_ stage: Stage) -> Label {
            var sums = SIMD8<Int32>()
            sums[stage.index] = 100_000
            return Judge(rules).decide(sums, TextShape(words: 9), stageCues: true, noneCues: false, signals: signals)
        }
        #expect(label(.adoption).has(place))
        for stage in Stage.allCases where stage != .adoption { #expect(!label(stage).has(place), "\(stage)") }
    }

    @Test("a signal that no cue speaks for is not reported, however likely it is in a stage")
    func signalWithoutCue() {
        var rules = Rules()
        #expect(rules.set("signal", "impatience", [10, 0, 0, 0, 0, 0, 0]) == nil)
        #expect(Judge(rules).decide(SIMD8(), TextShape(words: 9), stageCues: true, noneCues: false, signals: SignalSums()).signals == 0)
    }

    @Test("a stage that is taken back leaves the confidence that there is none, not merely what the stage lacked")
    func abstentions() {
        func label(_ sums: [Stage: Double], words: Int, unknown: Int = 0) -> Label {
            var row = SIMD8<Int32>()
            for (stage, logOdds) in sums { row[stage.index] = Int32(logOdds * 100) * Judge.one }
            var shape = TextShape(words: words)
            shape.unknownWords = unknown
            return Judge(Rules()).decide(row, shape, stageCues: false, noneCues: false, signals: SignalSums())
        }
        // Two stages as likely as one another: none is the third.
        let tie = label([.anger: 2, .refusal: 2], words: 9)
        #expect(tie.stage == .none && tie.reason == .tie && tie.confidence == tie.probabilities[5] && tie.confidence < 0.1)
        for (reason, words, unknown) in [(Reason.tooShort, 1, 0), (.language, 9, 9)] {
            let none = label([.none: 3], words: words, unknown: unknown), stage = label([.anger: 3], words: words, unknown: unknown)
            #expect(none.stage == .none && none.reason == reason && none.confidence == none.probabilities[5] && none.confidence > 0.7)
            #expect(stage.stage == .none && stage.reason == reason && stage.confidence == 1 - stage.probabilities[1] && stage.confidence < 0.3)
        }
    }

    @Test("sums of general cues for signals are exact for thousands of the heaviest rows, whatever their order")
    func signalSums() {
        var random = SplitMix64(seed: 11)
        let weights = (0..<40).map { _ in SignalWeights(Signal.allCases.map { _ in [-1000, 1000, 0, Int(random.below(2001)) - 1000][Int(random.below(4))] }) }
        for count in [0, 1, 31, 32, 33, 5000] {
            let rows = (0..<count).map { _ in count == 5000 ? 0 : UInt32(random.below(40)) }
            func sums(_ rows: [UInt32]) -> SignalSums {
                var buffer = Buffer(0 as UInt32), sums = SignalSums()
                for row in rows { buffer.append(row) }
                sums.add(buffer, Table(weights))
                return sums
            }
            let forth = sums(rows), back = sums(rows.reversed())
            for signal in Signal.allCases.indices {
                let expected = rows.reduce(0) { $0 + Int(weights[Int($1)][signal]) }
                let strongest = rows.reduce(0) { max($0, weights[Int($1)][signal]) }
                #expect(forth[signal] == Double(expected) / 100 && back[signal] == forth[signal], "\(count) rows, signal \(signal)")
                #expect(forth.strongest(signal) == Double(strongest) / 100 && back.strongest(signal) == forth.strongest(signal))
            }
        }
    }
}

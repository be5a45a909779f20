import Testing
import UndertoneEngine
import UndertoneReport

@Suite("Agreement")
struct AgreementTests {
    /// Two classes by hand: of six "yes" four were found, of four "no" three.
    static let hand: Agreement = {
        var agreement = Agreement(classes: ["yes", "no", "never"])
        for (gold, predicted, times) in [(0, 0, 4), (0, 1, 2), (1, 0, 1), (1, 1, 3)] { for _ in 0..<times { agreement.add(gold: gold, predicted: predicted) } }
        return agreement
    }()

    private func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-12 }

    @Test("precision, recall and F1 of a small table")
    func shares() {
        let hand = AgreementTests.hand
        #expect(hand.count == 10 && hand.confusion == [[4, 2, 0], [1, 3, 0], [0, 0, 0]])
        #expect(isNear(hand.accuracy, 0.7))
        #expect(isNear(hand.precision(0), 4.0 / 5) && isNear(hand.recall(0), 4.0 / 6) && isNear(hand.f1(0), 8.0 / 11))
        #expect(isNear(hand.precision(1), 3.0 / 5) && isNear(hand.recall(1), 3.0 / 4) && isNear(hand.f1(1), 6.0 / 9))
        #expect(hand.precision(2) == 0 && hand.recall(2) == 0 && hand.f1(2) == 0)
    }

    @Test("a class that nobody has does not pull the mean down")
    func macro() { #expect(isNear(AgreementTests.hand.macroF1, (8.0 / 11 + 6.0 / 9) / 2)) }

    @Test("kappa takes chance away")
    func kappa() {
        // Chance: 6/10 × 5/10 + 4/10 × 5/10 = 0.5, so (0.7 - 0.5) / 0.5.
        #expect(isNear(AgreementTests.hand.kappa, 0.4))
        var same = Agreement(classes: ["a", "b"])
        for _ in 0..<3 { same.add(gold: 0, predicted: 0) }
        #expect(same.kappa == 1)
        #expect(Agreement(classes: ["a"]).kappa == 0 && Agreement(classes: ["a"]).macroF1 == 0 && Agreement(classes: ["a"]).accuracy == 0)
    }

    @Test("calibration error over ten bins")
    func calibration() {
        var calibration = Calibration()
        #expect(calibration.expectedError == 0 && calibration.accuracy(atCoverage: 1) == 0)
        // Bin 0.9: confidence 0.95 twice, one right: |1.9 - 1| = 0.9. Bin 0.4: 0.4 and 0.45, both wrong: 0.85. The sure one: |1 - 1| joins bin 0.9: |2.9 - 2| = 0.9.
        for (confidence, isRight) in [(0.95, true), (0.95, false), (0.4, false), (0.45, false), (1.0, true)] { calibration.add(confidence, isRight: isRight) }
        #expect(isNear(calibration.expectedError, (0.9 + 0.85) / 5))
        #expect(calibration.accuracy(atCoverage: 0.2) == 1)
        #expect(isNear(calibration.accuracy(atCoverage: 0.6), 2.0 / 3))
        #expect(isNear(calibration.accuracy(atCoverage: 1), 0.4))
    }

    @Test("correlation")
    func correlated() {
        #expect(isNear(correlation([1, 2, 3], [10, 20, 30]), 1) && isNear(correlation([1, 2, 3], [3, 2, 1]), -1))
        #expect(isNear(correlation([1, 2, 3, 4], [2, 1, 4, 3]), 0.6))
        #expect(correlation([1, 1, 1], [1, 2, 3]) == 0 && correlation([1], [1]) == 0 && correlation([], []) == 0)
    }
}

@Suite("Evaluation")
struct EvaluationTests {
    static func read(_ lines: [String]) throws -> [GoldMessage] { try GoldMessage.read(Array(lines.joined(separator: "\n").utf8)) }

    @Test("gold labels are read with what stands in for missing members")
    func gold() throws {
        let messages = try EvaluationTests.read([
            #"{"id":7,"text":"a","stage":"anger","sentiment":"negative","score":-0.5,"author":"x","product":"y"}"#, "",
            #"{"text":"b","label":"positive","product":"y"}"#, #"{"text":"c"}"#,
        ])
        #expect(messages.map(\.id) == ["7", "3", "4"])
        #expect(messages.map(\.stage) == [.anger, nil, nil] && messages.map(\.sentiment) == [.negative, .positive, nil])
        #expect(messages.map(\.group) == ["x", "y", "4"] && messages.map(\.score) == [-0.5, nil, nil])
    }

    @Test(
        "a label that does not exist is named with its line",
        arguments: [
            (#"{"stage":"joy"}"#, "2:0: the value of 'stage' is no label; use one of: refusal, anger, acquiesce, exploration, adoption, none"),
            (#"{"sentiment":"sad"}"#, "2:0: the value of 'sentiment' is no label; use one of: negative, neutral, positive"),
            (#"{"stage":"anger""#, "2:17: the record ends inside an array or object"), ("[]", "2:1: the record is no JSON object; write one object a line"),
        ])
    func faults(line: String, expected: String) {
        do {
            _ = try GoldMessage.read(Array(("{}\n" + line).utf8))
            Issue.record("no fault")
        } catch { #expect("\(error.line):\(error.column): \(error.problem)" == expected) }
    }

    @Test("predictions are compared by id; of several with one id the last counts, and gold without one is left out")
    func predicted() throws {
        let gold = try EvaluationTests.read([
            #"{"id":"1","stage":"anger","sentiment":"negative","score":-1}"#, #"{"id":"2","stage":"none","sentiment":"neutral","score":0}"#,
            #"{"id":"3","stage":"anger"}"#,
        ])
        let labels = try EvaluationTests.read([
            #"{"id":"2","stage":"anger","confidence":0.2,"sentiment":"neutral","score":0.5}"#, #"{"id":"1","stage":"none","confidence":0.9}"#,
            #"{"id":"1","stage":"anger","confidence":0.9,"sentiment":"positive","score":-0.5}"#,
        ])
        let evaluation = Evaluation(gold, predicted: labels)
        #expect(evaluation.count == 2 && evaluation.stages.accuracy == 0.5 && evaluation.sentiments.accuracy == 0.5)
        #expect(evaluation.stages.confusion[1][1] == 1 && evaluation.stages.confusion[5][1] == 1)
        #expect(abs(evaluation.calibration.expectedError - (0.1 + 0.2) / 2) < 1e-12)
        let json = evaluation.json()
        #expect(json.hasPrefix(#"{"messages":2,"stage":{"macro_f1":0.3333,"accuracy":0.5,"kappa":0,"#), "\(json)")
        #expect(json.hasSuffix(#""score_correlation":1,"calibration_error":0.15,"accuracy_at_half_coverage":1}"#), "\(json)")
        #expect(evaluation.table().contains("macro-F1                       0.333   accuracy 0.500  kappa 0.000"))
        #expect(evaluation.mistakes(5).hasPrefix("\n2: gold none, predicted anger (0.200)\n"))
    }

    @Test("texts of mistakes do no harm to a terminal")
    func hostile() throws {
        let gold = try EvaluationTests.read([#"{"id":"1","stage":"anger","text":"\u001b[2J\u009b\n\u202ex"}"#])
        let shown = Evaluation(gold, predicted: try EvaluationTests.read([#"{"id":"1","stage":"none"}"#])).mistakes(1)
        #expect(
            shown.unicodeScalars.allSatisfy { ($0.value >= 0x20 || $0 == "\n") && !(0x7F...0x9F).contains($0.value) && $0 != "\u{202E}" },
            "\(shown.debugDescription)")
    }
}

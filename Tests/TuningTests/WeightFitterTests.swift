import Testing
import UndertoneEngine
import UndertoneReport

@testable import UndertoneTuning

@Suite("Weight fitter")
struct WeightFitterTests {
    /// A hundred messages, half of them angry: all angry ones hold `bork`, seven of ten `grum` too, the others `sun`.
    private static func tuner() throws -> (Tuner, [String]) {
        let source = try LexiconSource([
            LexiconFile(name: "rule.tsv", text: "[decision]\nstage_step\t0.7\n"), LexiconFile(name: "cue.tsv", text: "[word]\nbork\ngrum\nsun\n"),
        ])
        let lines = (0..<100).map { number -> String in
            let isAngry = number % 2 == 0
            let text = isAngry ? (number / 2 % 10 < 7 ? "bork grum" : "bork") : "sun"
            return #"{"id":\#(number),"text":"\#(text)","stage":"\#(isAngry ? "anger" : "none")","author":"p\#(number)"}"#
        }
        let set = TrainingSet(name: "set", messages: try GoldMessage.read(Array(lines.joined(separator: "\n").utf8)), weight: 1)
        return (Tuner(source, try Lexicon(source), [set]), source.entries.map(\.phrase))
    }

    private static let examples = (0..<100).map {
        Example(row: $0, set: nil, stage: $0 % 2 == 0 ? .anger : Stage.none, sentiment: nil, weight: 1, feelingWeight: 1)
    }

    @Test("with entries left out by chance a stage rests less on the one entry that is always there; the same weights every time")
    func leftOut() throws {
        let (tuner, phrases) = try Self.tuner()
        let bork = try #require(phrases.firstIndex(of: "bork")), grum = try #require(phrases.firstIndex(of: "grum"))
        func share(_ dropout: Double) -> Double {
            var fitter = tuner.fitter
            fitter.dropout = dropout
            let weights = fitter.fit(Self.examples).entries
            #expect(weights == fitter.fit(Self.examples).entries)
            return weights[grum * 8 + Output.anger.rawValue] / weights[bork * 8 + Output.anger.rawValue]
        }
        let without = share(0), with = share(0.3)
        #expect(without > 0 && with > without * 1.03, "\(with), without \(without)")
    }

    @Test("left out is the share that was asked for, of stages alone, and on the average nothing is lost")
    func shares() throws {
        let (tuner, _) = try Self.tuner()
        let factors = (1...4000).map { tuner.fitter.factors(0, 0, $0) }
        let whole = tuner.fitter.matrix.factors[0]
        let mean = factors.reduce(0) { $0 + $1[0] } / 4000, leftOut = Double(factors.count { $0[0] == 0 }) / 4000
        #expect(abs(mean / whole - 1) < 0.03 && abs(leftOut - tuner.fitter.dropout) < 0.03)
        #expect(factors.allSatisfy { $0[5] == $0[0] && $0[6] == whole && $0[7] == whole })
    }

    @Test("of general cues only those stay that were asked for, with the weights that they had among all")
    func kept() throws {
        let (tuner, phrases) = try Self.tuner()
        let all = tuner.run(folds: 2) { _ in }, one = tuner.run(folds: 2, cues: 1) { _ in }
        let kept = try #require(one.isKept.firstIndex(of: true))
        #expect(one.isKept.count { $0 } == 1 && phrases[kept] != "grum" && all.isKept.allSatisfy { $0 })
        for entry in phrases.indices {
            let weights = one.weights[entry * 8..<entry * 8 + 8]
            #expect(entry == kept ? weights == all.weights[entry * 8..<entry * 8 + 8] : weights.allSatisfy { $0 == 0 })
        }
    }
}

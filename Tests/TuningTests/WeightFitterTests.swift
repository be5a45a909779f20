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

    @Test("at the fitted weights the examples pull on each weight exactly as strongly as it is held; the same weights every time")
    func balance() throws {
        let (tuner, phrases) = try Self.tuner()
        var fitter = tuner.fitter
        fitter.minimizer.rounds = 2000
        fitter.minimizer.tolerance = 0
        let weights = fitter.fit(Self.examples)
        #expect(weights.entries == fitter.fit(Self.examples).entries)
        let holds = fitter.holds(fitter.matrix.timesMet(in: 0..<100, of: phrases.count), examples: 100)
        for output in 0..<6 {
            var pulls = [Double](repeating: 0, count: phrases.count), biasPull = 0.0
            for example in Self.examples {
                let truth = example.stage?.index == output ? 1.0 : 0
                let pull = truth - WeightFitter.stageProbabilities(fitter.sums(example.row, weights))[output]
                biasPull += pull
                for place in fitter.matrix.starts[example.row]..<fitter.matrix.starts[example.row + 1] {
                    pulls[Int(fitter.matrix.entries[place])] += pull * fitter.matrix.lengths[example.row][output] * fitter.matrix.factors[place]
                }
            }
            #expect(abs(biasPull - fitter.strength.bias * weights.bias[output]) < 1e-4)
            // All three stand in one section, whose part of each weight all of them pull on.
            let shared = pulls.reduce(0, +) / fitter.strength.section
            for entry in phrases.indices {
                #expect(abs(pulls[entry] / holds[entry][output] + shared - weights.entries[entry * 8 + output]) < 1e-4)
            }
        }
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

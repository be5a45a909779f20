import Testing

@testable import Undertone
@testable import UndertoneEngine

/// What evidence names, checked against all that was said, on the examples of the phrases for stages and signals.
@Suite("Evidence")
struct EvidenceTests {
    /// One label with what every cue said for one thing, in log-odds, and whether it was named for it.
    private struct Said {
        let name: String
        var cues: [(strength: Double, isNamed: Bool, hasWords: Bool)] = []

        /// Cues below 0.2 are too weak to be evidence.
        var strong: [(strength: Double, isNamed: Bool, hasWords: Bool)] { cues.filter { $0.strength >= 0.2 } }
        var half: Double { strong.reduce(0) { $0 + $1.strength } / 2 }
    }

    /// What was said for the stage, the feeling and each signal of a message.
    private func said(_ text: String, _ classifier: Classifier) -> [Said] {
        var scratch = Classifier.Scratch()
        let bytes = Array(text.utf8)
        let label = classifier.label(of: bytes.span, from: 0, to: bytes.count, markup: .plain, keeping: .all, using: &scratch)
        classifier.findClues(for: label, &scratch)
        let stage = Output.allCases[label.stage.index]
        let feelings: [Output] = label.sentiment == .neutral ? [] : [label.sentiment == .negative ? .negative : .positive]
        func all(_ voice: Int, _ strength: (WeighedCue) -> Double) -> Said {
            Said(
                name: Clue.voices[voice],
                cues: classifier.weighedCues(&scratch).map { cue in
                    let range = classifier.range(of: cue.match, scratch.buffer.list)
                    let isNamed = scratch.clues.contains { $0.entry == cue.match.entry && $0.range == range && Int($0.voice) == voice }
                    return (strength(cue), isNamed, !range.isEmpty)
                })
        }
        // A cue for stage and feeling counts where it is stronger, at a tie for the stage.
        let outputs = ([stage] + feelings).map { output in
            let others = ([stage] + feelings).filter { $0 != output }
            return all(output.rawValue) { cue in
                let strength = classifier.weight(cue, output)
                return others.contains { classifier.weight(cue, $0) > strength || classifier.weight(cue, $0) == strength && $0 < output } ? 0 : strength
            }
        }
        return outputs
            + Signal.allCases.indices.filter(label.has).map { signal in all(Int(Clue.signals) + signal) { classifier.weight($0, forSignal: signal) } }
    }

    @Test("it names the strongest cues that make half of what was said for stage, feeling and each signal, five at most, and no more")
    func half() throws {
        let examples = try LexiconSource(Lexicon.builtInFiles).entries.compactMap(\.example)
        // Three at a time, so that messages are long enough for cues to be left out.
        let texts = stride(from: 0, to: examples.count - 2, by: 9).map { examples[$0...$0 + 2].joined(separator: " ") }
        var named = 0, signals = 0
        for text in texts {
            for said in said(text, Classifier(.builtIn)) {
                let weakest = said.strong.filter(\.isNamed).map(\.strength).min() ?? .infinity
                let above = said.strong.filter { $0.strength > weakest }, chosen = said.strong.filter(\.isNamed)
                named += chosen.count
                if Signal(rawValue: said.name) != nil { signals += 1 }
                #expect(above.allSatisfy { $0.isNamed || !$0.hasWords }, "\(said.name) in '\(text)': a stronger cue is left out")
                #expect(!said.cues.contains { $0.isNamed && $0.strength < 0.2 }, "\(said.name) in '\(text)': a cue of no weight is named")
                if weakest == .infinity { continue }
                // The beginning and the end of a message count, but are not named.
                let counted = chosen + said.strong.filter { !$0.hasWords }
                let isHalf = counted.reduce(0) { $0 + $1.strength } >= said.half - 1e-9
                #expect(isHalf || chosen.count == Classifier.mostEvidence, "\(said.name) in '\(text)': less than half")
                #expect(chosen.count <= Classifier.mostEvidence, "\(said.name) in '\(text)': too many")
                #expect(chosen.reduce(-weakest) { $0 + $1.strength } < said.half + 1e-9, "\(said.name) in '\(text)': one cue too many")
            }
        }
        #expect(named > 100 && signals > 5, "\(named) cues, \(signals) signals")
    }
}

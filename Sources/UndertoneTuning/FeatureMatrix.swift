import UndertoneEngine
import UndertoneReport

/// What every message of a training set holds: the entries met with their factors in context, row by row.
struct FeatureMatrix {
    /// Where each row begins; one more at the end.
    private(set) var starts: [Int] = [0]
    private(set) var entries: [Int32] = []
    private(set) var factors: [Double] = []
    /// What the length of each message makes of its weights, by output.
    private(set) var lengths: [SIMD8<Double>] = []

    var count: Int { starts.count - 1 }

    /// Reads messages with a classifier; its weights do not matter, only what it meets.
    init(_ messages: [GoldMessage], _ classifier: Classifier, _ rules: Rules) {
        var scratch = Classifier.Scratch()
        for message in messages {
            let bytes = Array(message.text.utf8)
            _ = classifier.label(of: bytes.span, from: 0, to: bytes.count, markup: .plain, keeping: .all, using: &scratch)
            for cue in classifier.weighedCues(&scratch) {
                entries.append(Int32(cue.match.entry))
                factors.append(Double(cue.factor) / 64)
            }
            starts.append(entries.count)
            lengths.append(Rules.lengthFactors(scratch.buffer.shape.words, typical: rules[.typicalWords]))
        }
    }

    /// How often each of `entryCount` entries is met in some rows.
    func timesMet(in rows: some Sequence<Int>, of entryCount: Int) -> [Int] {
        var met = [Int](repeating: 0, count: entryCount)
        for row in rows {
            for place in starts[row]..<starts[row + 1] { met[Int(entries[place])] += 1 }
        }
        return met
    }

    /// The same rows with only those entries that are kept.
    func keeping(_ isKept: [Bool]) -> FeatureMatrix {
        var kept = self
        kept.starts = [0]
        kept.entries = []
        kept.factors = []
        for row in 0..<count {
            for place in starts[row]..<starts[row + 1] where isKept[Int(entries[place])] {
                kept.entries.append(entries[place])
                kept.factors.append(factors[place])
            }
            kept.starts.append(kept.entries.count)
        }
        return kept
    }
}

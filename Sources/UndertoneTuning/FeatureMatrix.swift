import UndertoneEngine
import UndertoneReport

/// What every message of a training set holds: the entries met with their factors in context, row by row.
struct FeatureMatrix {
    /// Where each row begins; one more at the end.
    private(set) var starts: [Int] = [0]
    private(set) var entries: [Int32] = []
    private(set) var factors: [Double] = []

    var count: Int { starts.count - 1 }

    /// Reads messages with a classifier; its weights do not matter, only what it meets.
    init(_ messages: [GoldMessage], _ classifier: Classifier) {
        var scratch = Classifier.Scratch()
        for message in messages {
            let bytes = Array(message.text.utf8)
            _ = classifier.label(of: bytes.span, from: 0, to: bytes.count, markup: .plain, keepsCues: true, using: &scratch)
            for cue in scratch.weighed {
                entries.append(Int32(cue.match.entry))
                factors.append(Double(cue.factor) / 64)
            }
            starts.append(entries.count)
        }
    }
}

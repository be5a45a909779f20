import UndertoneEngine
import UndertoneFormats

/// One piece of evidence of a label, as `score --evidence` writes it.
struct PageEvidence {
    var entry = ""
    var speaksFor = ""
    var weight = 0.0
    /// The words in the message.
    var words = ""

    /// Whether it is a single word whose weight was learned, not a phrase that a person entered.
    private var isLearnedWord: Bool { entry.hasPrefix("cue/") }

    /// Reads the objects of a JSON array, known to be well formed.
    /// - Parameter range: the inside of its brackets.
    static func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [PageEvidence] {
        var found: [PageEvidence] = []
        var scanner = JSONScanner()
        var index = JSONScanner.skipBlanks(bytes, range.lowerBound, range.upperBound)
        while index < range.upperBound {
            guard let next = try? scanner.skipValue(bytes, index, range.upperBound) else { break }
            if bytes[index] == 0x7B, let item = PageEvidence(bytes, index..<next) { found.append(item) }
            index = JSONScanner.skipBlanks(bytes, next, range.upperBound)
            if index < range.upperBound { index = JSONScanner.skipBlanks(bytes, index + 1, range.upperBound) }
        }
        return found
    }

    private init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        guard let object = try? JSONObject(bytes, range, line: 0), let entry = object.values["entry"], let speaksFor = object.values["speaks_for"] else {
            return nil
        }
        self.entry = entry
        self.speaksFor = speaksFor
        weight = object.values["weight"].flatMap(Double.init) ?? 0
        if !weight.isFinite { weight = 0 }
        words = object.values["text"] ?? ""
    }

    /// The few that are shown: for each signal the heaviest, then the three heaviest for stage and feeling; learned single words only where there is nothing else.
    static func heaviest(_ found: [PageEvidence]) -> [PageEvidence] {
        let sorted = found.enumerated().sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }.map(\.element)
        var shown: [PageEvidence] = []
        var others = 0
        let hasPhrase = sorted.contains { !$0.isLearnedWord }
        for item in sorted where !(hasPhrase && item.isLearnedWord) {
            if Signal(rawValue: item.speaksFor) != nil {
                if !shown.contains(where: { $0.speaksFor == item.speaksFor }) && shown.count < 8 { shown.append(item) }
            } else if others < 3 {
                others += 1
                shown.append(item)
            }
        }
        return shown
    }
}

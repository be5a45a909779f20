import Undertone
import UndertoneBulk
import UndertoneFormats
import UndertoneTuning

/// Counts over the labels that a change of lexicons turns.
struct DiffTally {
    var messages = 0
    private(set) var changed = 0
    private var stages: [String: Int] = [:], sentiments: [String: Int] = [:], signals: [String: Int] = [:]
    /// By kind, entry and phrase.
    private var causes: [[String]: Int] = [:]
    private var withoutCause = 0
    /// How many entries are named.
    private static let mostCauses = 20

    mutating func count(_ change: LabelChange) {
        changed += 1
        if change.turnsStage { stages["\(change.old.stage.rawValue) → \(change.new.stage.rawValue)", default: 0] += 1 }
        if change.turnsSentiment { sentiments["\(change.old.sentiment.rawValue) → \(change.new.sentiment.rawValue)", default: 0] += 1 }
        for signal in DiffRecord.signals(change) { signals[signal, default: 0] += 1 }
        for cause in change.causes { causes[[cause.kind.rawValue, cause.entry, cause.phrase], default: 0] += 1 }
        if change.causes.isEmpty { withoutCause += 1 }
    }

    private static func sorted<Key: Hashable>(_ counts: [Key: Int], _ before: (Key, Key) -> Bool) -> [(key: Key, value: Int)] {
        counts.sorted { $0.value == $1.value ? before($0.key, $1.key) : $0.value > $1.value }
    }

    func text() -> String {
        var text = "\(TerminalText.counted(messages, "message")) compared; \(TerminalText.counted(changed, "label")) turn\(changed == 1 ? "s" : "")\n"
        for (title, counts) in [("Stage", stages), ("Feeling", sentiments), ("Signals", signals)] where !counts.isEmpty {
            text += "\n\(title)\n"
            for (name, count) in DiffTally.sorted(counts, <) { text += "  \(TerminalText.padded(name, 30))\(TerminalText.grouped(count))\n" }
        }
        guard changed > 0 else { return text }
        text += "\nWhat made the difference, by number of messages\n"
        let sorted = DiffTally.sorted(causes) { $0.joined(separator: "\t") < $1.joined(separator: "\t") }
        for (key, count) in sorted.prefix(DiffTally.mostCauses) {
            let number = TerminalText.grouped(count)
            text += String(repeating: " ", count: max(0, 7 - number.count)) + number + "  " + TerminalText.padded(key[0], 9) + TerminalText.padded(key[1], 28)
            text += TerminalText.shortened(TerminalText.harmless(key[2]), 60) + "\n"
        }
        if sorted.count > DiffTally.mostCauses { text += "         … and \(sorted.count - DiffTally.mostCauses) more entries\n" }
        if withoutCause > 0 { text += "  \(TerminalText.counted(withoutCause, "message")): rules or thresholds, no entry\n" }
        return text
    }

    /// One line with the counts: `{"summary":true,"messages":…}`.
    func json() -> [UInt8] {
        var text: [UInt8] = Array("{\"summary\":true,\"messages\":\(messages),\"changed\":\(changed)".utf8)
        for (name, counts) in [("stages", stages), ("sentiments", sentiments), ("signals", signals)] {
            text += Array(",\"\(name)\":{".utf8)
            for (index, pair) in DiffTally.sorted(counts, <).enumerated() { text += Array("\(index > 0 ? "," : "")\"\(pair.key)\":\(pair.value)".utf8) }
            text.append(0x7D)
        }
        return text + [0x7D, 0x0A]
    }
}

/// One message whose label turns, for people and for programs.
enum DiffRecord {
    /// The signals that come (`+`) and go (`-`).
    static func signals(_ change: LabelChange) -> [String] {
        Signal.allCases.enumerated().compactMap { index, signal in
            let bit: UInt32 = 1 << UInt32(index)
            return change.signalsGained & bit != 0 ? "+ \(signal.rawValue)" : change.signalsLost & bit != 0 ? "- \(signal.rawValue)" : nil
        }
    }

    private static func id(_ message: ReadMessage) -> String { message.id.isEmpty ? String(message.line) : String(decoding: message.id, as: UTF8.self) }

    private static func percent(_ share: Double) -> String { "\(Int(share * 100 + 0.5)) %" }

    static func text(_ message: ReadMessage, _ change: LabelChange, withText: Bool) -> String {
        var parts: [String] = []
        let old = change.old, new = change.new
        if change.turnsStage { parts.append("\(old.stage.rawValue) \(percent(old.confidence)) → \(new.stage.rawValue) \(percent(new.confidence))") }
        if change.turnsSentiment {
            parts.append("\(old.sentiment.rawValue) \(Decimal.text(old.score, places: 2)) → \(new.sentiment.rawValue) \(Decimal.text(new.score, places: 2))")
        }
        var text = "  " + TerminalText.padded(TerminalText.harmless(id(message)), 12) + (parts + signals(change)).joined(separator: ", ") + "\n"
        for cause in change.causes.prefix(3) {
            text += "              " + TerminalText.padded(cause.kind.rawValue, 9) + TerminalText.padded(cause.entry, 28)
            text += "+" + Decimal.text(cause.by, places: 2) + "\n"
        }
        if change.causes.isEmpty { text += "              rules or thresholds\n" }
        if withText { text += "              " + TerminalText.shortened(TerminalText.harmless(String(decoding: message.text, as: UTF8.self)), 100) + "\n" }
        return text
    }

    static func json(_ message: ReadMessage, _ change: LabelChange, withText: Bool) -> [UInt8] {
        var json: [UInt8] = Array("{\"id\":".utf8)
        JSONText.quote(id(message), into: &json)
        for (name, label) in [("old", change.old), ("new", change.new)] {
            json += Array(",\"\(name)\":{\"stage\":\"\(label.stage.rawValue)\",\"confidence\":\(Decimal.text(label.confidence, places: 3))".utf8)
            json += Array(",\"sentiment\":\"\(label.sentiment.rawValue)\",\"score\":\(Decimal.text(label.score, places: 3)),\"signals\":[".utf8)
            let names = Signal.allCases.indices.filter { label.has($0) }.map { "\"\(Signal.allCases[$0].rawValue)\"" }
            json += Array(names.joined(separator: ",").utf8) + [0x5D, 0x7D]
        }
        json += Array(",\"entries\":[".utf8)
        for (index, cause) in change.causes.enumerated() {
            json += Array("\(index > 0 ? "," : ""){\"change\":\"\(cause.kind.rawValue)\",\"entry\":".utf8)
            JSONText.quote(cause.entry, into: &json)
            json += Array(",\"phrase\":".utf8)
            JSONText.quote(cause.phrase, into: &json)
            json += Array(",\"by\":\(Decimal.text(cause.by, places: 3))}".utf8)
        }
        json.append(0x5D)
        if withText {
            json += Array(",\"text\":".utf8)
            JSONText.quote(message.text.span, 0..<message.text.count, ascii: false, into: &json)
        }
        return json + [0x7D, 0x0A]
    }
}

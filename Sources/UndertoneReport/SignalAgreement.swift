import UndertoneEngine
import UndertoneFormats

/// How far predicted signals agree with gold ones: each message may show several.
package struct SignalAgreement: Sendable {
    /// By signal: found and right, found and wrong, missed.
    package private(set) var counts: [Signal: (right: Int, wrong: Int, missed: Int)] = [:]
    /// Messages whose gold says which signals they show.
    package private(set) var messages = 0

    package init() {}

    /// Compares one message; one whose gold does not say anything about signals is passed over.
    package mutating func add(gold: Set<Signal>?, predicted: Set<Signal>) {
        guard let gold else { return }
        messages += 1
        for signal in gold.union(predicted) {
            var count = counts[signal] ?? (0, 0, 0)
            if !gold.contains(signal) { count.wrong += 1 } else if predicted.contains(signal) { count.right += 1 } else { count.missed += 1 }
            counts[signal] = count
        }
    }

    private static func f1(_ count: (right: Int, wrong: Int, missed: Int)) -> Double {
        let sum = 2 * count.right + count.wrong + count.missed
        return sum == 0 ? 0 : Double(2 * count.right) / Double(sum)
    }

    /// F1 over all signals together.
    package var microF1: Double {
        SignalAgreement.f1(counts.values.reduce((0, 0, 0)) { ($0.0 + $1.right, $0.1 + $1.wrong, $0.2 + $1.missed) })
    }

    /// The figures for people; empty if no gold says anything about signals.
    func table() -> String {
        if messages == 0 { return "" }
        func pad(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }
        var text = "\n" + pad("signal", 24) + pad("right", 8) + pad("wrong", 8) + pad("missed", 8) + pad("F1", 8) + "\n"
        for signal in Signal.allCases {
            guard let count = counts[signal] else { continue }
            text += pad(signal.rawValue, 24) + [count.right, count.wrong, count.missed].map { pad(String($0), 8) }.joined()
            text += pad(Decimal.text(SignalAgreement.f1(count), places: 3), 8) + "\n"
        }
        return text + pad("micro-F1", 24) + pad(Decimal.text(microF1, places: 3), 32) + "\n"
    }
}

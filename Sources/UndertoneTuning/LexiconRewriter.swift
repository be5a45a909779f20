import UndertoneEngine
import UndertoneFormats

/// Writes learned weights back into lexicon files, changing nothing else.
package struct LexiconRewriter {
    private let source: LexiconSource
    private let result: Tuner.Result

    package init(_ source: LexiconSource, _ result: Tuner.Result) {
        self.source = source
        self.result = result
    }

    /// The files with new weights; files that do not change are left out.
    package func rewritten(_ files: [LexiconFile]) -> [LexiconFile] {
        var columns: [String: [Int: String?]] = [:]
        for (index, entry) in source.entries.enumerated() {
            columns[entry.place.file, default: [:]][entry.place.line] = .some(result.isKept[index] ? column(index, entry) : nil)
        }
        var changed: [LexiconFile] = []
        for file in files {
            var text = file.text
            if let lines = columns[file.name] { text = rewritten(text, lines) }
            if file.name == "rule.tsv" { text = rules(text) }
            if text != file.text { changed.append(LexiconFile(name: file.name, text: text)) }
        }
        return changed
    }

    /// The third column of an entry: weights of at least 0.01, by output; empty if they are those of its hand weight.
    private func column(_ index: Int, _ entry: Entry) -> String {
        let hand = entry.handWeights(source.rules)
        var parts: [String] = []
        var isHand = true
        for output in Output.allCases {
            let weight = result.weights[index * 8 + output.rawValue]
            if abs(weight - (hand[output] ?? 0)) >= 0.01 { isHand = false }
            let hundredths = nearestInteger(weight * 100)
            if hundredths != 0 { parts.append(output.name + signed(hundredths)) }
        }
        if isHand { parts = [] } else if parts.isEmpty { parts = ["none+0.00"] }
        return (parts + signals(index, entry)).joined(separator: " ")
    }

    /// What an entry says of signals: weights of at least 0.1, by signal; nothing if they are those of its hand weight. Without anything learned they stay as they are.
    private func signals(_ index: Int, _ entry: Entry) -> [String] {
        var parts: [String] = []
        var isHand = true
        let hands = entry.handSignals(source.rules), present = entry.signalWeights(source.rules)
        for signal in Signal.allCases {
            let hand = hands[signal] ?? 0
            let weight = result.signals.map { Double($0.weights[index][signal]) } ?? present[signal] ?? 0
            if abs(weight - hand) >= 0.1 { isHand = false }
            let hundredths = nearestInteger(weight * 100)
            if abs(hundredths) >= 10 || hand != 0 { parts.append(signal.rawValue + signed(hundredths)) }
        }
        return isHand ? [] : parts
    }

    private func signed(_ hundredths: Int) -> String {
        let magnitude = abs(hundredths)
        return (hundredths < 0 ? "-" : "+") + "\(magnitude / 100)." + (magnitude % 100 < 10 ? "0" : "") + "\(magnitude % 100)"
    }

    /// The text of a file with new third columns by line; lines whose column is nil go.
    private func rewritten(_ text: String, _ lines: [Int: String?]) -> String {
        var number = 0
        return text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).compactMap { scalars -> String? in
            number += 1
            var line = String(scalars)
            guard let column = lines[number] else { return line }
            guard let fitted = column else { return nil }
            let isWindows = line.unicodeScalars.last == "\r"
            if isWindows { line.unicodeScalars.removeLast() }
            var columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            while columns.count < 3 { columns.append("") }
            columns[2] = fitted
            while columns.count > 1, columns[columns.count - 1].isEmpty { columns.removeLast() }
            return columns.joined(separator: "\t") + (isWindows ? "\r" : "")
        }.joined(separator: "\n")
    }

    /// The rules with new biases, thresholds and confidence.
    private func rules(_ text: String) -> String {
        var kept: [String] = []
        var section = ""
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" }).map(String.init) {
            if line.hasPrefix("[") { section = line }
            if ["[bias]", "[stage_confidence]", "[confidence]"].contains(section) || section == "[signal]" && result.signals != nil { continue }
            if line.hasPrefix("negative_threshold\t") {
                kept.append("negative_threshold\t" + Decimal.text(result.negativeThreshold, places: 3))
            } else if line.hasPrefix("positive_threshold\t") {
                kept.append("positive_threshold\t" + Decimal.text(result.positiveThreshold, places: 3))
            } else {
                kept.append(line)
            }
        }
        while kept.last?.isEmpty == true { kept.removeLast() }
        kept += ["", "[bias]", "# Log-odds of every output before any cue is met; fitted."]
        kept += Output.allCases.map { $0.name + "\t" + Decimal.text(result.bias[$0.rawValue], places: 2) }
        if let signals = result.signals {
            kept += ["", "[signal]", "# Log-odds of each signal before any cue is met, then what a message of each stage adds; fitted."]
            kept.append("# signal, to begin with, " + Stage.allCases.map(\.rawValue).joined(separator: ", "))
            kept += Signal.allCases.map { signal in
                signal.rawValue + signals.biases.map { "\t" + Decimal.text(Double($0[signal]), places: 2) }.joined()
            }
        }
        kept += ["", "[stage_confidence]", "# What is added in log-odds to the winner's probability before the line below is read, by stage; fitted."]
        kept += Stage.allCases.map { $0.rawValue + "\t" + Decimal.text(result.confidence.shifts[$0.index], places: 2) }
        kept += ["", "[confidence]", "# Points of the line from the winner's probability, so shifted, to the share of right labels; fitted."]
        kept += result.confidence.points.map { Decimal.text($0.raw, places: 3) + "\t" + Decimal.text($0.calibrated, places: 3) }
        return kept.joined(separator: "\n") + "\n"
    }
}

import UndertoneEngine

/// How a table for people is drawn.
package struct TableStyle: Sendable {
    /// The columns of the terminal.
    package var columns: Int
    package var colors: Bool

    package init(columns: Int, colors: Bool) {
        self.columns = max(60, columns)
        self.colors = colors
    }
}

extension LabelWriter {
    private static let idColumns = 11, stageColumns = 13, sureColumns = 7, feelingColumns = 10
    private static let textColumn = idColumns + stageColumns + sureColumns + feelingColumns
    /// The most characters of a text that are looked at for its first words.
    private static let mostLooked = 1000

    /// The line above a table for people.
    func writeTableHeader(into output: inout [UInt8]) {
        let line =
            TerminalText.padded("id", LabelWriter.idColumns) + TerminalText.padded("stage", LabelWriter.stageColumns)
            + TerminalText.padded("sure", LabelWriter.sureColumns) + TerminalText.padded("feeling", LabelWriter.feelingColumns) + "text"
        output += Array(((table.colors ? TerminalText.dimmed(line) : line) + "\n").utf8)
    }

    /// Appends one label as a line for people: id, stage, how sure, feeling, the first words of the text; with evidence a second line with what decided.
    /// - Parameters:
    ///   - text: the text that was read, decoded.
    ///   - own: the writer's own words in it.
    package func writeTableRow(
        _ label: Label, _ record: borrowing Record, _ bytes: Span<UInt8>, evidence found: [Evidence], text: Span<UInt8>, own: [UInt8],
        scratch: inout [UInt8], into output: inout [UInt8]
    ) {
        scratch.removeAll(keepingCapacity: true)
        record[.id].append(bytes, to: &scratch)
        redact(&scratch, isIdentity: true)
        let id = scratch.isEmpty ? String(record.line) : TerminalText.harmless(String(decoding: scratch, as: UTF8.self))
        let stage = label.stage.rawValue, feeling = label.sentiment.rawValue
        let sure = label.reason == .staff ? "" : "\(nearestInteger(label.confidence * 100)) %"
        let redactions = redactor?.redactions(text, 0..<text.count) ?? []
        let columns = table.columns - LabelWriter.textColumn
        var words = TerminalText.shortened((label.reason == .staff ? "(staff) " : "") + firstWords(own), columns)
        if table.colors && label.stage == .none { words = TerminalText.dimmed(words) }
        var line = TerminalText.padded(end(of: id, LabelWriter.idColumns - 1), LabelWriter.idColumns)
        line += painted(TerminalText.padded(stage, LabelWriter.stageColumns), stage)
        line += TerminalText.padded(String(repeating: " ", count: max(0, 5 - sure.count)) + sure, LabelWriter.sureColumns)
        line += painted(TerminalText.padded(label.reason == .staff ? "" : feeling, LabelWriter.feelingColumns), feeling) + words + "\n"
        if !found.isEmpty {
            let reasons = LabelWriter.strongest(found).map {
                "\($0.speaksFor): \(TerminalText.harmless(Redactor.excerpt(text, $0.range, without: redactions)))"
            }
            let shown = TerminalText.shortened(reasons.joined(separator: "; "), columns - 2)
            line += String(repeating: " ", count: LabelWriter.textColumn) + (table.colors ? TerminalText.dimmed("└ " + shown) : "└ " + shown) + "\n"
        }
        output += Array(line.utf8)
    }

    /// The strongest evidence first, each place once; general words only where there is nothing else.
    private static func strongest(_ found: [Evidence]) -> [Evidence] {
        let phrases = found.filter { !$0.entry.hasPrefix("cue/") && !$0.range.isEmpty }
        var seen: Set<Range<Int>> = []
        return (phrases.isEmpty ? found : phrases).sorted { ($0.weight, $1.range.lowerBound) > ($1.weight, $0.range.lowerBound) }
            .filter { seen.insert($0.range).inserted }
    }

    private func painted(_ text: String, _ name: String) -> String { table.colors && name != "none" ? TerminalText.painted(text, as: name) : text }

    /// The end of an id, which tells more than its beginning.
    private func end(of id: String, _ columns: Int) -> String {
        if TerminalText.width(of: id) <= columns { return id }
        var kept = "", taken = 1
        for character in id.reversed() {
            taken += TerminalText.width(of: character)
            if taken > columns { break }
            kept.insert(character, at: kept.startIndex)
        }
        return "…" + kept
    }

    private func firstWords(_ own: [UInt8]) -> String {
        let redactions = redactor?.redactions(own.span, 0..<own.count) ?? []
        let excerpt = Redactor.excerpt(own.span, 0..<own.count, without: redactions)
        return TerminalText.harmless(excerpt.prefix(LabelWriter.mostLooked))
    }
}

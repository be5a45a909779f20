import Flags
import Undertone
import UndertoneFormats

/// Draws the reading of one text for people: the text with its cues marked, each cue with what it speaks for and what acted on it, the scores as bars.
struct Explainer {
    private let classifier: Classifier
    private let colors: Bool
    /// The columns that lines may fill.
    private let width: Int
    private let showsAll: Bool
    private let redactor: Redactor?

    /// Cues that weigh less than this are left out unless all are asked for.
    private static let leastShown = 0.3
    /// The same for general cues, and how many of them are shown.
    private static let leastGeneral = 0.15, mostGeneral = 5
    /// The same for cues of signals: no more than one cue must have, so that every signal is shown by one.
    private var leastSignalShown: Double { classifier.lexicon.image.rules[.signalCue] }
    /// The columns of phrases in the list of cues, and of their weights.
    private static let phraseColumns = 34, weightColumns = 8

    init(_ classifier: Classifier, colors: Bool, columns: Int = 80, showsAll: Bool, redactor: Redactor? = nil) {
        self.classifier = classifier
        self.colors = colors
        width = min(100, max(60, columns))
        self.showsAll = showsAll
        self.redactor = redactor
    }

    func explanation(of bytes: [UInt8]) -> String {
        let reading = classifier.explained(bytes, markup: Markup.guess(bytes.span, from: 0, to: bytes.count))
        let shown = ShownText(bytes: bytes, redactions: redactor?.redactions(bytes.span, 0..<bytes.count) ?? [])
        let cues = self.shown(reading.cues, for: reading.label.stage)
        return headline(reading) + "\n" + marked(shown, cues) + cueLists(shown, cues) + bars(reading) + "\n"
    }

    /// What is taken for the writer's own words, and an empty line.
    func ownWords(in bytes: [UInt8]) -> String {
        let own = Array(classifier.ownWords(in: bytes.span, from: 0, to: bytes.count, markup: Markup.guess(bytes.span, from: 0, to: bytes.count)).utf8)
        return ShownText(bytes: own, redactions: redactor?.redactions(own.span, 0..<own.count) ?? []).clean(0..<own.count) + "\n\n"
    }

    private func headline(_ reading: ExplainedReading) -> String {
        let label = reading.label
        var line = paint(label.stage.rawValue, bold: true) + "  \(percent(label.confidence)) sure"
        if let reason = label.reason { line += " (\(reason.rawValue))" }
        line += "   " + paint(label.sentiment.rawValue, bold: true) + "  \(Decimal.text(label.score, places: 2))"
        let signals = Signal.allCases.indices.filter { label.has($0) }.map { Signal.allCases[$0].rawValue }
        if !signals.isEmpty { line += "\n" + wrapped("shows " + signals.joined(separator: ", "), end: "") }
        return line + (signals.isEmpty ? "\n" : "")
    }

    /// The cues to be shown: strong phrases, and where none of them speaks for the label, the strongest general cues that do.
    private func shown(_ cues: [ExplainedCue], for stage: Stage) -> [ExplainedCue] {
        if showsAll { return cues }
        var isShown = cues.map { cue in
            abs(cue.weight) >= (Signal(rawValue: cue.speaksFor) == nil ? Explainer.leastShown : leastSignalShown) && !cue.isWeak
        }
        if !cues.indices.contains(where: { isShown[$0] && cues[$0].speaksFor == stage.rawValue && cues[$0].weight > 0 }) {
            let general = cues.indices.filter { cues[$0].isWeak && cues[$0].speaksFor == stage.rawValue && cues[$0].weight >= Explainer.leastGeneral }
            for index in general.sorted(by: { (-cues[$0].weight, $0) < (-cues[$1].weight, $1) }).prefix(Explainer.mostGeneral) { isShown[index] = true }
        }
        return cues.indices.filter { isShown[$0] }.map { cues[$0] }
    }

    /// The text, wrapped, with brackets (or colours) around the cues.
    private func marked(_ shown: ShownText, _ cues: [ExplainedCue]) -> String {
        var marks: [(place: Int, isStart: Bool, cue: ExplainedCue)] = []
        var end = 0
        for cue in cues.sorted(by: { ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count) })
        where cue.range.lowerBound >= end && !cue.range.isEmpty && !cue.isModifier {
            marks.append((cue.range.lowerBound, true, cue))
            marks.append((cue.range.upperBound, false, cue))
            end = cue.range.upperBound
        }
        var text = ""
        var from = 0
        for mark in marks {
            text += shown.clean(from..<mark.place)
            from = mark.place
            if !colors {
                text += mark.isStart ? "[" : "]"
            } else {
                text += mark.isStart ? "\u{1B}[1;\(TerminalText.color(of: mark.cue.speaksFor))m" : "\u{1B}[0m"
            }
        }
        text += shown.clean(from..<shown.bytes.count)
        return wrapped(text)
    }

    /// Breaks lines at blanks so that they fit the width; escape sequences take no room.
    private func wrapped(_ text: String, end: String = "\n") -> String {
        var result = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
            var column = 0
            result += "  "
            for word in line.split(separator: " ") {
                let length = visibleLength(word)
                if column > 0, column + 1 + length > width - 2 {
                    result += "\n  "
                    column = 0
                } else if column > 0 {
                    result += " "
                    column += 1
                }
                result += word
                column += length
            }
            result += "\n"
        }
        return result + end
    }

    private func visibleLength(_ word: Substring) -> Int {
        var length = 0
        var inEscape = false
        for character in word {
            if character == "\u{1B}" { inEscape = true } else if inEscape { inEscape = character != "m" } else { length += TerminalText.width(of: character) }
        }
        return length
    }

    /// The cues by what they speak for, the strongest group first, then what acted on them.
    private func cueLists(_ shown: ShownText, _ cues: [ExplainedCue]) -> String {
        if cues.isEmpty { return "  no phrase of the lexicons decided\n\n" }
        var groups: [(name: String, sum: Double, cues: [ExplainedCue])] = []
        for cue in cues where !cue.isModifier {
            if let index = groups.firstIndex(where: { $0.name == cue.speaksFor }) {
                groups[index].sum += cue.weight
                groups[index].cues.append(cue)
            } else {
                groups.append((cue.speaksFor, cue.weight, [cue]))
            }
        }
        var text = ""
        for group in groups.sorted(by: { ($0.sum, $1.name) > ($1.sum, $0.name) }) {
            text += "  for " + paint(group.name, bold: true) + "\n" + group.cues.map { row($0, shown) }.joined()
        }
        let modifiers = cues.filter(\.isModifier)
        if !modifiers.isEmpty { text += "  what acts on phrases near it\n" + modifiers.map { row($0, shown) }.joined() }
        return text + "\n"
    }

    private func row(_ cue: ExplainedCue, _ shown: ShownText) -> String {
        let phrase = shown.clean(cue.range).split(separator: "\n").joined(separator: " ")
        let weight = cue.isModifier ? "" : (cue.weight < 0 ? "" : "+") + Decimal.text(cue.weight, places: 2)
        // Long names of entries take the room of their phrases.
        let columns = min(Explainer.phraseColumns, width - 4 - Explainer.weightColumns - cue.entry.count)
        var text = "    " + TerminalText.padded(TerminalText.shortened(phrase, columns - 2), columns)
        let indent = 4 + Explainer.phraseColumns + Explainer.weightColumns
        text += TerminalText.padded(weight, Explainer.weightColumns) + cue.entry
        if cue.context.isEmpty { return text + "\n" }
        let context = "× " + cue.context.joined(separator: ", ")
        let fits = indent + cue.entry.count + 2 + context.count <= width
        return text + (fits ? "  " : "\n" + String(repeating: " ", count: indent)) + context + "\n"
    }

    private func bars(_ reading: ExplainedReading) -> String {
        var text = ""
        for (index, stage) in Stage.allCases.enumerated() {
            let share = reading.label.probabilities[index]
            let cells = nearestInteger(share * 40)
            text += "  " + TerminalText.padded(stage.rawValue, 12) + TerminalText.padded(percent(share), 6)
            let bar = String(repeating: "█", count: cells)
            text += (colors ? TerminalText.painted(bar, as: stage.rawValue) : bar) + (cells == 0 ? "▏" : "") + "\n"
        }
        return text
    }

    private func percent(_ share: Double) -> String { "\(nearestInteger(share * 100)) %" }

    private func paint(_ text: String, bold: Bool) -> String { colors ? TerminalText.painted(text, as: text, bold: bold) : text }
}

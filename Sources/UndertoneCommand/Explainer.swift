import Flags
import Undertone
import UndertoneFormats

/// Draws the reading of one text for people: the text with its cues marked, each cue with what it speaks for and what acted on it, the scores as bars.
struct Explainer {
    enum Style { case plain, colors }

    private let classifier: Classifier
    private let style: Style
    private let showsAll: Bool
    private let redactor: Redactor?

    /// Cues that weigh less than this are left out unless all are asked for.
    private static let leastShown = 0.3
    private static let width = 80

    init(_ classifier: Classifier, style: Style, showsAll: Bool, redactor: Redactor? = nil) {
        self.classifier = classifier
        self.style = style
        self.showsAll = showsAll
        self.redactor = redactor
    }

    func explanation(of bytes: [UInt8]) -> String {
        let reading = classifier.explained(bytes, markup: Markup.guess(bytes.span, from: 0, to: bytes.count))
        let shown = ShownText(bytes: bytes, redactions: redactor?.redactions(bytes.span, 0..<bytes.count) ?? [])
        return headline(reading) + "\n" + marked(shown, reading.cues) + cueList(shown, reading.cues) + bars(reading) + "\n"
    }

    /// What is taken for the writer's own words, and an empty line.
    func ownWords(in bytes: [UInt8]) -> String {
        let own = Array(classifier.ownWords(in: bytes.span, from: 0, to: bytes.count, markup: Markup.guess(bytes.span, from: 0, to: bytes.count)).utf8)
        return ShownText(bytes: own, redactions: redactor?.redactions(own.span, 0..<own.count) ?? []).clean(0..<own.count) + "\n\n"
    }

    private func headline(_ reading: ExplainedReading) -> String {
        let label = reading.label
        var line = paint(label.stage.rawValue, color(label.stage.rawValue), bold: true) + "  \(percent(label.confidence)) sure"
        if let reason = label.reason { line += " (\(reason.rawValue))" }
        line += "   " + paint(label.sentiment.rawValue, color(label.sentiment.rawValue), bold: true) + "  \(Decimal.text(label.score, places: 2))"
        let signals = Signal.allCases.indices.filter { label.has($0) }.map { Signal.allCases[$0].rawValue }
        if !signals.isEmpty { line += "   " + signals.joined(separator: ", ") }
        return line + "\n"
    }

    private func shown(_ cues: [ExplainedCue]) -> [ExplainedCue] { cues.filter { showsAll || abs($0.weight) >= Explainer.leastShown && !$0.isWeak } }

    /// The text, wrapped, with brackets (or colours) around the cues.
    private func marked(_ shown: ShownText, _ cues: [ExplainedCue]) -> String {
        var marks: [(place: Int, isStart: Bool, cue: ExplainedCue)] = []
        var end = 0
        for cue in self.shown(cues).sorted(by: { ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count) })
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
            if style == .plain { text += mark.isStart ? "[" : "]" } else { text += mark.isStart ? escape(color(mark.cue.speaksFor)) : "\u{1B}[0m" }
        }
        text += shown.clean(from..<shown.bytes.count)
        return wrapped(text)
    }

    /// Breaks lines at blanks so that they fit the width; escape sequences take no room.
    private func wrapped(_ text: String) -> String {
        var result = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
            var column = 0
            result += "  "
            for word in line.split(separator: " ") {
                let length = visibleLength(word)
                if column > 0, column + 1 + length > Explainer.width - 2 {
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
        return result + "\n"
    }

    private func visibleLength(_ word: Substring) -> Int {
        var length = 0
        var inEscape = false
        for character in word {
            if character == "\u{1B}" { inEscape = true } else if inEscape { inEscape = character != "m" } else { length += TerminalWidth.width(of: character) }
        }
        return length
    }

    private func cueList(_ shown: ShownText, _ cues: [ExplainedCue]) -> String {
        var text = ""
        for cue in self.shown(cues) {
            var phrase = shown.clean(cue.range).split(separator: "\n").joined(separator: " ")
            if phrase.count > 34 { phrase = String(phrase.prefix(33)) + "…" }
            let weight = (cue.weight < 0 ? "" : "+") + Decimal.text(cue.weight, places: 2)
            text += "  " + TerminalWidth.padded(phrase, 36) + paint(TerminalWidth.padded(cue.speaksFor, 13), color(cue.speaksFor), bold: false)
            text += TerminalWidth.padded(cue.isModifier ? "" : weight, 8) + cue.entry
            if !cue.context.isEmpty { text += "  × " + cue.context.joined(separator: ", ") }
            text += "\n"
        }
        return text.isEmpty ? "  no phrase of the lexicons decided\n\n" : text + "\n"
    }

    private func bars(_ reading: ExplainedReading) -> String {
        var text = ""
        for (index, stage) in Stage.allCases.enumerated() {
            let share = reading.label.probabilities[index]
            let cells = nearestInteger(share * 40)
            text += "  " + TerminalWidth.padded(stage.rawValue, 12) + TerminalWidth.padded(percent(share), 6)
            text += paint(String(repeating: "█", count: cells), color(stage.rawValue), bold: false) + (cells == 0 ? "▏" : "") + "\n"
        }
        return text
    }

    private func percent(_ share: Double) -> String { "\(nearestInteger(share * 100)) %" }

    private func color(_ name: String) -> Int {
        switch name {
        case "refusal": 35
        case "anger", "negative": 31
        case "acquiesce": 33
        case "exploration": 36
        case "adoption", "positive": 32
        case "none", "neutral": 37
        default: 34
        }
    }

    private func escape(_ color: Int) -> String { "\u{1B}[1;\(color)m" }

    private func paint(_ text: String, _ color: Int, bold: Bool) -> String {
        style == .plain ? text : "\u{1B}[\(bold ? "1;" : "")\(color)m\(text)\u{1B}[0m"
    }
}

/// How many columns text takes on a terminal.
enum TerminalWidth {
    /// 2 for emoji and wide East Asian characters, 0 for what adds nothing, else 1.
    static func width(of character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF,
            0x20000...0x3FFFD:
            return 2
        default: return scalar.properties.isEmojiPresentation ? 2 : 1
        }
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.reduce(0) { $0 + self.width(of: $1) }))
    }
}

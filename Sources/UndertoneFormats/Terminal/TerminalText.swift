/// Text in the columns of a terminal.
package enum TerminalText {
    /// How many columns a character takes: 2 for wide East Asian characters and emoji, 0 for what adds nothing to the character before it, else 1.
    package static func width(of character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        if scalar.isASCII && character.unicodeScalars.count == 1 { return scalar.value < 0x20 || scalar.value == 0x7F ? 0 : 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator: return 0
        default: break
        }
        if wide.contains(where: { $0.contains(scalar.value) }) || scalar.properties.isEmojiPresentation { return 2 }
        // A sign that is text by itself and an emoji before U+FE0F.
        return character.unicodeScalars.contains("\u{FE0F}") && scalar.properties.isEmoji ? 2 : 1
    }

    /// How many columns a text takes.
    package static func width(of text: some StringProtocol) -> Int { text.reduce(0) { $0 + width(of: $1) } }

    /// Blocks of East Asian Wide and Fullwidth characters (Unicode Standard Annex 11), emoji left out.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18AFF, 0x1B000...0x1B2FF, 0x1F200...0x1F265,
        0x20000...0x3FFFD,
    ]

    /// The text with blanks up to so many columns; at least one.
    package static func padded(_ text: String, _ columns: Int) -> String { text + String(repeating: " ", count: max(1, columns - width(of: text))) }

    /// The text, cut to so many columns with `…` at its end.
    package static func shortened(_ text: String, _ columns: Int) -> String {
        var taken = 0, end = text.startIndex, whole = true
        var fitting = text.startIndex
        while end < text.endIndex {
            taken += width(of: text[end])
            if taken > columns {
                whole = false
                break
            }
            end = text.index(after: end)
            if taken < columns { fitting = end }
        }
        return whole ? text : String(text[..<fitting]) + "…"
    }

    /// The text on one line, harmless to a terminal: runs of blanks and line breaks become one blank, control, format and bidirectional characters are
    /// written out.
    package static func harmless(_ text: some StringProtocol) -> String {
        var clean = ""
        var isBlank = true
        for scalar in text.unicodeScalars {
            switch scalar {
            case " ", "\n", "\r", "\t", "\u{A0}", "\u{2028}", "\u{2029}", "\u{85}":
                if !isBlank { clean += " " }
                isBlank = true
                continue
            case "\u{200D}", "\u{FE0F}": clean.unicodeScalars.append(scalar)
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .surrogate, .privateUse, .unassigned: clean += "\\u{\(String(scalar.value, radix: 16))}"
                default: clean.unicodeScalars.append(scalar)
                }
            }
            isBlank = false
        }
        if clean.hasSuffix(" ") { clean.removeLast() }
        return clean
    }

    // MARK: Colours

    /// The number of the colour for a stage, a feeling or another name.
    package static func color(of name: String) -> Int {
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

    /// The text in the colour of a name.
    package static func painted(_ text: String, as name: String, bold: Bool = false) -> String {
        "\u{1B}[\(bold ? "1;" : "")\(color(of: name))m\(text)\u{1B}[0m"
    }

    /// The text without emphasis.
    package static func dimmed(_ text: String) -> String { "\u{1B}[2m\(text)\u{1B}[0m" }

    // MARK: Bars and numbers

    /// A bar of so many cells for a share of the whole, in eighths; the least sliver for nothing.
    package static func bar(_ share: Double, cells: Int) -> String {
        let eighths = Int(min(1, max(0, share)) * Double(cells * 8) + 0.5)
        return String(repeating: "█", count: eighths / 8) + ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    }

    /// A whole number with commas: `12,345`.
    package static func grouped(_ number: Int) -> String {
        var text = "", digits = String(number.magnitude)
        while digits.count > 3 {
            text = "," + digits.suffix(3) + text
            digits.removeLast(3)
        }
        return (number < 0 ? "-" : "") + digits + text
    }

    /// So many of something: `1 message`, `2,000 messages`.
    package static func counted(_ number: Int, _ noun: String) -> String { "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")" }
}

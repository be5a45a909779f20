/// Text from outside as it may stand in a page: what would be invisible or turn the text around is written out.
enum VisibleText {
    /// Writes out control, format, bidirectional and other invisible characters as `⟦U+202E⟧`.
    ///
    /// Line breaks and TABs stay, and so do the joiners and variation selectors that emoji and joined scripts need.
    static func of(_ text: String) -> String {
        if text.utf8.allSatisfy({ ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x0A || $0 == 0x09 }) { return text }
        let scalars = Array(text.unicodeScalars)
        var visible = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            if isPlain(scalar) || isJoining(scalars, index) {
                visible.append(scalar)
            } else {
                visible.append(contentsOf: written(scalar).unicodeScalars)
            }
        }
        return String(visible)
    }

    /// The same for names and ids, which stand on one line.
    static func line(_ text: String) -> String {
        let visible = of(text)
        guard visible.utf8.contains(where: { $0 == 0x0A || $0 == 0x09 }) else { return visible }
        return String(String.UnicodeScalarView(visible.unicodeScalars.map { $0 == "\n" || $0 == "\t" ? " " : $0 }))
    }

    private static func written(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "⟦U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "⟧"
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x20...0x7E: return true
        // Letters and marks that show nothing, whatever their category.
        case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x2800, 0x3164, 0xFFA0, 0xFE00...0xFE0F, 0xE0000...0xE0FFF: return false
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return false
        default: return true
        }
    }

    /// Whether a joiner or variation selector stands where one belongs: after an emoji, or between letters of a script that joins.
    private static func isJoining(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        guard index > 0 else { return false }
        let before = scalars[index - 1]
        let isAfterEmoji = before.properties.isEmoji || before.properties.isEmojiModifier || before.value == 0xFE0F
        switch scalars[index].value {
        case 0xFE0E, 0xFE0F: return isAfterEmoji
        case 0x200C, 0x200D:
            guard index + 1 < scalars.count else { return false }
            let after = scalars[index + 1]
            if isAfterEmoji && before.value > 0x7F && after.properties.isEmoji && after.value > 0x7F { return true }
            return joins(before) && joins(after)
        default: return false
        }
    }

    /// Letters and marks from Arabic to the Indic scripts, where joiners change how a word is written.
    private static func joins(_ scalar: Unicode.Scalar) -> Bool {
        guard (0x0600...0x0DFF).contains(scalar.value) else { return false }
        switch scalar.properties.generalCategory {
        case .otherLetter, .nonspacingMark, .spacingMark: return true
        default: return false
        }
    }
}

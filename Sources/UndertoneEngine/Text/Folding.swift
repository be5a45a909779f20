/// How single characters are folded, so that a phrase and a text that mean the same word have the same bytes.
package enum Folding {
    /// What a scalar outside ASCII is to the tokenizer.
    package enum Kind: Equatable {
        /// Part of a word; its folded bytes were appended.
        case letter
        /// Takes part in a word without adding to it: combining marks, zero-width characters, soft hyphens.
        case ignorable
        case apostrophe
        case emoji
        case openQuote, closeQuote
        /// A dash, a bullet or another sign that parts phrases as a comma does.
        case comma
        case stop, question, exclamation, ellipsis
        case space
    }

    /// Base letters of U+00C0 to U+017F in order; a dot where a scalar is no letter. Two-letter foldings are in `foldLatin`.
    private static let latin: StaticString = """
        aaaaaaaceeeeiiiidnooooo.ouuuuytsaaaaaaaceeeeiiiidnooooo.ouuuuyty\
        aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll\
        lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs
        """

    /// Classifies a scalar outside ASCII and appends its folded bytes when it is a letter.
    ///
    /// Letters lose their case and, in the Latin blocks, their accents; full-width forms become ASCII; ligatures come apart.
    package static func fold(_ scalar: Unicode.Scalar, into bytes: inout [UInt8]) -> Kind {
        switch scalar.value {
        case 0xC0...0x17F:
            return foldLatin(scalar.value, into: &bytes)
        case 0x2019, 0x2BC, 0xB4, 0xFF07, 0x2032, 0x60: return .apostrophe
        case 0x201C, 0xAB, 0x201E, 0x2018: return .openQuote
        case 0x201D, 0xBB: return .closeQuote
        case 0x2013, 0x2014, 0x2022, 0x2023, 0xB7, 0x25CF, 0x3001, 0xFF0C, 0x2192: return .comma
        case 0x3002: return .stop
        case 0xFF1F, 0xBF: return .question
        case 0xFF01: return .exclamation
        case 0x2026: return .ellipsis
        case 0x200B...0x200F, 0xFEFF, 0xAD, 0x2060...0x2064, 0x202A...0x202E, 0x2066...0x2069, 0xFE00...0xFE0F,
            0xE0000...0xE007F:
            return .ignorable
        case 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A:
            let ascii = UInt8(scalar.value - 0xFEE0)
            bytes.append(ascii >= 0x41 && ascii <= 0x5A ? ascii | 0x20 : ascii)
            return .letter
        case 0xFB00...0xFB06:
            let ligatures: [StaticString] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"]
            append(ligatures[Int(scalar.value - 0xFB00)], to: &bytes)
            return .letter
        case 0x1E9E:
            append("ss", to: &bytes)
            return .letter
        default:
            return foldOther(scalar, into: &bytes)
        }
    }

    private static func foldLatin(_ value: UInt32, into bytes: inout [UInt8]) -> Kind {
        switch value {
        case 0xC6, 0xE6: append("ae", to: &bytes)
        case 0xDF: append("ss", to: &bytes)
        case 0x132, 0x133: append("ij", to: &bytes)
        case 0x152, 0x153: append("oe", to: &bytes)
        case 0xD7, 0xF7: return .space
        default:
            bytes.append(withBytes(of: latin) { byte($0, at: Int(value) - 0xC0) })
        }
        return .letter
    }

    private static func foldOther(_ scalar: Unicode.Scalar, into bytes: inout [UInt8]) -> Kind {
        let properties = scalar.properties
        if properties.isEmojiPresentation || (properties.isEmoji && scalar.value > 0x2000) || scalar.value >= 0x1F000 && scalar.value < 0x20000 {
            return .emoji
        }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark, .format, .control, .surrogate, .unassigned, .privateUse:
            return .ignorable
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .letterNumber:
            for folded in properties.lowercaseMapping.unicodeScalars where folded.properties.generalCategory != .nonspacingMark {
                bytes.append(contentsOf: UTF8.encode(folded).map { Array($0) } ?? [])
            }
            return .letter
        default:
            return .space
        }
    }

    private static func append(_ string: StaticString, to bytes: inout [UInt8]) {
        withBytes(of: string) { span in
            for index in 0..<span.count { bytes.append(byte(span, at: index)) }
        }
    }

    /// Decodes the scalar that begins at an offset.
    ///
    /// Bytes that are no UTF-8 are one U+FFFD for each longest beginning of a scalar that stands in them, as browsers and Swift's own strings have it.
    /// - Returns: the scalar and the number of bytes it takes, at least 1.
    package static func decode(_ bytes: Span<UInt8>, at offset: Int, end: Int) -> (scalar: Unicode.Scalar, length: Int) {
        let first = byte(bytes, at: offset)
        func follow(_ index: Int) -> UInt32? {
            guard offset + index < end else { return nil }
            let next = byte(bytes, at: offset + index)
            return next & 0xC0 == 0x80 ? UInt32(next & 0x3F) : nil
        }
        func bad(_ length: Int) -> (Unicode.Scalar, Int) { ("\u{FFFD}", length) }
        switch first {
        case 0..<0x80: return (Unicode.Scalar(first), 1)
        case 0xC2...0xDF:
            guard let a = follow(1) else { return bad(1) }
            return (Unicode.Scalar(UInt32(first & 0x1F) << 6 | a) ?? "\u{FFFD}", 2)
        case 0xE0...0xEF:
            // No longer forms of shorter scalars, no surrogates.
            guard let a = follow(1), first != 0xE0 || a >= 0x20, first != 0xED || a < 0x20 else { return bad(1) }
            guard let b = follow(2) else { return bad(2) }
            return (Unicode.Scalar(UInt32(first & 0x0F) << 12 | a << 6 | b) ?? "\u{FFFD}", 3)
        case 0xF0...0xF4:
            guard let a = follow(1), first != 0xF0 || a >= 0x10, first != 0xF4 || a < 0x10 else { return bad(1) }
            guard let b = follow(2) else { return bad(2) }
            guard let c = follow(3) else { return bad(3) }
            return (Unicode.Scalar(UInt32(first & 0x07) << 18 | a << 12 | b << 6 | c) ?? "\u{FFFD}", 4)
        default: return bad(1)
        }
    }

    /// The folded bytes of a word that a person wrote into a lexicon.
    package static func fold(word: some StringProtocol) -> [UInt8] {
        var bytes: [UInt8] = []
        for scalar in word.unicodeScalars {
            if scalar.isASCII {
                let ascii = UInt8(scalar.value)
                bytes.append(ascii >= 0x41 && ascii <= 0x5A ? ascii | 0x20 : ascii)
            } else if fold(scalar, into: &bytes) == .apostrophe {
                bytes.append(0x27)
            }
        }
        return bytes
    }
}

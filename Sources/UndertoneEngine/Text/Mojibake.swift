/// Text that was taken for Windows-1252 once too often: "donâ€™t" for "don’t".
///
/// Each byte of a character outside ASCII became a character of its own. Where such characters stand side by side so that their bytes make a character again, and
/// one that is likely in such a text (a letter of Western Europe, a sign, an emoji), that character is meant.
package enum Mojibake {
    /// Decodes the scalar at an offset, putting right what was encoded twice, or three times.
    /// - Returns: the scalar and the number of bytes it takes up in the text as it stands.
    package static func decode(_ bytes: Span<UInt8>, at offset: Int, end: Int) -> (scalar: Unicode.Scalar, length: Int) {
        if byte(bytes, at: offset) == 0xC3 {
            // The deepest first: the beginning of what was encoded three times looks as if it had been twice.
            for rounds in [2, 1] {
                if let repaired = repaired(bytes, at: offset, end: end, rounds: rounds) { return repaired }
            }
        }
        return Folding.decode(bytes, at: offset, end: end)
    }

    /// The character that was encoded so many times more than once, if one begins at an offset.
    private static func repaired(_ bytes: Span<UInt8>, at offset: Int, end: Int, rounds: Int) -> (scalar: Unicode.Scalar, length: Int)? {
        guard let (lead, first) = part(bytes, at: offset, end: end, rounds: rounds - 1) else { return nil }
        let count: Int
        switch lead {
        case 0xC2...0xCB: count = 2
        case 0xE2, 0xEF: count = 3
        case 0xF0: count = 4
        default: return nil
        }
        var value = UInt32(lead) & (0xFF >> UInt32(count + 1))
        var index = offset + first
        for _ in 1..<count {
            guard index < end, let (next, length) = part(bytes, at: index, end: end, rounds: rounds - 1), next & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(next & 0x3F)
            index += length
        }
        guard isLikely(value), let scalar = Unicode.Scalar(value) else { return nil }
        return (scalar, index - offset)
    }

    /// The byte of Windows-1252 that the character at an offset stands for, which was itself encoded so many times more than once.
    private static func part(_ bytes: Span<UInt8>, at offset: Int, end: Int, rounds: Int) -> (byte: UInt8, length: Int)? {
        let plain = Folding.decode(bytes, at: offset, end: end)
        let found = rounds == 0 ? plain : repaired(bytes, at: offset, end: end, rounds: rounds)
        guard let (scalar, length) = found, !scalar.isASCII, let byte = WindowsCharacters.byte(scalar) else { return nil }
        return (byte, length)
    }

    /// Latin letters and signs, punctuation, currency and letter-like signs, arrows and symbols, the mark of byte order, emoji.
    private static func isLikely(_ value: UInt32) -> Bool {
        switch value {
        case 0x80...0xFF, 0x2C6, 0x2DC, 0x152, 0x153, 0x160, 0x161, 0x178, 0x17D, 0x17E, 0x192, 0x2010...0x2044, 0x20A0...0x20BF, 0x2100...0x27BF, 0xFE0F,
            0xFEFF,
            0x1F300...0x1FAFF:
            true
        default: false
        }
    }
}

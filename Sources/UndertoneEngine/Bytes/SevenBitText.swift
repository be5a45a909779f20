/// Bytes as text of seven bits a character, so that a compiled lexicon can stand in a string literal: seven bytes make eight characters.
package enum SevenBitText {
    /// Turned over in every character, so that zero, by far the most frequent value, is a printing character.
    private static let shift: UInt8 = 0x40

    /// The characters (all below 128) for some bytes; the last group is filled up with zeros.
    package static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        var characters: [UInt8] = []
        characters.reserveCapacity(bytes.count / 7 * 8 + 8)
        var index = 0
        while index < bytes.count {
            var group: UInt64 = 0
            for offset in 0..<7 where index + offset < bytes.count { group |= UInt64(bytes[index + offset]) << UInt64(offset * 8) }
            for place in 0..<8 { characters.append(UInt8(truncatingIfNeeded: group >> UInt64(place * 7)) & 0x7F ^ SevenBitText.shift) }
            index += 7
        }
        return characters
    }

    /// The seven bytes of one group of eight characters.
    static func group(_ text: StaticString, _ number: Int) -> UInt64 { withBytes(of: text) { decoded($0, number) } }

    /// The numbers whose bytes some groups hold.
    static func array<Number: FixedWidthInteger & UnsignedInteger>(_ text: StaticString, from first: Int, groups: Int, count: Int) -> [Number] {
        withBytes(of: text) { characters in packedNumbers(count, groups: groups) { decoded(characters, first &+ $0) } }
    }

    @inline(__always)
    private static func decoded(_ characters: Span<UInt8>, _ group: Int) -> UInt64 {
        // Three steps join neighbours: 8 × 7 bits, 4 × 14, 2 × 28, 1 × 56.
        var word = load8(characters, at: group &* 8) ^ repeated(shift)
        word = (word & 0x007F_007F_007F_007F) | (word & 0x7F00_7F00_7F00_7F00) &>> 1
        word = (word & 0x0000_3FFF_0000_3FFF) | (word & 0x3FFF_0000_3FFF_0000) &>> 2
        return (word & 0x0000_0000_0FFF_FFFF) | (word & 0x0FFF_FFFF_0000_0000) &>> 4
    }
}

/// Bytes as text of seven bits a character, so that a compiled lexicon can stand in a string literal: seven bytes make eight characters.
package enum SevenBitText {
    /// The characters (all below 128) for some bytes; the last group is filled up with zeros, which become printing characters.
    package static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        var characters: [UInt8] = []
        characters.reserveCapacity(bytes.count / 7 * 8 + 8)
        var index = 0
        while index < bytes.count {
            var group: UInt64 = 0
            for offset in 0..<7 where index + offset < bytes.count { group |= UInt64(bytes[index + offset]) << UInt64(offset * 8) }
            PackedBytes.append(group, bytes: 8, to: &characters)
            index += 7
        }
        return characters
    }

    /// The seven bytes of one group of eight characters.
    static func group(_ text: StaticString, _ number: Int) -> UInt64 { withBytes(of: text) { PackedBytes.joined(load8($0, at: number &* 8)) } }

    /// The numbers whose bytes some groups hold.
    static func array<Number: FixedWidthInteger & UnsignedInteger>(_ text: StaticString, from first: Int, groups: Int, count: Int) -> [Number] {
        withBytes(of: text) { characters in
            packedNumbers(
                count, groups: groups, group: { PackedBytes.joined(load8(characters, at: (first &+ $0) &* 8)) },
                four: { PackedBytes.joined(load32(characters, at: (first &+ $0) &* 8)) })
        }
    }
}

import UndertoneEngine

/// A 64-bit checksum over bytes that come in pieces: the same for the same bytes, however they are cut. It tells a changed file, not a forged one.
package struct Checksum: Sendable, Equatable {
    /// How many bytes were added.
    package private(set) var count = 0
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    /// The bytes that fill no word yet, the first one lowest.
    private var rest: UInt64 = 0

    package init() {}

    /// Adds some bytes. Cost: eight bytes a step.
    package mutating func add(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var index = range.lowerBound
        let shift = UInt64(count & 7) &* 8
        count += range.count
        while index &+ 8 <= range.upperBound {
            let word = load8(bytes, at: index)
            mix(rest | word &<< shift)
            rest = shift == 0 ? 0 : word &>> (64 &- shift)
            index &+= 8
        }
        var filled = shift
        while index < range.upperBound {
            rest |= UInt64(bytes[index]) &<< filled
            filled &+= 8
            if filled == 64 {
                mix(rest)
                rest = 0
                filled = 0
            }
            index &+= 1
        }
    }

    private mutating func mix(_ word: UInt64) {
        hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash &>> 32
    }

    /// Sixteen hexadecimal digits for the bytes so far.
    package var digits: String {
        var whole = self
        whole.mix(rest)
        whole.mix(UInt64(count))
        let digits = String(whole.hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

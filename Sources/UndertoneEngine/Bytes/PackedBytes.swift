/// Bytes below 128 that are read where they stand: in the program's own text, so that they cost nothing at start, or in an array.
///
/// Numbers stand in them seven bits a byte, lowest first, each byte with its bit 64 turned over (as in `SevenBitText`).
package struct PackedBytes: Sendable {
    private let text: StaticString
    private let range: Range<Int>
    private let bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        text = ""
        range = 0..<0
        self.bytes = bytes
    }

    /// A part of a static text.
    package init(_ text: StaticString, _ range: Range<Int>) {
        self.text = text
        self.range = range
        bytes = []
    }

    /// Calls a closure with the bytes.
    @inline(__always)
    package func withSpan<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        range.isEmpty ? body(bytes.span) : withBytes(of: text) { body($0.extracting(range)) }
    }

    /// A copy of the bytes.
    package var array: [UInt8] { withSpan { span in span.indices.map { span[$0] } } }

    /// The byte that stands for no bits.
    package static let zero: UInt8 = 0x40

    /// Appends the lowest bits of a number, seven to a byte.
    package static func append(_ number: UInt64, bytes count: Int, to bytes: inout [UInt8]) {
        for place in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(place * 7)) & 0x7F ^ zero) }
    }

    /// The 56 bits of eight bytes.
    @inline(__always)
    package static func joined(_ raw: UInt64) -> UInt64 {
        // Three steps join neighbours: 8 × 7 bits, 4 × 14, 2 × 28, 1 × 56.
        var word = raw ^ repeated(zero)
        word = (word & 0x007F_007F_007F_007F) | (word & 0x7F00_7F00_7F00_7F00) &>> 1
        word = (word & 0x0000_3FFF_0000_3FFF) | (word & 0x3FFF_0000_3FFF_0000) &>> 2
        return (word & 0x0000_0000_0FFF_FFFF) | (word & 0x0FFF_FFFF_0000_0000) &>> 4
    }

    /// The same for four times eight bytes.
    @inline(__always)
    package static func joined(_ raw: SIMD4<UInt64>) -> SIMD4<UInt64> {
        func all(_ word: UInt64) -> SIMD4<UInt64> { SIMD4(repeating: word) }
        var word = raw ^ all(repeated(zero))
        word = (word & all(0x007F_007F_007F_007F)) | (word & all(0x7F00_7F00_7F00_7F00)) &>> 1
        word = (word & all(0x0000_3FFF_0000_3FFF)) | (word & all(0x3FFF_0000_3FFF_0000)) &>> 2
        return (word & all(0x0000_0000_0FFF_FFFF)) | (word & all(0x0FFF_FFFF_0000_0000)) &>> 4
    }

    /// The lowest 21 bits of a number as three bytes.
    @inline(__always)
    package static func spread(_ number: UInt32) -> UInt64 {
        let number = UInt64(number)
        return (number & 0x7F | (number & 0x3F80) &<< 1 | (number & 0x1F_C000) &<< 2) ^ 0x40_4040
    }

    /// The 21 bits of three bytes.
    @inline(__always)
    package static func joinedThree(_ raw: UInt64) -> UInt32 {
        let word = UInt32(truncatingIfNeeded: raw) ^ 0x40_4040
        return word & 0x7F | (word & 0x7F00) &>> 1 | (word & 0x7F_0000) &>> 2
    }
}

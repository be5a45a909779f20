// Arithmetic on eight bytes at once, held in one 64-bit word ("SIMD within a register", after L. Lamport, "Multiple byte
// processing with full-word instructions", 1975). A mask has the highest bit of a byte set where the byte has the property.

/// The same byte eight times.
@inlinable @inline(__always)
package func repeated(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

/// Marks the bytes that are not ASCII letters or digits.
@inlinable @inline(__always)
package func nonWordMask(_ word: UInt64) -> UInt64 {
    // With the highest bit set a byte is at least 128, so subtracting a limit below 128 never borrows from its neighbour,
    // and the highest bit stays set just where the byte (without it) reaches the limit.
    let lower = word | 0x2020_2020_2020_2020 | 0x8080_8080_8080_8080
    let plain = word | 0x8080_8080_8080_8080
    let letters = (lower &- repeated(0x61)) & ~(lower &- repeated(0x7B))
    let digits = (plain &- repeated(0x30)) & ~(plain &- repeated(0x3A))
    return ~((letters | digits) & ~word) & 0x8080_8080_8080_8080
}

/// Marks the bytes that equal a given byte.
@inlinable @inline(__always)
package func equalMask(_ word: UInt64, _ byte: UInt8) -> UInt64 {
    let difference = word ^ repeated(byte)
    // Exact for every byte: the high bit of (x & 0x7f) + 0x7f is set unless the low seven bits are zero.
    return ~(((difference & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F) | difference) & 0x8080_8080_8080_8080
}

/// Marks the first quotation mark, backslash or control character; bytes behind it may be marked wrongly.
@inlinable @inline(__always)
package func firstUnplainMask(_ word: UInt64) -> UInt64 {
    // Taking one from each byte borrows only behind a byte that was zero.
    let quote = word ^ repeated(0x22), backslash = word ^ repeated(0x5C)
    return (((quote &- repeated(1)) & ~quote) | ((backslash &- repeated(1)) & ~backslash) | ((word &- repeated(0x20)) & ~word)) & 0x8080_8080_8080_8080
}

/// Marks the bytes that do not stand for themselves in a string of JSON, and those outside printing ASCII.
@inlinable @inline(__always)
package func unquotedMask(_ word: UInt64) -> UInt64 {
    (equalMask(word, 0x22) | equalMask(word, 0x5C) | equalMask(word, 0x7F) | belowMask(word, 0x20) | word) & 0x8080_8080_8080_8080
}

/// Marks the bytes below a limit of at most 128.
@inlinable @inline(__always)
package func belowMask(_ word: UInt64, _ limit: UInt8) -> UInt64 {
    ~((word | 0x8080_8080_8080_8080) &- repeated(limit)) & ~word & 0x8080_8080_8080_8080
}

/// How many bytes stand before the first marked one; 8 if none is marked.
@inlinable @inline(__always)
package func leadingBytes(_ mask: UInt64) -> Int { mask.trailingZeroBitCount &>> 3 }

/// The lowest `count` bytes of a word, the others zero; `count` from 0 to 8.
@inlinable @inline(__always)
package func lowest(_ count: Int, of word: UInt64) -> UInt64 {
    count >= 8 ? word : word & ((1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1)
}

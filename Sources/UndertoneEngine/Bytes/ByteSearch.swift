// Searching long stretches of bytes, 32 at a time: four words of `ByteMasks` beside one another. (Vectors of bytes with masks of truth values are some thirty
// times slower in Swift 6.3.)

/// Where a byte stands first.
/// - Returns: its offset, or `end` if it does not stand between both.
package func firstIndex(of wanted: UInt8, _ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    let pattern = SIMD4<UInt64>(repeating: repeated(wanted)), ones = SIMD4<UInt64>(repeating: repeated(1)), highs = SIMD4<UInt64>(repeating: repeated(0x80))
    var index = start
    while index &+ 32 <= end {
        let difference = load32(bytes, at: index) ^ pattern
        let mask = (difference &- ones) & ~difference & highs
        if anyBit(mask) { return index &+ firstMarked(mask) }
        index &+= 32
    }
    while index < end {
        let mask = equalMask(load8(bytes, at: index), wanted)
        if mask != 0 { return min(index &+ leadingBytes(mask), end) }
        index &+= 8
    }
    return end
}

/// The first byte from an offset on that does not stand for itself in a string of JSON: a quotation mark, a backslash or a control character.
/// - Returns: its offset; fewer than 32 bytes before `end` the search may stop early.
package func skipPlain(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    let quotes = SIMD4<UInt64>(repeating: repeated(0x22)), backslashes = SIMD4<UInt64>(repeating: repeated(0x5C))
    let ones = SIMD4<UInt64>(repeating: repeated(1)), blanks = SIMD4<UInt64>(repeating: repeated(0x20)), highs = SIMD4<UInt64>(repeating: repeated(0x80))
    var index = start
    while index &+ 32 <= end {
        let block = load32(bytes, at: index)
        let quote = block ^ quotes, backslash = block ^ backslashes
        let mask = (((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((block &- blanks) & ~block)) & highs
        if anyBit(mask) { return index &+ firstMarked(mask) }
        index &+= 32
    }
    return index
}

/// Where the first byte outside ASCII stands.
/// - Returns: its offset, or `end` if none stands between both.
package func firstWide(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    let highs = SIMD4<UInt64>(repeating: repeated(0x80))
    var index = start
    while index &+ 32 <= end {
        let mask = load32(bytes, at: index) & highs
        if anyBit(mask) { return index &+ firstMarked(mask) }
        index &+= 32
    }
    while index < end {
        let mask = load8(bytes, at: index) & repeated(0x80)
        if mask != 0 { return min(index &+ leadingBytes(mask), end) }
        index &+= 8
    }
    return end
}

/// Whether all bytes are ASCII.
package func isASCII(_ bytes: Span<UInt8>) -> Bool { firstWide(bytes, from: 0, to: bytes.count) == bytes.count }

/// How often a byte stands in a stretch.
package func count(of wanted: UInt8, _ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    let pattern = SIMD4<UInt64>(repeating: repeated(wanted))
    let low = SIMD4<UInt64>(repeating: repeated(0x7F)), ones = SIMD4<UInt64>(repeating: repeated(1))
    var total = 0
    var index = start
    while index &+ 32 <= end {
        // A byte of the sums can count 255 blocks.
        var sums = SIMD4<UInt64>()
        let stop = min(end, index &+ 255 &* 32)
        while index &+ 32 <= stop {
            let difference = load32(bytes, at: index) ^ pattern
            sums &+= (~(((difference & low) &+ low) | difference) &>> 7) & ones
            index &+= 32
        }
        for lane in 0..<4 {
            let pairs = (sums[lane] & 0x00FF_00FF_00FF_00FF) &+ (sums[lane] &>> 8 & 0x00FF_00FF_00FF_00FF)
            total &+= Int(truncatingIfNeeded: (pairs &* 0x0001_0001_0001_0001) &>> 48)
        }
    }
    while index < end {
        if bytes[index] == wanted { total &+= 1 }
        index &+= 1
    }
    return total
}

@inline(__always)
private func anyBit(_ mask: SIMD4<UInt64>) -> Bool {
    let half = mask.lowHalf | mask.highHalf
    return half[0] | half[1] != 0
}

/// How many bytes stand before the first marked one.
@inline(__always)
private func firstMarked(_ mask: SIMD4<UInt64>) -> Int {
    if mask[0] != 0 { return leadingBytes(mask[0]) }
    if mask[1] != 0 { return 8 &+ leadingBytes(mask[1]) }
    return mask[2] != 0 ? 16 &+ leadingBytes(mask[2]) : 24 &+ leadingBytes(mask[3])
}

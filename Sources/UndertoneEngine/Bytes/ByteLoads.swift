// The one file of the engine with unsafe code: reading whole words out of byte spans, and text out of static strings.

/// Reads eight bytes, little-endian, that begin at an offset.
///
/// Bytes past the end of the span read as zero, so a caller may look at a whole word anywhere inside a text.
/// - Parameters:
///   - bytes: any span of bytes.
///   - offset: where to begin; at least 0.
/// - Returns: the eight bytes, the first one in the lowest bits.
@inlinable @inline(__always)
package func load8(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
    if offset &+ 8 <= bytes.count {
        // SAFETY: the comparison above keeps the load inside the span, whose memory is initialised; every bit pattern
        // is a valid UInt64, and the load needs no alignment.
        return UInt64(littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
    }
    return loadTail(bytes, at: offset)
}

/// The slow end of `load8`: fewer than eight bytes are left.
@usableFromInline
package func loadTail(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
    var word: UInt64 = 0
    var shift: UInt64 = 0
    var index = offset
    while index < bytes.count {
        word |= UInt64(byte(bytes, at: index)) << shift
        shift &+= 8
        index &+= 1
    }
    return word
}

/// Reads one byte; the offset is checked against the span.
@inlinable @inline(__always)
package func byte(_ bytes: Span<UInt8>, at offset: Int) -> UInt8 {
    bytes[offset]
}

/// Calls a closure with the UTF-8 bytes of a static string, without copying them.
package func withBytes<Result>(of string: StaticString, _ body: (Span<UInt8>) -> Result) -> Result {
    // SAFETY: a static string lives as long as the program; the span does not outlive the closure.
    string.withUTF8Buffer { buffer in body(unsafe buffer.span) }
}

/// The low seven bytes of each of some numbers, one after the other.
package func packedBytes(groups: Int, _ group: (Int) -> UInt64) -> [UInt8] {
    // SAFETY: each store writes eight bytes at a multiple of seven; one byte more is reserved for the last of them, and exactly the
    // bytes that were written are counted as initialised.
    unsafe [UInt8](unsafeUninitializedCapacity: groups * 7 + 1) { buffer, count in
        for index in 0..<groups {
            unsafe UnsafeMutableRawBufferPointer(buffer).storeBytes(of: group(index).littleEndian, toByteOffset: index &* 7, as: UInt64.self)
        }
        count = groups * 7
    }
}

/// Some numbers that stand one after the other, little-endian, in bytes.
/// - Parameters:
///   - start: the offset of the first; the bytes must hold all of them.
package func copiedArray<Number: FixedWidthInteger & UnsignedInteger>(_ bytes: Span<UInt8>, from start: Int, count: Int) -> [Number] {
    let size = count * (Number.bitWidth / 8)
    precondition(start >= 0 && start + size <= bytes.count)
    // SAFETY: the precondition keeps the copy inside the source, the capacity is that of the copy, and every bit pattern is a valid number.
    let numbers = unsafe [Number](unsafeUninitializedCapacity: count) { buffer, initialized in
        unsafe bytes.withUnsafeBytes { source in
            unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: UnsafeRawBufferPointer(rebasing: source[start..<(start + size)]))
        }
        initialized = count
    }
    return Number(1).littleEndian == 1 ? numbers : numbers.map { Number(littleEndian: $0) }
}

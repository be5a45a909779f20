// One of the two files of the engine with unsafe code (the other is Table.swift): reading whole words out of byte spans and text out of static strings, and memory that is used again.

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

/// Reads 32 bytes, which must all lie in the span, as four words.
@inline(__always)
func load32(_ bytes: Span<UInt8>, at offset: Int) -> SIMD4<UInt64> {
    precondition(offset >= 0 && offset &+ 32 <= bytes.count)
    // SAFETY: the line above; every bit pattern is a valid vector, and the load needs no alignment.
    let block = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: SIMD4<UInt64>.self)
    return SIMD4(UInt64(littleEndian: block[0]), UInt64(littleEndian: block[1]), UInt64(littleEndian: block[2]), UInt64(littleEndian: block[3]))
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

/// Appends a part of some bytes to an array, all at once.
/// - Parameters:
///   - start, end: inside the span; nothing is appended unless `start` lies before `end`.
package func append(_ bytes: Span<UInt8>, from start: Int, to end: Int, to output: inout [UInt8]) {
    if start >= end { return }
    // SAFETY: the part is checked against the span, and the pointer is used inside the closure only.
    unsafe bytes.extracting(start..<end).withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
}

/// Appends the UTF-8 bytes of a static string to an array.
package func append(_ string: StaticString, to output: inout [UInt8]) {
    withBytes(of: string) { append($0, from: 0, to: $0.count, to: &output) }
}

/// Memory for plain values that is used again for every message; it grows and never shrinks.
///
/// Unlike an array it has one owner, so adding and changing elements costs no check whether somebody else holds it too. Every element is initialised from the
/// beginning, and every index is checked.
@safe
package struct Buffer<Element: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
    // SAFETY: this value alone owns the memory; `capacity` elements of it are initialised, from `allocate` to `deinit`.
    nonisolated(unsafe) fileprivate var base: UnsafeMutablePointer<Element>
    fileprivate var capacity: Int
    private let filler: Element
    package fileprivate(set) var count = 0

    /// - Parameter filler: what elements are before they are set.
    package init(_ filler: Element) {
        self.filler = filler
        capacity = 64
        unsafe base = UnsafeMutablePointer<Element>.allocate(capacity: 64)
        unsafe base.initialize(repeating: filler, count: 64)
    }

    deinit { unsafe base.deallocate() }

    package subscript(index: Int) -> Element {
        @inline(__always) get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return unsafe base[index]
        }
        @inline(__always) set {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            unsafe base[index] = newValue
        }
    }

    @inline(__always)
    package mutating func append(_ element: Element) {
        if count == capacity { grow(to: count &+ 1) }
        unsafe base[count] = element
        count &+= 1
    }

    /// Makes the buffer so long; elements that were not set hold whatever they held before.
    @inline(__always)
    package mutating func resize(to count: Int) {
        precondition(count >= 0)
        if count > capacity { grow(to: count) }
        self.count = count
    }

    @inline(never)
    fileprivate mutating func grow(to least: Int) {
        let larger = max(capacity * 2, least)
        let memory = UnsafeMutablePointer<Element>.allocate(capacity: larger)
        // SAFETY: both blocks hold at least `capacity` elements, and the new one is filled up to its end.
        unsafe memory.initialize(from: base, count: capacity)
        unsafe (memory + capacity).initialize(repeating: filler, count: larger - capacity)
        unsafe base.deallocate()
        unsafe base = memory
        capacity = larger
    }

    /// A copy of the elements.
    package var array: [Element] { (0..<count).map { self[$0] } }
}

// Text that is put together piece by piece: faster than an array, which asks at every piece whether somebody else holds it.
extension Buffer where Element == UInt8 {
    /// Appends the first bytes of a word, those in its lowest bits.
    /// - Parameter count: how many, at most eight.
    @inline(__always)
    package mutating func append(_ word: UInt64, count length: Int) {
        precondition(length >= 0 && length <= 8)
        if count &+ 8 > capacity { grow(to: count &+ 8) }
        // SAFETY: the line above makes room for all eight bytes, those that do not count among them; the store needs no alignment.
        unsafe UnsafeMutableRawPointer(base + count).storeBytes(of: word.littleEndian, as: UInt64.self)
        count &+= length
    }

    /// Appends the UTF-8 bytes of a static string.
    @inline(__always)
    package mutating func append(_ string: StaticString) {
        let length = string.utf8CodeUnitCount
        if count &+ length > capacity { grow(to: count &+ length) }
        // SAFETY: the line above makes room for them; a static string lives as long as the program.
        unsafe (base + count).update(from: string.utf8Start, count: length)
        count &+= length
    }

    /// Appends a part of some bytes.
    /// - Parameters:
    ///   - start, end: inside the span; nothing is appended unless `start` lies before `end`.
    @inline(__always)
    package mutating func append(_ bytes: Span<UInt8>, from start: Int, to end: Int) {
        if start >= end { return }
        if count &+ (end &- start) > capacity { grow(to: count &+ (end &- start)) }
        // SAFETY: the part is checked against the span, the line above makes room for it, and the pointer is used inside the closure only.
        unsafe bytes.extracting(start..<end).withUnsafeBufferPointer { part in
            if let first = part.baseAddress { unsafe (base + count).update(from: first, count: part.count) }
        }
        count &+= end &- start
    }
}

/// Appends bytes of a buffer to an array.
package func append(_ buffer: borrowing Buffer<UInt8>, to output: inout [UInt8]) {
    // SAFETY: as many bytes are initialised there, and the array copies them before anybody can change them.
    unsafe output.append(contentsOf: UnsafeBufferPointer(start: buffer.base, count: buffer.count))
}

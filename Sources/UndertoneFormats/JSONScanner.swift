import UndertoneEngine

/// Strict JSON (RFC 8259) without a tree: values are checked and skipped, and told by where they stand.
///
/// There is no recursion, so depth costs a bit a level; every byte is looked at once. A scanner is made for each worker and used again.
package struct JSONScanner: ~Copyable {
    /// Arrays and objects deeper than this are refused.
    package static let deepest = 10_000

    /// What is wrong with a value, and where.
    package struct Problem: Error, Equatable {
        package let offset: Int
        package let message: StaticString

        package init(offset: Int, message: StaticString) {
            self.offset = offset
            self.message = message
        }

        package static func == (a: Problem, b: Problem) -> Bool { a.offset == b.offset && a.message.description == b.message.description }
    }

    /// One bit a level: whether it is an object.
    private var levels: [UInt64] = []

    package init() {}

    /// The offset after blanks.
    @inline(__always)
    package static func skipBlanks(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var index = start
        while index < end {
            let next = bytes[index]
            if next != 0x20 && next != 0x0A && next != 0x0D && next != 0x09 { break }
            index &+= 1
        }
        return index
    }

    /// Skips a string.
    /// - Parameter start: the offset after its opening quotation mark.
    /// - Returns: the offset after its closing mark, and whether it holds escapes.
    @inline(__always)
    package static func skipString(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(Problem) -> (next: Int, escapes: Bool) {
        var index = start
        var escapes = false
        while index < end {
            let word = load8(bytes, at: index)
            let special = firstUnplainMask(word)
            if special == 0 {
                index = end &- index > 64 ? skipPlain(bytes, from: index &+ 8, to: end) : index &+ 8
                continue
            }
            index &+= leadingBytes(special)
            if index >= end { break }
            let next = bytes[index]
            if next == 0x22 { return (index &+ 1, escapes) }
            if next < 0x20 { throw Problem(offset: index, message: "a control character stands in a string; write it as an escape such as \\n") }
            escapes = true
            index = try skipEscape(bytes, index, end)
        }
        throw Problem(offset: min(index, end), message: "a string is never closed; add the missing quotation mark")
    }

    /// Skips an escape; surrogates are not paired here, since a lone one is replaced, not refused.
    private static func skipEscape(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(Problem) -> Int {
        guard start &+ 1 < end else { throw Problem(offset: start, message: "a string ends in the middle of an escape") }
        switch bytes[start &+ 1] {
        case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: return start &+ 2
        case 0x75:
            guard start &+ 6 <= end else { throw Problem(offset: start, message: "a string ends in the middle of an escape") }
            for offset in 2..<6 where hexDigit(bytes[start &+ offset]) == nil {
                throw Problem(offset: start, message: "'\\u' needs four hexadecimal digits")
            }
            return start &+ 6
        default: throw Problem(offset: start, message: "JSON has no such escape; write \\\\ for a backslash")
        }
    }

    /// The value of a hexadecimal digit, or nil.
    package static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte) - 0x30
        case 0x61...0x66: UInt32(byte) - 0x57
        case 0x41...0x46: UInt32(byte) - 0x37
        default: nil
        }
    }

    /// Skips a number.
    private static func skipNumber(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(Problem) -> Int {
        var index = start
        func digits() -> Int {
            let first = index
            while index < end, bytes[index] >= 0x30, bytes[index] <= 0x39 { index += 1 }
            return index - first
        }
        if bytes[index] == 0x2D { index += 1 }
        let first = index
        let count = digits()
        if count == 0 || (count > 1 && bytes[first] == 0x30) { throw Problem(offset: start, message: "this is no number of JSON") }
        if index < end, bytes[index] == 0x2E {
            index += 1
            if digits() == 0 { throw Problem(offset: start, message: "a number has no digits after its point") }
        }
        if index < end, bytes[index] | 0x20 == 0x65 {
            index += 1
            if index < end, bytes[index] == 0x2B || bytes[index] == 0x2D { index += 1 }
            if digits() == 0 { throw Problem(offset: start, message: "a number has no digits in its exponent") }
        }
        return index
    }

    private static func skipLiteral(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(Problem) -> Int {
        let word = load8(bytes, at: start)
        let four = UInt32(truncatingIfNeeded: word)
        if start + 4 <= end, four == 0x6575_7274 || four == 0x6C6C_756E { return start + 4 }  // true, null
        if start + 5 <= end, lowest(5, of: word) == 0x65_736C_6166 { return start + 5 }  // false
        throw Problem(offset: start, message: "here should be a value")
    }

    /// Skips a value of any kind.
    /// - Parameter start: the offset of its first byte, blanks skipped.
    /// - Returns: the offset after its last byte.
    @inline(__always)
    package mutating func skipValue(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(Problem) -> Int {
        guard start < end else { throw Problem(offset: start, message: "here should be a value, but the record ends") }
        switch bytes[start] {
        case 0x22: return try JSONScanner.skipString(bytes, start &+ 1, end).next
        case 0x7B, 0x5B: return try skipNested(bytes, start, end)
        case 0x2D, 0x30...0x39: return try JSONScanner.skipNumber(bytes, start, end)
        default: return try JSONScanner.skipLiteral(bytes, start, end)
        }
    }

    /// Skips an array or object with everything in it.
    private mutating func skipNested(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(Problem) -> Int {
        var depth = 0
        var index = start
        while true {
            // Here a value begins.
            index = JSONScanner.skipBlanks(bytes, index, end)
            guard index < end else { throw Problem(offset: index, message: "the record ends inside an array or object") }
            let first = bytes[index]
            if first == 0x7B || first == 0x5B {
                depth += 1
                if depth > JSONScanner.deepest { throw Problem(offset: index, message: "arrays and objects are nested more than 10,000 deep") }
                setLevel(depth, isObject: first == 0x7B)
                index = JSONScanner.skipBlanks(bytes, index &+ 1, end)
                guard index < end else { throw Problem(offset: index, message: "the record ends inside an array or object") }
                if bytes[index] == (first == 0x7B ? 0x7D : 0x5D) {
                    index += 1
                    depth -= 1
                } else {
                    if first == 0x7B { index = try JSONScanner.skipKey(bytes, index, end).value }
                    continue
                }
            } else if first == 0x22 {
                index = try JSONScanner.skipString(bytes, index &+ 1, end).next
            } else if first == 0x2D || (first >= 0x30 && first <= 0x39) {
                index = try JSONScanner.skipNumber(bytes, index, end)
            } else {
                index = try JSONScanner.skipLiteral(bytes, index, end)
            }
            // Here a value has ended; close what ends with it.
            while true {
                if depth == 0 { return index }
                index = JSONScanner.skipBlanks(bytes, index, end)
                guard index < end else { throw Problem(offset: index, message: "the record ends inside an array or object") }
                let isObject = levelIsObject(depth)
                if bytes[index] == 0x2C {
                    index += 1
                    if isObject {
                        index = JSONScanner.skipBlanks(bytes, index, end)
                        index = try JSONScanner.skipKey(bytes, index, end).value
                    }
                    break
                }
                guard bytes[index] == (isObject ? 0x7D : 0x5D) else {
                    throw Problem(offset: index, message: "here should be a comma or a closing bracket")
                }
                index += 1
                depth -= 1
            }
        }
    }

    private mutating func setLevel(_ depth: Int, isObject: Bool) {
        while levels.count <= depth >> 6 { levels.append(0) }
        let bit: UInt64 = 1 << UInt64(depth & 63)
        if isObject { levels[depth >> 6] |= bit } else { levels[depth >> 6] &= ~bit }
    }

    private func levelIsObject(_ depth: Int) -> Bool { levels[depth >> 6] & (1 << UInt64(depth & 63)) != 0 }

    /// Skips a key and its colon.
    /// - Returns: the range of the key between its quotation marks, whether it holds escapes, and the offset of the value.
    @inline(__always)
    package static func skipKey(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(Problem) -> (key: Range<Int>, escapes: Bool, value: Int) {
        guard start < end, bytes[start] == 0x22 else { throw Problem(offset: start, message: "here should be a key in quotation marks") }
        let (next, escapes) = try skipString(bytes, start &+ 1, end)
        var index = skipBlanks(bytes, next, end)
        guard index < end, bytes[index] == 0x3A else { throw Problem(offset: index, message: "here should be a colon after the key") }
        index = skipBlanks(bytes, index &+ 1, end)
        return ((start &+ 1)..<(next &- 1), escapes, index)
    }
}

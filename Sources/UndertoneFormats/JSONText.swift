import UndertoneEngine

/// Strings of JSON, both ways.
package enum JSONText {
    /// Appends what a string stands for.
    ///
    /// Lone surrogates become U+FFFD; bytes that are no UTF-8 are left as they are.
    /// - Parameter range: the string between its quotation marks, known to be well formed.
    package static func unescape(_ bytes: Span<UInt8>, _ range: Range<Int>, into text: inout [UInt8]) {
        var index = range.lowerBound
        var run = index
        let end = range.upperBound
        while index < end {
            index = firstIndex(of: 0x5C, bytes, from: index, to: end)
            if index >= end { break }
            UndertoneEngine.append(bytes, from: run, to: index, to: &text)
            index = unescapeOne(bytes, index, end, into: &text)
            run = index
        }
        UndertoneEngine.append(bytes, from: run, to: end, to: &text)
    }

    private static func unescapeOne(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, into text: inout [UInt8]) -> Int {
        switch bytes[start &+ 1] {
        case 0x6E: text.append(0x0A)
        case 0x74: text.append(0x09)
        case 0x72: text.append(0x0D)
        case 0x62: text.append(0x08)
        case 0x66: text.append(0x0C)
        case 0x75: return unescapeUnicode(bytes, start, end, into: &text)
        default: text.append(bytes[start &+ 1])
        }
        return start &+ 2
    }

    private static func unescapeUnicode(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, into text: inout [UInt8]) -> Int {
        func unit(_ offset: Int) -> UInt32 {
            (2..<6).reduce(0) { $0 << 4 | (JSONScanner.hexDigit(bytes[offset + $1]) ?? 0) }
        }
        let first = unit(start)
        if first & 0xFC00 == 0xD800, start + 12 <= end, bytes[start + 6] == 0x5C, bytes[start + 7] == 0x75 {
            let second = unit(start + 6)
            if second & 0xFC00 == 0xDC00 {
                append(0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF), to: &text)
                return start + 12
            }
        }
        append(first & 0xF800 == 0xD800 ? 0xFFFD : first, to: &text)
        return start + 6
    }

    /// Appends a scalar value as UTF-8.
    package static func append(_ value: UInt32, to text: inout [UInt8]) {
        switch value {
        case 0..<0x80: text.append(UInt8(value))
        case 0x80..<0x800:
            text.append(UInt8(0xC0 | value >> 6))
            text.append(UInt8(0x80 | value & 0x3F))
        case 0x800..<0x10000:
            text.append(UInt8(0xE0 | value >> 12))
            text.append(UInt8(0x80 | value >> 6 & 0x3F))
            text.append(UInt8(0x80 | value & 0x3F))
        default:
            text.append(UInt8(0xF0 | value >> 18))
            text.append(UInt8(0x80 | value >> 12 & 0x3F))
            text.append(UInt8(0x80 | value >> 6 & 0x3F))
            text.append(UInt8(0x80 | value & 0x3F))
        }
    }

    /// Appends text as a string with its quotation marks.
    ///
    /// Control characters, U+007F, U+2028 and U+2029 are escaped; bytes that are no UTF-8 become U+FFFD.
    /// - Parameter ascii: whether everything outside ASCII is escaped too.
    package static func quote(_ bytes: Span<UInt8>, _ range: Range<Int>, ascii: Bool, into output: inout [UInt8]) {
        output.append(0x22)
        var index = range.lowerBound
        var run = index
        let end = range.upperBound
        while index < end {
            let mask = unquotedMask(load8(bytes, at: index))
            if mask == 0 {
                index &+= 8
                continue
            }
            index &+= leadingBytes(mask)
            if index >= end { break }
            UndertoneEngine.append(bytes, from: run, to: index, to: &output)
            index = quoteOne(bytes, index, end, ascii: ascii, into: &output)
            run = index
        }
        UndertoneEngine.append(bytes, from: run, to: end, to: &output)
        output.append(0x22)
    }

    /// Appends text as a string with its quotation marks, as `quote(_:_:ascii:into:)` does for arrays.
    static func quote(_ bytes: Span<UInt8>, _ range: Range<Int>, ascii: Bool, into line: inout Buffer<UInt8>) {
        line.append(0x22)
        var index = range.lowerBound
        while index < range.upperBound {
            let word = load8(bytes, at: index)
            let plain = min(leadingBytes(unquotedMask(word)), range.upperBound &- index)
            line.append(word, count: plain)
            index &+= plain
            if plain == 8 || index >= range.upperBound { continue }
            var sign: [UInt8] = []
            index = quoteOne(bytes, index, range.upperBound, ascii: ascii, into: &sign)
            line.append(sign.span, from: 0, to: sign.count)
        }
        line.append(0x22)
    }

    private static func quoteOne(_ bytes: Span<UInt8>, _ index: Int, _ end: Int, ascii: Bool, into output: inout [UInt8]) -> Int {
        let next = bytes[index]
        switch next {
        case 0x22, 0x5C:
            output.append(0x5C)
            output.append(next)
        case 0x0A: output += [0x5C, 0x6E]
        case 0x0D: output += [0x5C, 0x72]
        case 0x09: output += [0x5C, 0x74]
        case 0..<0x80: escape(UInt32(next), into: &output)
        default:
            return quoteWide(bytes, index, end, ascii: ascii, into: &output)
        }
        return index + 1
    }

    /// Appends the scalar that begins at a byte of 0x7F or more, escaped where it must be; returns the offset after it.
    static func quoteWide(_ bytes: Span<UInt8>, _ index: Int, _ end: Int, ascii: Bool, into output: inout [UInt8]) -> Int {
        let (scalar, length) = Folding.decode(bytes, at: index, end: end)
        if ascii || scalar.value == 0x2028 || scalar.value == 0x2029 || (0x7F...0x9F).contains(scalar.value) {
            escape(scalar.value, into: &output)
        } else {
            append(scalar.value, to: &output)
        }
        return index + length
    }

    /// Copies an escape known to be well formed, half a surrogate pair as U+FFFD; returns the offset after it.
    static func copyEscape(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, into output: inout [UInt8]) -> Int {
        guard start + 6 <= end, bytes[start + 1] == 0x75, bytes[start + 2] | 0x20 == 0x64, bytes[start + 3] >= 0x38 else {
            output.append(0x5C)
            output.append(bytes[start + 1])
            return start + 2
        }
        var text: [UInt8] = []
        let next = unescapeUnicode(bytes, start, end, into: &text)
        if text == [0xEF, 0xBF, 0xBD] { output += Array("\\ufffd".utf8) } else { for index in start..<next { output.append(bytes[index]) } }
        return next
    }

    private static func escape(_ value: UInt32, into output: inout [UInt8]) {
        func unit(_ unit: UInt32) {
            output += [0x5C, 0x75]
            for shift in [12, 8, 4, 0] as [UInt32] {
                let digit = UInt8(unit >> shift & 0xF)
                output.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            }
        }
        if value < 0x10000 { return unit(value) }
        unit(0xD800 + (value - 0x10000) >> 10)
        unit(0xDC00 + (value - 0x10000) & 0x3FF)
    }

    /// Appends text as a string with its quotation marks.
    package static func quote(_ text: String, ascii: Bool = false, into output: inout [UInt8]) {
        let bytes = Array(text.utf8)
        quote(bytes.span, 0..<bytes.count, ascii: ascii, into: &output)
    }
}

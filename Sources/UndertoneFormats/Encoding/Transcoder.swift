import UndertoneEngine

/// Makes UTF-8 of the bytes of an input, piece by piece; how they are cut into pieces does not matter.
///
/// In an input that seems to be UTF-8 single bytes that cannot be are read as Windows-1252 and counted; what seems to be damaged or cut off UTF-8 stays as it is.
/// Valid UTF-8 is looked at eight bytes a step and given back without a copy.
package struct Transcoder: Sendable {
    /// Nil until the first bytes are there.
    package private(set) var encoding: TextEncoding?
    /// How many bytes were read as Windows-1252 in what seems to be UTF-8, and the line of the first.
    package private(set) var foreignBytes = 0, foreignLine = 0
    private var repairs = true
    /// Reads charsets other than Unicode.
    private var charset: CharsetDecoder?
    private var rest: [UInt8] = []
    private var line = 1

    /// - Parameter encoding: the encoding that the user named, or nil to find it out.
    package init(_ encoding: TextEncoding? = nil) {
        self.encoding = encoding
        repairs = encoding == nil
        charset = encoding.flatMap { CharsetDecoder($0) }
    }

    /// Gives everything back as it is: for mail, whose parts have encodings of their own.
    package static var unchanging: Transcoder {
        var transcoder = Transcoder(.utf8)
        transcoder.isBegun = true
        return transcoder
    }

    /// The next bytes as UTF-8.
    /// - Parameter isLast: whether nothing follows.
    package mutating func decode(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
        if charset != nil { return charset?.decode(bytes, isLast: isLast) ?? [] }
        var bytes = bytes
        if !rest.isEmpty {
            bytes = rest + bytes
            rest = []
        }
        if encoding == nil || (line == 1 && !isBegun) {
            // So many bytes are waited for that it does not matter in which pieces they come.
            if bytes.count < TextEncoding.needed(toTell: bytes[...]) && !isLast {
                rest = bytes
                return []
            }
            let guess = TextEncoding.guess(bytes[...])
            let mark = encoding == nil || guess.encoding.width == encoding?.width ? guess.mark : 0
            if encoding == nil { encoding = guess.encoding }
            bytes.removeFirst(mark)
        }
        isBegun = true
        switch encoding ?? .utf8 {
        case .windows1252: return bytes.contains { $0 >= 0x80 } ? single(bytes) { TextEncoding.windows1252($0) } : bytes
        case .latin1: return bytes.contains { $0 >= 0x80 } ? single(bytes) { UInt32($0) } : bytes
        case .utf16LittleEndian: return wide(bytes, isLast, 2) { UInt32($0[0]) | UInt32($0[1]) << 8 }
        case .utf16BigEndian: return wide(bytes, isLast, 2) { UInt32($0[1]) | UInt32($0[0]) << 8 }
        case .utf32LittleEndian: return wide(bytes, isLast, 4) { UInt32($0[0]) | UInt32($0[1]) << 8 | UInt32($0[2]) << 16 | UInt32($0[3]) << 24 }
        case .utf32BigEndian: return wide(bytes, isLast, 4) { UInt32($0[3]) | UInt32($0[2]) << 8 | UInt32($0[1]) << 16 | UInt32($0[0]) << 24 }
        default: return repairs ? repaired(bytes, isLast) : bytes
        }
    }

    private var isBegun = false

    private func single(_ bytes: [UInt8], _ scalar: (UInt8) -> UInt32) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes { if byte < 0x80 { text.append(byte) } else { JSONText.append(scalar(byte), to: &text) } }
        return text
    }

    // MARK: Units of several bytes

    private mutating func wide(_ bytes: [UInt8], _ isLast: Bool, _ width: Int, _ unit: ([UInt8]) -> UInt32) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = 0
        while index + width <= bytes.count {
            let first = unit(Array(bytes[index..<(index + width)]))
            if width == 2, first & 0xFC00 == 0xD800 {
                if index + 4 > bytes.count && !isLast { break }
                let second = index + 4 <= bytes.count ? unit(Array(bytes[(index + 2)..<(index + 4)])) : 0
                if second & 0xFC00 == 0xDC00 {
                    JSONText.append(0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF), to: &text)
                    index += 4
                    continue
                }
            }
            JSONText.append(first > 0x10FFFF || first & 0xFFFF_F800 == 0xD800 ? 0xFFFD : first, to: &text)
            index += width
        }
        if index < bytes.count { if isLast { JSONText.append(0xFFFD, to: &text) } else { rest = Array(bytes[index...]) } }
        return text
    }

    // MARK: UTF-8

    private mutating func repaired(_ bytes: [UInt8], _ isLast: Bool) -> [UInt8] {
        var text: [UInt8]?
        var copied = 0
        var index = 0
        let span = bytes.span
        while index < bytes.count {
            index = firstWide(span, from: index, to: bytes.count)
            if index == bytes.count { break }
            let (length, isWhole) = Transcoder.sequence(span, index)
            if isWhole {
                index += length
                continue
            }
            if index + length >= bytes.count && !isLast && length < 4 && span[index] >= 0xC2 {
                // The sequence may go on in the next piece; so does the decision on what follows it.
                break
            }
            if length > 1 && !Transcoder.isLetter(span, index + length) {
                index += length
                continue
            }
            if foreignBytes == 0 { foreignLine = line + Transcoder.lineBreaks(span, index) }
            foreignBytes += 1
            var copy = text ?? []
            text = nil
            copy += bytes[copied..<index]
            JSONText.append(TextEncoding.windows1252(span[index]), to: &copy)
            text = copy
            index += 1
            copied = index
        }
        let end = min(index, bytes.count)
        if foreignBytes == 0 { line += Transcoder.lineBreaks(span, end) }
        rest = Array(bytes[end...])
        guard var text else { return end == bytes.count ? bytes : Array(bytes[..<end]) }
        text += bytes[copied..<end]
        return text
    }

    /// How many bytes at an offset belong together, and whether they are a scalar.
    private static func sequence(_ bytes: Span<UInt8>, _ start: Int) -> (length: Int, isWhole: Bool) {
        let lead = bytes[start]
        let wanted = lead >= 0xF5 || lead < 0xC2 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        if wanted == 1 { return (1, false) }
        var length = 1
        while length < wanted, start + length < bytes.count, bytes[start + length] & 0xC0 == 0x80 {
            if length == 1 {
                let next = bytes[start + 1]
                // Too long a form, a surrogate, or beyond U+10FFFF.
                if lead == 0xE0 && next < 0xA0 || lead == 0xED && next > 0x9F || lead == 0xF0 && next < 0x90 || lead == 0xF4 && next > 0x8F { break }
            }
            length += 1
        }
        return (length, length == wanted)
    }

    private static func isLetter(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
        index < bytes.count && bytes[index] | 0x20 >= 0x61 && bytes[index] | 0x20 <= 0x7A
    }

    private static func lineBreaks(_ bytes: Span<UInt8>, _ end: Int) -> Int {
        count(of: 0x0A, bytes, from: 0, to: end)
    }
}

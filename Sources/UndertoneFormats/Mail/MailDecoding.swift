import UndertoneEngine

/// How the bytes of a part are written (RFC 2045, RFC 2047), and what they stand for.
enum MailDecoding {
    // MARK: Transfer encodings

    /// The bytes of a body as they were before it was made fit for the way.
    static func transferred(_ bytes: ArraySlice<UInt8>, _ encoding: String) -> [UInt8] {
        switch encoding {
        case "quoted-printable": quotedPrintable(bytes, isWord: false)
        case "base64": base64(bytes)
        default: Array(bytes)
        }
    }

    /// - Parameter isWord: whether `_` is a blank, as in encoded words of headers.
    static func quotedPrintable(_ bytes: ArraySlice<UInt8>, isWord: Bool) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let next = bytes[index]
            index += 1
            if next == 0x5F && isWord {
                text.append(0x20)
            } else if next != 0x3D {
                text.append(next)
            } else if index + 1 < bytes.endIndex, let high = digit(bytes[index]), let low = digit(bytes[index + 1]) {
                text.append(high << 4 | low)
                index += 2
            } else {
                // A soft line break, perhaps with blanks before it.
                var after = index
                while after < bytes.endIndex, bytes[after] == 0x20 || bytes[after] == 0x09 || bytes[after] == 0x0D { after += 1 }
                if after < bytes.endIndex, bytes[after] == 0x0A { index = after + 1 } else if after < bytes.endIndex { text.append(next) }
            }
        }
        return text
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    /// Signs that are not of the alphabet are left out; what stands after the padding is not read.
    static func base64(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count / 4 * 3)
        var group: UInt32 = 0
        var count = 0
        for byte in bytes {
            let value: UInt8
            switch byte {
            case 0x41...0x5A: value = byte - 0x41
            case 0x61...0x7A: value = byte - 0x47
            case 0x30...0x39: value = byte + 4
            case 0x2B, 0x2D: value = 62
            case 0x2F, 0x5F: value = 63
            case 0x3D: return decoded
            default: continue
            }
            group = group << 6 | UInt32(value)
            count += 1
            if count == 1 { continue }
            decoded.append(UInt8(truncatingIfNeeded: group >> UInt32([0, 0, 4, 2, 0][count])))
            if count == 4 { count = 0 }
        }
        return decoded
    }

    // MARK: Characters

    /// Bytes in a charset as UTF-8. What is said to be Latin-1 is mostly Windows-1252; of charsets that are not known ASCII is read.
    static func utf8(_ bytes: [UInt8], charset: String) -> [UInt8] {
        switch charset {
        case "", "unknown-8bit": return saidToBeUTF8(bytes)
        case "utf-16", "utf-16le", "utf-16be": return utf16(bytes, charset)
        default: break
        }
        guard let encoding = TextEncoding(name: charset) else {
            return bytes.contains { $0 >= 0x80 || $0 == 0x1B } ? singleBytes(bytes) { $0 < 0x80 ? Unicode.Scalar($0) : "\u{FFFD}" } : bytes
        }
        if encoding == .utf8 { return saidToBeUTF8(bytes) }
        if encoding == .latin1 { return singleBytes(bytes) { WindowsCharacters.scalar($0) } }
        var transcoder = Transcoder(encoding)
        return transcoder.decode(bytes, isLast: true)
    }

    /// Mail that says nothing, or the wrong thing, is often of a single-byte charset.
    private static func saidToBeUTF8(_ bytes: [UInt8]) -> [UInt8] { isUTF8(bytes) ? bytes : singleBytes(bytes) { WindowsCharacters.scalar($0) } }

    static func isUTF8(_ bytes: [UInt8]) -> Bool {
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index += 1
                continue
            }
            let (scalar, length) = Folding.decode(bytes.span, at: index, end: bytes.count)
            if length == 1 && !scalar.isASCII { return false }
            index += length
        }
        return true
    }

    private static func singleBytes(_ bytes: [UInt8], _ scalar: (UInt8) -> Unicode.Scalar) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes { if byte < 0x80 { text.append(byte) } else { text += Array(String(scalar(byte)).utf8) } }
        return text
    }

    private static func utf16(_ bytes: [UInt8], _ charset: String) -> [UInt8] {
        let hasMark = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        let isLittle = hasMark ? bytes[0] == 0xFF : charset == "utf-16le"
        let first = hasMark ? 2 : 0
        let units = stride(from: first, to: bytes.count - 1, by: 2).map { index in
            isLittle ? UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8 : UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    // MARK: Encoded words

    /// A header's value with its encoded words (`=?UTF-8?Q?…?=`) read; blanks between two of them are left out.
    static func words(_ value: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        var index = 0
        var wordEnd = -1
        while index < value.count {
            if value[index] == 0x3D, index + 1 < value.count, value[index + 1] == 0x3F, let (decoded, end) = word(value, at: index) {
                if wordEnd >= 0, value[wordEnd..<index].allSatisfy({ $0 <= 0x20 }) { while let last = text.last, last <= 0x20 { text.removeLast() } }
                text += decoded
                index = end
                wordEnd = end
            } else {
                text.append(value[index] == 0x09 ? 0x20 : value[index])
                index += 1
            }
        }
        return isUTF8(text) ? text : utf8(text, charset: "")
    }

    /// The longest encoded word that is read (RFC 2047 allows 75 bytes; some programs write longer ones).
    private static let longestWord = 4096

    private static func word(_ value: [UInt8], at start: Int) -> (text: [UInt8], end: Int)? {
        let limit = min(value.count, start + longestWord)
        guard let first = value[(start + 2)..<limit].firstIndex(of: 0x3F), first + 2 < limit, value[first + 2] == 0x3F else { return nil }
        var end = first + 3
        while end + 1 < limit, !(value[end] == 0x3F && value[end + 1] == 0x3D) { end += 1 }
        guard end + 1 < limit else { return nil }
        let content = value[(first + 3)..<end]
        // A language may follow the charset after an asterisk.
        let charset = String(decoding: value[(start + 2)..<first].small.prefix { $0 != 0x2A }, as: UTF8.self)
        switch value[first + 1] | 0x20 {
        case 0x71: return (utf8(quotedPrintable(content, isWord: true), charset: charset), end + 2)
        case 0x62: return (utf8(base64(content), charset: charset), end + 2)
        default: return nil
        }
    }
}

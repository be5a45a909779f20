import UndertoneEngine

/// A stretch of a text that must not leave, and what it is.
package struct Redaction: Sendable, Equatable {
    /// What was found, and the word that is written instead of it, in square brackets.
    package enum Kind: String, Sendable {
        case email, phone, card, secret, name
    }

    /// In bytes.
    package let range: Range<Int>
    package let kind: Kind
}

/// Finds what identifies people or opens doors: e-mail addresses, telephone and card numbers, secrets in links, names after greetings and titles.
///
/// It goes by form and by the words of `redact.tsv`, not by knowledge: a name in the middle of a sentence stays, and a long number of an order may be taken for a
/// telephone number. Every byte is looked at a small, fixed number of times, so the time is linear in the text.
package struct Redactor: Sendable {
    let words: RedactionWords

    package init(_ words: RedactionWords) { self.words = words }

    /// What is to be left out of a text, in the order of places; stretches do not overlap.
    package func redactions(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Redaction] {
        var found: [Redaction] = []
        var index = range.lowerBound
        let end = range.upperBound
        while index < end {
            let byte = bytes[index]
            let isWordStart = index == range.lowerBound || !Redactor.isWordByte(bytes[index - 1])
            switch byte {
            case 0x40:
                index = address(bytes, at: index, width: 1, range, &found)
            case 0x25 where index + 3 <= end && bytes[index + 1] == 0x34 && bytes[index + 2] == 0x30:
                index = address(bytes, at: index, width: 3, range, &found)
            case 0x3A where index + 3 <= end && bytes[index + 1] == 0x2F && bytes[index + 2] == 0x2F:
                index = link(bytes, from: index + 3, range, &found)
            case 0x3F, 0x26, 0x3B, 0x23:
                index = parameter(bytes, from: index + 1, end, &found)
            case 0x30...0x39, 0x2B, 0x28:
                index = isWordStart || !Redactor.isDigit(bytes[index - 1]) ? number(bytes, at: index, range, floor: range.lowerBound, &found) : index + 1
            default:
                index = isWordStart && words.mayBegin[Int(byte)] ? greeting(bytes, at: index, end, &found) : index + 1
            }
        }
        return found
    }

    /// Letters, digits, `_` and all bytes outside ASCII.
    static func isWordByte(_ byte: UInt8) -> Bool {
        (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x5F || byte >= 0x80
    }

    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte >= 0x80 }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    // MARK: Addresses

    /// An e-mail address around the sign at an offset; returns where to read on.
    func address(_ bytes: Span<UInt8>, at sign: Int, width: Int, _ range: Range<Int>, _ found: inout [Redaction]) -> Int {
        let floor = found.last.map { max(range.lowerBound, $0.range.upperBound) } ?? range.lowerBound
        var start = sign
        while start > floor, Redactor.isLocalByte(bytes[start - 1]) { start -= 1 }
        var last = sign + width
        while last < range.upperBound, Redactor.isWordByte(bytes[last]) || bytes[last] == 0x2D || bytes[last] == 0x2E { last += 1 }
        guard start < sign, let end = domainEnd(bytes, sign + width, last) else { return sign + 1 }
        found.append(Redaction(range: start..<end, kind: .email))
        return end
    }

    /// The end of the domain that begins at an offset: after the last part with two characters or more, the first of them a letter; nil if there is no full stop
    /// before it.
    private func domainEnd(_ bytes: Span<UInt8>, _ start: Int, _ last: Int) -> Int? {
        var end = last
        while end > start {
            var part = end
            while part > start, bytes[part - 1] != 0x2E { part -= 1 }
            if part == start { return nil }
            var stop = end
            while stop > part, bytes[stop - 1] == 0x2D { stop -= 1 }
            if stop - part >= 2, part - 1 > start, Redactor.isLetter(bytes[part]) { return stop }
            end = part - 1
        }
        return nil
    }

    private static func isLocalByte(_ byte: UInt8) -> Bool { isWordByte(byte) || byte == 0x2E || byte == 0x2D || byte == 0x2B || byte == 0x27 }
}

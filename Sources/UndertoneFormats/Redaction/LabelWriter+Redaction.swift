import UndertoneEngine

// Labels without what identifies people: everything that is written of a record passes through here.

extension Redactor {
    /// A copy of a text with words in square brackets for what must not leave.
    /// - Parameter isIdentity: whether the text names a record, an account or a contact: then a tag keeps different values apart (`[email:0c31a9f24d07]`).
    package func redacted(_ bytes: Span<UInt8>, _ range: Range<Int>, isIdentity: Bool) -> [UInt8] {
        Redactor.without(redactions(bytes, range), bytes, range, isIdentity: isIdentity)
    }

    /// A part of a text, with words in square brackets for what must not leave even if the part holds only a piece of it.
    package static func excerpt(_ bytes: Span<UInt8>, _ range: Range<Int>, without redactions: [Redaction]) -> String {
        String(decoding: without(redactions, bytes, range, isIdentity: false), as: UTF8.self)
    }

    private static func without(_ redactions: [Redaction], _ bytes: Span<UInt8>, _ range: Range<Int>, isIdentity: Bool) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        var index = range.lowerBound
        // The first one that does not end before the range; they stand in order.
        var low = 0, high = redactions.count
        while low < high {
            let middle = (low + high) / 2
            if redactions[middle].range.upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
        }
        for redaction in redactions[low...] {
            if redaction.range.lowerBound >= range.upperBound { break }
            while index < redaction.range.lowerBound {
                text.append(bytes[index])
                index += 1
            }
            text += Array("[\(redaction.kind.rawValue)\(isIdentity ? ":" + tag(bytes, redaction.range) : "")]".utf8)
            index = min(redaction.range.upperBound, range.upperBound)
        }
        while index < range.upperBound {
            text.append(bytes[index])
            index += 1
        }
        return text
    }

    /// Twelve hexadecimal digits of a hash of a value without case: equal for equal values, in every run.
    private static func tag(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in range {
            let byte = bytes[index]
            hash = (hash ^ UInt64(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)) &* 0x0000_0100_0000_01B3
        }
        hash ^= hash >> 29
        let digits = String(hash & 0xFFFF_FFFF_FFFF, radix: 16)
        return String(repeating: "0", count: 12 - digits.count) + digits
    }
}

extension LabelWriter {
    /// Takes out of a value what must not leave.
    ///
    /// Ids, accounts, contacts and times that are digits only stay: they are keys, not telephone numbers.
    func redact(_ value: inout [UInt8], isIdentity: Bool) {
        guard let redactor, !value.isEmpty, !(isIdentity && value.allSatisfy(Redactor.isDigit)) else { return }
        value = redactor.redacted(value.span, 0..<value.count, isIdentity: isIdentity)
    }

    /// Calls a closure with a text without what must not leave.
    func redacted(_ bytes: Span<UInt8>, _ range: Range<Int>, isIdentity: Bool, _ write: (Span<UInt8>) -> Void) {
        guard let redactor else { return write(bytes) }
        let text = redactor.redacted(bytes, range, isIdentity: isIdentity)
        write(text.span)
    }

    /// Whether a value is the id, the account, the contact or the time of a record.
    func isIdentity(_ range: Range<Int>, _ record: Record) -> Bool {
        LabelWriter.identity.contains { !record[$0].isMissing && record[$0].range == range }
    }

    /// Copies the inside of a JSON object known to be well formed, its strings redacted; numbers that are card numbers become strings.
    func copyRedacted(_ record: Record, _ bytes: Span<UInt8>, _ range: Range<Int>, into output: inout [UInt8]) {
        var index = range.lowerBound
        while index < range.upperBound {
            let next = bytes[index]
            if next == 0x22 {
                var stop = index + 1
                while bytes[stop] != 0x22 { stop += bytes[stop] == 0x5C ? 2 : 1 }
                var value: [UInt8] = []
                JSONText.unescape(bytes, (index + 1)..<stop, into: &value)
                redact(&value, isIdentity: isIdentity((index + 1)..<stop, record))
                JSONText.quote(value.span, 0..<value.count, ascii: ascii, into: &output)
                index = stop + 1
            } else if Redactor.isDigit(next) || next == 0x2D {
                index = copyNumber(record, bytes, index, range.upperBound, into: &output)
            } else {
                output.append(next < 0x20 ? 0x20 : next)
                index += 1
            }
        }
    }
    /// Copies a number outside strings; returns the offset after it.
    private func copyNumber(_ record: Record, _ bytes: Span<UInt8>, _ start: Int, _ end: Int, into output: inout [UInt8]) -> Int {
        var value: [UInt8] = []
        var stop = start
        while stop < end, Redactor.isDigit(bytes[stop]) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(bytes[stop]) {
            value.append(bytes[stop])
            stop += 1
        }
        let isCard = value.allSatisfy(Redactor.isDigit) && redactor?.redactions(value.span, 0..<value.count).first?.kind == .card
        if isCard && !isIdentity(start..<stop, record) { output += Array("\"[card]\"".utf8) } else { output += value }
        return stop
    }
}

import UndertoneEngine

/// Where messages begin in a mail folder (mbox), and whether an input is mail at all.
package enum MailFolder {
    /// Whether a line that begins a message stands at an offset: `From`, a sender, and a time of day.
    package static func begins(_ bytes: Span<UInt8>, at start: Int, end: Int) -> Bool {
        guard start + 5 <= end, lowest(5, of: load8(bytes, at: start)) == 0x20_6D6F_7246 else { return false }
        var index = start + 5
        while index + 2 < end, bytes[index] != 0x0A, index - start < 300 {
            // 09:14, with a blank somewhere before it
            if bytes[index] == 0x3A, isDigit(bytes[index - 1]), isDigit(bytes[index + 1]), isDigit(bytes[index + 2]) { return true }
            index += 1
        }
        return false
    }

    /// The offset of the next message after one, which is the end of that one; nil if there is none.
    /// - Parameter start: where a message begins.
    package static func next(_ bytes: Span<UInt8>, after start: Int, end: Int) -> Int? {
        var index = start
        while true {
            index = firstIndex(of: 0x0A, bytes, from: index, to: end) + 1
            guard index < end else { return nil }
            if bytes[index] == 0x46, isAfterBlankLine(bytes, index), begins(bytes, at: index, end: end) { return index }
        }
    }

    /// Whether the line before the one at an offset is empty.
    private static func isAfterBlankLine(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
        guard index >= 2 else { return false }
        return bytes[index - 2] == 0x0A || (index >= 3 && bytes[index - 2] == 0x0D && bytes[index - 3] == 0x0A)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    /// Names of header lines; an input that begins with lines of which three are such is mail.
    private static let known = [
        "from", "to", "cc", "date", "subject", "message-id", "received", "return-path", "delivered-to", "mime-version", "content-type", "x-mailer", "reply-to",
        "content-transfer-encoding", "in-reply-to", "references", "x-originating-ip", "dkim-signature", "x-received", "sender", "user-agent",
    ]

    /// Whether the first bytes of an input are the header of a message: only header lines up to a blank one, among them at least three of those that mail has.
    package static func isMessage(_ bytes: Span<UInt8>, _ count: Int) -> Bool {
        var index = 0
        var found: Set<String> = []
        while index < count {
            let lineEnd = firstIndex(of: 0x0A, bytes, from: index, to: count)
            if lineEnd == index || bytes[index] == 0x0D { break }
            if bytes[index] > 0x20 {
                var colon = index
                while colon < lineEnd, bytes[colon] > 0x20, bytes[colon] != 0x3A, bytes[colon] < 0x7F { colon += 1 }
                guard colon > index, colon < lineEnd, bytes[colon] == 0x3A else { return false }
                let name = String(decoding: (index..<colon).map { bytes[$0] }[...].small, as: UTF8.self)
                if known.contains(name) { found.insert(name) }
            } else if index == 0 {
                return false
            }
            index = lineEnd + 1
        }
        return found.count >= 3 && !found.isDisjoint(with: ["from", "received", "return-path", "message-id", "sender"])
    }
}

import UndertoneEngine

/// Reads mail: a file with one message (EML), or messages of a mail folder (mbox).
///
/// The text is the first plain part of the message, else its first HTML part; attachments are not looked at. A message without any text has an empty one.
package struct MailReader: ~Copyable {
    /// The message's values, made out of the mail; the record's places lie in it.
    package private(set) var work: [UInt8] = []
    package var record = Record()

    package init() {}

    /// How deep parts may stand inside parts, and how many are looked at.
    private static let deepest = 20, mostParts = 500

    /// Reads the message that fills a range.
    /// - Parameters:
    ///   - isFolder: whether the message stands in a mail folder, where lines that begin with `From ` are marked by a `>`.
    /// - Throws: what is wrong with it.
    package mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>, line: Int, isFolder: Bool) throws(RecordFault) {
        work.removeAll(keepingCapacity: true)
        record.begin(line: line)
        var mail = range.map { bytes[$0] }
        if isFolder { mail = MailReader.unmarked(mail) }
        let headers = MailHeaders(mail[...])
        guard !headers.isEmpty else {
            throw RecordFault(line: line, column: 0, problem: "this is no mail: no line such as 'From: ann@example.com' begins it")
        }
        let sender = headers.sender ?? []
        set(.id, headers.value("message-id") ?? [])
        set(.contact, sender)
        if let at = sender.lastIndex(of: 0x40) { set(.account, Array(sender[(at + 1)...])) }
        set(.time, headers.value("date").map { Array($0.prefix(64)) } ?? [])
        set(.subject, headers.value("subject").map(MailDecoding.words) ?? [])
        set(.kind, Array("email".utf8))
        var parts = 0
        let text = MailReader.text(mail[headers.end...], headers, depth: 0, &parts) ?? Text(bytes: [], isHTML: false)
        record.textIsHTML = text.isHTML
        let start = work.count
        work += text.bytes
        record.values[Field.text.rawValue] = .plain(start..<work.count)
        record.whole = 0..<0
        if headers.isAutomatic { record.role = .system }
    }

    private mutating func set(_ field: Field, _ value: [UInt8]) {
        if value.isEmpty { return }
        work += value
        record.values[field.rawValue] = .plain((work.count - value.count)..<work.count)
    }

    /// A message of a folder without its first line, and with the marks of lines that begin with `From ` taken off.
    private static func unmarked(_ bytes: [UInt8]) -> [UInt8] {
        var mail: [UInt8] = []
        mail.reserveCapacity(bytes.count)
        var index = 0
        if bytes.starts(with: "From ".utf8) { index = min((bytes.firstIndex(of: 0x0A) ?? bytes.count) + 1, bytes.count) }
        while index < bytes.count {
            var first = index
            while first < bytes.count, bytes[first] == 0x3E { first += 1 }
            if first > index && bytes[first...].starts(with: "From ".utf8) { index += 1 }
            let end = min(firstIndex(of: 0x0A, bytes.span, from: index, to: bytes.count) + 1, bytes.count)
            mail += bytes[index..<end]
            index = end
        }
        return mail
    }

    // MARK: Parts

    private struct Text {
        var bytes: [UInt8]
        var isHTML: Bool
    }

    /// The text of a part, or of the best of the parts in it.
    private static func text(_ body: ArraySlice<UInt8>, _ headers: MailHeaders, depth: Int, _ parts: inout Int) -> Text? {
        parts += 1
        guard depth < deepest, parts <= mostParts, headers.word("content-disposition") != "attachment" else { return nil }
        let type = headers.word("content-type")
        if type.hasPrefix("multipart/"), let boundary = headers.parameter("boundary", of: "content-type"), !boundary.isEmpty {
            var best: Text?
            for part in divided(body, boundary) {
                let inner = MailHeaders(part)
                guard let found = text(part[inner.end...], inner, depth: depth + 1, &parts) else { continue }
                if !found.isHTML && !found.bytes.isEmpty { return found }
                if best == nil { best = found }
            }
            return best
        }
        guard type.isEmpty || type.hasPrefix("text/") || type.hasPrefix("multipart/") || !type.contains("/"), type != "text/calendar" else { return nil }
        let charset = String(decoding: (headers.parameter("charset", of: "content-type").map { $0[...] } ?? []).small, as: UTF8.self)
        let encoding = headers.word("content-transfer-encoding")
        let raw = MailDecoding.transferred(body, encoding)
        // Bytes that stand in the mail as they are may be UTF-8 whatever is said, but for a charset that is written with escapes.
        let isMade = encoding != "quoted-printable" && encoding != "base64" && TextEncoding(name: charset) != .iso2022JP && MailDecoding.isUTF8(raw)
        var text = Text(bytes: isMade ? raw : MailDecoding.utf8(raw, charset: charset), isHTML: type == "text/html")
        if headers.parameter("format", of: "content-type").map({ $0[...].small.elementsEqual("flowed".utf8) }) == true {
            text.bytes = flowing(text.bytes)
        }
        while let last = text.bytes.last, last <= 0x20 { text.bytes.removeLast() }
        return text
    }

    /// What stands between the boundaries of a body, each time without the line break before the next boundary.
    private static func divided(_ body: ArraySlice<UInt8>, _ boundary: [UInt8]) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var partStart: Int?
        var index = body.startIndex
        while index < body.endIndex {
            let lineEnd = body[index...].firstIndex(of: 0x0A) ?? body.endIndex
            let next = min(lineEnd + 1, body.endIndex)
            if body[index] == 0x2D, body[index..<lineEnd].starts(with: [0x2D, 0x2D] + boundary) {
                let rest = body[(index + 2 + boundary.count)..<lineEnd].trimmed
                if rest.isEmpty || rest.elementsEqual([0x2D, 0x2D]) {
                    if let start = partStart { parts.append(body[start..<index]) }
                    partStart = rest.isEmpty ? next : nil
                    if !rest.isEmpty { return parts }
                }
            }
            index = next
        }
        if let start = partStart { parts.append(body[start...]) }
        return parts
    }

    /// Lines that end with a blank are one with the next (RFC 3676), signature lines excepted.
    private static func flowing(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var lineStart = 0
        for byte in bytes {
            if byte == 0x0A {
                let end = text.last == 0x0D ? text.count - 1 : text.count
                let isSoft = end > lineStart && text[end - 1] == 0x20 && !text[lineStart..<end].elementsEqual("-- ".utf8) && text[lineStart] != 0x3E
                if isSoft {
                    text.removeLast(text.count - end)
                    continue
                }
                text.append(byte)
                lineStart = text.count
            } else {
                text.append(byte)
            }
        }
        return text
    }
}

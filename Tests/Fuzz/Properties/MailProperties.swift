import UndertoneFormats

enum MailProperties {
    private static let encodings = ["quoted-printable", "base64", "8bit"]

    /// The first byte chooses how a mail is built around the rest, which then comes back as it was; the rest is read as mail and as a mail folder, too.
    static func fault(in bytes: [UInt8]) -> String? {
        guard let first = bytes.first else { return nil }
        let rest = Array(bytes.dropFirst())
        if let fault = folder(rest) ?? message(rest, isFolder: false) ?? message(rest, isFolder: true) { return fault }
        var text = Array(String(decoding: rest, as: UTF8.self).utf8)
        while let last = text.last, last <= 0x20 { text.removeLast() }
        // An empty part is passed over for another one.
        if text.isEmpty { return nil }
        let encoding = encodings[Int(first) % 3]
        // As they stand only texts pass that hold no line like that of a boundary.
        if encoding == "8bit" && String(decoding: text, as: UTF8.self).contains("--edge") { return nil }
        let mail = built(text, encoding, depth: Int(first >> 4) % 4)
        var reader = MailReader()
        do throws(RecordFault) { try reader.read(mail.span, 0..<mail.count, line: 1, isFolder: false) } catch { return "a sound mail is refused" }
        let found = reader.work[reader.record[.text].range]
        return found.elementsEqual(text) ? nil : "a text in \(encoding) comes back as another"
    }

    /// A mail whose plain part holds a text, inside so many parts of parts.
    private static func built(_ text: [UInt8], _ encoding: String, depth: Int) -> [UInt8] {
        var body = Array("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: \(encoding)\n\n".utf8)
        switch encoding {
        case "base64": body += base64(text)
        case "quoted-printable": body += quotedPrintable(text)
        default: body += text
        }
        for level in 0..<depth {
            let edge = "edge\(level)"
            let html = "--\(edge)\nContent-Type: text/html\n\n<p>other\n"
            body = Array("Content-Type: multipart/mixed; boundary=\"\(edge)\"\n\n\(html)--\(edge)\n".utf8) + body + Array("\n--\(edge)--\n".utf8)
        }
        return Array("From: a@b.c\nSubject: x\n".utf8) + body
    }

    private static func base64(_ text: [UInt8]) -> [UInt8] {
        let signs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var written: [UInt8] = []
        for start in stride(from: 0, to: text.count, by: 3) {
            let three = text[start..<min(start + 3, text.count)]
            let number = three.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - three.count))
            for place in 0..<4 { written.append(place <= three.count ? signs[number >> (18 - 6 * place) & 63] : 0x3D) }
            if written.count % 77 == 76 { written.append(0x0A) }
        }
        return written
    }

    private static func quotedPrintable(_ text: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        var written: [UInt8] = []
        for (place, byte) in text.enumerated() {
            if (0x21...0x7E).contains(byte) && byte != 0x3D { written.append(byte) } else { written += [0x3D, digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
            if place % 20 == 19 { written += [0x3D, 0x0A] }
        }
        return written
    }

    /// A folder is parted where a slow reader of lines parts it, and nothing of it is lost.
    private static func folder(_ bytes: [UInt8]) -> String? {
        var borders: [Int] = []
        let splitter = RecordSplitter(.mbox)
        var start = 0
        while let piece = splitter.record(bytes.span, from: start, to: bytes.count) {
            if piece.range != start..<piece.next { return "something is left out between messages" }
            borders.append(piece.next)
            start = piece.next
        }
        var expected: [Int] = []
        var place = 0, wasEmpty = false
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            // A blank line at the very beginning parts nothing.
            if place > 2, wasEmpty, begins(line) { expected.append(place) }
            wasEmpty = line.isEmpty || line.elementsEqual([0x0D])
            place += line.count + 1
        }
        if !bytes.isEmpty { expected.append(bytes.count) }
        return borders == expected ? nil : "messages end at \(borders), the lines say \(expected)"
    }

    /// `From `, and a time of day after it.
    private static func begins(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.starts(with: "From ".utf8) else { return false }
        let rest = Array(line.dropFirst(5).prefix(300))
        func isDigit(_ place: Int) -> Bool { rest.indices.contains(place) && rest[place] >= 0x30 && rest[place] <= 0x39 }
        return rest.indices.contains { place in
            place + 5 < 300 && rest[place] == 0x3A && isDigit(place - 1) && isDigit(place + 1) && isDigit(place + 2)
        }
    }

    /// Every value lies in what was made of the mail, and reading it again gives the same.
    private static func message(_ bytes: [UInt8], isFolder: Bool) -> String? {
        var reader = MailReader()
        func read() -> (values: [Range<Int>], work: [UInt8])? {
            do throws(RecordFault) { try reader.read(bytes.span, 0..<bytes.count, line: 1, isFolder: isFolder) } catch { return nil }
            return (Field.allCases.map { reader.record[$0].range }, reader.work)
        }
        guard let once = read() else { return nil }
        if once.values.contains(where: { $0.upperBound > once.work.count }) { return "a value lies outside" }
        guard let again = read(), again == once else { return "a second reading differs" }
        return nil
    }
}

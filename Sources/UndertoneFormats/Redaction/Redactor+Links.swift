import UndertoneEngine

// Secrets in links: passwords before the host, values of parameters that open something, long random parts of a path.

extension Redactor {
    /// Shorter random-looking parts of a link are left alone.
    private static let shortestToken = 20
    private static let longestName = 40

    /// A link, from the byte after its `//`; returns the offset after it.
    func link(_ bytes: Span<UInt8>, from start: Int, _ range: Range<Int>, _ found: inout [Redaction]) -> Int {
        var end = start
        while end < range.upperBound, !Redactor.endsLink(bytes[end]) { end += 1 }
        var host = start
        var sign = -1
        while host < end, bytes[host] != 0x2F, bytes[host] != 0x3F, bytes[host] != 0x23 {
            if bytes[host] == 0x40 { sign = host }
            host += 1
        }
        if sign > start { found.append(Redaction(range: start..<sign, kind: .secret)) }
        plain(bytes, (sign < start ? start : sign + 1)..<host, floor: range.lowerBound, &found)
        var piece = host
        var name = piece..<piece
        while piece < end {
            var next = piece
            while next < end, !Redactor.partsLink(bytes[next]) { next += 1 }
            part(bytes, piece..<next, floor: range.lowerBound, after: name, &found)
            // `&amp;` parts as `&` does.
            name = next < end && bytes[next] == 0x3D ? piece..<next : next..<next
            piece = next + 1
        }
        return end
    }

    /// One part of a link between two signs.
    private func part(_ bytes: Span<UInt8>, _ range: Range<Int>, floor: Int, after name: Range<Int>, _ found: inout [Redaction]) {
        if range.isEmpty { return }
        if (!name.isEmpty && isSecret(bytes, name)) || Redactor.looksRandom(bytes, range) {
            found.append(Redaction(range: range, kind: .secret))
            return
        }
        plain(bytes, range, floor: floor, &found)
    }

    /// Addresses and numbers in a part of a link.
    private func plain(_ bytes: Span<UInt8>, _ range: Range<Int>, floor: Int, _ found: inout [Redaction]) {
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            if byte == 0x40 {
                index = address(bytes, at: index, width: 1, range, &found)
            } else if byte == 0x25, index + 3 <= range.upperBound, bytes[index + 1] == 0x34, bytes[index + 2] == 0x30 {
                index = address(bytes, at: index, width: 3, range, &found)
            } else if Redactor.isDigit(byte), index == range.lowerBound || !Redactor.isDigit(bytes[index - 1]) {
                index = number(bytes, at: index, range, floor: floor, &found)
            } else {
                index += 1
            }
        }
    }

    /// A parameter outside a link that was seen as such (`shop.example/?token=…`); returns where to read on.
    func parameter(_ bytes: Span<UInt8>, from start: Int, _ end: Int, _ found: inout [Redaction]) -> Int {
        var index = start
        while index < end, index - start < Redactor.longestName, Redactor.isWordByte(bytes[index]) || bytes[index] == 0x2D || bytes[index] == 0x2E {
            index += 1
        }
        guard index < end, bytes[index] == 0x3D, isSecret(bytes, start..<index) else { return start }
        let value = index + 1
        index = value
        while index < end, !Redactor.endsLink(bytes[index]), !Redactor.partsLink(bytes[index]) { index += 1 }
        if index > value { found.append(Redaction(range: value..<index, kind: .secret)) }
        return index
    }

    private func isSecret(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
        name.count <= Redactor.longestName && words.secrets.contains(name.map { bytes[$0] }.small)
    }

    /// Whether a part is long and mixes letters with digits, as keys and invitations do.
    private static func looksRandom(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count >= shortestToken else { return false }
        var letters = 0, digits = 0
        for index in range {
            let byte = bytes[index]
            if isDigit(byte) {
                digits += 1
            } else if byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A {
                letters += 1
            } else if byte != 0x2D && byte != 0x5F {
                return false
            }
        }
        return letters >= 4 && digits >= 4
    }

    /// Blanks, control characters, quotation marks and angle brackets end a link.
    private static func endsLink(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == 0x22 || byte == 0x3C || byte == 0x3E || byte == 0x60 }

    private static func partsLink(_ byte: UInt8) -> Bool {
        byte == 0x2F || byte == 0x3F || byte == 0x26 || byte == 0x3D || byte == 0x23 || byte == 0x3B || byte == 0x2C || byte == 0x29 || byte == 0x5D
    }
}

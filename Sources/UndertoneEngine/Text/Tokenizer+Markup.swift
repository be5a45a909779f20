// Tags and entities of HTML: block tags part sentences, quoted and hidden elements are skipped.

extension Tokenizer {
    /// A tag, a comment or a lone `<`.
    /// - Returns: where to read on.
    func tag(_ bytes: Span<UInt8>, at start: Int, _ reader: inout LineState, _ out: inout TokenBuffer) -> Int {
        let next = start + 1 < reader.end ? byte(bytes, at: start + 1) : 0x20
        if next == 0x21 { return comment(bytes, at: start, &reader) }
        let isClosing = next == 0x2F
        var index = start + (isClosing ? 2 : 1)
        var name: UInt64 = 0
        let nameStart = index
        while index < reader.end, index - nameStart < 12 {
            let letter = byte(bytes, at: index) | 0x20
            guard (letter >= 0x61 && letter <= 0x7A) || (letter >= 0x30 && letter <= 0x39) else { break }
            name = name << 8 | UInt64(letter)
            index += 1
        }
        guard index > nameStart, !reader.noTagEnd else { return start + 1 }
        guard let end = tagEnd(bytes, from: index, &reader) else { return start + 1 }
        switch TagKind(name) {
        case .inline: break
        case .breaks:
            if byte(bytes, at: start + 1) | 0x20 == 0x62, followsBreak(bytes, before: start, reader) { out.border(.stop, start, start) } else { out.comma() }
        case .block:
            if !isClosing, isQuote(bytes, from: index, to: end) { return skip(bytes, name, nameStart, index, from: end, &reader, &out) }
            out.border(.stop, start, start)
        case .hidden where !isClosing:
            return skip(bytes, name, nameStart, index, from: end, &reader, &out)
        case .hidden: break
        case .code where !isClosing:
            let stop = skip(bytes, name, nameStart, index, from: end, &reader, &out)
            if stop > end {
                out.word(.code, start, stop, [])
                out.countCode()
            }
            return stop
        case .code: break
        }
        return end
    }

    /// The end of a tag: the next `>`, unless another tag begins before it.
    private func tagEnd(_ bytes: Span<UInt8>, from start: Int, _ reader: inout LineState) -> Int? {
        var index = start
        while index < reader.end {
            let next = byte(bytes, at: index)
            if next == 0x3E { return index + 1 }
            if next == 0x3C { return nil }
            index += 1
        }
        reader.noTagEnd = true
        return nil
    }

    private func comment(_ bytes: Span<UInt8>, at start: Int, _ reader: inout LineState) -> Int {
        guard !reader.noTagEnd else { return start + 1 }
        let isComment = lowest(4, of: load8(bytes, at: start)) == 0x2D2D_213C
        var index = start + 2
        while index < reader.end {
            if byte(bytes, at: index) == 0x3E, !isComment || (byte(bytes, at: index - 1) == 0x2D && byte(bytes, at: index - 2) == 0x2D) { return index + 1 }
            index += 1
        }
        reader.noTagEnd = true
        return start + 1
    }

    /// Whether a `<br>` stands right before this one.
    private func followsBreak(_ bytes: Span<UInt8>, before start: Int, _ reader: LineState) -> Bool {
        var index = start - 1
        while index > reader.start, byte(bytes, at: index) <= 0x20, start - index < 16 { index -= 1 }
        guard index > reader.start, byte(bytes, at: index) == 0x3E else { return false }
        while index > reader.start, byte(bytes, at: index) != 0x3C, start - index < 24 { index -= 1 }
        return lowest(3, of: load8(bytes, at: index)) | 0x202000 == 0x72623C
    }

    /// Whether the attributes of a tag say that it holds somebody else's words.
    private func isQuote(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Bool {
        end - start > 6 && boundaries.hasQuoteClass(bytes, from: start, to: end)
    }

    /// Skips an element with everything in it; an element that is never closed is read like any other.
    private func skip(
        _ bytes: Span<UInt8>, _ name: UInt64, _ nameStart: Int, _ nameEnd: Int, from start: Int, _ reader: inout LineState,
        _ out: inout TokenBuffer
    ) -> Int {
        out.border(.stop, nameStart - 1, nameStart - 1)
        // An empty element (`<br/>`) holds nothing.
        if byte(bytes, at: start - 2) == 0x2F { return start }
        var key: [UInt8] = []
        for index in nameStart..<nameEnd { key.append(byte(bytes, at: index) | 0x20) }
        if reader.unclosed.contains(key) { return start }
        var depth = 1
        var index = start
        while index < reader.end {
            if byte(bytes, at: index) == 0x3C, index + 1 < reader.end {
                let isClosing = byte(bytes, at: index + 1) == 0x2F
                let first = index + (isClosing ? 2 : 1)
                if named(bytes, key, at: first, end: reader.end) {
                    depth += isClosing ? -1 : 1
                    if depth == 0 {
                        while index < reader.end, byte(bytes, at: index) != 0x3E { index += 1 }
                        out.countQuotedLine()
                        return min(index + 1, reader.end)
                    }
                }
            }
            index += 1
        }
        reader.unclosed.insert(key)
        return start
    }

    private func named(_ bytes: Span<UInt8>, _ name: [UInt8], at start: Int, end: Int) -> Bool {
        guard start + name.count < end else { return false }
        for (offset, letter) in name.enumerated() where byte(bytes, at: start + offset) | 0x20 != letter { return false }
        let next = byte(bytes, at: start + name.count)
        return next == 0x3E || next == 0x2F || next <= 0x20
    }

    /// An entity between words.
    func entity(_ bytes: Span<UInt8>, at start: Int, _ reader: inout LineState, _ out: inout TokenBuffer) -> Int {
        guard let (scalar, length) = Entities.decode(bytes, at: start, end: reader.end) else { return start + 1 }
        return other(scalar, bytes, from: start, to: start + length, &reader, &out)
    }
}

/// What a tag does to the text around it.
private enum TagKind {
    case inline, breaks, block, hidden, code

    private static let table: [UInt64: TagKind] = {
        var table: [UInt64: TagKind] = [:]
        let kinds: [(String, TagKind)] = [
            ("br td th", .breaks),
            ("p div li ul ol tr hr dl dt dd h1 h2 h3 h4 h5 h6 table section aside header footer article main", .block),
            ("blockquote style script head title svg template", .hidden),
            ("pre code", .code),
        ]
        for (names, kind) in kinds {
            for name in names.split(separator: " ") { table[name.utf8.reduce(0) { $0 << 8 | UInt64($1) }] = kind }
        }
        return table
    }()

    /// - Parameter name: the lower-case name, its last eight letters packed with the last one lowest.
    init(_ name: UInt64) { self = TagKind.table[name] ?? .inline }
}

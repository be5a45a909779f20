// Tags and entities of HTML: block tags part sentences, quoted and hidden elements are skipped.

extension Tokenizer {
    /// A tag, a comment or a lone `<`.
    /// - Returns: where to read on.
    func tag(_ bytes: Span<UInt8>, at start: Int, _ reader: inout LineState, _ out: inout TokenBuffer) -> Int {
        guard let tag = readTag(bytes, at: start, &reader) else {
            reader.isLineStart = false
            return reader.markup == .mixed ? sign(bytes, at: start, 0x3C, &reader, &out) : start + 1
        }
        var end = tag.end
        switch tag.kind {
        case .inline:
            out.skip(start, end, .tag)
            if !tag.isClosing, tag.name == Tokenizer.span { end = element(bytes, tag, at: start, &reader, &out) ?? end }
        case .breaks:
            if tag.name == Tokenizer.lineBreak, followsBreak(bytes, before: start, reader) { out.border(.stop, start, start) } else { out.comma() }
            out.skip(start, end, .line)
            reader.isLineStart = true
        case .block:
            if !tag.isClosing, let next = element(bytes, tag, at: start, &reader, &out) { return next }
            out.border(.stop, start, start)
            out.skip(start, end, .line)
            reader.isLineStart = true
        case .quote, .hidden:
            end = tag.isClosing ? end : skip(bytes, tag, at: start, &reader, &out)
            out.skip(start, end, .line)
            reader.isLineStart = true
        case .code:
            if !tag.isClosing { end = code(bytes, tag, at: start, &reader, &out) }
            out.skip(start, end, tag.name == Tokenizer.preformatted ? .line : .tag)
        }
        return reader.isLineStart ? beginLine(bytes, at: end, &reader, &out) : end
    }

    private static let lineBreak: UInt64 = 0x6272, span: UInt64 = 0x7370_616E, preformatted: UInt64 = 0x707265

    /// Reads a tag, unless a search for the end of one failed before.
    func readTag(_ bytes: Span<UInt8>, at start: Int, _ reader: inout LineState) -> Tag? {
        let isComment = lowest(4, of: load8(bytes, at: start)) == 0x2D2D_213C
        if isComment ? reader.noCommentEnd : reader.noTagEnd { return nil }
        do throws(Tag.Miss) {
            return try Tag.read(bytes, at: start, end: reader.end)
        } catch {
            if error == .noEnd { if isComment { reader.noCommentEnd = true } else { reader.noTagEnd = true } }
            return nil
        }
    }

    /// Whether a `<br>` stands right before this one.
    private func followsBreak(_ bytes: Span<UInt8>, before start: Int, _ reader: LineState) -> Bool {
        var index = start - 1
        while index > reader.start, byte(bytes, at: index) <= 0x20, start - index < 16 { index -= 1 }
        guard index > reader.start, byte(bytes, at: index) == 0x3E else { return false }
        while index > reader.start, byte(bytes, at: index) != 0x3C, start - index < 24 { index -= 1 }
        return lowest(3, of: load8(bytes, at: index)) | 0x202000 == 0x72623C
    }

    /// Obeys what the class of an element says about whose words it holds.
    /// - Returns: where to read on; nil if it says nothing.
    private func element(_ bytes: Span<UInt8>, _ tag: Tag, at start: Int, _ reader: inout LineState, _ out: inout TokenBuffer) -> Int? {
        guard tag.end - tag.nameEnd > 6, let kind = boundaries.elementClass(bytes, from: tag.nameEnd, to: tag.end) else { return nil }
        if kind == .cut { return out.shape.words == 0 ? nil : cut(at: start, &reader, &out) }
        // At the top of a text a quotation is all there is: somebody forwards it.
        if kind == .attribution && out.shape.words == 0 { return nil }
        let end = skip(bytes, tag, at: start, toQuotation: kind == .attribution, &reader, &out)
        out.skip(start, end, .line)
        reader.isLineStart = true
        return beginLine(bytes, at: end, &reader, &out)
    }

    /// Masks an element of code.
    private func code(_ bytes: Span<UInt8>, _ tag: Tag, at start: Int, _ reader: inout LineState, _ out: inout TokenBuffer) -> Int {
        let end = skip(bytes, tag, at: start, &reader, &out)
        if end > tag.end {
            out.word(.code, start, end, [])
            out.countCode()
        }
        return end
    }

    /// Skips an element with everything in it; an element that is never closed is read like any other.
    /// - Parameter toQuotation: whether only what stands before the first quotation in it is skipped, if there is one.
    /// - Returns: where to read on.
    private func skip(
        _ bytes: Span<UInt8>, _ tag: Tag, at start: Int, toQuotation: Bool = false, _ reader: inout LineState, _ out: inout TokenBuffer
    ) -> Int {
        out.border(.stop, start, start)
        // An empty element (`<br/>`) holds nothing.
        if byte(bytes, at: tag.end - 2) == 0x2F || reader.unclosed.contains(tag.name) { return tag.end }
        guard let end = elementEnd(bytes, tag, end: reader.end, toQuotation: toQuotation) else {
            reader.unclosed.append(tag.name)
            return tag.end
        }
        out.countQuotedLine()
        return end
    }

    /// Whether an element's closing tag is there.
    func isClosed(_ bytes: Span<UInt8>, _ tag: Tag, _ reader: inout LineState) -> Bool {
        if reader.unclosed.contains(tag.name) { return false }
        let isClosed = elementEnd(bytes, tag, end: reader.end, toQuotation: false) != nil
        if !isClosed { reader.unclosed.append(tag.name) }
        return isClosed
    }

    /// The offset after an element, elements of its name inside it taken into account; nil if it is never closed.
    private func elementEnd(_ bytes: Span<UInt8>, _ tag: Tag, end: Int, toQuotation: Bool) -> Int? {
        var depth = 1
        var index = tag.end
        while true {
            index = firstIndex(of: 0x3C, bytes, from: index, to: end)
            guard index + 1 < end else { return nil }
            let isClosing = byte(bytes, at: index + 1) == 0x2F
            let first = index + (isClosing ? 2 : 1)
            if toQuotation, !isClosing, isQuotation(load8(bytes, at: first), load8(bytes, at: first + 8)) { return index }
            if isNamed(bytes, like: tag, at: first, end: end) {
                depth += isClosing ? -1 : 1
                if depth == 0 { return min(firstIndex(of: 0x3E, bytes, from: index, to: end) + 1, end) }
            }
            index += 1
        }
    }

    /// Whether two words begin with `blockquote`.
    private func isQuotation(_ low: UInt64, _ high: UInt64) -> Bool {
        low | 0x2020_2020_2020_2020 == 0x6F75_716B_636F_6C62 && lowest(2, of: high) | 0x2020 == 0x6574
    }

    /// Whether the name at an offset is that of a tag.
    private func isNamed(_ bytes: Span<UInt8>, like tag: Tag, at start: Int, end: Int) -> Bool {
        let length = tag.nameEnd - tag.nameStart
        guard start + length < end else { return false }
        for offset in 0..<length where byte(bytes, at: start + offset) | 0x20 != byte(bytes, at: tag.nameStart + offset) | 0x20 { return false }
        let next = byte(bytes, at: start + length)
        return next == 0x3E || next == 0x2F || next <= 0x20
    }

    /// An entity between words.
    func entity(_ bytes: Span<UInt8>, at start: Int, _ reader: inout LineState, _ out: inout TokenBuffer) -> Int {
        guard let (scalar, length) = Entities.decode(bytes, at: start, end: reader.end) else { return start + 1 }
        return other(scalar, bytes, from: start, to: start + length, &reader, &out)
    }
}

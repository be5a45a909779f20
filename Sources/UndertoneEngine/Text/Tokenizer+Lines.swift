// What begins a line: quoted lines are skipped, marks of `boundary.tsv` are obeyed.

extension Tokenizer {
    /// Looks at the beginning of a line, and of those after it as long as they are not the writer's own.
    /// - Returns: where to read on.
    func beginLine(_ bytes: Span<UInt8>, at start: Int, _ reader: inout LineState, _ out: inout TokenBuffer) -> Int {
        var index = start
        reader.isLineStart = false
        while true {
            index = afterBlanks(bytes, from: index, reader)
            if index >= reader.skipStart && index < reader.skipEnd && !out.notesSkips { index = afterBlanks(bytes, from: reader.skipEnd, reader) }
            reader.lineStart = index
            guard index < reader.end else { return index }
            let word = load8(bytes, at: index)
            let first = UInt8(truncatingIfNeeded: word)
            if first == 0x3C && reader.markup != .plain {
                reader.isLineStart = true
                return index
            }
            if first == 0x3E || (first == 0x26 && lowest(4, of: word) == 0x3B74_6726) {
                let end = lineEnd(bytes, from: index, &reader)
                out.countQuotedLine()
                out.border(.stop, index, index)
                out.skip(index, end, .line)
                index = end
            } else {
                guard boundaries.mayBegin(word), let next = boundary(bytes, at: index, &reader, &out) else { return index }
                index = next
            }
            // What comes next is a line break, or the tag that ends the line.
            if reader.markup == .plain { index = afterBreaks(bytes, from: index, reader) } else if index < reader.end { return index }
        }
    }

    /// The offset after blanks at the head of a line; in HTML line breaks are blanks, too.
    private func afterBlanks(_ bytes: Span<UInt8>, from start: Int, _ reader: LineState) -> Int {
        var index = start
        while index < reader.end {
            let next = byte(bytes, at: index)
            if next == 0x20 || next == 0x09 || (reader.markup == .html && (next == 0x0A || next == 0x0D)) {
                index += 1
            } else if next == 0xC2, index + 1 < reader.end, byte(bytes, at: index + 1) == 0xA0 {
                index += 2
            } else if next == 0x26, lowest(6, of: load8(bytes, at: index)) == 0x3B70_7362_6E26 {
                index += 6
            } else {
                break
            }
        }
        return min(index, reader.end)
    }

    private func afterBreaks(_ bytes: Span<UInt8>, from start: Int, _ reader: LineState) -> Int {
        var index = start
        while index < reader.end, byte(bytes, at: index) <= 0x20 { index += 1 }
        return index
    }

    /// The end of the line at an offset: its line break, or in HTML the tag that ends it.
    func lineEnd(_ bytes: Span<UInt8>, from start: Int, _ reader: inout LineState) -> Int {
        var index = start
        while index < reader.end {
            let next = byte(bytes, at: index)
            if next == 0x0A && reader.markup != .html { return index }
            if next == 0x3C, reader.markup != .plain, let tag = readTag(bytes, at: index, &reader) {
                if tag.kind != .inline { return index }
                index = tag.end
            } else {
                index += 1
            }
        }
        return min(index, reader.end)
    }

    /// Obeys the mark that the line at an offset begins with.
    /// - Returns: where to read on, or nil if there is no mark, or none that acts at once.
    private func boundary(_ bytes: Span<UInt8>, at index: Int, _ reader: inout LineState, _ out: inout TokenBuffer) -> Int? {
        out.lines.begin(at: index, end: reader.end, markup: reader.markup)
        if let (mark, line) = boundaries.match(&out.lines, bytes) {
            let over = out.lines.overs[line]
            switch mark.kind {
            case .cut:
                if quotationFollows(bytes, from: over, &reader) { return pass(index, over, &out) }
                // Mail programs write a date or an address into the header of a reply; a sentence that only begins and ends so has neither.
                guard !mark.looksLikeSentence || out.lines.hasDigitOrAddress(upTo: line) else { return nil }
                return cut(at: index, &reader, &out)
            case .cutBelow: return cutBelowWords(bytes, index, over, &reader, &out)
            case .line: return pass(index, over, &out)
            case .paragraph: return pass(index, paragraphEnd(bytes, reader, &out), &out)
            case .automatic:
                // Further down somebody quotes one, or tells of it.
                guard out.shape.words <= Tokenizer.automaticWithin else { return nil }
                out.markAutomatic()
                return cut(at: index, &reader, &out)
            case .machine: return machineLines(bytes, index, over, &reader, &out)
            case .closing:
                notePostscript(bytes, after: over, &reader, &out)
                return nil
            }
        }
        if let line = boundaries.headerEnd(&out.lines, bytes) { return cutBelowWords(bytes, index, out.lines.overs[line], &reader, &out) }
        if let end = signOffEnd(bytes, at: index, reader, &out) { return pass(index, end, &out) }
        return nil
    }

    /// Marks of automatic messages count only after so many words at most.
    private static let automaticWithin = 12

    /// Leaves some lines out.
    private func pass(_ start: Int, _ end: Int, _ out: inout TokenBuffer) -> Int {
        out.countQuotedLine()
        out.border(.stop, start, start)
        out.skip(start, end, .line)
        return end
    }

    /// Ends the text.
    func cut(at index: Int, _ reader: inout LineState, _ out: inout TokenBuffer) -> Int {
        out.countQuotedLine()
        out.border(.stop, index, index)
        out.skip(index, reader.end, .line)
        reader.end = index
        return index
    }

    private func cutBelowWords(_ bytes: Span<UInt8>, _ index: Int, _ over: Int, _ reader: inout LineState, _ out: inout TokenBuffer) -> Int {
        if out.shape.words == 0 || quotationFollows(bytes, from: over, &reader) { return pass(index, over, &out) }
        return cut(at: index, &reader, &out)
    }

    /// Whether the next that is seen after an offset is a quoted line or a quoting element: then somebody may have answered below it.
    private func quotationFollows(_ bytes: Span<UInt8>, from start: Int, _ reader: inout LineState) -> Bool {
        var index = start
        for _ in 0..<Tokenizer.tagsBeforeQuotation {
            while index < reader.end, byte(bytes, at: index) <= 0x20 { index += 1 }
            guard index < reader.end else { return false }
            let word = load8(bytes, at: index)
            if word & 0xFF == 0x3E || lowest(4, of: word) == 0x3B74_6726 { return true }
            if lowest(6, of: word) == 0x3B70_7362_6E26 {
                index += 6
                continue
            }
            guard word & 0xFF == 0x3C, reader.markup != .plain, let tag = try? Tag.read(bytes, at: index, end: reader.end, limit: 4096) else { return false }
            if tag.kind == .quote && !tag.isClosing { return isClosed(bytes, tag, &reader) }
            index = tag.end
        }
        return false
    }

    private static let tagsBeforeQuotation = 32

    /// The end of the paragraph that the view begins with.
    private func paragraphEnd(_ bytes: Span<UInt8>, _ reader: LineState, _ out: inout TokenBuffer) -> Int {
        var line = 0
        while reader.markup != .html, line < 20, out.lines.has(line: line + 1, bytes) { line += 1 }
        return out.lines.overs[line]
    }

    /// Masks lines that a program wrote as one piece of code.
    private func machineLines(_ bytes: Span<UInt8>, _ start: Int, _ over: Int, _ reader: inout LineState, _ out: inout TokenBuffer) -> Int {
        var end = over
        while true {
            let next = nextLine(bytes, after: end, reader)
            guard next < reader.end, boundaries.mayBegin(load8(bytes, at: next)) else { break }
            out.lines.begin(at: next, end: reader.end, markup: reader.markup)
            guard let (mark, line) = boundaries.match(&out.lines, bytes), mark.kind == .machine else { break }
            end = out.lines.overs[line]
        }
        out.border(.stop, start, start)
        out.word(.code, start, end, [])
        out.countCode()
        out.border(.stop, end, end)
        out.skip(start, end, .line)
        return end
    }

    /// Where the line after the one that ends at an offset begins: after line breaks, blanks and tags that hold nobody else's words.
    func nextLine(_ bytes: Span<UInt8>, after end: Int, _ reader: LineState) -> Int {
        var index = end
        while index < reader.end {
            let next = byte(bytes, at: index)
            if next <= 0x20 {
                index += 1
            } else if next == 0x26, lowest(6, of: load8(bytes, at: index)) == 0x3B70_7362_6E26 {
                index += 6
            } else if next == 0x3C, reader.markup != .plain, let tag = try? Tag.read(bytes, at: index, end: reader.end, limit: 4096),
                tag.kind.rawValue < Tag.Kind.quote.rawValue
            {
                index = tag.end
            } else {
                break
            }
        }
        return min(index, reader.end)
    }
}

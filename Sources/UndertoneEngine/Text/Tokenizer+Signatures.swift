// Closings and sign-offs: names, titles and addresses below a closing weigh nothing.

extension Tokenizer {
    /// A signature has at most so many lines.
    private static let longestSignature = 14

    /// Notes that the lines below a closing are a signature, if nothing but names and the like follows up to the end of the writer's own text.
    func notePostscript(_ bytes: Span<UInt8>, after closing: Int, _ reader: inout LineState, _ out: inout TokenBuffer) {
        var end = closing
        for _ in 0..<Tokenizer.longestSignature {
            let start = nextLine(bytes, after: end, reader)
            switch whatFollows(bytes, at: start, reader, &out) {
            case .end:
                reader.skipStart = closing
                reader.skipEnd = start
                return
            case .closing: return
            case .line:
                out.lines.begin(at: start, end: reader.end, markup: reader.markup, keepsCase: true)
                guard out.lines.has(line: 0, bytes), isAddress(out.lines) else { return }
            }
            end = out.lines.overs[0]
            if end <= start { return }
        }
    }

    private enum Following {
        case line
        /// The writer's own text is over.
        case end
        /// Another closing, which has a signature of its own (and is looked at by itself: this keeps the time linear).
        case closing
    }

    /// What stands at the beginning of a line below a closing.
    private func whatFollows(_ bytes: Span<UInt8>, at start: Int, _ reader: LineState, _ out: inout TokenBuffer) -> Following {
        guard start < reader.end, byte(bytes, at: start) != 0x3E, byte(bytes, at: start) != 0x3C || reader.markup == .plain else { return .end }
        guard boundaries.mayBegin(load8(bytes, at: start)) else { return .line }
        out.lines.begin(at: start, end: reader.end, markup: reader.markup)
        if let (mark, _) = boundaries.match(&out.lines, bytes) {
            return mark.kind == .cut || mark.kind == .cutBelow ? .end : mark.kind == .closing ? .closing : .line
        }
        return boundaries.headerEnd(&out.lines, bytes) != nil ? .end : .line
    }

    /// Whether a line looks like a name, a title or an address: an address or a telephone number stands in it, or all its longer words begin with capitals.
    private func isAddress(_ lines: borrowing LineView) -> Bool {
        let line = lines.cased[..<lines.ends[0]]
        if line.contains(0x40) || line.reduce(0, { $0 + ($1 >= 0x30 && $1 <= 0x39 ? 1 : 0) }) >= 6 { return true }
        guard line.count <= 80, let last = line.last, last != 0x21, last != 0x3F, last != 0x3A else { return false }
        let words = line.split { $0 == 0x20 || $0 == 0x2F || $0 == 0x2C || $0 == 0x7C }
        if words.count == 1 && line.count <= 16 { return true }
        return words.allSatisfy { word in word.count <= 3 || !(word[word.startIndex] >= 0x61 && word[word.startIndex] <= 0x7A) }
    }

    /// The end of a line that is nothing but a dash and a name (`-Ann Lee`), alone between blank lines; nil for other lines.
    func signOffEnd(_ bytes: Span<UInt8>, at start: Int, _ reader: LineState, _ out: inout TokenBuffer) -> Int? {
        guard reader.markup == .plain, byte(bytes, at: start) == 0x2D, start - reader.start > 2, out.lines.has(line: 0, bytes) else { return nil }
        let end = out.lines.overs[0]
        guard end - start > 2, end - start <= 32, byte(bytes, at: start - 1) == 0x0A, !out.lines.has(line: 1, bytes) else { return nil }
        let before = byte(bytes, at: start - 2)
        guard before == 0x0A || (before == 0x0D && byte(bytes, at: start - 3) == 0x0A) else { return nil }
        var atHead = true
        var words = 0
        for index in (start + 1)..<end {
            let next = byte(bytes, at: index)
            if next == 0x20 {
                atHead = true
            } else if atHead {
                guard next >= 0x41 && next <= 0x5A else { return nil }
                atHead = false
                words += 1
            } else if !isWordByte(next) && next != 0x2E && next < 0x80 {
                return nil
            }
        }
        return words <= 3 ? end : nil
    }
}

// Signs, line breaks, fences of code.

extension Tokenizer {
    /// A sign in ASCII.
    /// - Returns: where to read on.
    func sign(_ bytes: Span<UInt8>, at index: Int, _ first: UInt8, _ reader: inout LineState, _ out: inout TokenBuffer) -> Int {
        func at(_ offset: Int) -> UInt8 { index + offset < reader.end ? byte(bytes, at: index + offset) : 0x20 }
        switch first {
        case 0x2E: return fullStop(bytes, at: index, reader, &out)
        case 0x21, 0x3F:
            var stop = index
            var question = false, exclamation = false
            while stop < reader.end, byte(bytes, at: stop) == 0x21 || byte(bytes, at: stop) == 0x3F {
                if byte(bytes, at: stop) == 0x3F { question = true } else { exclamation = true }
                stop += 1
            }
            out.marks(question: question, exclamation: exclamation, index, stop)
            return stop
        case 0x22:
            out.quotationMark(opens: nil)
            return index + 1
        case 0x24 where at(1) >= 0x30 && at(1) <= 0x39:
            return number(bytes, at: index + 1, isMoney: true, reader, &out)
        case 0x2B where at(1) >= 0x30 && at(1) <= 0x39 && !isNameByte(at(2)):
            // "+1" and its kin, if the lexicons know them.
            let id = vocabulary.findShort(lowest(2, of: load8(bytes, at: index)))
            if id == 0 || id >= WordID.firstExpansion { return index + 1 }
            out.word(WordID(id), index, index + 2, [])
            return index + 2
        case 0x25:
            out.word(.percent, index, index + 1, [])
            return index + 1
        case 0x40 where isNameByte(at(1)):
            var stop = index + 1
            while stop < reader.end, isNameByte(byte(bytes, at: stop)) { stop += 1 }
            out.word(.mention, index, stop, [])
            return stop
        case 0x60: return backtick(bytes, at: index, &reader, &out)
        case 0x3A, 0x3B, 0x3D, 0x3C, 0x28:
            if let stop = emoticon(bytes, at: index, reader, &out) { return stop }
            out.comma()
            return index + 1
        case 0x2C, 0x29, 0x5B, 0x5D, 0x7B, 0x7D, 0x7C, 0x2A:
            out.comma()
            return index + 1
        case 0x2D where at(1) == 0x2D || at(1) == 0x20:
            out.comma()
            return index + 1
        default:
            return index + 1
        }
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x5F || byte == 0x2D
    }

    /// One full stop or several: the end of a sentence, an ellipsis, or a part of a word or number.
    private func fullStop(_ bytes: Span<UInt8>, at index: Int, _ reader: LineState, _ out: inout TokenBuffer) -> Int {
        var stop = index
        while stop < reader.end, byte(bytes, at: stop) == 0x2E { stop += 1 }
        if stop - index > 1 {
            out.word(.ellipsis, index, stop, [])
            out.comma()
            return stop
        }
        if stop < reader.end {
            let next = byte(bytes, at: stop)
            if isNameByte(next) {
                // "done.Please" ends a sentence; "monday.com", "v2.1" and "e.g." do not.
                let isCapital = next >= 0x41 && next <= 0x5A && index > 0 && byte(bytes, at: index - 1) >= 0x61
                if !isCapital { return stop }
            }
        }
        if isAbbreviation(bytes, endsAt: stop, out) { return stop }
        out.border(.stop, index, stop)
        return stop
    }

    /// Whether the letters and full stops up to a place are an abbreviation.
    private func isAbbreviation(_ bytes: Span<UInt8>, endsAt end: Int, _ out: borrowing TokenBuffer) -> Bool {
        let textStart = out.list[0].start
        var start = end - 1
        while start > Int(textStart), end - start < 16, byte(bytes, at: start - 1) == 0x2E || isWordByte(byte(bytes, at: start - 1)) { start -= 1 }
        let length = end - start
        // A capital letter with the bit of small letters is the small letter; digits and full stops have that bit already.
        let low = load8(bytes, at: start) | 0x2020_2020_2020_2020
        if length <= 8 { return vocabulary.isAbbreviation(WordKey(low: lowest(length, of: low), high: 0)) }
        let high = load8(bytes, at: start + 8) | 0x2020_2020_2020_2020
        return vocabulary.isAbbreviation(WordKey(low: low, high: lowest(length - 8, of: high)))
    }

    /// An emoticon that the lexicons know, of two or three characters.
    private func emoticon(_ bytes: Span<UInt8>, at index: Int, _ reader: LineState, _ out: inout TokenBuffer) -> Int? {
        let word = load8(bytes, at: index)
        for length in [3, 2] where index + length <= reader.end {
            // A letter or digit right after it means that this is no face.
            let next = index + length < reader.end ? byte(bytes, at: index + length) : 0x20
            if isNameByte(next) && next != 0x2D { continue }
            let last = byte(bytes, at: index + length - 1)
            let small: UInt64 = last >= 0x41 && last <= 0x5A ? 0x20 &<< UInt64(8 * (length - 1)) : 0
            let id = vocabulary.findShort(lowest(length, of: word) | small)
            if id != 0 && id < WordID.firstExpansion {
                out.word(WordID(id), index, index + length, [])
                return index + length
            }
        }
        return nil
    }

    /// Code between backticks, masked as one token; a fence of three masks to the closing fence.
    private func backtick(_ bytes: Span<UInt8>, at index: Int, _ reader: inout LineState, _ out: inout TokenBuffer) -> Int {
        let word = load8(bytes, at: index)
        if index + 3 <= reader.end, lowest(3, of: word) == 0x606060 {
            guard !reader.noFence, let close = find(bytes, 0x606060, length: 3, from: index + 3, to: reader.end) else {
                reader.noFence = true
                return index + 3
            }
            out.word(.code, index, close + 3, [])
            out.skip(index, close + 3, .line)
            out.border(.stop, close + 3, close + 3)
            out.countCode()
            return close + 3
        }
        guard !reader.noBacktick, let close = find(bytes, 0x60, length: 1, from: index + 1, to: min(reader.end, index + 400)) else {
            if reader.end <= index + 400 { reader.noBacktick = true }
            return index + 1
        }
        out.word(.code, index, close + 1, [])
        out.countCode()
        return close + 1
    }

    /// The first place where a short pattern stands, or nil.
    private func find(_ bytes: Span<UInt8>, _ pattern: UInt64, length: Int, from start: Int, to end: Int) -> Int? {
        var index = start
        while index + length <= end {
            if lowest(length, of: load8(bytes, at: index)) == pattern { return index }
            index += 1
        }
        return nil
    }

    /// One line break parts phrases as a comma does; a blank line, a new list item or a short finished line ends the sentence.
    func lineBreak(_ bytes: Span<UInt8>, at start: Int, _ reader: inout LineState, _ out: inout TokenBuffer) -> Int {
        var breaks = 0
        var index = start
        while index < reader.end {
            let next = byte(bytes, at: index)
            if next == 0x0A || (next == 0x0D && !(index + 1 < reader.end && byte(bytes, at: index + 1) == 0x0A)) {
                breaks += 1
            } else if next != 0x20 && next != 0x09 && next != 0x0D {
                break
            }
            index += 1
        }
        if reader.markup == .html { return index }
        if breaks > 1 || endsLine(bytes, from: reader.lineStart, to: start, next: index, reader) {
            out.border(.stop, start, start)
        } else {
            out.comma()
        }
        return beginLine(bytes, at: index, &reader, &out)
    }

    /// Whether a single line break ends a sentence: a list item follows, or a heading-like line before a capital.
    private func endsLine(_ bytes: Span<UInt8>, from lineStart: Int, to lineEnd: Int, next: Int, _ reader: LineState) -> Bool {
        guard next < reader.end else { return true }
        let first = byte(bytes, at: next)
        let second = next + 1 < reader.end ? byte(bytes, at: next + 1) : 0x20
        switch first {
        case 0x2D, 0x2A, 0x3E, 0x23, 0x7C: return true
        case 0x30...0x39: return second == 0x2E || second == 0x29
        case 0xE2: return second == 0x80
        case 0x41...0x5A: return lineEnd - lineStart < 60
        default: return false
        }
    }
}

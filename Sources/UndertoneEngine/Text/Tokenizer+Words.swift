// Words off the fast path: apostrophes, letters outside ASCII, entities; addresses; numbers.

extension Tokenizer {
    /// A word with apostrophes, letters outside ASCII or entities, or of more than sixteen bytes; also emoji and signs outside ASCII.
    /// - Returns: where to read on.
    func carefulWord(_ bytes: Span<UInt8>, at start: Int, _ reader: LineState, _ out: inout TokenBuffer) -> Int {
        out.folded.removeAll(keepingCapacity: true)
        var index = start
        var upper = 0, apostrophes = 0
        while index < reader.end {
            let (scalar, length) = character(bytes, at: index, reader)
            if scalar.isASCII {
                let ascii = UInt8(scalar.value)
                if isWordByte(ascii) {
                    if ascii >= 0x41 && ascii <= 0x5A { upper += 1 }
                    appendFolded(ascii >= 0x41 && ascii <= 0x5A ? ascii | 0x20 : ascii, &out)
                } else if (ascii == 0x27 || ascii == 0x60) && letterFollows(bytes, at: index + length, reader) && !out.folded.isEmpty {
                    appendFolded(0x27, &out)
                    apostrophes += 1
                } else {
                    break
                }
            } else {
                let before = out.folded.count
                let kind = Folding.fold(scalar, into: &out.folded)
                if out.folded.count > Tokenizer.longestWord { out.folded.removeLast(out.folded.count - before) }
                if kind == .apostrophe && !out.folded.isEmpty && letterFollows(bytes, at: index + length, reader) {
                    appendFolded(0x27, &out)
                    apostrophes += 1
                } else if kind != .letter && kind != .ignorable {
                    break
                }
            }
            index += length
        }
        if out.folded.isEmpty { return max(index, start + 1) }
        addCareful(start, index, capitals: upper > 1 && upper == out.folded.count - apostrophes, &out)
        return index
    }

    /// Folded words longer than this are cut: no lexicon knows them, and their bytes need not be kept.
    static let longestWord = 256

    private func appendFolded(_ ascii: UInt8, _ out: inout TokenBuffer) {
        if out.folded.count < Tokenizer.longestWord { out.folded.append(ascii) }
    }

    func isWordByte(_ ascii: UInt8) -> Bool {
        (ascii >= 0x61 && ascii <= 0x7A) || (ascii >= 0x41 && ascii <= 0x5A) || (ascii >= 0x30 && ascii <= 0x39)
    }

    /// The character at an offset: a scalar, or what an entity stands for.
    private func character(_ bytes: Span<UInt8>, at index: Int, _ reader: LineState) -> (scalar: Unicode.Scalar, length: Int) {
        if byte(bytes, at: index) == 0x26, let entity = Entities.decode(bytes, at: index, end: reader.end) {
            return entity
        }
        return Mojibake.decode(bytes, at: index, end: reader.end)
    }

    private func letterFollows(_ bytes: Span<UInt8>, at index: Int, _ reader: LineState) -> Bool {
        guard index < reader.end else { return false }
        let next = byte(bytes, at: index)
        return (next >= 0x61 && next <= 0x7A) || (next >= 0x41 && next <= 0x5A)
    }

    /// Looks up the folded word; one with an apostrophe that is unknown as a whole comes apart there (`customer's`, `team'll`).
    private func addCareful(_ start: Int, _ end: Int, capitals: Bool, _ out: inout TokenBuffer) {
        let word = out.folded
        guard let apostrophe = word.lastIndex(of: 0x27) else { return add(findCarefully(word), start, end, capitals: capitals, &out) }
        let id = vocabulary.find(WordKey(word))
        if id != 0 { return add(id, start, end, capitals: capitals, &out) }
        let stem = word[..<apostrophe].filter { $0 != 0x27 }
        add(findCarefully(stem), start, end, capitals: capitals, &out)
        let ending = vocabulary.find(WordKey(word[apostrophe...]))
        if ending != 0 { add(ending, start, end, capitals: false, &out) }
    }

    /// An address that a word begins (`https://…`, `www.…`, `name@host`), masked as one token.
    /// - Returns: where to read on, or nil if it is none.
    func masked(
        _ bytes: Span<UInt8>, from start: Int, wordEnd end: Int, _ next: UInt8, _ reader: inout LineState, _ out: inout TokenBuffer
    ) -> Int? {
        func at(_ offset: Int) -> UInt8 { end + offset < reader.end ? byte(bytes, at: end + offset) : 0x20 }
        let isURL = next == 0x3A && at(1) == 0x2F && at(2) == 0x2F
        let isWWW = next == 0x2E && end - start == 3 && load8(bytes, at: start) & 0xDFDFDF == 0x575757
        if isURL || isWWW {
            let stop = addressEnd(bytes, from: end, reader)
            out.word(.url, start, stop, [])
            return stop
        }
        if isLocalByte(next) || next == 0x40 {
            // A run of words and dots is looked through once, from its first word.
            if start < reader.noAddressBefore { return nil }
            var index = end
            while index < reader.end, index - start < 64, isLocalByte(byte(bytes, at: index)) { index += 1 }
            guard index < reader.end, byte(bytes, at: index) == 0x40, index + 1 < reader.end, isWordByte(byte(bytes, at: index + 1)) else {
                reader.noAddressBefore = index
                return nil
            }
            let stop = addressEnd(bytes, from: index, reader)
            out.word(.email, start, stop, [])
            return stop
        }
        return nil
    }

    private func isLocalByte(_ byte: UInt8) -> Bool {
        isWordByte(byte) || byte == 0x2E || byte == 0x2D || byte == 0x5F || byte == 0x2B
    }

    /// The end of an address: the next blank, bracket, quotation mark or tag, less the sentence's own signs at its end.
    private func addressEnd(_ bytes: Span<UInt8>, from start: Int, _ reader: LineState) -> Int {
        var index = start
        while index < reader.end {
            let next = byte(bytes, at: index)
            if next <= 0x20 || next == 0x22 || next == 0x3C || next == 0x3E || next == 0x29 || next == 0x5D || next == 0x7D || next >= 0x80 { break }
            index += 1
        }
        while index > start {
            let last = byte(bytes, at: index - 1)
            guard last == 0x2E || last == 0x2C || last == 0x21 || last == 0x3F || last == 0x3B || last == 0x3A || last == 0x27 else { break }
            index -= 1
        }
        return index
    }

    /// A number in digits, with the signs that stand inside numbers; the letters right after it are a word of their own (`2h`).
    func number(_ bytes: Span<UInt8>, at start: Int, isMoney: Bool, _ reader: LineState, _ out: inout TokenBuffer) -> Int {
        func isDigit(_ index: Int) -> Bool {
            guard index < reader.end else { return false }
            let next = byte(bytes, at: index)
            return next >= 0x30 && next <= 0x39
        }
        var index = start
        var isPlain = true
        while isDigit(index) {
            index += 1
            if index < reader.end, isDigit(index + 1) {
                let sign = byte(bytes, at: index)
                if sign == 0x2E || sign == 0x2C || sign == 0x3A || sign == 0x2F {
                    isPlain = false
                    index += 1
                }
            }
        }
        var id = isMoney ? WordID.money : .number
        if isPlain && !isMoney && index - start <= 8 {
            let known = vocabulary.findShort(lowest(index - start, of: load8(bytes, at: start)))
            if known != 0 && known < WordID.firstExpansion { id = WordID(known) }
        }
        out.word(id, start, index, [])
        return index
    }

    /// A character outside ASCII: a word, an emoji or a sign.
    func unicode(_ bytes: Span<UInt8>, at start: Int, _ reader: inout LineState, _ out: inout TokenBuffer) -> Int {
        let (scalar, length) = Mojibake.decode(bytes, at: start, end: reader.end)
        return other(scalar, bytes, from: start, to: start + length, &reader, &out)
    }

    /// What a scalar that does not stand inside a word does.
    func other(
        _ scalar: Unicode.Scalar, _ bytes: Span<UInt8>, from start: Int, to next: Int, _ reader: inout LineState, _ out: inout TokenBuffer
    ) -> Int {
        if scalar.isASCII {
            let ascii = UInt8(scalar.value)
            if isWordByte(ascii) { return carefulWord(bytes, at: start, reader, &out) }
            // An entity for a sign: the sign itself, but never markup again.
            if ascii == 0x3C || ascii == 0x3E || ascii == 0x26 || ascii <= 0x20 { return next }
            _ = sign(bytes, at: next - 1, ascii, &reader, &out)
            return next
        }
        if scalar.properties.generalCategory == .currencySymbol, next < reader.end, byte(bytes, at: next) >= 0x30, byte(bytes, at: next) <= 0x39 {
            return number(bytes, at: next, isMoney: true, reader, &out)
        }
        out.folded.removeAll(keepingCapacity: true)
        switch Folding.fold(scalar, into: &out.folded) {
        case .letter: return carefulWord(bytes, at: start, reader, &out)
        case .emoji: return emoji(bytes, at: start, reader, &out)
        case .openQuote: out.quotationMark(opens: true)
        case .closeQuote: out.quotationMark(opens: false)
        case .comma: out.comma()
        case .stop: out.border(.stop, start, next)
        case .question: out.marks(question: true, exclamation: false, start, next)
        case .exclamation: out.marks(question: false, exclamation: true, start, next)
        case .ellipsis: out.word(.ellipsis, start, next, [])
        case .apostrophe, .ignorable, .space: break
        }
        return next
    }

    /// An emoji with its skin tone, joined parts and variation selectors as one token.
    private func emoji(_ bytes: Span<UInt8>, at start: Int, _ reader: LineState, _ out: inout TokenBuffer) -> Int {
        var whole: [UInt8] = []
        var first: [UInt8] = []
        var index = start
        var joined = true
        while index < reader.end {
            let (scalar, length) = Mojibake.decode(bytes, at: index, end: reader.end)
            let value = scalar.value
            if value == 0x200D {
                joined = true
            } else if (0x1F3FB...0x1F3FF).contains(value) || value == 0xFE0F || value == 0x20E3 {
                // Skin tones and variation selectors do not change what is felt.
            } else if joined {
                joined = (0x1F1E6...0x1F1FF).contains(value) && whole.isEmpty
                for unit in String(scalar).utf8 { whole.append(unit) }
                if first.isEmpty { first = whole }
            } else {
                break
            }
            index += length
            if whole.count > 64 { break }
        }
        var id = vocabulary.find(WordKey(whole))
        if id == 0 { id = vocabulary.find(WordKey(first)) }
        out.word(id == 0 || id >= WordID.firstExpansion ? .emoji : WordID(id), start, index, [])
        return index
    }
}

/// Parts a text into tokens: words folded and numbered, signs that matter, masked stretches, sentence borders.
///
/// Every byte is looked at a small, fixed number of times, so the time is linear in the text whatever it holds. Words of plain letters take the
/// fast path (eight bytes at a time); everything else has a function of its own in the extensions of this type.
package struct Tokenizer: Sendable {
    package let vocabulary: Vocabulary
    package let boundaries: Boundaries

    package init(vocabulary: Vocabulary, boundaries: Boundaries) {
        self.vocabulary = vocabulary
        self.boundaries = boundaries
    }

    /// Reads one text.
    /// - Parameters:
    ///   - bytes: the bytes that the text stands in, UTF-8; bad bytes part words.
    ///   - start, end: where the text begins and ends in them.
    ///   - markup: whether tags and entities are to be understood.
    ///   - out: receives the tokens; what it held is dropped.
    package func tokenize(_ bytes: Span<UInt8>, from start: Int, to end: Int, markup: Markup, into out: inout TokenBuffer) {
        out.begin(at: start)
        var reader = LineState(start: start, end: end, markup: markup, lineStart: start)
        var index = beginLine(bytes, at: start, &reader, &out)
        while index < reader.end {
            let first = byte(bytes, at: index)
            switch first {
            case 0x61...0x7A, 0x41...0x5A: index = word(bytes, at: index, &reader, &out)
            case 0x20, 0x09: index &+= 1
            case 0x30...0x39: index = number(bytes, at: index, isMoney: false, reader, &out)
            case 0x80...: index = unicode(bytes, at: index, &reader, &out)
            case 0x0A, 0x0D: index = lineBreak(bytes, at: index, &reader, &out)
            case 0x3C where markup != .plain: index = tag(bytes, at: index, &reader, &out)
            case 0x26: index = entity(bytes, at: index, &reader, &out)
            default: index = sign(bytes, at: index, first, &reader, &out)
            }
        }
        out.finish(at: max(start, min(index, end)))
    }

    /// What the reading of one text carries along.
    struct LineState {
        let start: Int
        /// Where the writer's own text ends; moved forward when a quoted reply or a signature is met.
        var end: Int
        let markup: Markup
        /// Where the present line began.
        var lineStart: Int
        /// Searches that failed once and need not be made again (this keeps the time linear).
        var noTagEnd = false, noCommentEnd = false, noFence = false, noBacktick = false
        /// No e-mail address begins before this place.
        var noAddressBefore = 0
        /// The names of elements whose closing tag was not found, packed as in `Tag`.
        var unclosed: [UInt64] = []
        /// Whether nothing of the present line was seen yet but tags.
        var isLineStart = false
        /// A signature, which weighs nothing; it begins and ends with lines.
        var skipStart = Int.max, skipEnd = Int.max
    }

    /// A word that begins with an ASCII letter.
    @inline(__always)
    private func word(_ bytes: Span<UInt8>, at start: Int, _ reader: inout LineState, _ out: inout TokenBuffer) -> Int {
        let first = load8(bytes, at: start)
        let firstMask = nonWordMask(first)
        var length: Int
        var low = first | 0x2020_2020_2020_2020
        var high: UInt64 = 0, small: UInt64 = 0
        var next: UInt8
        if firstMask != 0 {
            length = leadingBytes(firstMask)
            low = lowest(length, of: low)
            next = UInt8(truncatingIfNeeded: first &>> UInt64(truncatingIfNeeded: length &* 8))
        } else {
            let second = load8(bytes, at: start &+ 8)
            let secondMask = nonWordMask(second)
            if secondMask == 0 { return carefulWord(bytes, at: start, reader, &out) }
            length = leadingBytes(secondMask)
            high = lowest(length, of: second | 0x2020_2020_2020_2020)
            small = lowest(length, of: second & 0x2020_2020_2020_2020)
            next = UInt8(truncatingIfNeeded: second &>> UInt64(truncatingIfNeeded: length &* 8))
            length &+= 8
        }
        let end = start &+ length
        if end >= reader.end {
            if end > reader.end { return carefulWord(bytes, at: start, reader, &out) }
            next = 0
        } else if needsCare(next) {
            if let stop = masked(bytes, from: start, wordEnd: end, next, &reader, &out) { return stop }
            if next >= 0x80 || next == 0x27 || next == 0x60 || next == 0x26 { return carefulWord(bytes, at: start, reader, &out) }
        }
        let id = high == 0 ? vocabulary.findShort(low) : vocabulary.findLong(WordKey(low: low, high: high))
        // A capital letter lacks the bit that every small letter and every digit has.
        let capitals = first & 0x20 == 0 && length > 1 && (small | lowest(min(length, 8), of: first & 0x2020_2020_2020_2020)) == 0
        if id != 0 && id < WordID.firstExpansion {
            out.word(WordID(id), start, end, capitals ? [.isWord, .capitals] : .isWord)
            out.count(word: WordID(id), capitals: capitals)
        } else {
            rareWord(bytes, id, WordKey(low: low, high: high), start, end, capitals: capitals, &out)
        }
        return next == 0x20 ? end &+ 1 : end
    }

    /// Whether the byte after a word may make it something else than a plain word.
    @inline(__always)
    private func needsCare(_ next: UInt8) -> Bool {
        // One bit for each of & ' + - . : and, above 64, @ _ `
        if next < 0x40 { return 0x0400_68C0_0000_0000 &>> UInt64(next) & 1 != 0 }
        return next >= 0x80 || 0x0000_0001_8000_0001 &>> UInt64(next &- 0x40) & 1 != 0
    }

    /// An expansion, or a word that no phrase knows as it stands.
    private func rareWord(
        _ bytes: Span<UInt8>, _ id: UInt32, _ key: WordKey, _ start: Int, _ end: Int, capitals: Bool, _ out: inout TokenBuffer
    ) {
        if id != 0 { return add(id, start, end, capitals: capitals, &out) }
        guard key.hasRunOfThree else { return add(vocabulary.findPrefix(of: key, count: end &- start), start, end, capitals: capitals, &out) }
        out.folded.removeAll(keepingCapacity: true)
        for index in start..<end {
            let letter = byte(bytes, at: index)
            out.folded.append(letter >= 0x41 && letter <= 0x5A ? letter | 0x20 : letter)
        }
        add(findCarefully(out.folded), start, end, capitals: capitals, &out)
    }

    /// Looks a folded word up as it stands, with stretched letters shortened, and by its beginning.
    func findCarefully(_ word: [UInt8]) -> UInt32 {
        var id = vocabulary.find(WordKey(word))
        if id != 0 { return id }
        if let twice = Tokenizer.shortened(word, longest: 3, to: 2) {
            id = vocabulary.find(WordKey(twice))
            if id == 0, let once = Tokenizer.shortened(word, longest: 3, to: 1) { id = vocabulary.find(WordKey(once)) }
        }
        return id != 0 ? id : vocabulary.findPrefix(of: word)
    }

    /// A word with its runs of at least `longest` equal letters cut down to `run`, or nil if there are none; shorter runs stay.
    private static func shortened(_ word: [UInt8], longest: Int, to run: Int) -> [UInt8]? {
        var short: [UInt8] = []
        var length = 0
        var isStretched = false
        for (index, letter) in word.enumerated() {
            length = index > 0 && word[index - 1] == letter ? length + 1 : 1
            if length < longest {
                short.append(letter)
            } else if length == longest {
                short.removeLast(longest - 1 - run)
                isStretched = true
            }
        }
        return isStretched ? short : nil
    }

    /// Adds a word, or the words it is read as.
    func add(_ id: UInt32, _ start: Int, _ end: Int, capitals: Bool, _ out: inout TokenBuffer) {
        let marks: TokenMark = capitals ? [.isWord, .capitals] : .isWord
        guard id >= WordID.firstExpansion else {
            out.word(WordID(id), start, end, id == 0 ? marks.union(.unknown) : marks)
            return out.count(word: WordID(id), capitals: capitals)
        }
        let row = Int(id - WordID.firstExpansion) * 4
        for column in 0..<4 where vocabulary.expansions[row + column] != 0 {
            let word = WordID(vocabulary.expansions[row + column])
            out.word(word, start, end, marks)
            out.count(word: word, capitals: capitals)
        }
    }
}

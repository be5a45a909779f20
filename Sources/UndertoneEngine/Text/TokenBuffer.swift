/// The tokens of one text and what was noticed while reading it; one per worker, used again for every message.
package struct TokenBuffer: ~Copyable {
    package private(set) var list = Buffer(Token(start: 0, end: 0, word: .unknown, bits: 0))
    /// Signs of the text as a whole, counted while it is read.
    package private(set) var shape = TextShape()

    private var sentence: UInt32 = 0
    private var pending: TokenMark = []
    /// What all tokens have until it changes: the number of the sentence, and whether they are quoted.
    private var standing: UInt32 = 0
    private var lastIsBorder = true
    /// The folded bytes of a word outside the fast path; kept here so that its memory is used again.
    var folded: [UInt8] = []
    /// The lines that are looked at for marks.
    var lines = LineView()
    /// Whether what is not read is noted in `skips`, for showing the writer's own words.
    package var notesSkips = false
    package private(set) var skips: [Skip] = []

    package init() {}

    // Keeps the fields from leaking: see `Classifier.Scratch`.
    deinit {}

    /// A copy of the tokens.
    package var tokens: [Token] { list.array }

    /// Empties the buffer and puts the border before the first word.
    mutating func begin(at offset: Int) {
        list.resize(to: 0)
        skips.removeAll(keepingCapacity: true)
        shape = TextShape()
        sentence = 0
        pending = []
        standing = sentence &<< 8
        add(.messageStart, offset, offset, .border)
        lastIsBorder = true
    }

    /// Puts the border after the last word.
    mutating func finish(at offset: Int) {
        shape.sentences = Int(sentence) + (lastIsBorder ? 0 : 1)
        add(.messageEnd, offset, offset, .border)
    }

    @inline(__always)
    private mutating func add(_ word: WordID, _ start: Int, _ end: Int, _ marks: TokenMark) {
        let all = marks.rawValue | pending.rawValue
        pending = []
        list.append(
            Token(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end), word: word, bits: standing | UInt32(all)))
    }

    /// Adds a word, a number or a masked stretch.
    @inline(__always)
    mutating func word(_ word: WordID, _ start: Int, _ end: Int, _ marks: TokenMark) {
        add(word, start, end, marks)
        lastIsBorder = false
    }

    /// Notes a comma, a dash or a single line break before the next token.
    @inline(__always)
    mutating func comma() { pending.insert(.afterComma) }

    /// Ends the sentence with a sign or a blank line; several borders in a row are one.
    mutating func border(_ sign: WordID, _ start: Int, _ end: Int) {
        if lastIsBorder { return }
        add(sign, start, end, .border)
        closeSentence()
    }

    /// Adds a question mark, an exclamation mark or both as the end of a sentence.
    mutating func marks(question: Bool, exclamation: Bool, _ start: Int, _ end: Int) {
        if question {
            add(.question, start, end, .border)
            shape.questions += 1
        }
        if exclamation {
            add(.exclamation, start, end, .border)
            shape.exclamations += 1
        }
        closeSentence()
    }

    private mutating func closeSentence() {
        if sentence < 0xFF_FFFF { sentence &+= 1 }
        lastIsBorder = true
        standing = sentence &<< 8
        pending = []
    }

    /// A quotation mark: opens or closes a quotation, which never reaches across a sentence end.
    mutating func quotationMark(opens: Bool?) {
        let quoted = UInt32(TokenMark.quoted.rawValue)
        standing = opens.map { $0 ? standing | quoted : standing & ~quoted } ?? standing ^ quoted
    }

    @inline(__always)
    mutating func count(word: WordID, capitals: Bool) {
        shape.words &+= 1
        if word == .unknown { shape.unknownWords &+= 1 }
        if capitals { shape.capitals &+= 1 }
    }

    mutating func countCode() { shape.code += 1 }
    mutating func countQuotedLine() { shape.quotedLines += 1 }
    mutating func markAutomatic() { shape.isAutomatic = true }

    /// Notes a stretch that is not read, if that is wanted.
    @inline(__always)
    mutating func skip(_ start: Int, _ end: Int, _ kind: Skip.Kind) {
        if notesSkips { skips.append(Skip(start: start, end: end, kind: kind)) }
    }
}

/// Counts that describe a text as a whole.
package struct TextShape: Equatable, Sendable {
    /// Words (not numbers, signs or masked stretches), those no lexicon knows, and those in capitals.
    package var words = 0, unknownWords = 0, capitals = 0
    package var sentences = 0, questions = 0, exclamations = 0
    /// Masked stretches of code, and lines that quote somebody else.
    package var code = 0, quotedLines = 0
    /// Whether no person wrote the message.
    package var isAutomatic = false
}

@testable import UndertoneEngine

/// A lexicon for one test, with what is needed to read tokens as words again.
struct TinyLexicon {
    let source: LexiconSource
    let lexicon: Lexicon
    private let names: [WordID: String]

    /// - Parameter files: names and texts of lexicon files.
    init(_ files: [String: String]) throws {
        source = try LexiconSource(files.map { LexiconFile(name: $0.key, text: $0.value) })
        lexicon = try Lexicon(source)
        var words: Set<String> = []
        for entry in source.entries {
            for piece in entry.pattern.pieces {
                piece.forEachWord {
                    words.insert($0)
                } prefix: {
                    words.insert($0 + "*")
                }
            }
        }
        for reading in source.spelling.readings.values { words.formUnion(reading) }
        var names: [WordID: String] = [:]
        for word in words { names[WordID(lexicon.image.vocabulary.find(WordKey(Array(word.utf8))))] = word }
        self.names = names.merging(TinyLexicon.signs) { _, sign in sign }
    }

    /// One file of phrases that speak for a stage.
    init(phrases: [String], stage: String = "anger", besides files: [String: String] = [:]) throws {
        let rows = phrases.map { "\($0)\t1" }.joined(separator: "\n")
        try self.init(files.merging(["stage/\(stage).tsv": "[test]\n\(rows)\n"]) { first, _ in first })
    }

    private static let signs: [WordID: String] = [
        .unknown: "·", .stop: ".", .question: "?", .exclamation: "!", .ellipsis: "…", .percent: "%", .number: "<number>", .money: "<money>",
        .url: "<url>", .email: "<email>", .code: "<code>", .mention: "<mention>", .emoji: "<emoji>",
    ]

    func tokens(_ text: [UInt8], from start: Int = 0, to end: Int? = nil, markup: Markup = .plain) -> (tokens: [Token], shape: TextShape) {
        let tokenizer = Tokenizer(vocabulary: lexicon.image.vocabulary, boundaries: lexicon.image.boundaries)
        var buffer = TokenBuffer()
        tokenizer.tokenize(text.span, from: start, to: end ?? text.count, markup: markup, into: &buffer)
        return (buffer.tokens, buffer.shape)
    }

    /// The tokens between the borders of the message, as one line: words by their names (in capitals if they were), signs as
    /// themselves, `,` before a word that stands after a comma, quoted words in quotation marks.
    func line(_ text: some StringProtocol, markup: Markup = .plain) -> String { line(Array(text.utf8), markup: markup) }

    func line(_ text: [UInt8], markup: Markup = .plain) -> String {
        tokens(text, markup: markup).tokens.dropFirst().dropLast().map { token in
            var name = names[token.word] ?? "#\(token.word.raw)"
            if token.marks.contains(.capitals) { name = name.uppercased() }
            if token.marks.contains(.quoted) { name = "'\(name)'" }
            return (token.marks.contains(.afterComma) && !token.marks.contains(.border) ? ", " : "") + name
        }.joined(separator: " ")
    }

    /// The entries met in a text, as their names.
    func entries(in text: String) -> [String] {
        let bytes = Array(text.utf8)
        var scratch = Matcher.Scratch()
        let matcher = Matcher(lexicon.image)
        matcher.match(tokens(bytes).tokens, keeping: .all, into: &scratch)
        return (scratch.matches + matcher.cues(&scratch)).map { lexicon.image.name(of: Int($0.entry)) }.sorted()
    }
}

extension Matcher {
    /// Finds the entries in tokens of an array.
    func match(_ tokens: [Token], keeping kept: KeptCues, into scratch: inout Scratch) {
        var list = Buffer(Token(start: 0, end: 0, word: .unknown, bits: 0))
        for token in tokens { list.append(token) }
        match(list, keeping: kept, into: &scratch)
    }
}

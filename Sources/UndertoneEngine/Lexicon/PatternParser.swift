/// Reads the pattern language: characters → `PhrasePattern`, or a fault with its column.
struct PatternParser {
    /// A fault inside one phrase; `column` counts characters from 0.
    struct Problem: Error {
        let column: Int
        let problem: String
        let remedy: String
    }

    private let characters: [Character]
    private var position = 0
    private var depth = 0
    /// How many words its sets hold, as often as they are used.
    private var words = 0
    private let spelling: Spelling
    private let sets: [String: PhraseNode]

    /// The most words in one phrase, and the deepest nesting of its brackets.
    static let longestPhrase = 16, deepestNesting = 8
    /// The most spellings of one word with letters in square brackets, and the most words that the alternatives of one phrase may hold together, those of its sets
    /// included.
    static let mostSpellings = 64, mostWords = 100_000

    private init(_ phrase: Substring, _ spelling: Spelling, _ sets: [String: PhraseNode]) {
        characters = Array(phrase)
        self.spelling = spelling
        self.sets = sets
    }

    /// Reads a whole phrase.
    static func parse(_ phrase: Substring, spelling: Spelling, sets: [String: PhraseNode]) throws(Problem) -> PhrasePattern {
        var parser = PatternParser(phrase, spelling, sets)
        let pattern = try parser.pattern()
        for piece in pattern.pieces {
            if piece.shortest == 0 {
                throw Problem(column: 0, problem: "the phrase can match nothing at all", remedy: "make at least one word of it obligatory")
            }
            if PatternParser.beginsWild(piece) {
                throw Problem(column: 0, problem: "the phrase, or its part after a gap, begins with '_'", remedy: "begin it with a word")
            }
        }
        let longest = pattern.pieces.reduce(0) { $0 + $1.longest }
        if longest > longestPhrase {
            throw Problem(column: 0, problem: "the phrase can be \(longest) words long", remedy: "keep it to \(longestPhrase) words")
        }
        return pattern
    }

    private static func beginsWild(_ node: PhraseNode) -> Bool {
        switch node {
        case .any: true
        case .words, .prefix, .signs: false
        case .optional(let inner): beginsWild(inner)
        case .choice(let nodes): nodes.contains(where: beginsWild)
        case .sequence(let nodes):
            // What stands behind parts that may be missing may be the beginning too.
            nodes.prefix((nodes.firstIndex { $0.shortest > 0 } ?? nodes.count - 1) + 1).contains(where: beginsWild)
        }
    }

    private mutating func pattern() throws(Problem) -> PhrasePattern {
        var pieces: [PhraseNode] = []
        var gaps: [Int] = []
        var piece: [PhraseNode] = []
        while true {
            skipBlanks()
            guard position < characters.count else { break }
            if characters[position] == ")" { throw problem("')' closes no bracket", "write '(' before it, or leave it out") }
            if characters[position] == "|" { throw problem("'|' stands outside brackets", "write (old|new)") }
            if characters[position] == "~" {
                let gap = try gapWidth()
                guard !piece.isEmpty else { throw problem("a gap has nothing before it", "begin the phrase with a word") }
                pieces.append(PatternParser.joined(piece))
                gaps.append(gap)
                piece = []
            } else {
                piece.append(contentsOf: try element())
            }
        }
        guard !piece.isEmpty else {
            throw problem(pieces.isEmpty ? "the phrase is empty" : "a gap has nothing after it", "write at least one word")
        }
        pieces.append(PatternParser.joined(piece))
        return PhrasePattern(pieces: pieces, gaps: gaps)
    }

    private static func joined(_ nodes: [PhraseNode]) -> PhraseNode { nodes.count == 1 ? nodes[0] : .sequence(nodes) }

    private mutating func gapWidth() throws(Problem) -> Int {
        position += 1
        guard position < characters.count, let width = characters[position].wholeNumberValue, width > 0 else {
            throw problem("'~' needs a number from 1 to 9", "write ~3 for a gap of up to three words")
        }
        position += 1
        return width
    }

    private mutating func skipBlanks() { while position < characters.count, characters[position] == " " { position += 1 } }

    private func problem(_ problem: String, _ remedy: String) -> Problem { Problem(column: position, problem: problem, remedy: remedy) }

    /// One element with the `?` that may follow it.
    private mutating func element() throws(Problem) -> [PhraseNode] {
        let nodes: [PhraseNode]
        if let emoticon = emoticon() { return emoticon }
        switch characters[position] {
        case "(": nodes = [try brackets()]
        case "<" where !isEmoticon(): nodes = [try namedSet()]
        case "_" where endsAfter(position + 1):
            position += 1
            return [.any]
        default: nodes = try word()
        }
        if position < characters.count, characters[position] == "?", endsAfter(position + 1) {
            position += 1
            return [.optional(PatternParser.joined(nodes))]
        }
        return nodes
    }

    /// Whether an element ends at this place.
    private func endsAfter(_ index: Int) -> Bool {
        index >= characters.count || characters[index] == " " || characters[index] == "|" || characters[index] == ")"
    }

    private mutating func brackets() throws(Problem) -> PhraseNode {
        let opening = position
        depth += 1
        guard depth <= PatternParser.deepestNesting else { throw problem("brackets stand in brackets too deeply", "use a named set") }
        position += 1
        var choices: [PhraseNode] = []
        var sequence: [PhraseNode] = []
        while true {
            skipBlanks()
            guard position < characters.count else {
                throw Problem(column: opening, problem: "'(' is never closed", remedy: "add the missing ')'")
            }
            switch characters[position] {
            case "|", ")":
                guard !sequence.isEmpty else { throw problem("an alternative is empty", "use '?' after the bracket for an optional part") }
                choices.append(PatternParser.joined(sequence))
                sequence = []
                let isEnd = characters[position] == ")"
                position += 1
                if isEnd {
                    depth -= 1
                    return PatternParser.merged(choices)
                }
            case "~":
                // Inside brackets a gap is so many words that may be missing.
                let width = try gapWidth()
                sequence += [PhraseNode](repeating: .optional(.any), count: width)
            default: sequence.append(contentsOf: try element())
            }
        }
    }

    /// Alternatives of single words become one node.
    static func merged(_ choices: [PhraseNode]) -> PhraseNode {
        var words: [String] = []
        var others: [PhraseNode] = []
        for choice in choices {
            switch choice {
            case .words(let more): words.append(contentsOf: more)
            case .choice(let inner):
                for node in inner { if case .words(let more) = node { words.append(contentsOf: more) } else { others.append(node) } }
            default: others.append(choice)
            }
        }
        if !words.isEmpty { others.append(.words(Array(Set(words)).sorted())) }
        return others.count == 1 ? others[0] : .choice(others)
    }

    /// An emoticon that the spelling knows, which may hold brackets and bars: what it is read as.
    private mutating func emoticon() -> [PhraseNode]? {
        guard !characters[position].isLetter, !characters[position].isNumber, characters[position] != "'" else { return nil }
        for length in [3, 2] where position + length <= characters.count && endsAfter(position + length) {
            let text = String(characters[position..<(position + length)]).lowercased()
            guard let reading = spelling.readings[text], !text.hasSuffix("?"), !text.contains(" ") else { continue }
            position += length
            return reading.map { .words([$0]) }
        }
        return nil
    }

    private func isEmoticon() -> Bool { position + 1 < characters.count && !characters[position + 1].isLetter }

    private mutating func namedSet() throws(Problem) -> PhraseNode {
        let opening = position
        guard let closing = characters[position...].firstIndex(of: ">") else {
            throw problem("'<' is never closed", "write <name> for a named set")
        }
        let name = String(characters[(position + 1)..<closing])
        position = closing + 1
        if let node = sets[name] {
            words += node.size
            if words > PatternParser.mostWords {
                throw Problem(
                    column: opening, problem: "the phrase and its sets hold more than \(PatternParser.mostWords) words", remedy: "use fewer alternatives")
            }
            return node
        }
        // Among very many names no near one is looked for: there may be as many faults.
        let near = (sets.count > 2000 ? nil : nearest(name, Array(sets.keys))).map { "; did you mean <\($0)>?" } ?? ""
        throw Problem(column: opening, problem: "there is no set <\(name)>\(near)", remedy: "define [\(name)] in set.tsv")
    }

    /// A run of other characters up to a blank, bar or bracket: words, a word beginning, a sign, an emoticon.
    private mutating func word() throws(Problem) -> [PhraseNode] {
        let start = position
        if let signs = PatternSigns.signs(at: characters[position...], endsAfter: { endsAfter($0) }) {
            position = signs.end
            // The end of the message stands after the signs that end its last sentence.
            switch signs.ids {
            case [.messageEnd]: return [.optional(.signs(PatternSigns.sentenceMarks)), .optional(.signs([.exclamation])), .signs(signs.ids)]
            // `?!` is a question mark and an exclamation mark.
            case [.exclamation]: return [.optional(.signs([.question])), .signs(signs.ids)]
            default: return [.signs(signs.ids)]
            }
        }
        var texts = [""]
        var isPrefix = false
        while position < characters.count, characters[position] != " ", characters[position] != "|", characters[position] != ")" {
            let character = characters[position]
            if character == "?" && endsAfter(position + 1) { break }
            if character == "*" {
                position += 1
                isPrefix = true
                break
            }
            if character == "[" && !isSmile(texts) {
                texts = try spread(texts)
                continue
            }
            if character == "(" || character == "<" && texts[0].last?.isLetter == true { break }
            for index in texts.indices { texts[index].append(character) }
            position += 1
        }
        if isPrefix {
            let beginnings = texts.map { String(decoding: Folding.fold(word: $0), as: UTF8.self) }
            guard beginnings.allSatisfy({ $0.utf8.count >= 3 }) else {
                throw Problem(column: start, problem: "a word beginning has fewer than three letters", remedy: "write out the words you mean")
            }
            let nodes = beginnings.map { PhraseNode.prefix($0) }
            return [nodes.count == 1 ? nodes[0] : .choice(nodes)]
        }
        // Commas part nothing: a phrase matches with and without them.
        if texts.allSatisfy({ $0.allSatisfy { $0 == "," || $0 == "-" } }) { return [] }
        let readings = texts.map { spelling.nodes(for: $0) }
        guard readings.allSatisfy({ !$0.isEmpty }) else {
            throw Problem(column: start, problem: "'\(String(characters[start..<position]))' holds no word", remedy: "write words, or a sign that stands alone")
        }
        return readings.count == 1 ? readings[0] : [PatternParser.merged(readings.map(PatternParser.joined))]
    }

    private func isSmile(_ texts: [String]) -> Bool { texts[0].last.map { $0 == ":" || $0 == "-" || $0 == "=" } ?? false }

    /// `[sz]`: every text so far once with each letter.
    private mutating func spread(_ texts: [String]) throws(Problem) -> [String] {
        guard let closing = characters[position...].firstIndex(of: "]"), closing > position + 1, closing - position <= 8 else {
            throw problem("'[' does not enclose one to seven letters", "write customi[sz]e for customise and customize")
        }
        let letters = characters[(position + 1)..<closing]
        guard texts.count * letters.count <= PatternParser.mostSpellings else {
            throw problem("the word stands for more than \(PatternParser.mostSpellings) spellings", "write several entries")
        }
        position = closing + 1
        return texts.flatMap { text in letters.map { text + String($0) } }
    }
}

/// The signs that stand for themselves in a phrase.
enum PatternSigns {
    static let sentenceMarks: [WordID] = [.stop, .question, .exclamation]
    private static let sentenceStarts: [WordID] = [.messageStart, .stop, .question, .exclamation]
    private static let sentenceEnds: [WordID] = [.messageEnd, .stop, .question, .exclamation, .ellipsis]
    private static let table: [(String, [WordID])] = [
        ("^^", [.messageStart]), ("$$", [.messageEnd]), ("^", sentenceStarts), ("$", sentenceEnds), ("...", [.ellipsis]), ("…", [.ellipsis]),
        (".", [.stop]), ("?", [.question]), ("!", [.exclamation]), ("%", [.percent]),
    ]

    /// The sign that a run of characters begins with, if it stands alone.
    static func signs(at text: ArraySlice<Character>, endsAfter: (Int) -> Bool) -> (ids: [WordID], end: Int)? {
        if let first = text.first, first >= "a" && first <= "z" { return nil }
        for (sign, ids) in table where text.starts(with: sign) && endsAfter(text.startIndex + sign.count) {
            return (ids, text.startIndex + sign.count)
        }
        return nil
    }

    /// The sets that are built in.
    static let sets: [String: PhraseNode] = [
        "money": .signs([.money]), "url": .signs([.url]), "email": .signs([.email]), "code": .signs([.code]), "mention": .signs([.mention]),
        "digits": .signs([.number]),
    ]
}

/// What the surroundings do to each token: scopes of negation, hedges and the like, marked once for a message.
///
/// A negation reaches to the end of its clause (a comma, a contrast, the end of the sentence) and at most `negationReach` words; two negations
/// turn back. What reaches over a whole sentence ends after `sentenceReach` words, so the time stays linear. "But" parts its sentence in what is conceded and what is meant.
package struct ContextMarks: ~Copyable {
    /// One bit for each `Rules.Context`, by token.
    package private(set) var marks = Buffer(0 as UInt16)
    /// What a scope must look for: one `Turn` by token.
    private var turns = Buffer(Turn(rawValue: 0))
    /// Which of the matches are modifiers, in order.
    private var modifiers = Buffer(0 as UInt32)
    /// How many tokens lie in the scopes of the last message, each as often as it is in one: the steps that scopes cost.
    package private(set) var steps = 0

    /// A word that ends a clause, or one that keeps a negation from being one.
    private struct Turn: OptionSet, Sendable, BitwiseCopyable {
        let rawValue: UInt8
        static let contrast = Turn(rawValue: 1), notNegation = Turn(rawValue: 2)
    }

    static let negationReach = 6, hedgeReach = 6, degreeReach = 2, conditionalReach = 12, sentenceReach = 64

    package init() {}

    // Keeps the fields from leaking: see `Classifier.Scratch`.
    deinit {}

    /// The names of the contexts whose bits are set.
    static func names(of bits: UInt16) -> [String] {
        bits == 0 ? [] : Rules.Context.allCases.filter { bits & bit($0) != 0 }.map(\.rawValue)
    }

    static func bit(_ context: Rules.Context) -> UInt16 {
        switch context {
        case .negated: 1
        case .hedged: 2
        case .question: 4
        case .conditional: 8
        case .reported: 16
        case .quoted: 32
        case .boosted: 64
        case .weakened: 128
        case .past: 256
        case .beforeContrast: 512
        case .afterContrast: 1024
        case .lastSentence: 2048
        }
    }

    /// Marks all tokens of a message.
    /// - Parameters:
    ///   - matches: the entries met, among them modifiers.
    ///   - roles: the role of each entry.
    mutating func mark(_ tokens: borrowing Buffer<Token>, _ matches: borrowing Buffer<Match>, roles: Table<UInt8>) {
        marks.resize(to: tokens.count)
        turns.resize(to: tokens.count)
        steps = 0
        var hasQuestions = false
        for index in 0..<tokens.count {
            let token = tokens[index]
            marks[index] = token.marks.contains(.quoted) ? ContextMarks.bit(.quoted) : 0
            if token.word == .question { hasQuestions = true }
        }
        markLastSentence(tokens)
        if hasQuestions { markQuestions(tokens) }
        findModifiers(matches, roles)
        if modifiers.count == 0 { return }
        for index in 0..<tokens.count { turns[index] = [] }
        markTurns(matches, roles)
        for index in 0..<modifiers.count {
            let match = matches[Int(modifiers[index])]
            if let modifier = Role.modifier(roles[Int(match.entry)]) { apply(modifier, match, tokens) }
        }
    }

    private mutating func findModifiers(_ matches: borrowing Buffer<Match>, _ roles: Table<UInt8>) {
        modifiers.resize(to: matches.count)
        var count = 0
        for index in 0..<matches.count {
            // A choice without a branch: the place is written over unless it counts.
            modifiers[count] = UInt32(truncatingIfNeeded: index)
            count &+= roles[Int(matches[index].entry)] >= Role.firstModifier ? 1 : 0
        }
        modifiers.resize(to: count)
    }

    /// The last sentence with words.
    private mutating func markLastSentence(_ tokens: borrowing Buffer<Token>) {
        var last = tokens.count - 1
        while last > 0, tokens[last].marks.contains(.border) { last -= 1 }
        let lastSentence = tokens[last].sentence
        var index = last
        while index >= 0, tokens[index].sentence == lastSentence {
            marks[index] |= ContextMarks.bit(.lastSentence)
            index -= 1
        }
    }

    /// Sentences that are questions.
    private mutating func markQuestions(_ tokens: borrowing Buffer<Token>) {
        for end in 0..<tokens.count where tokens[end].word == .question {
            var index = end
            while index >= 0, tokens[index].sentence == tokens[end].sentence, marks[index] & ContextMarks.bit(.question) == 0 {
                marks[index] |= ContextMarks.bit(.question)
                index -= 1
            }
        }
    }

    /// Notes contrasts and false negations by token, so that a scope need not look through all matches (this keeps the time linear).
    private mutating func markTurns(_ matches: borrowing Buffer<Match>, _ roles: Table<UInt8>) {
        for index in 0..<modifiers.count {
            let match = matches[Int(modifiers[index])]
            switch Role.modifier(roles[Int(match.entry)]) {
            case .contrast?: turns[Int(match.first)].insert(.contrast)
            case .notNegation?: for index in match.range { turns[index].insert(.notNegation) }
            default: break
            }
        }
    }

    private mutating func apply(_ modifier: Modifier, _ match: Match, _ tokens: borrowing Buffer<Token>) {
        let next = Int(match.next)
        switch modifier {
        case .negation:
            for index in match.range where turns[index].contains(.notNegation) { return }
            // "No, it is fine" answers; it denies nothing of what follows.
            if next < tokens.count, tokens[next].marks.contains(.afterComma) { return }
            let end = clauseEnd(tokens, from: next, reach: ContextMarks.negationReach)
            // Two negations in one clause take each other away.
            steps &+= end &- next
            for index in next..<max(next, end) { marks[index] ^= ContextMarks.bit(.negated) }
        case .booster: set(.boosted, next, clauseEnd(tokens, from: next, reach: ContextMarks.degreeReach))
        case .downtoner: set(.weakened, next, clauseEnd(tokens, from: next, reach: ContextMarks.degreeReach))
        case .hedge: set(.hedged, next, clauseEnd(tokens, from: next, reach: ContextMarks.hedgeReach))
        case .conditional: set(.conditional, next, clauseEnd(tokens, from: next, reach: ContextMarks.conditionalReach))
        case .reported: set(.reported, next, sentenceEnd(tokens, from: next))
        case .past: set(.past, next, clauseEnd(tokens, from: next, reach: ContextMarks.conditionalReach))
        case .contrast: contrast(at: match, tokens)
        case .notNegation, .now: break
        }
    }

    private mutating func set(_ context: Rules.Context, _ start: Int, _ end: Int) {
        steps &+= end &- start
        for index in start..<max(start, end) { marks[index] |= ContextMarks.bit(context) }
    }

    /// The token after the last one of the clause: a border, a contrast, or a word after a comma.
    private func clauseEnd(_ tokens: borrowing Buffer<Token>, from start: Int, reach: Int) -> Int {
        var index = start
        while index < tokens.count, index - start < reach {
            let marks = tokens[index].marks
            if marks.contains(.border) || turns[index].contains(.contrast) || (marks.contains(.afterComma) && index > start) { break }
            index += 1
        }
        return index
    }

    private func sentenceEnd(_ tokens: borrowing Buffer<Token>, from start: Int) -> Int {
        var index = start
        while index < tokens.count, index - start < ContextMarks.sentenceReach, !tokens[index].marks.contains(.border) { index += 1 }
        return index
    }

    /// "A, but B": A is conceded, B is meant. "But" at the head of a sentence concedes the sentence before.
    private mutating func contrast(at match: Match, _ tokens: borrowing Buffer<Token>) {
        let end = sentenceEnd(tokens, from: Int(match.next))
        steps &+= end &- Int(match.next)
        for index in Int(match.next)..<end {
            // A second contrast begins anew.
            marks[index] = (marks[index] & ~ContextMarks.bit(.beforeContrast)) | ContextMarks.bit(.afterContrast)
        }
        var index = Int(match.first) - 1
        while index >= 0, index > Int(match.first) - 4, tokens[index].marks.contains(.border) { index -= 1 }
        let last = index - ContextMarks.sentenceReach
        while index >= 0, index > last, !tokens[index].marks.contains(.border) {
            marks[index] = (marks[index] & ~ContextMarks.bit(.afterContrast)) | ContextMarks.bit(.beforeContrast)
            steps &+= 1
            index -= 1
        }
    }
}

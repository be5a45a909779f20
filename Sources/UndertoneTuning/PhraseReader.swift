import UndertoneEngine

/// Reads the phrases of a text: its words and signs in sequences inside a sentence, written in the pattern language.
struct PhraseReader {
    private let spelling: Spelling
    private let classifier: Classifier
    /// The longest phrase, in words and signs.
    var longest = 2
    /// Whether phrases may hold the beginning of a sentence (`^`) or of the message (`^^`), or the end of the message (`$$`).
    var readsBorders = false

    private static let sentenceMarks: Set<String?> = [".", "?", "!"]
    private static let borders: Set<String> = ["^", "^^", "$$"]

    init(_ source: LexiconSource, _ lexicon: Lexicon) {
        spelling = source.wordReadings
        classifier = Classifier(lexicon)
    }

    /// Each phrase of a text once.
    func phrases(_ text: String, _ scratch: inout Classifier.Scratch) -> Set<String> {
        let bytes = Array(text.utf8)
        _ = classifier.label(of: bytes.span, from: 0, to: bytes.count, markup: .plain, keeping: .none, using: &scratch)
        let words = words(scratch.buffer.tokens, bytes)
        var phrases: Set<String> = []
        for words in readsBorders ? [words, withoutLastMarks(words)] : [words] {
            for first in words.indices {
                add(words[first...], to: &phrases)
                if readsBorders, first > 0, isBeginning(words[first - 1], words[first]) { add(["^"] + words[first...].prefix(longest), to: &phrases) }
            }
        }
        return phrases
    }

    /// Adds the phrases that some words begin with. The signs `?` and `!` begin a phrase or end it, perhaps before the end of the message.
    private func add(_ words: ArraySlice<String?>, to phrases: inout Set<String>) {
        var phrase = ""
        var isEnded = false, isSaying = false
        for word in words.prefix(longest) {
            let isMark = PhraseReader.sentenceMarks.contains(word)
            guard let word, word != ".", !isEnded || isMark || word == "$$", readsBorders || !PhraseReader.borders.contains(word) else { return }
            isEnded = isMark && !phrase.isEmpty
            phrase += (phrase.isEmpty ? "" : " ") + word
            isSaying = isSaying || !PhraseReader.borders.contains(word)
            if isSaying { phrases.insert(phrase) }
        }
    }

    /// Whether a sentence begins between two words.
    private func isBeginning(_ last: String?, _ next: String?) -> Bool {
        (last == "^^" || PhraseReader.sentenceMarks.contains(last)) && next != "$$" && !PhraseReader.sentenceMarks.contains(next)
    }

    /// The words without the marks that the pattern `$$` passes over: one that ends a sentence, then an exclamation mark.
    private func withoutLastMarks(_ words: [String?]) -> [String?] {
        var left = words.dropLast()
        if left.last == "!" { left.removeLast() }
        if PhraseReader.sentenceMarks.contains(left.last ?? nil) { left.removeLast() }
        return left + ["$$"]
    }

    /// The tokens as they would be written in a phrase, with `.` for the end of a sentence; nil for those that no phrase holds.
    private func words(_ tokens: [Token], _ bytes: [UInt8]) -> [String?] {
        var words: [String?] = []
        var lastStart = UInt32.max
        for token in tokens {
            if token.marks.contains(.isWord) {
                // The words that one contraction is read as share its place.
                if token.start == lastStart { continue }
                lastStart = token.start
                let folded = String(decoding: Folding.fold(word: String(decoding: bytes[Int(token.start)..<Int(token.end)], as: UTF8.self)), as: UTF8.self)
                let isPlain = folded.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x27 || ($0 >= 0x30 && $0 <= 0x39) }
                if !isPlain || folded.utf8.count > 20 { words.append(nil) } else { words += spelling.words(folded).map { Optional($0) } }
            } else {
                words.append(isFigure(token, bytes) ? "<digits>" : sign(token.word))
                lastStart = .max
            }
        }
        return words
    }

    /// Whether a token is a number in digits that phrases name by itself.
    private func isFigure(_ token: Token, _ bytes: [UInt8]) -> Bool { token.word.raw >= WordID.firstWord && (0x30...0x39).contains(bytes[Int(token.start)]) }

    private func sign(_ word: WordID) -> String? {
        switch word {
        case .number: "<digits>"
        case .question: "?"
        case .exclamation: "!"
        case .stop: "."
        case .url: "<url>"
        case .email: "<email>"
        case .mention: "<mention>"
        case .code: "<code>"
        case .messageStart: "^^"
        case .messageEnd: "$$"
        default: nil
        }
    }
}

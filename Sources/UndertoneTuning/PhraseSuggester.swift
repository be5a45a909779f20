import UndertoneEngine
import UndertoneReport

/// A phrase that the lexicons could take up.
package struct Suggestion: Sendable {
    package let phrase: String
    package let words: Int
    /// The stage or feeling it speaks for.
    package let label: String
    /// The standardized log-odds of the phrase for that label against all others of its kind.
    package let strength: Double
    /// Messages and groups (authors, products) that have it.
    package let messages: Int, groups: Int
}

/// Proposes phrases that speak for one stage, or for one feeling, out of labelled messages.
///
/// Word sequences are ranked by log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008): the prior is the phrase's frequency in all
/// messages, so rare phrases need a clear lead.
package struct PhraseSuggester {
    private let spelling: Spelling
    private let classifier: Classifier
    /// The longest phrase, in words.
    package var longest = 2
    package var fewestMessages = 5, fewestGroups = 3

    package init(_ source: LexiconSource, _ lexicon: Lexicon) {
        spelling = source.wordReadings
        classifier = Classifier(lexicon)
    }

    /// How often a phrase was met, by label: the six stages, then the three feelings.
    private struct Counts {
        var byLabel = [Double](repeating: 0, count: PhraseSuggester.labels.count)
        var messages = 0
        var groups: Set<String> = []
    }

    private static let labels = Stage.allCases.map(\.rawValue) + Sentiment.allCases.map(\.rawValue)
    /// The labels of one kind, among which a phrase speaks for one against the others.
    private static let kinds = [0..<6, 6..<9]

    /// Phrases by falling strength; of equal ones in alphabetical order.
    package func suggestions(_ messages: [GoldMessage]) -> [Suggestion] {
        var counts: [String: Counts] = [:]
        var totals = [Double](repeating: 0, count: PhraseSuggester.labels.count)
        var scratch = Classifier.Scratch()
        for message in messages {
            let labels = [message.stage?.index, message.sentiment.flatMap { Sentiment.allCases.firstIndex(of: $0) }.map { 6 + $0 }].compactMap { $0 }
            if labels.isEmpty { continue }
            let found = Set(phrases(message.text, &scratch))
            for label in labels { totals[label] += Double(found.count) }
            for phrase in found {
                counts[phrase, default: Counts()].messages += 1
                for label in labels { counts[phrase, default: Counts()].byLabel[label] += 1 }
                if counts[phrase, default: Counts()].groups.count < fewestGroups { counts[phrase, default: Counts()].groups.insert(message.group) }
            }
        }
        var suggestions: [Suggestion] = []
        for (phrase, count) in counts where count.messages >= fewestMessages && count.groups.count >= fewestGroups {
            let best = PhraseSuggester.best(count.byLabel, totals)
            suggestions.append(
                Suggestion(
                    phrase: phrase, words: phrase.split(separator: " ").count, label: PhraseSuggester.labels[best.label], strength: best.strength,
                    messages: count.messages, groups: count.groups.count))
        }
        return suggestions.sorted { ($1.strength, $0.phrase) < ($0.strength, $1.phrase) }
    }

    /// The label that a phrase speaks for most clearly.
    private static func best(_ counts: [Double], _ totals: [Double]) -> (label: Int, strength: Double) {
        var best = (label: 0, strength: -Double.infinity)
        for kind in kinds {
            let here = counts[kind].reduce(0, +), all = totals[kind].reduce(0, +)
            for label in kind where here > 0 && totals[label] > 0 && totals[label] < all {
                let strength = strength(counts[label], totals[label], here, all, here / all)
                if strength > best.strength { best = (label, strength) }
            }
        }
        return best
    }

    private static func strength(_ here: Double, _ totalHere: Double, _ everywhere: Double, _ total: Double, _ frequency: Double) -> Double {
        let prior = 50 * frequency * 10, priorTotal = 500.0
        let there = everywhere - here, totalThere = total - totalHere
        let a = (here + prior) / (totalHere + priorTotal - here - prior), b = (there + prior) / (totalThere + priorTotal - there - prior)
        return (logarithm(a) - logarithm(b)) / (1 / (here + prior) + 1 / (there + prior)).squareRoot()
    }

    /// The word sequences of a text inside its sentences, as phrases of the pattern language.
    private func phrases(_ text: String, _ scratch: inout Classifier.Scratch) -> [String] {
        let bytes = Array(text.utf8)
        _ = classifier.label(of: bytes.span, from: 0, to: bytes.count, markup: .plain, keepsCues: false, using: &scratch)
        let words = words(scratch.buffer.tokens, bytes)
        var phrases: [String] = []
        for first in words.indices {
            var phrase = ""
            for length in 1...longest {
                guard first + length <= words.count, let word = words[first + length - 1] else { break }
                phrase += (phrase.isEmpty ? "" : " ") + word
                phrases.append(phrase)
            }
        }
        return phrases
    }

    /// The tokens as they would be written in a phrase; nil for those that end one.
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
                switch token.word {
                case .number: words.append("<digits>")
                case .question: words.append("?")
                case .exclamation: words.append("!")
                case .url: words.append("<url>")
                case .mention: words.append("<mention>")
                case .code: words.append("<code>")
                case .messageStart: words.append("^^")
                default: words.append(nil)
                }
                lastStart = .max
            }
        }
        return words
    }
}

/// The natural logarithm of a positive number, the same bits on every machine: the exponent times ln 2, and the series of the inverse hyperbolic tangent for the rest.
package func logarithm(_ x: Double) -> Double {
    guard x > 0 else { return -.infinity }
    let z = (x.significand - 1) / (x.significand + 1)
    var sum = 0.0
    var power = z
    for index in stride(from: 1, through: 41, by: 2) {
        sum += power / Double(index)
        power *= z * z
    }
    return Double(x.exponent) * 0.6931471805599453 + 2 * sum
}

import UndertoneEngine
import UndertoneReport

/// A phrase that the lexicons could take up.
package struct Suggestion: Sendable {
    package let phrase: String
    package let words: Int
    package let stage: Stage
    /// The standardized log-odds of the phrase for the stage against all others.
    package let strength: Double
    /// Messages and groups (authors, products) that have it.
    package let messages: Int, groups: Int
}

/// Proposes phrases that speak for one stage, out of labelled messages.
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

    private struct Counts {
        var byStage = [Double](repeating: 0, count: 6)
        var messages = 0
        var groups: Set<String> = []
    }

    /// Phrases by falling strength; of equal ones in alphabetical order.
    package func suggestions(_ messages: [GoldMessage]) -> [Suggestion] {
        var counts: [String: Counts] = [:]
        var totals = [Double](repeating: 0, count: 6)
        var scratch = Classifier.Scratch()
        for message in messages {
            guard let stage = message.stage else { continue }
            let found = Set(phrases(message.text, &scratch))
            totals[stage.index] += Double(found.count)
            for phrase in found {
                counts[phrase, default: Counts()].byStage[stage.index] += 1
                counts[phrase, default: Counts()].messages += 1
                if counts[phrase, default: Counts()].groups.count < fewestGroups { counts[phrase, default: Counts()].groups.insert(message.group) }
            }
        }
        let all = totals.reduce(0, +)
        var suggestions: [Suggestion] = []
        for (phrase, count) in counts where count.messages >= fewestMessages && count.groups.count >= fewestGroups {
            let frequency = Double(count.messages) / all
            var best: (stage: Stage, strength: Double)?
            for stage in Stage.allCases where totals[stage.index] > 0 {
                let strength = PhraseSuggester.strength(count.byStage[stage.index], totals[stage.index], Double(count.messages), all, frequency)
                if strength > best?.strength ?? -.infinity { best = (stage, strength) }
            }
            if let best {
                suggestions.append(
                    Suggestion(
                        phrase: phrase, words: phrase.split(separator: " ").count, stage: best.stage, strength: best.strength, messages: count.messages,
                        groups: count.groups.count))
            }
        }
        return suggestions.sorted { ($1.strength, $0.phrase) < ($0.strength, $1.phrase) }
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

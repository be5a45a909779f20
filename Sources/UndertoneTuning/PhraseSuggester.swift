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
    private var reader: PhraseReader
    /// The longest phrase, in words and signs.
    package var longest: Int {
        get { reader.longest }
        set { reader.longest = newValue }
    }
    /// Whether phrases may hold the beginning of a sentence or of the message, or its end.
    package var readsBorders: Bool {
        get { reader.readsBorders }
        set { reader.readsBorders = newValue }
    }
    package var fewestMessages = 5, fewestGroups = 3
    /// How much the labels of a phrase's messages must count together: each as much as labels of its kind do in its set.
    package var leastWeight = 0.0

    package init(_ source: LexiconSource, _ lexicon: Lexicon) { reader = PhraseReader(source, lexicon) }

    /// How often a phrase was met, by label: the six stages, then the three feelings.
    private struct Counts {
        var byLabel = [Double](repeating: 0, count: PhraseSuggester.labels.count)
        var messages = 0
        var weight: Double { byLabel.reduce(0, +) }
        var groups: Set<String> = []
    }

    private static let labels = Stage.allCases.map(\.rawValue) + Sentiment.allCases.map(\.rawValue)
    /// The labels of one kind, among which a phrase speaks for one against the others.
    private static let kinds = [0..<6, 6..<9]

    /// Phrases by falling strength; of equal ones in alphabetical order.
    package func suggestions(_ sets: [TrainingSet]) -> [Suggestion] {
        var counts: [String: Counts] = [:]
        var totals = [Double](repeating: 0, count: PhraseSuggester.labels.count)
        var scratch = Classifier.Scratch()
        for set in sets {
            for message in set.messages {
                let labels = PhraseSuggester.labels(message, set)
                if labels.isEmpty { continue }
                let found = reader.phrases(message.text, &scratch)
                for (label, weight) in labels { totals[label] += weight * Double(found.count) }
                for phrase in found { count(message, labels, &counts[phrase, default: Counts()]) }
            }
        }
        var suggestions: [Suggestion] = []
        for (phrase, count) in counts where isFrequent(count) {
            let best = PhraseSuggester.best(count.byLabel, totals)
            suggestions.append(
                Suggestion(
                    phrase: phrase, words: phrase.split(separator: " ").count, label: PhraseSuggester.labels[best.label], strength: best.strength,
                    messages: count.messages, groups: count.groups.count))
        }
        return suggestions.sorted { ($1.strength, $0.phrase) < ($0.strength, $1.phrase) }
    }

    /// The labels of a message and how much each of them counts.
    private static func labels(_ message: GoldMessage, _ set: TrainingSet) -> [(label: Int, weight: Double)] {
        let feeling = message.sentiment.flatMap { Sentiment.allCases.firstIndex(of: $0) }
        return (message.stage.map { [($0.index, set.weight)] } ?? []) + (feeling.map { [(6 + $0, set.feelingWeight)] } ?? [])
    }

    private func count(_ message: GoldMessage, _ labels: [(label: Int, weight: Double)], _ counts: inout Counts) {
        counts.messages += 1
        for (label, weight) in labels { counts.byLabel[label] += weight }
        if counts.groups.count < fewestGroups { counts.groups.insert(message.group) }
    }

    private func isFrequent(_ counts: Counts) -> Bool {
        // Weights add up to a little less than they should, such as ten times 0.8.
        counts.messages >= fewestMessages && counts.groups.count >= fewestGroups && counts.weight >= leastWeight - 1e-6
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

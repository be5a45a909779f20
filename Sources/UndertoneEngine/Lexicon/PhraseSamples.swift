/// Texts that a pattern matches: what a check can try it on.
struct PhraseSamples {
    /// Different texts, at most as many as were asked for.
    private(set) var texts: [String] = []
    /// Whether the texts are all that the pattern can match, but for words in gaps and after wildcards, for which one or two stand.
    private(set) var areAll = true
    /// A word that stands in no lexicon.
    private static let filler = "zzqx"

    /// Writes out a pattern; nil if it holds a sign that no text can be written for.
    init?(_ pattern: PhrasePattern, most: Int) {
        var partial: [[String]] = [[]]
        for (index, piece) in pattern.pieces.enumerated() {
            if index > 0 {
                let widest = pattern.gaps[index - 1]
                let gaps = widest == 0 ? [[]] : [[], [String](repeating: PhraseSamples.filler, count: widest)]
                partial = joined(partial, gaps, most)
            }
            guard let next = expansions(piece, most) else { return nil }
            partial = joined(partial, next, most)
        }
        var seen: Set<String> = []
        for words in partial {
            let text = words.joined(separator: " ")
            if !text.isEmpty && seen.insert(text).inserted { texts.append(text) }
        }
    }

    private mutating func expansions(_ node: PhraseNode, _ most: Int) -> [[String]]? {
        switch node {
        case .words(let words): return limited(words.map { [$0] }, most)
        case .prefix(let start): return [[start + PhraseSamples.filler]]
        case .any: return [[PhraseSamples.filler]]
        case .signs(let ids):
            let texts = ids.compactMap { PhraseSamples.text(of: $0) }
            return texts.count < ids.count ? nil : limited(texts, most)
        case .optional(let inner): return expansions(inner, most).map { limited([[]] + $0, most) }
        case .choice(let nodes):
            var all: [[String]] = []
            for node in nodes {
                guard let found = expansions(node, most) else { return nil }
                all += found
            }
            return limited(all, most)
        case .sequence(let nodes):
            var all: [[String]] = [[]]
            for node in nodes {
                guard let found = expansions(node, most) else { return nil }
                all = joined(all, found, most)
            }
            return all
        }
    }

    private mutating func joined(_ heads: [[String]], _ tails: [[String]], _ most: Int) -> [[String]] {
        var all: [[String]] = []
        for head in heads {
            for tail in tails {
                if all.count == most {
                    areAll = false
                    return all
                }
                all.append(head + tail)
            }
        }
        return all
    }

    private mutating func limited(_ all: [[String]], _ most: Int) -> [[String]] {
        if all.count > most { areAll = false }
        return Array(all.prefix(most))
    }

    /// What is written for a sign; nil for one that no text stands for.
    private static func text(of sign: WordID) -> [String]? {
        switch sign {
        case .messageStart, .messageEnd: []
        case .stop: ["."]
        case .question: ["?"]
        case .exclamation: ["!"]
        case .ellipsis: ["..."]
        case .percent: ["%"]
        case .number: ["7"]
        case .money: ["$5"]
        case .url: ["https://example.com/a"]
        case .email: ["a@example.com"]
        case .mention: ["@zzqx"]
        default: nil
        }
    }
}

import TestSupport

@testable import UndertoneEngine

/// A lexicon of random phrases over a tiny vocabulary with a text over the same words: small enough to shrink, dense enough to overlap.
struct RandomLexicon: CustomStringConvertible {
    /// One phrase with the file it stands in.
    struct Row: Hashable {
        let file: String, section: String, phrase: String
    }

    var rows: [Row]
    /// Words and signs, to be joined by blanks.
    var text: [String]

    var description: String {
        "\n" + rows.map { "  \($0.file) [\($0.section)] \($0.phrase)" }.joined(separator: "\n") + "\n  text: \(text.joined(separator: " "))"
    }

    private static let words = ["a", "aa", "ab", "b", "c", "abca", "abcb", "7"]
    private static let files = [("stage/anger.tsv", "x"), ("stage/adoption.tsv", "x"), ("sentiment.tsv", "x"), ("cue.tsv", "x"), ("modifier.tsv", "negation")]

    init(_ random: inout SplitMix64) {
        rows = []
        for _ in 0...random.below(7) {
            let (file, section) = random.pick(RandomLexicon.files)
            let row = Row(file: file, section: section, phrase: RandomLexicon.phrase(&random))
            if RandomLexicon.isSound(row.phrase) { rows.append(row) }
        }
        let signs = [".", "?", "!", "?!", "...", "x", "\n\n", ","]
        text = (0..<random.below(16)).map { _ in random.once(in: 5) ? random.pick(signs) : random.pick(RandomLexicon.words) }
    }

    /// Whether the pattern language takes a phrase.
    private static func isSound(_ phrase: String) -> Bool {
        (try? PatternParser.parse(Substring(phrase), spelling: Spelling(), sets: PatternSigns.sets)) != nil
    }

    private static func phrase(_ random: inout SplitMix64) -> String {
        var parts: [String] = []
        if random.once(in: 10) { parts.append(random.pick(["^", "^^"])) }
        for index in 0...random.below(4) {
            if index > 0, random.once(in: 6) { parts.append("~\(1 + random.below(3))") }
            parts.append(element(&random, depth: 0))
        }
        if random.once(in: 10) { parts.append(random.pick(["$", "$$", "?", "!", "."])) }
        return parts.joined(separator: " ")
    }

    private static func element(_ random: inout SplitMix64, depth: Int) -> String {
        switch random.below(depth > 1 ? 8 : 14) {
        case 0: return "_"
        case 1: return "abc*"
        case 2: return random.pick(["<digits>", "7", "?", "a[ab]"])
        case 3...7: return random.pick(words)
        default:
            let choices = (0...random.below(3)).map { _ in
                (0...random.below(3)).map { _ in element(&random, depth: depth + 1) }.joined(separator: " ")
            }
            return "(" + choices.joined(separator: "|") + ")" + (random.once(in: 3) ? "?" : "")
        }
    }

    /// The files, in the order of the rows.
    var files: [LexiconFile] {
        var texts: [String: String] = [:]
        for row in rows { texts[row.file, default: "[\(row.section)]\n"] += row.phrase + (row.file == "cue.tsv" ? "" : "\t1") + "\n" }
        return texts.map { LexiconFile(name: $0.key, text: $0.value) }
    }

    var bytes: [UInt8] { Array(text.joined(separator: " ").utf8) }

    /// The smallest case that still fails, by leaving out rows and words one at a time.
    func shrunk(while fails: (RandomLexicon) -> Bool) -> RandomLexicon {
        var small = self
        var isSmaller = true
        while isSmaller {
            isSmaller = false
            for candidate in small.smaller where fails(candidate) {
                small = candidate
                isSmaller = true
                break
            }
        }
        return small
    }

    private var smaller: [RandomLexicon] {
        rows.indices.map { index in
            var copy = self
            copy.rows.remove(at: index)
            return copy
        }
            + text.indices.map { index in
                var copy = self
                copy.text.remove(at: index)
                return copy
            }
    }
}

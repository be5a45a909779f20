/// What contractions, abbreviations and variant spellings are read as: `spelling.tsv`.
///
/// The same readings are used for the words of a text and for the words of a phrase, so `don't` in either means `do not`.
package struct Spelling: Sendable {
    /// Folded word → the folded words it is read as (none: it weighs nothing and is left out).
    private(set) var readings: [String: [String]] = [:]
    /// Words after which a full stop does not end the sentence.
    private(set) var abbreviations: Set<String> = []

    /// The most words that one word is read as.
    static let longestReading = 4

    /// Adds a reading; false if the word has one already.
    mutating func add(_ word: String, reads words: [String]) -> Bool {
        guard readings[word] == nil else { return false }
        readings[word] = words
        return true
    }

    mutating func addAbbreviation(_ word: String) { abbreviations.insert(word) }

    /// The pattern nodes for one run of characters of a phrase: its words, with hyphens parted and contractions read in full.
    func nodes(for text: String) -> [PhraseNode] {
        if readings[text] == nil, !text.contains(where: { $0.isLetter || $0.isNumber }) {
            let bytes = Spelling.folded(text)
            return bytes.isEmpty || bytes.allSatisfy({ ",;\"".contains($0) }) ? [] : words(bytes).map { .words([$0]) }
        }
        var nodes: [PhraseNode] = []
        for part in text.split(whereSeparator: { "-/,;:\"._&=~".contains($0) }) {
            if part == "#" {
                nodes.append(.signs([.number]))
                continue
            }
            let folded = String(decoding: Folding.fold(word: part), as: UTF8.self)
            nodes.append(contentsOf: words(folded).map { .words([$0]) })
        }
        return nodes
    }

    /// A word with its letters folded; an emoji or emoticon is one word of its own bytes, without skin tone or variation selector.
    static func folded(_ text: some StringProtocol) -> String {
        if text.contains(where: { $0.isLetter || $0.isNumber }) { return String(decoding: Folding.fold(word: text), as: UTF8.self) }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { !isModifier($0) }))
    }

    static func isModifier(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F3FB...0x1F3FF).contains(scalar.value) || scalar.value == 0xFE0F || scalar.value == 0x200D
    }

    /// The words that a folded word is read as; one with an unknown contraction comes apart at its apostrophe.
    package func words(_ word: String) -> [String] {
        if let reading = readings[word] { return reading }
        guard let apostrophe = word.lastIndex(of: "'"), apostrophe != word.startIndex else { return [word] }
        let stem = word[..<apostrophe].filter { $0 != "'" }
        return (readings[stem] ?? [stem]) + (readings[String(word[apostrophe...])] ?? [])
    }
}

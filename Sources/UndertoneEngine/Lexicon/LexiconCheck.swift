/// Checks what single lines cannot show: entries that stand twice, and examples that do not do what they should.
package struct LexiconCheck {
    private let source: LexiconSource
    private let lexicon: Lexicon

    package init(_ source: LexiconSource, _ lexicon: Lexicon) {
        self.source = source
        self.lexicon = lexicon
    }

    /// All faults, in the order of the entries.
    package func faults() -> [LexiconFault] { duplicates() + examples() }

    /// Phrases that mean the same and speak for the same thing.
    private func duplicates() -> [LexiconFault] {
        var seen: [PhrasePattern: [Role: Entry]] = [:]
        var faults: [LexiconFault] = []
        for entry in source.entries {
            if let first = seen[entry.pattern]?[entry.role] {
                faults.append(LexiconFault(entry.place, "the phrase stands at \(first.place) already", "keep one of the two"))
            } else {
                seen[entry.pattern, default: [:]][entry.role] = entry
            }
        }
        return faults
    }

    /// Examples in which the phrase is not found, and counter-examples in which it is.
    private func examples() -> [LexiconFault] {
        // Examples are sentences, not messages: nothing in them is left out.
        let tokenizer = Tokenizer(vocabulary: lexicon.image.vocabulary, boundaries: .none)
        let matcher = Matcher(lexicon.image)
        var buffer = TokenBuffer()
        var scratch = Matcher.Scratch()
        var faults: [LexiconFault] = []
        for (index, entry) in source.entries.enumerated() {
            for (text, isExample) in [(entry.example, true), (entry.counterExample, false)] {
                guard let text else { continue }
                let bytes = Array(text.utf8)
                tokenizer.tokenize(bytes.span, from: 0, to: bytes.count, markup: .plain, into: &buffer)
                if matcher.meets(index, buffer.list, &scratch) != isExample {
                    let problem = isExample ? "the phrase is not found in its example" : "the phrase is found in its counter-example"
                    faults.append(LexiconFault(entry.place, problem, "change the phrase or the text"))
                }
            }
        }
        return faults
    }
}

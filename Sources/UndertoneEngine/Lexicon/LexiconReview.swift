/// Finds what is no fault but worth a look: entries that can never count, and phrases that speak for two stages.
///
/// Patterns are written out as texts (at most `most` each) and read as messages are, so that all rules of reading apply. A pattern with more variants than
/// that is never called shadowed; one with a sign that no text stands for is left out. Cost: some microseconds for each text.
package struct LexiconReview {
    private let source: LexiconSource
    private let lexicon: Lexicon
    /// The most texts that are written out for one pattern.
    private static let most = 64

    package init(_ source: LexiconSource, _ lexicon: Lexicon) {
        self.source = source
        self.lexicon = lexicon
    }

    /// All notes, by place.
    package func notes() -> [LexiconFault] { (unreachable() + contradictions()).sorted { $0.place < $1.place } }

    /// Entries that no text meets, and entries that an earlier one of their role always covers.
    private func unreachable() -> [LexiconFault] {
        let tokenizer = Tokenizer(vocabulary: lexicon.image.vocabulary, boundaries: lexicon.image.boundaries)
        let matcher = Matcher(lexicon.image)
        var buffer = TokenBuffer()
        var scratch = Matcher.Scratch()
        var notes: [LexiconFault] = []
        for (index, entry) in source.entries.enumerated() where entry.role != .cue {
            guard let samples = PhraseSamples(entry.pattern, most: LexiconReview.most), samples.areAll else { continue }
            var isMet = false, counts = false
            var cover: Int?
            for text in LexiconReview.tries(entry, samples) {
                let bytes = Array(text.utf8)
                tokenizer.tokenize(bytes.span, from: 0, to: bytes.count, markup: .plain, into: &buffer)
                if !matcher.meets(index, buffer.list, &scratch) { continue }
                isMet = true
                matcher.match(buffer.list, keeping: .all, into: &scratch)
                if scratch.matches.contains(where: { Int($0.entry) == index }) {
                    counts = true
                    break
                }
                cover = cover ?? scratch.matches.first { source.entries[Int($0.entry)].role == entry.role }.map { Int($0.entry) }
            }
            if counts || samples.texts.isEmpty { continue }
            if !isMet {
                notes.append(LexiconFault(entry.place, "no text can meet the phrase", "take it out, or write it as people do"))
            } else if let cover {
                let place = source.entries[cover].place
                notes.append(LexiconFault(entry.place, "the phrase never counts: the one at \(place) always covers it", "take one of the two out"))
            }
        }
        return notes
    }

    /// What an entry is tried on: its texts alone and amid other words, the phrase as it stands in the file (the signs of emoji fold away), its example.
    private static func tries(_ entry: Entry, _ samples: PhraseSamples) -> [String] {
        samples.texts.map { "zzqx \($0) zzqx" } + samples.texts + [entry.phrase] + [entry.example].compactMap { $0 }
    }

    /// Phrases that two entries of different stages are met by, word for word.
    private func contradictions() -> [LexiconFault] {
        var seen: [String: Int] = [:]
        var notes: [LexiconFault] = []
        for (index, entry) in source.entries.enumerated() {
            guard case .stage(let stage) = entry.role, let samples = PhraseSamples(entry.pattern, most: LexiconReview.most) else { continue }
            var isNoted = false
            for text in samples.texts {
                guard let other = seen[text] else {
                    seen[text] = index
                    continue
                }
                let first = source.entries[other]
                guard case .stage(let otherStage) = first.role, otherStage != stage, !isNoted else { continue }
                isNoted = true
                notes.append(
                    LexiconFault(
                        entry.place, "the words “\(text)” speak for \(stage.rawValue) here and for \(otherStage.rawValue) at \(first.place)",
                        "leave them to one of the two"))
            }
        }
        return notes
    }
}

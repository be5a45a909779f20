import Testing

@testable import UndertoneEngine

@Suite("Notes on lexicons")
struct LexiconReviewTests {
    /// The notes on some files, by place and what is noted.
    static func notes(_ files: [String: String]) throws -> [String] {
        let lexicon = try TinyLexicon(files)
        return LexiconReview(lexicon.source, lexicon.lexicon).notes().map { "\($0.place.file):\($0.place.line) \($0.problem)" }
    }

    @Test("sound lexicons get none: shorter and longer phrases, gaps, wildcards, signs")
    func sound() throws {
        #expect(
            try LexiconReviewTests.notes([
                "stage/anger.tsv":
                    "[test]\nslow\t1\nso slow\t2\nold ~3 (better|easier)\t2\nwhy is this so _ ?\t2\n^ fine\t1\nafter <digits> clicks\t1\nfrustrat*\t2\n",
                "stage/adoption.tsv": "[test]\nnot slow\t1\nuse it daily\t2\n",
            ]) == [])
    }

    @Test("a phrase that an earlier one always covers never counts")
    func shadowed() throws {
        #expect(
            try LexiconReviewTests.notes(["stage/anger.tsv": "[test]\n(so|too) slow\t2\nso slow\t3\nvery slow\t2\n"])
                == ["stage/anger.tsv:3 the phrase never counts: the one at stage/anger.tsv:2:1 always covers it"])
        // The other way about the narrow one counts where both are met, and the wide one where only it is.
        #expect(try LexiconReviewTests.notes(["stage/anger.tsv": "[test]\nso slow\t3\n(so|too) slow\t2\n"]) == [])
        // In another lexicon both count.
        #expect(try LexiconReviewTests.notes(["stage/anger.tsv": "[test]\n(so|too) slow\t2\n", "sentiment.tsv": "[test]\nso slow\t-2\n"]) == [])
    }

    @Test("words that two stages claim")
    func contradictions() throws {
        let notes = try LexiconReviewTests.notes([
            "stage/anger.tsv": "[test]\n(fed up|done) with it\t2\n", "stage/refusal.tsv": "[test]\n(we are)? done with it\t2\n",
        ])
        #expect(notes == ["stage/refusal.tsv:2 the words “done with it” speak for refusal here and for anger at stage/anger.tsv:2:1"])
    }

    @Test("a phrase with the beginning of the message inside is met by no text")
    func dead() throws {
        #expect(try LexiconReviewTests.notes(["stage/anger.tsv": "[test]\nso ^^ slow\t2\n"]) == ["stage/anger.tsv:2 no text can meet the phrase"])
    }

    @Test(
        "what a pattern is written out as",
        arguments: [
            ("(a1|b1) c1?", ["a1", "a1 c1", "b1", "b1 c1"]), ("old ~2 new", ["old new", "old zzqx zzqx new"]), ("frust* _ x", ["frustzzqx zzqx x"]),
            ("why ?", ["why ?"]), ("^^ ok $$", ["ok", "ok .", "ok !"]),
        ] as [(String, [String])])
    func samples(pattern: String, texts: [String]) throws {
        let entry = try #require(try TinyLexicon(phrases: [pattern]).source.entries.first)
        let samples = try #require(PhraseSamples(entry.pattern, most: 64))
        #expect(Set(texts).isSubset(of: Set(samples.texts)) && samples.areAll, "\(samples.texts)")
    }

    @Test("a pattern with very many variants is written out in part, and says so")
    func many() throws {
        let entry = try #require(try TinyLexicon(phrases: ["(a1|b1|c1|d1) (a1|b1|c1|d1) (a1|b1|c1|d1) (a1|b1|c1|d1)"]).source.entries.first)
        let samples = try #require(PhraseSamples(entry.pattern, most: 64))
        #expect(samples.texts.count <= 64 && !samples.areAll)
    }
}

import Testing
import TestSupport

@testable import UndertoneEngine

@Suite("Matcher")
struct MatcherTests {
    static let seed: UInt64 = 0xA0_70_3A_70
    static let rounds = 2500

    /// What the matcher finds in a case; nil if there is nothing to compile.
    private static func found(_ files: [LexiconFile], _ text: [UInt8]) throws -> (
        found: NaiveMatcher.Found, sum: SIMD8<Int32>, tokens: [Token], entries: [Entry], lexicon: Lexicon
    )? {
        guard !files.isEmpty else { return nil }
        let source = try LexiconSource(files)
        let lexicon = try Lexicon(source)
        let tokenizer = Tokenizer(vocabulary: lexicon.image.vocabulary, boundaries: lexicon.image.boundaries)
        var buffer = TokenBuffer()
        tokenizer.tokenize(text.span, from: 0, to: text.count, markup: .plain, into: &buffer)
        let matcher = Matcher(lexicon.image)
        var scratch = Matcher.Scratch()
        matcher.match(buffer.tokens, keeping: .all, into: &scratch)
        return (NaiveMatcher.Found(matches: scratch.matches, cues: matcher.cues(&scratch)), scratch.cueSum, buffer.tokens, source.entries, lexicon)
    }

    private static func differs(_ small: RandomLexicon) -> Bool {
        guard let real = try? found(small.files, small.bytes) else { return false }
        return real.found != NaiveMatcher(real.entries).find(real.tokens, in: small.bytes)
    }

    @Test("finds what its slow twin finds, on random lexicons and texts")
    func twin() throws {
        var random = SplitMix64(seed: MatcherTests.seed)
        var matches = 0, cues = 0
        for round in 0..<MatcherTests.rounds {
            let trial = RandomLexicon(&random)
            guard let real = try MatcherTests.found(trial.files, trial.bytes) else { continue }
            matches += real.found.matches.count
            cues += real.found.cues.count
            if real.found == NaiveMatcher(real.entries).find(real.tokens, in: trial.bytes) { continue }
            let small = trial.shrunk(while: MatcherTests.differs)
            let shown = try MatcherTests.found(small.files, small.bytes)
            let expected = shown.map { NaiveMatcher($0.entries).find($0.tokens, in: small.bytes) }
            Issue.record(
                "seed \(MatcherTests.seed), round \(round):\(small)\nmatcher: \(String(describing: shown?.found))\ntwin:    \(String(describing: expected))")
            return
        }
        // A generator that meets nothing would prove nothing.
        #expect(matches > MatcherTests.rounds / 2, "\(matches) matches")
        #expect(cues > MatcherTests.rounds / 8, "\(cues) cues")
    }

    /// The phrases met, with their roles and places, whatever their numbers.
    private static func named(_ files: [LexiconFile], _ text: [UInt8]) throws -> Set<String> {
        guard let real = try found(files, text) else { return [] }
        return Set((real.found.matches + real.found.cues).map { "\(real.entries[Int($0.entry)].role.name) \(real.entries[Int($0.entry)].phrase) \($0.range)" })
    }

    @Test("the order of entries changes nothing, except which of two equally long ones in one place is named")
    func order() throws {
        var random = SplitMix64(seed: MatcherTests.seed ^ 1)
        for round in 0..<600 {
            let trial = RandomLexicon(&random)
            var shuffled = trial
            shuffled.rows.shuffle(using: &random)
            let plain = try MatcherTests.named(trial.files, trial.bytes), mixed = try MatcherTests.named(shuffled.files, trial.bytes)
            // Role and place stay in every case.
            let places = { (names: Set<String>) in
                Set(names.map { name in name.split(separator: " ").first.map { "\($0) \(name.split(separator: " ").last ?? "")" } ?? "" })
            }
            if places(plain) != places(mixed) {
                Issue.record("seed \(MatcherTests.seed), round \(round): \(plain) became \(mixed) by another order:\(trial)")
                return
            }
        }
    }

    @Test("a text in capitals holds the same phrases")
    func capitals() throws {
        var random = SplitMix64(seed: MatcherTests.seed ^ 2)
        for round in 0..<600 {
            let trial = RandomLexicon(&random)
            let loud = Array(trial.text.joined(separator: " ").uppercased().utf8)
            let plain = try MatcherTests.named(trial.files, trial.bytes), upper = try MatcherTests.named(trial.files, loud)
            if plain != upper {
                Issue.record("seed \(MatcherTests.seed), round \(round): \(plain) became \(upper) in capitals:\(trial)")
                return
            }
        }
    }

    @Test("entries of another role change nothing in the matches of a role")
    func roles() throws {
        var random = SplitMix64(seed: MatcherTests.seed ^ 3)
        for round in 0..<600 {
            let trial = RandomLexicon(&random)
            var alone = trial
            alone.rows.removeAll { $0.file != "stage/anger.tsv" }
            let all = try MatcherTests.named(trial.files, trial.bytes).filter { $0.hasPrefix("anger") }, few = try MatcherTests.named(alone.files, trial.bytes)
            if all != few {
                Issue.record("seed \(MatcherTests.seed), round \(round): \(few) became \(all) beside other roles:\(trial)")
                return
            }
        }
    }

    @Test("the built-in lexicon, stored at build time and loaded, is what its files compile to, number for number")
    func stored() throws {
        let compiled = try Lexicon(Lexicon.builtInFiles)
        #expect(Lexicon.builtIn.stored() == compiled.stored())
        #expect(Lexicon.builtIn.hash == compiled.hash)
    }

    @Test("the sum of cues is the sum of their weights, whether they can be listed or not")
    func cueSums() throws {
        let tiny = try TinyLexicon(["cue.tsv": "[c]\na\t\tanger+0.5 none-0.25\na b\t\tanger+1\nb ~2 c\t\tpositive+2\nb x\t\tpositive+0.05\n"])
        let matcher = Matcher(tiny.lexicon.image)
        let sum = SIMD8<Int32>(0, 200, 0, 0, 0, -50, 0, 205)
        var scratch = Matcher.Scratch()
        func match(_ kept: KeptCues) { matcher.match(tiny.tokens(Array("a b x c a".utf8)).tokens, keeping: kept, into: &scratch) }
        match(.none)
        #expect(scratch.cueSum == sum)
        match(.strong)
        matcher.sift(.strongCues, &scratch)
        matcher.listCues(&scratch) { _ in true }
        #expect(scratch.cueSum == sum && scratch.foundCues.count == 4)
        match(.all)
        #expect(scratch.cueSum == sum && matcher.cues(&scratch).count == 5)
    }
}

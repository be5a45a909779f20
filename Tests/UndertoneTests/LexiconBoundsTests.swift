import Testing

@testable import UndertoneEngine

/// Lexicons that are made to be slow or large: compiled within the limits that lexicons/README.md states, or refused in a sentence.
@Suite("Bounds of lexicons")
struct LexiconBoundsTests {
    private func faults(_ anger: String, set: String = "") -> [String] {
        let files = [LexiconFile(name: "stage/anger.tsv", text: anger)] + (set.isEmpty ? [] : [LexiconFile(name: "set.tsv", text: set)])
        do throws(LexiconFaults) {
            _ = try Lexicon(files)
            return []
        } catch { return error.faults.map { "\($0.place.file):\($0.place.line): \($0.problem)" } }
    }

    @Test("letters in square brackets stand for 64 spellings at most")
    func spellings() {
        #expect(faults("[a]\nx[ab][ab][ab][ab][ab][ab]\t2\n") == [])
        #expect(
            faults("[a]\nx[abcdefg][abcdefg][abcdefg][abcdefg][abcdefg][abcdefg][abcdefg][abcdefg]\t2\n") == [
                "stage/anger.tsv:2: the word stands for more than 64 spellings"
            ])
    }

    @Test("sets that double again and again are refused where they grow too large")
    func doubling() {
        var set = "[s0]\nx y\nz v\n"
        for level in 1...40 { set += "[s\(level)]\n(<s\(level - 1)> u|<s\(level - 1)> w)\n" }
        let faults = faults("[a]\n<s40>\t2\n", set: set)
        #expect(!faults.isEmpty && faults.count < 100)
        // The first fault is the size or the length, in the set that is the first to be too large.
        #expect(faults.first?.hasPrefix("set.tsv:") == true)
        let wide = (1...14).map { "[s\($0)]\n(<s\($0 - 1)>|p <s\($0 - 1)>|q <s\($0 - 1)>|r)\n" }.joined()
        #expect(self.faults("[a]\n<s14>\t2\n", set: "[s0]\nx y\n" + wide).contains { $0.contains("hold more than 100000 words") })
    }

    @Test("sections, and entries of one, are numbered up to 65,535")
    func sections() {
        let many = (0..<65_537).map { "[s\($0)]\nold\($0) way\t2\n" }.joined()
        #expect(faults(many) == ["stage/anger.tsv:131072: the lexicons have more than 65535 sections"])
        let long = "[s]\n" + (0..<65_536).map { "old\($0) way\t2\n" }.joined()
        #expect(faults(long) == ["stage/anger.tsv:65537: [s] has more than 65535 entries"])
    }

    @Test("words and wildcards that multiply are refused as too large a table")
    func wild() {
        // Every state would have to know which of the words before it were `a`.
        let text = "[a]\n" + (1...15).map { "a \(String(repeating: "_ ", count: $0 - 1))b\($0) \(String(repeating: "_? ", count: 15 - $0))\t2\n" }.joined()
        let found = faults(text)
        #expect(found == [] || found.count == 1 && found[0].contains("too large a table"))
    }

    @Test("word beginnings find their words among many")
    func beginnings() throws {
        let text = "[a]\nabc* one\t2\nabd* two\t2\n" + (0..<500).map { "ab\(["c", "d", "e"][$0 % 3])\($0) three\t1\n" }.joined()
        let lexicon = try Lexicon([LexiconFile(name: "stage/anger.tsv", text: text)])
        for (word, isFound) in [("abc3 one", true), ("abd4 two", true), ("abe2 one", false), ("abd4 one", false), ("abcxyz one", true)] {
            let evidence = Classifier(lexicon).reading(of: word).evidence.map(\.entry)
            #expect(evidence.contains { $0 == "anger/a:1" || $0 == "anger/a:2" } == isFound, "\(word): \(evidence)")
        }
    }
}

import Testing

@testable import UndertoneEngine

/// One row: a line of `stage/anger.tsv`, and the sentence that must be said about it.
struct FaultCase: CustomTestStringConvertible, Sendable {
    let line: String
    let fault: String

    init(_ line: String, _ fault: String) {
        self.line = line
        self.fault = fault
    }

    var testDescription: String { fault }

    static let lines = [
        FaultCase("(old|new\t1", ":1: '(' is never closed; add the missing ')'"),
        FaultCase("the (old|) one\t1", ":10: an alternative is empty; use '?' after the bracket for an optional part"),
        FaultCase("old) one\t1", ":4: ')' closes no bracket; write '(' before it, or leave it out"),
        FaultCase("old | new\t1", ":5: '|' stands outside brackets; write (old|new)"),
        FaultCase("~3 old\t1", ":3: a gap has nothing before it; begin the phrase with a word"),
        FaultCase("old ~3\t1", ":7: a gap has nothing after it; write at least one word"),
        FaultCase("old ~x new\t1", ":6: '~' needs a number from 1 to 9; write ~3 for a gap of up to three words"),
        FaultCase("old ~0 new\t1", ":6: '~' needs a number from 1 to 9; write ~3 for a gap of up to three words"),
        FaultCase("(old)?\t1", ":1: the phrase can match nothing at all; make at least one word of it obligatory"),
        FaultCase("_ old\t1", ":1: the phrase, or its part after a gap, begins with '_'; begin it with a word"),
        FaultCase("new? _ old\t1", ":1: the phrase, or its part after a gap, begins with '_'; begin it with a word"),
        FaultCase("old ~2 _ new\t1", ":1: the phrase, or its part after a gap, begins with '_'; begin it with a word"),
        FaultCase("a b c d e f g h i j k l m n o p q\t1", ":1: the phrase can be 17 words long; keep it to 16 words"),
        FaultCase("see <wee>\t1", ":5: there is no set <wee>; did you mean <we>?; define [wee] in set.tsv"),
        FaultCase("  see <wee>\t1", ":7: there is no set <wee>; did you mean <we>?; define [wee] in set.tsv"),
        FaultCase("see <zzzzzz>\t1", ":5: there is no set <zzzzzz>; define [zzzzzz] in set.tsv"),
        FaultCase("see <we\t1", ":5: '<' is never closed; write <name> for a named set"),
        FaultCase("big te*\t1", ":5: a word beginning has fewer than three letters; write out the words you mean"),
        FaultCase("organi[]e\t1", ":7: '[' does not enclose one to seven letters; write customi[sz]e for customise and customize"),
        FaultCase("organi[sz\t1", ":7: '[' does not enclose one to seven letters; write customi[sz]e for customise and customize"),
        FaultCase("((((((((( a )))))))))\t1", ":9: brackets stand in brackets too deeply; use a named set"),
        FaultCase("'s\t1", ":1: ''s' holds no word; write words, or a sign that stands alone"),
        FaultCase("\t1", ":1: the phrase is empty; write at least one word"),
        FaultCase("old way", ":9: the weight is missing; write a number from 1 to 3 after a TAB"),
        FaultCase("old way\t4", ":9: '4' is no weight for anger; write a number from 1 to 3"),
        FaultCase("old way\t-1", ":9: '-1' is no weight for anger; write a number from 1 to 3"),
        FaultCase("old way\tnan", ":9: 'nan' is no weight for anger; write a number from 1 to 3"),
        FaultCase("old way\t1e0", ":9: '1e0' is no weight for anger; write a number from 1 to 3"),
        FaultCase("old way\t2\tangr+0.4", ":11: 'angr+0.4' is no fitted weight; leave the column to `undertone tune`"),
        FaultCase("old way\t2\tanger0.4", ":11: 'anger0.4' is no fitted weight; leave the column to `undertone tune`"),
        FaultCase("old way\t2\t\tan old way\tnew\tmore", ":27: the line has more than five columns; see lexicons/README.md for the columns"),
        FaultCase("old\u{7}way\t2", ":1: the line holds a control character; save the file as plain UTF-8 text"),
        FaultCase("old\u{FFFD}way\t2", ":1: the line is not UTF-8; save the file as UTF-8 text"),
        FaultCase("[Old-Ways]", ":1: 'Old-Ways' is no name for a section; use small letters, digits and '_'"),
    ]
}

@Suite("Faults of lexicons")
struct LexiconFaultTests {
    private static let others = ["set.tsv": "[we]\n(i|we)\n", "spelling.tsv": "[contraction]\n's\n"]

    /// What is said about some files.
    private func faults(_ files: [String: String]) -> [String] {
        do {
            _ = try Lexicon(files.map { LexiconFile(name: $0.key, text: $0.value) })
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }

    @Test("a faulty line is named with its place, what is wrong and how to mend it", arguments: FaultCase.lines)
    func line(row: FaultCase) {
        let files = LexiconFaultTests.others.merging(["stage/anger.tsv": "# words\n[test]\nfine\t1\n\(row.line)\n"]) { $1 }
        #expect(faults(files) == ["stage/anger.tsv:4\(row.fault)"])
    }

    @Test("all faults of all files are named at once, in the order of their places")
    func together() {
        let rows = FaultCase.lines.filter { !$0.line.hasPrefix("[") }
        let text = "[test]\n" + rows.map(\.line).joined(separator: "\n")
        let files = LexiconFaultTests.others.merging(["stage/anger.tsv": text, "cue.tsv": "[c]\nold\t1\n", "modifier.tsv": "[negaton]\nnot\t1\n"]) { $1 }
        let expected =
            ["cue.tsv:2:5: '1' is no weight for cue; leave it empty: cues are fitted"]
            + [
                "modifier.tsv:2:1: [negaton] is no kind of modifier; use one of: negation, not_negation, booster, downtoner, contrast, hedge, conditional, reported, past, now"
            ]
            + rows.enumerated().map { "stage/anger.tsv:\($0.offset + 2)\($0.element.fault)" }
        #expect(faults(files) == expected)
    }

    @Test(
        "other files have faults of their own",
        arguments: [
            (
                "stage/angr.tsv", "[a]\nold\t1",
                "stage/angr.tsv:1:1: no lexicon has this name; did you mean stage/anger.tsv?; the names are listed in lexicons/README.md"
            ),
            ("stage/anger.tsv", "old\t1", "stage/anger.tsv:1:1: the line stands in no section; write a line such as [general] above it"),
            ("sentiment.tsv", "[a]\nbad\t-5", "sentiment.tsv:2:5: '-5' is no weight for sentiment; write a number from -4 to 4"),
            ("set.tsv", "[a]\nx ~2 y", "set.tsv:2:1: a set holds a gap; put the gap into the phrases that use the set"),
            ("set.tsv", "[a]\nx\n[b]\ny\n[a]\nz", "set.tsv:6:1: the set [a] is defined twice; join the two"),
            ("set.tsv", "[url]\nx", "set.tsv:2:1: the set [url] is defined twice; join the two"),
            ("spelling.tsv", "[a]\nu\tyou\nu\tyou", "spelling.tsv:3:1: 'u' has a reading already; keep one of the two lines"),
            ("spelling.tsv", "[a]\nu\ta b c d e", "spelling.tsv:2:3: the reading has more than 4 words; shorten it"),
            (
                "boundary.tsv", "[cutt]\nOn",
                "boundary.tsv:2:1: [cutt] is no kind of boundary; use one of: cut, cut_below, line, paragraph, automatic, machine, closing, header, quote_class, "
                    + "attribution_class, cut_class"
            ),
            ("rule.tsv", "[context]\nnegated", "rule.tsv:2:9: the value of 'negated' is no number; write a number after a TAB"),
            ("rule.tsv", "[context]\nnegated\t3", "rule.tsv:2:1: the factor of 'negated' is out of range; write a number from -2 to 2"),
            (
                "rule.tsv", "[contxt]\nnegated\t1",
                "rule.tsv:2:1: [contxt] is no section of the rules; use one of: context, sentiment_context, bias, decision, signal, stage_confidence, confidence"
            ),
            (
                "rule.tsv", "[bias]\nangr\t1",
                "rule.tsv:2:1: [bias] has no 'angr'; did you mean 'anger'?; use one of: refusal, anger, acquiesce, exploration, adoption, none, negative, positive"
            ),
            (
                "rule.tsv", "[confidence]\n0\t0\n0.5\t0.5\n0.4\t0.6",
                "rule.tsv:4:1: the points of the confidence line do not rise; leave [confidence] to `undertone tune`"
            ),
        ])
    func otherFile(name: String, text: String, fault: String) { #expect(faults([name: text]) == [fault]) }

    @Test("CRLF, a byte-order mark and comments are no faults")
    func manners() throws {
        let tiny = try TinyLexicon(["stage/anger.tsv": "\u{FEFF}[a]\r\n# note\r\n\r\nold way\t1\r\n"])
        #expect(tiny.entries(in: "old way") == ["anger/a:1"])
    }

    @Test("lexicons without entries are refused")
    func empty() { #expect(faults(["set.tsv": "[a]\nx"]) == ["set.tsv:1:1: the lexicons hold no entries; see lexicons/README.md for their form"]) }
}

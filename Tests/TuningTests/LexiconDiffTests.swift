import Testing
import UndertoneEngine

@testable import UndertoneTuning

@Suite("What a change of lexicons turns")
struct LexiconDiffTests {
    static let anger = "[test]\nso slow\t3\nbroken again\t3\n"

    /// What the change of one file does to a text, as one line; `-` if nothing.
    static func said(_ text: String, _ old: [String: String], _ new: [String: String]) throws -> String {
        func side(_ files: [String: String]) throws -> (LexiconSource, Lexicon) {
            let source = try LexiconSource(files.map { LexiconFile(name: $0.key, text: $0.value) })
            return (source, try Lexicon(source))
        }
        var scratch = LexiconDiff.Scratch()
        let diff = LexiconDiff(old: try side(old), new: try side(new))
        guard let change = diff.change(of: Array(text.utf8), markup: .plain, using: &scratch) else { return "-" }
        var parts: [String] = []
        if change.turnsStage { parts.append("\(change.old.stage)→\(change.new.stage)") }
        if change.turnsSentiment { parts.append("\(change.old.sentiment)→\(change.new.sentiment)") }
        if change.signalsGained != 0 { parts.append("gains a signal") }
        if change.signalsLost != 0 { parts.append("loses a signal") }
        return (parts + change.causes.map { "\($0.kind) \($0.entry)" }).joined(separator: ", ")
    }

    @Test("an entry that comes is named, and so is one that goes")
    func addedAndRemoved() throws {
        let more = ["stage/anger.tsv": LexiconDiffTests.anger + "keeps freezing\t3\n"], less = ["stage/anger.tsv": LexiconDiffTests.anger]
        #expect(try LexiconDiffTests.said("The page keeps freezing on me.", less, more) == "none→anger, added anger/test:3")
        #expect(try LexiconDiffTests.said("The page keeps freezing on me.", more, less) == "anger→none, removed anger/test:3")
        #expect(try LexiconDiffTests.said("The page is so slow today.", less, more) == "-")
    }

    @Test("lines that move are no change; a phrase that speaks for another stage goes there and comes here")
    func moved() throws {
        let old = ["stage/anger.tsv": "[test]\nso slow\t3\nbroken again\t3\n"], swapped = ["stage/anger.tsv": "[test]\nbroken again\t3\nso slow\t3\n"]
        #expect(try LexiconDiffTests.said("It is so slow and broken again.", old, swapped) == "-")
        let other = ["stage/anger.tsv": "[test]\nbroken again\t3\n", "stage/refusal.tsv": "[test]\nso slow\t3\n"]
        #expect(try LexiconDiffTests.said("It is so slow to load.", old, other) == "anger→refusal, removed anger/test:1, added refusal/test:1")
    }

    @Test("another weight, and another entry that covers it")
    func weighedOtherwise() throws {
        let strong = ["stage/anger.tsv": "[test]\nso slow\t3\n", "stage/adoption.tsv": "[test]\nuse it daily\t1\n"]
        let weak = ["stage/anger.tsv": "[test]\nso slow\t1\n", "stage/adoption.tsv": "[test]\nuse it daily\t3\n"]
        #expect(
            try LexiconDiffTests.said("We use it daily, so slow as it is.", strong, weak)
                == "anger→adoption, weight adoption/test:1, weight anger/test:1")
        let plain = ["sentiment.tsv": "[test]\ngood\t3\n"], covered = ["sentiment.tsv": "[test]\ngood\t3\ngood grief\t-4\n"]
        #expect(try LexiconDiffTests.said("Well, good grief then.", plain, covered) == "positive→negative, added sentiment/test:2, context sentiment/test:1")
    }

    @Test("a rule that changes has no entry to name but what it acts on")
    func rules() throws {
        let files = ["stage/anger.tsv": LexiconDiffTests.anger, "modifier.tsv": "[negation]\nnot\t3\n"]
        let rule = files.merging(["rule.tsv": "[context]\nnegated\t1\n"]) { $1 }
        #expect(try LexiconDiffTests.said("This is not so slow.", files, rule) == "none→anger, context anger/test:1")
    }

    @Test("signals count as part of the label")
    func signals() throws {
        let less = ["stage/anger.tsv": LexiconDiffTests.anger], more = less.merging(["signal/churn_threat.tsv": "[test]\nso slow\t3\n"]) { $1 }
        #expect(try LexiconDiffTests.said("It is so slow today.", less, more) == "gains a signal, added churn_threat/test:1")
    }
}

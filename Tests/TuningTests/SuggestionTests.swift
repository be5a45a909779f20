import Testing
import UndertoneEngine
import UndertoneReport

@testable import UndertoneTuning

@Suite("Suggestions")
struct SuggestionTests {
    private func set(_ lines: [String], weight: Double = 1, feelingWeight: Double? = nil) throws -> TrainingSet {
        TrainingSet(name: "set", messages: try GoldMessage.read(Array(lines.joined(separator: "\n").utf8)), weight: weight, feelingWeight: feelingWeight)
    }

    @Test("a planted phrase comes first, a phrase of one person does not come at all")
    func planted() throws {
        let lines = (0..<60).map { number -> String in
            let planted = number % 3 == 0
            let text =
                (planted ? "honestly green marble again " : "see the list ") + (number < 12 ? "solo act " : "") + ["today", "now", "later"][number / 3 % 3]
            return #"{"text":"\#(text)","stage":"\#(planted ? "refusal" : "none")","author":"\#(number < 12 ? "one" : "p\(number % 7)")"}"#
        }
        let source = try Toy.source()
        let found = PhraseSuggester(source, try Lexicon(source)).suggestions([try set(lines)])
        let marble = try #require(found.first { $0.phrase == "green marble" })
        #expect(marble.label == "refusal" && marble.messages == 20 && marble.words == 2 && marble.strength == found.first?.strength)
        #expect(!found.contains { $0.phrase == "solo act" })
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.strength > $1.strength || ($0.strength == $1.strength && $0.phrase < $1.phrase) })
        #expect(found.allSatisfy { $0.words <= 2 })
    }

    @Test("messages that only have a feeling are learned from, too")
    func feelings() throws {
        let lines = (0..<60).map { number in
            #"{"text":"\#(number % 3 == 0 ? "quite lovely blue door" : "a door stands here") \#(number % 5)","label":"\#(number % 3 == 0 ? "positive" : "neutral")"}"#
        }
        let source = try Toy.source()
        let found = PhraseSuggester(source, try Lexicon(source)).suggestions([try set(lines)])
        #expect(found.first { $0.phrase == "lovely blue" }?.label == "positive")
        #expect(found.first { $0.phrase == "stands here" }?.label == "neutral")
    }

    @Test("the labels of a phrase's messages must count enough together, each as much as it does in its set")
    func counted() throws {
        let source = try Toy.source()
        var suggester = PhraseSuggester(source, try Lexicon(source))
        suggester.longest = 1
        suggester.fewestMessages = 2
        suggester.fewestGroups = 1
        suggester.leastWeight = 2
        let whole = try set([#"{"text":"whole","stage":"none"}"#, #"{"text":"whole","stage":"anger"}"#])
        let half = try set((0..<3).map { _ in #"{"text":"half","stage":"none"}"# } + [#"{"text":"once","stage":"none"}"#], weight: 0.5)
        let both = try set((0..<2).map { _ in #"{"text":"both","stage":"none","label":"neutral"}"# }, weight: 0.25, feelingWeight: 0.75)
        #expect(suggester.suggestions([whole, half, both]).map(\.phrase).sorted() == ["both", "whole"])
        suggester.leastWeight = 1.5
        #expect(suggester.suggestions([whole, half, both]).map(\.phrase).sorted() == ["both", "half", "whole"])
    }

    /// Texts, and all phrases of up to three words and signs that each holds with its beginnings and ends.
    static let bordered: [(text: String, phrases: [String])] = [
        ("fine", ["fine", "^ fine", "^^ fine", "fine $$", "^^ fine $$", "^ fine $$"]),
        ("fine.", ["fine", "^ fine", "^^ fine", "fine $$", "^^ fine $$", "^ fine $$"]),
        (
            "why? ask",
            ["why", "?", "ask", "^ why", "^^ why", "why ?", "? ask", "^ ask", "ask $$", "^ why ?", "^^ why ?", "? ask $$", "^ ask $$"]
        ),
        ("a. b", ["a", "b", "^ a", "^^ a", "^ b", "b $$", "^ b $$"]),
        (
            "is it?!",
            [
                "is", "it", "?", "!", "^ is", "^^ is", "is it", "it ?", "? !", "! $$", "it $$", "^ is it", "^^ is it", "is it ?", "it ? !", "? ! $$",
                "is it $$",
            ]
        ),
        (
            "7 things",
            [
                "<digits>", "things", "^ <digits>", "^^ <digits>", "<digits> things", "things $$", "^ <digits> things", "^^ <digits> things",
                "<digits> things $$",
            ]
        ),
    ]

    private func reader(borders: Bool) throws -> PhraseReader {
        let source = try Toy.source()
        var reader = PhraseReader(source, try Lexicon(source))
        reader.longest = 3
        reader.readsBorders = borders
        return reader
    }

    @Test("phrases stay inside a sentence and begin or end with its borders", arguments: bordered)
    func inside(text: String, phrases: [String]) throws {
        var scratch = Classifier.Scratch()
        #expect(try reader(borders: true).phrases(text, &scratch).sorted() == phrases.sorted())
        let inside = phrases.filter { !$0.contains("^") && !$0.contains("$") }
        #expect(try reader(borders: false).phrases(text, &scratch).sorted() == inside.sorted())
    }

    @Test(
        "every phrase of a text is found in it, written as a cue",
        arguments: bordered.map(\.text) + ["I can't! @joe see http://x.org, ok...", "So: `x` is 5? No!! Never."])
    func found(text: String) throws {
        var scratch = Classifier.Scratch()
        for phrase in try reader(borders: true).phrases(text, &scratch) {
            let source = try Toy.source([Toy.files[0], LexiconFile(name: "cue.tsv", text: "# Cues.\n[phrase]\n\(phrase)\n")])
            let message = try set([#"{"text":"\#(text)"}"#]).messages
            #expect(FeatureMatrix(message, Classifier(try Lexicon(source)), source.rules).entries.contains(0), "\(phrase)")
        }
    }

    /// Logarithms with twenty significant digits, from decimal arithmetic with fifty digits.
    static let logarithms: [(Double, Double)] = [
        (0.5, -6.9314718055994530942e-1),
        (2.0, 6.9314718055994530942e-1),
        (10.0, 2.3025850929940456840e+0),
        (0.1, -2.3025850929940456285e+0),
        (1.0000001, 9.9999995058387045178e-8),
        (0.9999999, -1.0000000494736474329e-7),
        (1.999999, 6.9314668055982035051e-1),
        (3.14159, 1.1447290411851783439e+0),
        (1e-300, -6.9077552789821370518e+2),
        (1e+300, 6.9077552789821370526e+2),
        (123456.789, 1.1723646487185881016e+1),
        (Double.leastNonzeroMagnitude, -7.4444007192138126231e+2),
    ]

    @Test("the logarithm agrees with a table of twenty digits, to the last bits of one where it is smaller", arguments: logarithms)
    func logarithm(x: Double, expected: Double) { #expect(abs(UndertoneTuning.logarithm(x) - expected) <= 4 * max(expected.magnitude, 1).ulp) }

    @Test("the logarithm and the exponential undo each other")
    func inverse() {
        for step in -400...400 {
            let x = Double(step) / 8
            let back = UndertoneTuning.logarithm(exponential(x - 50)) + 50
            if abs(back - x) > 1e-12 * 100 { return #expect(back == x) }
        }
        #expect(UndertoneTuning.logarithm(1) == 0 && UndertoneTuning.logarithm(0) == -.infinity && UndertoneTuning.logarithm(-1) == -.infinity)
    }
}

import Foundation
import Testing
import Undertone

@testable import UndertoneEngine

/// Where words begin and end, compared with the default word boundaries of Unicode (UAX 29): the same but for what the lexicons need.
@Suite("Word breaks")
struct WordBreakTests {
    /// The words of a text, as pieces of it; what is masked or read as several words is one piece.
    static func words(_ text: String) -> [String] {
        let image = Lexicon.builtIn.image, bytes = Array(text.utf8)
        let tokenizer = Tokenizer(vocabulary: image.vocabulary, boundaries: .none)
        var buffer = TokenBuffer()
        tokenizer.tokenize(bytes.span, from: 0, to: bytes.count, markup: .plain, into: &buffer)
        var pieces: [Range<Int>] = []
        for token in buffer.tokens where token.start < token.end {
            let range = Int(token.start)..<Int(token.end)
            if pieces.last != range { pieces.append(range) }
        }
        return pieces.map { String(decoding: bytes[$0], as: UTF8.self) }.filter {
            $0.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
        }
    }

    @Test(
        "words are those of Unicode",
        arguments: [
            ("the old system", ["the", "old", "system"]), ("don't can’t", ["don't", "can’t"]), ("one,two;three", ["one", "two", "three"]),
            ("(old) [new]", ["old", "new"]),
            ("café nai\u{308}ve", ["café", "nai\u{308}ve"]), ("sys\u{AD}tem", ["sys\u{AD}tem"]), ("Größe Straße", ["Größe", "Straße"]),
            ("система новая", ["система", "новая"]),
            ("ｆｕｌｌ ｗｉｄｔｈ", ["ｆｕｌｌ", "ｗｉｄｔｈ"]), ("3.5 1,200", ["3.5", "1,200"]), ("word\u{2014}word", ["word", "word"]),
            ("tab\tline\nend\r\n", ["tab", "line", "end"]), ("", []), ("?!", []),
        ] as [(String, [String])])
    func same(text: String, expected: [String]) { #expect(WordBreakTests.words(text) == expected) }

    /// What differs, and why; `README.md` in Tests/Conformance tells it, too.
    struct Deviation: CustomTestStringConvertible, Sendable {
        let reason: String
        let text: String
        let unicode: [String], ours: [String]
        var testDescription: String { reason }
    }

    @Test(
        "what differs from Unicode does so for a reason",
        arguments: [
            Deviation(reason: "an underscore parts words, as people write names of fields", text: "old_way", unicode: ["old_way"], ours: ["old", "way"]),
            Deviation(reason: "a colon parts words", text: "note:old", unicode: ["note:old"], ours: ["note", "old"]),
            Deviation(
                reason: "addresses of pages are one thing", text: "see https://a.example/b", unicode: ["see", "https", "a.example", "b"],
                ours: ["see", "https://a.example/b"]),
            Deviation(
                reason: "addresses of people are one thing", text: "ask ann@b.example", unicode: ["ask", "ann", "b.example"], ours: ["ask", "ann@b.example"]),
        ])
    func deviations(row: Deviation) {
        #expect(WordBreakTests.words(row.text) == row.ours && row.ours != row.unicode)
    }

    // MARK: - The test data of Unicode

    /// A line of `WordBreakTest.txt`: a text, and the pieces of it between two breaks that hold a letter or digit.
    private static func line(_ line: Substring) -> (text: String, words: [String])? {
        let cases = line.prefix { $0 != "#" }.split(separator: " ")
        guard cases.first == "÷" else { return nil }
        var text = "", words: [String] = []
        for word in cases {
            if word.contains("÷") {
                words.append("")
            } else if let scalar = UInt32(word, radix: 16).flatMap(Unicode.Scalar.init) {
                text.unicodeScalars.append(scalar)
                words[words.count - 1].unicodeScalars.append(scalar)
            }
        }
        return (text, words.filter { $0.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil } })
    }

    /// Counts agreement over the published data, if the folder of the suites is named by UNDERTONE_SUITES.
    @Test("the test data of Unicode", .enabled(if: ProcessInfo.processInfo.environment["UNDERTONE_SUITES"] != nil))
    func published() throws {
        let folder = URL(fileURLWithPath: try #require(ProcessInfo.processInfo.environment["UNDERTONE_SUITES"])).appendingPathComponent("unicode-break")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() where name.hasPrefix("WordBreakTest") {
            let rows = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8).split(separator: "\n").compactMap(WordBreakTests.line)
            let same = rows.count { WordBreakTests.words($0.text) == $0.words }
            print("word breaks: \(same) of \(rows.count) texts of \(name) have the same words")
            #expect(rows.count > 1000 && same * 100 >= rows.count * 80)
        }
    }
}

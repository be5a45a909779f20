import TestSupport
import Testing
import Undertone

@testable import UndertoneEngine

@Suite("The writer's own words")
struct OwnWordsTests {
    private static let classifier = Classifier()

    private func own(_ text: String) -> String { OwnWordsTests.classifier.ownWords(in: text).split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    @Test("nothing below the header of a reply is the writer's, in any language", arguments: OwnWordsCase.replyHeaders)
    func replyHeaders(row: OwnWordsCase) {
        #expect(own("We like it.\n\n\(row.text)\n\nThe old one was terrible.\nDana") == "We like it.")
        let lines = row.text.split(separator: "\n").map { $0.replacing("<", with: "&lt;").replacing(">", with: "&gt;") }
        #expect(own("<div>We like it.</div><div>\(lines.joined(separator: "<br>"))</div><p>The old one was terrible.</p>") == "We like it.")
        #expect(own("\(row.text)\n> The old one was terrible.\n\nWe like it.") == "We like it.")
    }

    @Test("mail", arguments: OwnWordsCase.mail) func mail(row: OwnWordsCase) { #expect(own(row.text) == row.expected) }
    @Test("HTML", arguments: OwnWordsCase.html) func html(row: OwnWordsCase) { #expect(own(row.text) == row.expected) }

    @Test("line breaks may be written in any way", arguments: OwnWordsCase.mail)
    func lineBreaks(row: OwnWordsCase) { #expect(own(row.text.replacing("\n", with: "\r\n")) == row.expected) }

    @Test("a message that no person wrote has no stage and no feeling", arguments: OwnWordsCase.automatic)
    func automatic(text: String) {
        let reading = OwnWordsTests.classifier.reading(of: text)
        #expect(reading.stage == .none && reading.reason == .noStance && reading.score == 0 && reading.evidence.isEmpty)
    }

    @Test("a message about one has", arguments: OwnWordsCase.notAutomatic)
    func notAutomatic(text: String) { #expect(OwnWordsTests.classifier.reading(of: text).score != 0) }

    @Test("names, titles and addresses below a closing weigh nothing; sentences there do")
    func signature() {
        let reading = OwnWordsTests.classifier.reading(
            of: "We finished it.\n\nBest regards,\nDana Poe\nDirector Happy Customers\nGreat Terrible Software GmbH\n+49 30 1234567")
        #expect(reading.evidence.allSatisfy { $0.range.upperBound <= 30 })
        #expect(OwnWordsTests.classifier.reading(of: "Thanks,\n\nthe old system was better.").stage == .anger)
    }

    @Test("evidence points into the text as it came in, whatever was left out before it")
    func evidence() {
        let text = "> quoted\n\nCAUTION: External\n\n```\ncode\n```\nI donâ€™t know, the old system was better."
        let slices = OwnWordsTests.classifier.reading(of: text).evidence.map { String(decoding: Array(text.utf8)[$0.range], as: UTF8.self) }
        #expect(slices.contains { $0.hasSuffix("old system was better") } && slices.allSatisfy { !$0.contains("\n") })
    }

    // MARK: - Slow twins

    @Test("the quick look at a line's first bytes never hides a mark")
    func filter() {
        let boundaries = OwnWordsTests.classifier.lexicon.image.boundaries
        #expect(boundaries.marks.count > 100 && boundaries.headers.count > 50)
        var samples = boundaries.marks.map { BoundarySample.line(of: String(decoding: $0.source, as: UTF8.self)) }
        for header in boundaries.headers { samples.append("\(String(decoding: header, as: UTF8.self)): a@b.c\nTo: x\nSubject: y") }
        for sample in samples {
            for text in [sample, sample.uppercased(), "*\(sample)"] {
                let bytes = Array(text.utf8)
                var view = LineView()
                view.begin(at: 0, end: bytes.count, markup: .plain)
                guard boundaries.match(&view, bytes.span) != nil || boundaries.headerEnd(&view, bytes.span) != nil else { continue }
                #expect(boundaries.mayBegin(load8(bytes.span, at: 0)), "\(text)")
            }
        }
    }

    @Test("every mark of the file finds a line that is made after it")
    func marks() {
        for mark in OwnWordsTests.classifier.lexicon.image.boundaries.marks {
            let bytes = Array(BoundarySample.line(of: String(decoding: mark.source, as: UTF8.self)).utf8)
            var view = LineView()
            view.begin(at: 0, end: bytes.count, markup: .plain)
            #expect(mark.match(&view, bytes.span) == 0, "\(String(decoding: mark.source, as: UTF8.self)): \(String(decoding: bytes, as: UTF8.self))")
        }
    }

    @Test("what was encoded twice or three times is what it was")
    func mojibake() {
        for scalar in "àéîõüÀÉßñçøÅ’‘“”–—…•€™©®£°½«»→✓☺️😡🙏🎉".unicodeScalars {
            var text = String(scalar)
            for round in 1...2 {
                text = String(String.UnicodeScalarView(text.utf8.map { WindowsCharacters.scalar($0) }))
                let bytes = Array(text.utf8)
                let (found, length) = Mojibake.decode(bytes.span, at: 0, end: bytes.count)
                #expect(
                    found == scalar && length == bytes.count,
                    "\(scalar), U+\(String(scalar.value, radix: 16)), found U+\(String(found.value, radix: 16)) round \(round)")
            }
        }
    }

    @Test("ordinary text is never taken for one encoded twice")
    func noMojibake() {
        let text = "Ça va? «Noël», ÉCOLE – naïve, São Paulo, Ångström; Привет, 你好 🙂, señor Ñandú À côté"
        let bytes = Array(text.utf8)
        var index = 0
        var found = String.UnicodeScalarView()
        while index < bytes.count {
            let (scalar, length) = Mojibake.decode(bytes.span, at: index, end: bytes.count)
            found.append(scalar)
            index += length
        }
        #expect(String(found) == text)
    }
}

/// Lines made after marks: what stands for anything is filled in.
enum BoundarySample {
    static func line(of mark: String) -> String {
        var line = mark.replacing("<date>", with: "3.4.2026").replacing("<timestamp>", with: "2026-04-03 10:11:12").replacing("…", with: " 5 x@y ")
        line = line.replacing("~4", with: "some nice thing").replacing("~5", with: "some nice thing")
        if line.hasSuffix("$") { line.removeLast() }
        guard !line.contains("___") else { return line }
        return line.replacing("_", with: "word1")
    }
}

import Testing
import UndertoneEngine

@testable import UndertoneFormats

@Suite("Transcripts")
struct TranscriptTests {
    /// The turns of a transcript, each as `id speaker: text`.
    private func turns(_ text: String) throws -> [String] {
        let bytes = Array(text.utf8)
        var reader = TranscriptReader()
        try reader.read(bytes.span, 0..<bytes.count, line: 1)
        return (0..<reader.count).map { index in
            func value(_ field: Field) -> String { String(decoding: reader.work[reader.records[index][field].range], as: UTF8.self) }
            return "\(value(.id)) \(value(.contact)): \(value(.text))"
        }
    }

    private func cue(_ number: Int, _ text: String) -> String { "\(number)\n00:00:0\(number).000 --> 00:00:0\(number + 1).000\n\(text)\n\n" }

    private func file(_ texts: String...) -> String { "WEBVTT\n\n" + texts.enumerated().map { cue($0 + 1, $1) }.joined() }

    @Test("names before colons; cues of one speaker are one turn")
    func zoom() throws {
        let text = file("Dana Poe: We showed it", "Dana Poe: to finance.", "Acme CSM: Great: really.", "and more")
        #expect(try turns(text) == ["1 Dana Poe: We showed it to finance.", "3 Acme CSM: Great: really. and more"])
        #expect(try turns(text.replacing("\n", with: "\r\n")) == turns(text))
    }

    @Test("voice tags; other tags go")
    func teams() throws {
        let text =
            "WEBVTT - title\nKind: x\n\nNOTE a --> b\nnot read\n\nSTYLE\n::cue{}\n\na1/2-0\n00:01.000 --> 00:02.000 align:start\n<v Dana Poe>We went <i>back</i>\nto it.</v>\n\n"
            + "00:02.000 --> 00:03.000\n<v.loud Ann Lee>No: we did not.</v><v Dana Poe>Yes.\n\n00:03.000 --> 00:04.000\n<v Dana Poe><00:03.100>We did.</v>\n"
        #expect(try turns(text) == ["a1/2-0 Dana Poe: We went back to it.", "2 Ann Lee: No: we did not.", "3 Dana Poe: Yes. We did."])
    }

    @Test("a colon in speech names nobody")
    func colons() throws {
        #expect(
            try turns(file("Note: it is late", "so here is the thing: it fails", "and why")) == ["1 : Note: it is late so here is the thing: it fails and why"])
        #expect(try turns(file("Dana: one", "Note: two", "Dana: three", "Li: four", "Li: five")) == ["1 Dana: one Note: two three", "4 Li: four five"])
    }

    @Test("a file without cues has no turns; what is no cue is passed over")
    func empty() throws {
        #expect(try turns("WEBVTT").isEmpty)
        #expect(try turns("WEBVTT\n\n00:01 -> 00:02\nx\n\nonly text\n").isEmpty)
        #expect(throws: RecordFault.self) { try turns("1\n00:01.000 --> 00:02.000\nx\n") }
    }
}

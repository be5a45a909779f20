import Foundation
import Testing
import UndertoneFormats

/// Encodings: the same words, however they were written, cut into pieces of any size.
@Suite("Encodings")
struct TranscoderTests {
    static let text = "id,text\n1,“Don’t” – café 😡 naïve\n2,日本\n"

    static func bytes(_ encoding: String.Encoding, _ mark: [UInt8]) -> [UInt8] { mark + Array(text.data(using: encoding) ?? Data()) }

    /// The result for pieces of a size.
    static func decoded(_ bytes: [UInt8], size: Int, _ encoding: TextEncoding? = nil) -> (text: String, foreign: Int, line: Int) {
        var transcoder = Transcoder(encoding)
        var text: [UInt8] = []
        var index = 0
        while index < bytes.count {
            text += transcoder.decode(Array(bytes[index..<min(index + size, bytes.count)]), isLast: false)
            index += size
        }
        text += transcoder.decode([], isLast: true)
        return (String(decoding: text, as: UTF8.self), transcoder.foreignBytes, transcoder.foreignLine)
    }

    @Test(
        "are told by a mark, by zeros, or by what UTF-8 cannot be",
        arguments: [
            (String.Encoding.utf8, []), (.utf8, [0xEF, 0xBB, 0xBF]), (.utf16LittleEndian, [0xFF, 0xFE]), (.utf16BigEndian, [0xFE, 0xFF]),
            (.utf16LittleEndian, []),
            (.utf16BigEndian, []), (.utf32LittleEndian, [0xFF, 0xFE, 0, 0]), (.utf32BigEndian, [0, 0, 0xFE, 0xFF]), (.utf32LittleEndian, []),
            (.utf32BigEndian, []),
            (.utf32LittleEndian, [0xFE, 0xFF]), (.utf32BigEndian, [0xFE, 0xFF]),
        ] as [(String.Encoding, [UInt8])])
    func known(encoding: String.Encoding, mark: [UInt8]) {
        let bytes = TranscoderTests.bytes(encoding, mark)
        // Without a mark enough must be seen at once to tell; the program reads much more.
        for size in mark.isEmpty ? [64, 1000] : [1, 2, 3, 5, 7, 64, 1000] {
            #expect(TranscoderTests.decoded(bytes, size: size).text == TranscoderTests.text, "pieces of \(size)")
        }
    }

    @Test(
        "single bytes that cannot be UTF-8 are Windows-1252; damaged UTF-8 stays; the line of the first is told",
        arguments: [
            ([0x61, 0x0A, 0x64, 0x6F, 0x6E, 0x92, 0x74], "a\ndon’t", 1, 2), ([0x63, 0x61, 0x66, 0xE9], "café", 1, 1), ([0x4A, 0xE9, 0x92, 0x73], "Jé’s", 2, 1),
            ([0xE4, 0xF6, 0xFC, 0x20], "äöü ", 3, 1), ([0x61, 0xE2, 0x80, 0x20], "a\u{FFFD} ", 0, 0), ([0xC3, 0xA9, 0x20, 0xE9], "é é", 1, 1),
            ([0x61, 0x81, 0x62], "a\u{FFFD}b", 1, 1), ([0xED, 0xA0, 0x80, 0x20], "í\u{A0}€ ", 3, 1),
        ] as [([UInt8], String, Int, Int)])
    func foreign(bytes: [UInt8], text: String, count: Int, line: Int) {
        for size in [1, 2, 3, 100] {
            let found = TranscoderTests.decoded(bytes, size: size)
            #expect(found.text == text && found.foreign == count && found.line == line, "pieces of \(size): \(found)")
        }
    }

    @Test(
        "a named encoding is taken at its word",
        arguments: [("cp1252", [0x80, 0x92, 0x41], "€’A"), ("latin1", [0x41, 0xE9, 0xA0], "Aé\u{A0}"), ("UTF-8", [0x41, 0xE9, 0x42], "A\u{FFFD}B")]
            as [(String, [UInt8], String)])
    func named(name: String, bytes: [UInt8], text: String) { #expect(TranscoderTests.decoded(bytes, size: 1, TextEncoding(name: name)).text == text) }

    @Test("lone surrogates, and what is cut off, become U+FFFD")
    func damaged() {
        #expect(TranscoderTests.decoded([0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00, 0x42], size: 1).text == "\u{FFFD}A\u{FFFD}")
        #expect(TextEncoding(name: "klingon") == nil)
    }
}

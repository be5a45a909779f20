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
        for size in [1, 2, 3, 5, 7, 64, 1000] {
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

    @Test(
        "charsets of single bytes and of East Asia are read by their tables, however they are cut",
        arguments: [
            ("latin2", [0x9F, 0xBF, 0xF3, 0xB3, 0x74], "\u{9F}żółt"), ("windows-1251", [0xCF, 0xF0, 0xE8], "При"),
            ("koi8-r", [0xF0, 0xD2, 0xC9, 0x21], "При!"),
            ("macintosh", [0x8E, 0xD5, 0x41], "é’A"), ("ISO-8859-7", [0xE1, 0xFF, 0x42], "α\u{FFFD}B"),
            ("Shift_JIS", [0x93, 0xFA, 0x96, 0x7B, 0x0A, 0xB1, 0x87, 0x40], "日本\nｱ①"), ("euc-jp", [0xC6, 0xFC, 0x41, 0x8E, 0xB1], "日Aｱ"),
            ("iso-2022-jp", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x1B, 0x28, 0x42, 0x41, 0x0A, 0x1B, 0x24, 0x42, 0x4B, 0x5C, 0x0A, 0x61], "日A\n本\na"),
            ("ks_c_5601-1987", [0xC7, 0xD1, 0xB1, 0xB9, 0x81, 0x41, 0x20], "한국갂 "), ("gb2312", [0xD6, 0xD0, 0xB9, 0xFA, 0x81, 0x40, 0x80], "中国丂€"),
            ("Big5", [0xA4, 0xA4, 0xB0, 0xEA, 0x41], "中國A"),
            // A pair that is none, before a sign of ASCII, and one that is cut off.
            ("gbk", [0xFF, 0x41, 0xC9], "\u{FFFD}A\u{FFFD}"), ("big5", [0xC8, 0x41, 0x22], "\u{FFFD}A\""),
        ] as [(String, [UInt8], String)])
    func tables(name: String, bytes: [UInt8], text: String) {
        for size in [1, 2, 3, 100] { #expect(TranscoderTests.decoded(bytes, size: size, TextEncoding(name: name)).text == text, "pieces of \(size)") }
    }

    @Test("every encoding is known by its name, and gives ASCII as it is")
    func names() {
        let text = "It's so much [better] now: 100 %"
        for encoding in TextEncoding.allCases {
            #expect(TextEncoding(name: encoding.rawValue.uppercased()) == encoding)
            if encoding.rawValue.hasPrefix("utf-") { continue }
            #expect(TranscoderTests.decoded(Array(text.utf8), size: 7, encoding).text == text, "\(encoding)")
        }
    }

    @Test("lone surrogates, and what is cut off, become U+FFFD")
    func damaged() {
        #expect(TranscoderTests.decoded([0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00, 0x42], size: 1).text == "\u{FFFD}A\u{FFFD}")
        #expect(TextEncoding(name: "klingon") == nil)
    }
}

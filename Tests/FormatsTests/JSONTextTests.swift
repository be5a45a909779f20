import Testing
import TestSupport
import UndertoneFormats

@Suite("JSON text")
struct JSONTextTests {
    static func unescaped(_ text: String) -> String {
        var output: [UInt8] = []
        let bytes = Array(text.utf8)
        JSONText.unescape(bytes.span, 0..<bytes.count, into: &output)
        return String(decoding: output, as: UTF8.self)
    }

    static func quoted(_ bytes: [UInt8], ascii: Bool = false) -> String {
        var output: [UInt8] = []
        JSONText.quote(bytes.span, 0..<bytes.count, ascii: ascii, into: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test(
        "reads escapes",
        arguments: [
            (#"plain text without any"#, "plain text without any"), (#"\n\t\r\b\f"#, "\n\t\r\u{8}\u{C}"), (#"\"\\\/"#, "\"\\/"),
            (#"caf\u00e9 \u00E9"#, "café é"), (#"\u0041\u20ac"#, "A€"), (#"\ud83d\ude00!"#, "😀!"), (#"\uDBFF\uDFFF"#, "\u{10FFFF}"), (#"\u0000"#, "\u{0}"),
            (#"\ud83d"#, "\u{FFFD}"), (#"\ude00\ud83d"#, "\u{FFFD}\u{FFFD}"), (#"\ud83dx"#, "\u{FFFD}x"), (#"\ud83d\n"#, "\u{FFFD}\n"),
            (#"\ud83d\u0041"#, "\u{FFFD}A"), (#"\ud83d\ud83d\ude00"#, "\u{FFFD}😀"), (#"1234567\n1234567\\"#, "1234567\n1234567\\"),
        ])
    func escapes(text: String, expected: String) { #expect(JSONTextTests.unescaped(text) == expected) }

    @Test(
        "writes strings that no reader trips over",
        arguments: [
            ("plain", #""plain""#, #""plain""#), ("say \"yes\" \\", #""say \"yes\" \\""#, #""say \"yes\" \\""#),
            ("a\nb\tc\r", #""a\nb\tc\r""#, #""a\nb\tc\r""#),
            ("\u{0}\u{1F}\u{7F}", #""\u0000\u001f\u007f""#, #""\u0000\u001f\u007f""#),
            ("\u{80}\u{9B}\u{9F}", #""\u0080\u009b\u009f""#, #""\u0080\u009b\u009f""#),
            ("\u{2028}\u{2029}", #""\u2028\u2029""#, #""\u2028\u2029""#), ("café 😀", #""café 😀""#, #""caf\u00e9 \ud83d\ude00""#),
            ("\u{10FFFF}\u{FFFD}", "\"\u{10FFFF}\u{FFFD}\"", #""\udbff\udfff\ufffd""#), ("</script>", #""</script>""#, #""</script>""#), ("", #""""#, #""""#),
        ])
    func quoting(text: String, expected: String, ascii: String) {
        #expect(JSONTextTests.quoted(Array(text.utf8)) == expected)
        #expect(JSONTextTests.quoted(Array(text.utf8), ascii: true) == ascii)
    }

    @Test(
        "bytes that are no UTF-8 become U+FFFD",
        arguments: [
            [0xFF], [0x61, 0x80, 0x62], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF4, 0x90, 0x80, 0x80], [0xC3, 0x22],
        ] as [[UInt8]])
    func damaged(bytes: [UInt8]) {
        let text = JSONTextTests.quoted(bytes)
        #expect(text.unicodeScalars.contains("\u{FFFD}"))
        #expect(text.utf8.filter { $0 < 0x80 && $0 != 0x22 && $0 != 0x5C } == bytes.filter { $0 < 0x80 && $0 != 0x22 })
        #expect(JSONTextTests.quoted(bytes, ascii: true).utf8.allSatisfy { $0 < 0x80 })
    }

    @Test("what is written can be read back, and holds nothing that must be escaped")
    func roundTrip() throws {
        var random = SplitMix64(seed: 0x7E_57)
        let scalars = Array("ab\"\\/\u{0}\u{8}\n\u{1B}\u{7F}\u{85}é\u{2028}€\u{FEFF}😀\u{10FFFF}".unicodeScalars)
        for round in 0..<2000 {
            let text = String(String.UnicodeScalarView((0..<random.below(20)).map { _ in random.pick(scalars) }))
            for ascii in [false, true] {
                let quoted = Array(JSONTextTests.quoted(Array(text.utf8), ascii: ascii).utf8)
                #expect(NaiveJSON.length(quoted) == quoted.count, "round \(round)")
                #expect(
                    JSONTextTests.unescaped(String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)).unicodeScalars.elementsEqual(text.unicodeScalars),
                    "round \(round)")
                let isSafe = String(decoding: quoted, as: UTF8.self).unicodeScalars.allSatisfy {
                    $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0 != "\u{2028}"
                }
                #expect(isSafe && (!ascii || quoted.allSatisfy { $0 < 0x80 }), "round \(round)")
            }
        }
    }
}

import Testing
import TestSupport

@testable import UndertoneEngine

@Suite("Decoding")
struct DecodingTests {
    private static func decoded(_ bytes: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        var index = 0
        while index < bytes.count {
            let (scalar, length) = Folding.decode(bytes.span, at: index, end: bytes.count)
            text.append(scalar)
            index += length
        }
        return String(text)
    }

    @Test("any two bytes, and any three and four around the borders of UTF-8, are decoded as the standard library has it")
    func all() {
        let edges: [UInt8] = [
            0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5,
            0xFF,
        ]
        var cases: [[UInt8]] = []
        for a in UInt8.min...UInt8.max { for b in UInt8.min...UInt8.max { cases.append([a, b, 0x41]) } }
        for a in edges { for b in edges { for c in edges { for d in edges where a >= 0xE0 { cases.append([a, b, c, d]) } } } }
        let wrong = cases.filter { !DecodingTests.decoded($0).unicodeScalars.elementsEqual(String(decoding: $0, as: UTF8.self).unicodeScalars) }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }
}

import TestSupport
import Testing

@testable import UndertoneEngine
@testable import UndertoneFormats

/// What is put together in a buffer, against the same in an array.
@Suite("Buffers of text")
struct BufferTests {
    private func text(_ write: (inout Buffer<UInt8>) -> Void) -> [UInt8] {
        var line = Buffer(0 as UInt8)
        write(&line)
        return line.array
    }

    @Test("pieces stand one behind the other, however often the buffer grows")
    func pieces() {
        var expected: [UInt8] = []
        let bytes = Array("some bytes of a longer text".utf8)
        let found = text { line in
            for count in 0..<200 {
                line.append(0x6867_6665_6463_6261, count: count % 9)
                expected += Array("abcdefgh".utf8).prefix(count % 9)
                line.append(",\"text\":")
                expected += Array(",\"text\":".utf8)
                line.append(bytes.span, from: count % 5, to: count % bytes.count)
                if count % 5 < count % bytes.count { expected += bytes[count % 5..<count % bytes.count] }
            }
        }
        #expect(found == expected)
        var output = Array("before ".utf8)
        var line = Buffer(0 as UInt8)
        line.append("it")
        append(line, to: &output)
        #expect(output == Array("before it".utf8))
    }

    @Test("whole numbers and weights are written as in arrays")
    func numbers() {
        for whole in [0, 7, 10, 99, 100, 12_345_678, 99_999_999, 100_000_000, 123_456_789_012] {
            #expect(text { Decimal.append(whole, into: &$0) } == Array(String(whole).utf8))
        }
        for value in [0, 0.0004, 0.0005, 0.39, 0.3, 0.305, 1, -1.5, 12.345, -0.001, 99_999.9, 123_456.789, .infinity, .nan] {
            #expect(text { Decimal.append(value, into: &$0) } == Array(Decimal.text(value, places: 3).utf8), "\(value)")
        }
    }

    @Test("strings of JSON are written as in arrays, whatever bytes they hold", arguments: [false, true])
    func strings(ascii: Bool) {
        var random = SplitMix64(seed: 11)
        let signs: [UInt8] = [0x22, 0x5C, 0x0A, 0x00, 0x7F, 0xC3, 0xA9, 0xE2, 0x80, 0xA8, 0xF0, 0x9F, 0x99, 0x82, 0xFF]
        for _ in 0..<500 {
            let bytes = (0..<random.below(40)).map { _ in random.below(4) == 0 ? signs[random.below(signs.count)] : UInt8(0x20 + random.below(90)) }
            let start = random.below(bytes.count + 1), end = start + random.below(bytes.count - start + 1)
            var expected: [UInt8] = []
            JSONText.quote(bytes.span, start..<end, ascii: ascii, into: &expected)
            #expect(text { JSONText.quote(bytes.span, start..<end, ascii: ascii, into: &$0) } == expected)
        }
    }

    @Test("a byte outside ASCII is seen wherever it stands")
    func plain() {
        for count in 0..<70 {
            var bytes = [UInt8](repeating: 0x7F, count: count)
            let isPlain = isASCII(bytes.span)
            #expect(isPlain)
            for place in bytes.indices {
                bytes[place] = 0x80
                let isPlain = isASCII(bytes.span)
                #expect(!isPlain, "\(place) of \(count)")
                bytes[place] = 0x7F
            }
        }
    }
}

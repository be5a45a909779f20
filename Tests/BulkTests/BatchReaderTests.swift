import Testing
import UndertoneBulk
import UndertoneFormats

@Suite("Batch reader")
struct BatchReaderTests {
    /// The records that come out of an input read so many bytes at a time, each with its line; those refused as `line!`.
    static func records(_ text: String, _ format: InputFormat, size: Int, longest: Int = 1 << 20) throws -> [String] {
        var pieces = Small.Pieces(Array(text.utf8), size: size)
        var reader = BatchReader(RecordSplitter(format, longest: longest), head: [], longest: longest)
        let splitter = RecordSplitter(format, longest: longest)
        var found: [String] = []
        while let batch = try reader.next({ pieces.next() }) {
            var start = 0
            while let piece = splitter.record(batch.bytes.span, from: start, to: batch.count) {
                let line = batch.firstLine + batch.bytes[..<piece.range.lowerBound].count { $0 == 0x0A }
                let record = String(decoding: batch.bytes[piece.range], as: UTF8.self)
                if !record.allSatisfy(\.isWhitespace) { found.append(piece.range.count > longest ? "\(line)!" : "\(line) \(record)") }
                start = piece.next
            }
            found += batch.tooLong.map { "\($0.line)!" }
        }
        return found
    }

    @Test(
        "the records of an input do not depend on how it is read",
        arguments: [
            (.ndjson, "{\"a\":1}\r\n\n{\"b\":\"é\"}\n{}"), (.text, "one\n\ntwo\r\nthree\n"), (.csv, "1,\"a\nb\"\"\n\"\n2,c\n\"\",\n3,\"open"),
            (.tsv, "1\ta\n2\tb\n"),
            (.json, "[{\"a\":[1,{\"b\":\"]}\"}]},\n {\"c\":\"\\\"\\\\\"} ,\"x,y\",3 ,\n{\n}]\n"), (.json, "[{}},\n{}]"), (.whole, "a\nb\n"), (.ndjson, ""),
        ] as [(InputFormat, String)])
    func sizes(format: InputFormat, text: String) throws {
        let whole = try BatchReaderTests.records(text, format, size: 1 << 18)
        #expect(whole.isEmpty == text.isEmpty)
        for size in [1, 2, 3, 5, 8, 13] { #expect(try BatchReaderTests.records(text, format, size: size) == whole, "\(size) bytes at a time") }
    }

    @Test(
        "a record longer than the limit is refused by its line, and the next one is read",
        arguments: [
            (.ndjson, "{\"a\":1}\n{\"a\":\"0123456789012345\"}\n{\"b\":2}\n", ["1 {\"a\":1}", "2!", "3 {\"b\":2}"]),
            (.text, "one\n01234567890123456789", ["1 one", "2!"]),
            (.text, "01234567890123456789\r\n01234567890123456789\ntwo", ["1!", "2!", "3 two"]),
            (.csv, "1,\"a\nb\"\n2,\"0123456789\n0123\n456789\"\n3,c\n", ["1 1,\"a\nb\"", "3!", "6 3,c"]),
            (.csv, "1,0123456789 5\" \"9\n2,\"012\"\"\n\"\"\"\n3,c\n", ["1!", "2 2,\"012\"\"\n\"\"\"", "4 3,c"]),
            (.csv, "1,\"0123456789012\"\"\n\"x\"\n2,c\n", ["1!", "3 2,c"]),
            (.json, "[{\"a\":1},\n{\"a\":\"01234}567\",\n\"b\":[\"89012345\"]},\n{\"b\":2}]", ["1 {\"a\":1}", "2!", "4 {\"b\":2}"]),
            (.json, "[{\"a\":\"0123456789012345\"},{\"b\":2}]", ["1!", "1 {\"b\":2}"]), (.whole, "0123456789\n0123456789\ntwo\n", ["1!"]),
        ] as [(InputFormat, String, [String])])
    func tooLong(format: InputFormat, text: String, expected: [String]) throws {
        for size in [1, 2, 7, 16] { #expect(try BatchReaderTests.records(text, format, size: size, longest: 16) == expected, "\(size) bytes at a time") }
    }
}

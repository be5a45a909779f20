import Testing
import UndertoneEngine
import UndertoneFormats

/// The format of an input whose first bytes are hostile, odd or cut off.
@Suite("The guess of a format")
struct FormatGuessTests {
    static let good = #"{"id":1,"text":"a"}"#

    @Test(
        "looks at more than the first line",
        arguments: [
            ("oops\n\(good)\n\(good)", "ndjson"), ("[1,2]\n\(good)", "ndjson"), ("<html>\n<p>502</p>\n\(good)\n", "ndjson"), ("\"x\"\n\(good)", "ndjson"),
            (String(repeating: "[", count: 20_000) + "\n\(good)", "ndjson"), (#"{"a":1"# + "\n\(good)", "ndjson"), ("{\n{\n{\n", "ndjson"),
            ("{bad\n{bad\n", "ndjson"),
            ("{\n  \"text\": \"a\"\n}\n", "json"), ("{\n  \"text\": \"a\",\n  \"more\": [\n", "json"), ("[\n\(good),\n\(good)\n][\(good)]", "json"),
            ("[[]]", "json"), ("[]", "json"),
            ("hello\nworld\n", "text"), ("[note] hello\n\(good)", "ndjson"), ("one\n\(good)\ntwo\nthree", "text"), ("{\"text\":\"cut o", "ndjson"),
            ("", "text"), ("\n<!DOCTYPE html>\n<html><body>We like it.</body></html>\n", "whole"), ("sep=;\r\nid;text\n", "csv"), ("sep=\t\nid\ttext\n", "tsv"),
            ("sep=;; is what\nid;text\n", "text"),
            ("\(good) \(good)\n\(good)\n", "ndjson"), ("\(good)\(good)", "json"), ("{\n\"a\":1} {\n\"b\":2}", "json"),
        ])
    func lines(head: String, expected: String) throws {
        let bytes = Array(head.utf8)
        #expect(InputFormat.guess(bytes.span, bytes.count, try Names.known()).format.rawValue == expected)
    }

    @Test(
        "finds any of the usual separators, in headers of several lines too",
        arguments: [
            ("id,text", ","), ("id;text\r\n1;a", ";"), ("id\ttext", "\t"), ("id|text\n", "|"), ("id^text", "^"), ("id~text", "~"), ("id\u{1}text", "\u{1}"),
            ("\"my\nid\",text\n1,2", ","),
        ])
    func separators(head: String, expected: String) throws {
        let bytes = Array(head.utf8)
        #expect(InputFormat.guess(bytes.span, bytes.count, try Names.known()).separator == Array(expected.utf8)[0])
    }

    @Test("a key written with escapes is the key")
    func escapedKeys() throws {
        let bytes = Array(#"{"\u0074ext":"a","i\u0064":"7"}"#.utf8)
        var record = Record()
        var reader = JSONRecords(try Names.known())
        try reader.read(bytes.span, 0..<bytes.count, line: 1, into: &record)
        #expect(Names.shown(record, bytes) == "id=7|text=a")
    }
}

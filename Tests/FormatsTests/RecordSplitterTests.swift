import Testing
import UndertoneFormats

@Suite("Record splitter")
struct RecordSplitterTests {
    static func records(_ text: String, _ format: InputFormat) -> [String] {
        let bytes = Array(text.utf8)
        let splitter = RecordSplitter(format)
        var found: [String] = []
        var start = 0
        while let piece = splitter.record(bytes.span, from: start, to: bytes.count), found.count <= bytes.count {
            found.append(String(decoding: bytes[piece.range], as: UTF8.self))
            start = piece.next
        }
        return found
    }

    @Test(
        "parts what belongs together",
        arguments: [
            (.ndjson, "{}\n{\"a\":1}\r\n\n{}", ["{}", "{\"a\":1}", "", "{}"]), (.text, "one\ntwo, \"three\n", ["one", "two, \"three"]),
            (.whole, "a\nb\n", ["a\nb\n"]),
            (.csv, "a,\"b\nc\"\r\n\"d\"\"\n\",e\nf", ["a,\"b\nc\"", "\"d\"\"\n\",e", "f"]),
            (.csv, "1,a 5\" nail\n2,b\n\"c\"x\"\n3", ["1,a 5\" nail", "2,b", "\"c\"x\"", "3"]), (.csv, "a\n\"b\nc\nd", ["a", "\"b", "c", "d"]),
            (.csv, "1,\"open\n2,\"a \"\"b\"\"\"\n3,\"c\"\n", ["1,\"open", "2,\"a \"\"b\"\"\"", "3,\"c\""]),
            (.tsv, "a\t\"\"\"\n\"\tb\nc", ["a\t\"\"\"\n\"\tb", "c"]),
            (.json, #"[{"a":[1,{"b":"]}"}]}, {"c":"\""} ,3,[4]]"#, [#"{"a":[1,{"b":"]}"}]}"#, #"{"c":"\""}"#, "3", "4"]),
            (.json, "[\n  {},\n  {}\n]\n", ["{}", "{}"]), (.json, "[]", []), (.json, #"[{"a":1"#, [#"{"a":1"#]), (.ndjson, "", []),
            (.json, "[{}}, {}]", ["{}", "}", "{}"]), (.json, "[}", ["}"]),
        ] as [(InputFormat, String, [String])])
    func table(format: InputFormat, text: String, expected: [String]) { #expect(RecordSplitterTests.records(text, format) == expected) }

    @Test(
        "cutting at any byte where records are complete gives the records of the whole",
        arguments: [
            (.ndjson, "{\"a\":1}\r\n\n{\"b\":\"é\"}\n{}"), (.text, "one\n\ntwo\r\nthree"), (.csv, "id,text\r\n1,\"a\nb\"\"\n\"\n2,c\n\"\",\n"),
            (.tsv, "1\ta\n2\tb\n"),
            (.json, #"[{"a":[1,{"b":"]}"}]}, {"c":"\"\\"} ,"x,y",3 ,{}]"# + "\n"),
        ] as [(InputFormat, String)])
    func cuts(format: InputFormat, text: String) {
        let bytes = Array(text.utf8)
        let splitter = RecordSplitter(format)
        let whole = RecordSplitterTests.records(text, format)
        for cut in 0...bytes.count {
            let border = splitter.complete(bytes.span, from: 0, to: cut)
            #expect(border <= cut)
            let first = String(decoding: bytes[..<border], as: UTF8.self), second = String(decoding: bytes[border...], as: UTF8.self)
            #expect(RecordSplitterTests.records(first, format) + RecordSplitterTests.records(second, format) == whole, "cut at \(cut), border \(border)")
        }
    }
}

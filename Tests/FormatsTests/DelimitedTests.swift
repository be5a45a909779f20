import Testing
import UndertoneFormats
import UndertoneEngine

@Suite("Delimited records")
struct DelimitedTests {
    /// The rows of a table with their cells, `|` between cells and `¶` between rows.
    static func cells(_ text: String, separator: Character = ",") throws -> String {
        let rows = DelimitedRecords(try Names.known(), separator: separator.asciiValue ?? 0)
        let bytes = Array(text.utf8)
        let splitter = RecordSplitter(.csv)
        var shown: [String] = []
        var start = 0
        while let piece = splitter.record(bytes.span, from: start, to: bytes.count) {
            var cells: [String] = []
            rows.forEachCell(bytes.span, piece.range) { value in
                var cell: [UInt8] = []
                value.append(bytes.span, to: &cell)
                cells.append(String(decoding: cell, as: UTF8.self))
            }
            shown.append(cells.joined(separator: "|"))
            start = piece.next
        }
        return shown.joined(separator: "¶")
    }

    @Test(
        "parts rows and cells",
        arguments: [
            ("a,b,c\n1,2,3\n", "a|b|c¶1|2|3"), ("a,b\r\n1,2\r\n", "a|b¶1|2"), ("a,b\n1,2", "a|b¶1|2"), ("a,,\n,,b\n", "a||¶||b"),
            (#""a,b",c"# + "\n", "a,b|c"), (#""say ""hi""",x"# + "\n", #"say "hi"|x"#), ("\"two\nlines\",x\ny,z\n", "two\nlines|x¶y|z"),
            ("\"two\r\nlines\",x\r\n", "two\r\nlines|x"), ("\"\",\"\"\n", "|"), ("\"\"\"\"\"\"\n", "\"\""), (#""a"junk,b"# + "\n", "a|b"), (#""open"#, "open"),
            (#"plain "quotes" inside,b"# + "\n", #"plain "quotes" inside|b"#), ("\u{FEFF}a,b\n", "\u{FEFF}a|b"), ("é,😀\n", "é|😀"),
        ])
    func cells(text: String, expected: String) throws { #expect(try DelimitedTests.cells(text) == expected) }

    @Test(
        "other separators", arguments: [(";", "a;b,c\n", "a|b,c"), ("\t", "a\tb c\n", "a|b c"), ("|", "a|\"b|c\"\n", "a|b|c")] as [(Character, String, String)])
    func separators(separator: Character, text: String, expected: String) throws { #expect(try DelimitedTests.cells(text, separator: separator) == expected) }

    static func read(_ header: String, _ row: String) throws -> String {
        var rows = DelimitedRecords(try Names.known(), separator: UInt8(ascii: ","))
        let head = Array(header.utf8), bytes = Array(row.utf8)
        let hasText = rows.header(head.span, 0..<head.count)
        var record = Record()
        rows.read(bytes.span, 0..<bytes.count, line: 2, into: &record)
        return (hasText ? "" : "no text: ") + Names.shown(record, bytes)
    }

    @Test(
        "columns are found by name; rows may be ragged",
        arguments: [
            ("Ticket ID,Body", "5,hello", "id=5|text=hello"), ("body,text", "second,first", "text=first"), ("body,text", "second,", "text=second"),
            (#""ticket_id","text""#, #"5,"a ""b"", c""#, #"id=5|text=a "b", c"#), ("id,text,account", "5,hello", "id=5|text=hello"),
            ("id,text", "5,hello,more,cells", "id=5|text=hello"),
            ("id,subject", "5,x", "no text: id=5"), ("role,kind,text", "agent,call_note,x", "role=agent|kind=call_note|text=x|by staff|note"),
            ("text,nothing", "x,y", "text=x"),
        ])
    func columns(header: String, row: String, expected: String) throws { #expect(try DelimitedTests.read(header, row) == expected) }
}

@Suite("Input formats")
struct InputFormatTests {
    @Test(
        "are told by the first bytes",
        arguments: [
            (#"{"text":"x"}"#, "ndjson"), ("\n\n  {}", "ndjson"), (#"[{"text":"x"}]"#, "json"), ("[ \n {", "json"), ("[]", "json"), ("[[", "json"),
            ("[sic] she said", "text"),
            ("[1,2]", "text"), ("id,text\n1,x", "csv ,"), ("id;body\r\n1;x", "csv ;"), ("id\ttext\n1\tx", "tsv \t"), ("Body,\"ticket_id\"\n", "csv ,"),
            ("text\nhello", "text"),
            ("id,name\n", "text"), ("Hello, text me back\n", "text"), ("hello there", "text"), ("", "text"), ("   \n", "text"), ("text,text", "csv ,"),
        ])
    func guess(head: String, expected: String) throws {
        let bytes = Array(head.utf8)
        let (format, separator) = InputFormat.guess(bytes.span, bytes.count, try Names.known())
        #expect(format.rawValue + (separator == 0 ? "" : " " + String(Character(Unicode.Scalar(separator)))) == expected)
    }

    @Test(
        "are told by the name of a file, packed or not",
        arguments: [
            ("a.ndjson", "ndjson"), ("a.JSONL", "ndjson"), ("dir.csv/a.csv", "csv"), ("a.tsv.gz", "tsv"), ("a.csv.zst", "csv"), ("a.txt", "-"), ("csv", "-"),
            ("a.json", "-"),
        ])
    func names(name: String, expected: String) { #expect(InputFormat(fileName: name)?.rawValue ?? "-" == expected) }

    @Test(
        "the separator of a table is the one that stands in its header most often, outside quotation marks",
        arguments: [("a,b,c", ","), ("a;b;c,d", ";"), ("a\tb", "\t"), ("a|b|c", "|"), (#""a;b;c;d",e"#, ","), ("text", "\t"), ("a,b\nc;d;e;f", ",")]
            as [(String, Character)])
    func separator(header: String, expected: Character) {
        let bytes = Array(header.utf8)
        #expect(InputFormat.separator(ofHeader: bytes.span, bytes.count) == expected.asciiValue)
    }

    @Test(
        "HTML is told by its tags",
        arguments: [
            ("<p>Hi", true), ("a <b>bold</b> word", true), ("line<BR/>line", true), ("</DIV>", true), ("x < y and y > z", false), ("I <3 it", false),
            ("<bob@example.com>", false),
            ("plain", false), ("<", false), ("<p", false), ("aaaaaaaaaaaaaaa<span class=x>", true), ("<plan>", false),
        ])
    func html(text: String, expected: Bool) {
        let bytes = Array(text.utf8)
        #expect((Markup.guess(bytes.span, from: 0, to: bytes.count) != .plain) == expected)
    }
}

import Testing
import UndertoneEngine
import UndertoneFormats

/// Documents of a described format: what a description says is what comes out.
@Suite("Described formats")
struct DescribedTests {
    /// Cases of a help desk that never was.
    static let desk = """
        [format]
        title\tDesk: cases with their talk
        needs\t--users people.csv
        [recognise]
        case_no & talk
        cases[].case_no
        [inside]
        cases[]
        [people_desk]
        at\tpeople[]
        id\t{nr}
        role\t{kind}
        account\t{firm.id}
        [message_talk]
        at\ttalk[]
        skip\tgone=true
        skip\tstate=ÜBERHOLT
        id\t{^case_no}:{nr}
        id\t{^case_no}:{#}
        account\t{by>account}
        account\t{^firm}
        contact\t{by}
        role\tstaff\tinner=yes|1
        role\t{by>role}
        role\tcustomer\tby={^opened_by}
        role\tstaff\t^opened_by
        private\tinner=yes
        kind\t{way}\tway!=phone
        kind\tcall_note
        time\t{at}
        subject\t{^title}
        text\t{html}
        text\t{lines[].words}
        text\t{rich.parts**words}
        text\t{words}
        [message_case]
        when\t!talk
        id\t{case_no}
        account\t{firm|after /}
        contact\t{mail|address}
        text\t{words}
        """

    static func description() throws -> FormatDescription { try FormatDescription(LexiconFile(name: "format/desk.tsv", text: desk)) }

    /// The messages of a document, as in `Names.shown`, or the fault.
    static func messages(_ document: String, users: [[String]] = [], complete: Bool = false, mapping: [(field: String, path: String)] = []) throws -> [String] {
        var description = try description()
        description.map(mapping)
        if complete { description.complete(with: try Names.known()) }
        var tables = SideTables()
        tables.names = try Names.known()
        for row in users { tables.users.add(row.map { Array($0.utf8) }) }
        var reader = DocumentReader(description, try Names.known(), tables)
        let bytes = Array(document.utf8)
        do throws(RecordFault) {
            try reader.read(bytes.span, 0..<bytes.count, line: 7)
        } catch { return ["\(error.line):\(error.column): \(error.problem)"] }
        return (0..<reader.count).map { Names.shown(reader.records[$0], reader.work) + (reader.records[$0].isPrivate ? "|private" : "") }
    }

    @Test(
        "a document gives its messages in order, with values of their own and of what is around them",
        arguments: [
            (#"{"case_no":9,"talk":[{"nr":1,"words":"a"},{"nr":2,"words":"b"}]}"#, ["id=9:1|kind=call_note|text=a|note", "id=9:2|kind=call_note|text=b|note"]),
            (#"{"case_no":9,"talk":[{"words":"a"},{"words":"b"}]}"#, ["id=9:1|kind=call_note|text=a|note", "id=9:2|kind=call_note|text=b|note"]),
            (
                #"{"cases":[{"case_no":1,"words":"x"},{"case_no":2,"words":"y","firm":"org/7","mail":"A <a@b.c>"}]}"#,
                ["id=1|text=x", "id=2|account=7|contact=a@b.c|text=y"]
            ),
            (#"[{"case_no":1,"words":"x"},{"case_no":2,"words":"y"}]"#, ["id=1|text=x", "id=2|text=y"]),
            (#"{"cases":[]}"#, []),
            (
                #"{"case_no":9,"talk":[{"nr":1,"way":"m","state":"Überholt","words":"a"},{"nr":2,"way":"m","state":"offen","words":"b"}]}"#,
                ["id=9:2|kind=m|text=b"]
            ),
            (#"{"case_no":9,"talk":[{"nr":1,"words":""},{"nr":2,"gone":true,"words":"b"},{"nr":3,"words":null}]}"#, []),
            (
                #"{"case_no":9,"title":"T \"q\"","talk":[{"nr":1,"way":"mail","html":"<b>a</b>","words":"no"}]}"#,
                [#"id=9:1|kind=mail|subject=T "q"|text=<b>a</b>|html"#]
            ),
            (#"{"case_no":9,"talk":[{"nr":1,"way":"m","lines":[{"words":"one"},{"words":"two"}]}]}"#, ["id=9:1|kind=m|text=one two"]),
            (
                #"{"case_no":9,"talk":[{"nr":1,"way":"m","rich":{"parts":[{"parts":[{"words":"a"},{"words":"b"}]},{"parts":[{"words":"c"}]}]}}]}"#,
                ["id=9:1|kind=m|text=ab\nc"]
            ),
            (
                #"{"case_no":"007","talk":[{"nr":90071992547409931,"way":"m","words":"a","at":1772442845}]}"#,
                ["id=007:90071992547409931|kind=m|time=2026-03-02T09:14:05Z|text=a"]
            ),
            (#"{"case_\u006eo":9,"words":"x"}"#, ["id=9|text=x"]),
        ])
    func messages(document: String, expected: [String]) throws { #expect(try DescribedTests.messages(document) == expected) }

    @Test(
        "who wrote is told by the message, the people of the document, the user's table, and what is left",
        arguments: [
            (#"{"inner":"yes","by":5}"#, "id=9:1|account=f|contact=5|kind=m|text=a|by staff|private"),
            (#"{"inner":1,"by":5}"#, "id=9:1|account=f|contact=5|kind=m|text=a|by staff"),
            (#"{"by":5}"#, "id=9:1|account=f|contact=5|kind=m|text=a"),
            (#"{"by":6}"#, "id=9:1|account=f|contact=6|kind=m|text=a|by staff"),
            (#"{"by":70}"#, "id=9:1|account=77|contact=70|kind=m|text=a|by bot"),
            (#"{"by":80}"#, "id=9:1|account=88|contact=80|kind=m|text=a"),
        ])
    func roles(message: String, expected: String) throws {
        let document = """
            {"case_no":9,"opened_by":5,"firm":"f","talk":[{"nr":1,"way":"m","words":"a",\(message.dropFirst())]}
            """
        let people = #"{"people":[{"nr":70,"kind":"bot","firm":{"id":77}}],"cases":[\#(document)]}"#
        #expect(try DescribedTests.messages(people, users: [["80", "end-user", "88", "", ""]]) == [expected])
    }

    @Test(
        "what is wrong with a document is said by line and column",
        arguments: [
            (#"{"case_no":9,"talk":[{"nr":1,]}"#, "7:30: here should be a key in quotation marks"),
            (#"{"case_no":9} x"#, "7:15: something follows the record on its line"),
            (#"{"cases":[1 2]}"#, "7:13: here should be a comma or a closing bracket"),
            (#"17"#, "7:1: the record is no JSON object; write one object a line"),
            (#"{"talk":{}"#, "7:11: the record ends inside an array or object"),
            ("[" + String(repeating: #"{"talk":["#, count: 6000), "7:45001: arrays and objects are nested more than 10,000 deep"),
        ])
    func faults(document: String, expected: String) throws { #expect(try DescribedTests.messages(document) == [expected]) }

    @Test("a user's mapping wins; values that no rule finds are looked for under the usual names")
    func mapping() throws {
        let document = #"{"case_no":9,"zone":"z","author":"u","talk":[{"nr":1,"way":"m","words":"a","body":"b"}]}"#
        #expect(try DescribedTests.messages(document, mapping: [("account", "zone"), ("text", "body")]) == ["id=9:1|account=z|kind=m|text=b"])
        let ticket = #"{"case_no":9,"author":"u","body":"b","role":"agent"}"#
        #expect(try DescribedTests.messages(ticket, complete: true) == ["id=9|contact=u|text=b|by staff"])
    }

    @Test("rows of a table are documents too; columns of one name are several values")
    func rows() throws {
        let file = LexiconFile(
            name: "t.tsv",
            text: "[message_row]\nid\t{No}\ntext\t{Words}\n[message_more]\nat\tMore[]\nid\t{^No}:{#}\ncontact\t{.|part 1 of ;}\ntext\t{.|rest 2 of ;}\n")
        let names = try Names.known()
        var reader = DocumentReader(
            try FormatDescription(file), names, SideTables(), rows: DelimitedRecords(names, separator: UInt8(ascii: ",")),
            header: ["No", "More", "words", "x", "MORE"])
        let bytes = Array("1,\"ann;say \"\"hi\"\"; bye\",w,,bob;yes".utf8)
        try reader.read(bytes.span, 0..<bytes.count, line: 2)
        let shown = (0..<reader.count).map { Names.shown(reader.records[$0], reader.work) }
        #expect(shown == ["id=1|text=w", #"id=1:1|contact=ann|text=say "hi"; bye"#, "id=1:2|contact=bob|text=yes"])
    }

    @Test(
        "a description is checked line by line",
        arguments: [
            ("[message_a]\nid\t{x}", "desk.tsv:1:1: [message_a] has no text; add a line: text, TAB, where it stands"),
            ("[message_a]\ntext\t{x", "desk.tsv:2:6: this is no value"),
            ("[message_a]\ntext\t{x|shout}", "desk.tsv:2:6: this is no value"),
            ("[message_a]\ntext\t{x}\tx=", "desk.tsv:2:10: this is no condition"),
            ("[message_a]\ntext\t{x}\nat\ta..b", "desk.tsv:3:4: this is no path"),
            ("[message_a]\ntext\t{x}\ncolour\t{x}", "desk.tsv:3:1: there is no 'colour' in [message_a]"),
            ("[messages]\ntext\t{x}", "desk.tsv:2:1: there is no section [messages]"),
            ("[format]\ntitle\tx", "desk.tsv:1:1: the description has no message"),
        ])
    func descriptionFaults(text: String, expected: String) throws {
        let error = #expect(throws: LexiconFaults.self) { try FormatDescription(LexiconFile(name: "desk.tsv", text: text)) }
        #expect(error?.faults.first?.description.hasPrefix(expected) == true, "\(String(describing: error))")
    }

    @Test("the description with the strictest condition that holds is taken; documents that are cut off count as far as they go")
    func recognised() throws {
        let other = LexiconFile(name: "other.tsv", text: "[recognise]\ncase_no\n[message_a]\ntext\t{x}")
        let catalog = try FormatCatalog([other, LexiconFile(name: "desk.tsv", text: DescribedTests.desk)])
        func name(_ text: String) -> String? {
            let bytes = Array(text.utf8)
            return catalog.recognised(json: bytes.span, bytes.count, .ndjson)?.name
        }
        #expect(name(#"{"case_no":1,"talk":[{}]}"#) == "desk")
        #expect(name(#"{"case_no":1}"#) == "other")
        #expect(name(#"{"case_no":1,"talk":[{"words":"a long te"#) == "desk")
        #expect(name("{]\n" + #"{"cases":[{"case_no":1}]}"#) == "desk")
        #expect(name(#"{"id":1,"text":"a"}"#) == nil)
        #expect(catalog.recognised(header: ["x", "Case No", "talk"])?.name == "desk")
        #expect(catalog.recognised(header: ["id", "text"]) == nil)
    }
}

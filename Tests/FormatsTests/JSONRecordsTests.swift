import Testing
import UndertoneFormats

@Suite("JSON records")
struct JSONRecordsTests {
    /// The record in a line, or its fault, with the line number 7.
    static func read(_ line: String, _ mapping: [(field: String, path: String)] = []) throws -> String {
        var reader = JSONRecords(try Names.known(mapping))
        var record = Record()
        let bytes = Array(line.utf8)
        do throws(RecordFault) {
            try reader.read(bytes.span, 0..<bytes.count, line: 7, into: &record)
            return Names.shown(record, bytes)
        } catch { return "\(error.line):\(error.column): \(error.problem)" }
    }

    @Test(
        "finds fields by their names, whatever their case and separators",
        arguments: [
            (#"{"id":"a1","text":"hello"}"#, "id=a1|text=hello"), (#" {"Ticket-ID": 5 , "Body" : "x" } "#, "id=5|text=x"),
            (#"{"TICKETID":"5","B_o-d y":"x"}"#, "id=5|text=x"), (#"{"unknown":{"text":"no"},"list":["text"],"text":"yes"}"#, "text=yes"),
            (#"{}"#, ""), (#"{"id":null,"text":true,"account":["x"],"author":{"text":"x"}}"#, ""), (#"{"text":""}"#, "text="),
            (#"{"text":"line\nbreak \u00e9"}"#, "text=line\nbreak é"), (#"{"id":-1.5e3,"text":12}"#, "id=-1.5e3|text=12"),
        ])
    func names(line: String, expected: String) throws { #expect(try JSONRecordsTests.read(line) == expected) }

    @Test(
        "of several names the one that stands first in the list wins, if it holds something",
        arguments: [
            (#"{"body":"second","text":"first"}"#, "text=first"), (#"{"text":"first","body":"second"}"#, "text=first"),
            (#"{"text":"","body":"second"}"#, "text=second"),
            (#"{"body":"second","text":""}"#, "text=second"), (#"{"body_html":"<p>x","body":"x"}"#, "text=x"), (#"{"body_html":"<p>x"}"#, "text=<p>x|html"),
            (#"{"text":null,"body":"second"}"#, "text=second"),
        ])
    func ranks(line: String, expected: String) throws { #expect(try JSONRecordsTests.read(line) == expected) }

    @Test(
        "a mapping leads into objects, and wins over the list",
        arguments: [
            ([("text", "ticket.body")], #"{"text":"no","ticket":{"id":1,"body":"yes"}}"#, "text=yes"),
            ([("text", "ticket.body"), ("id", "ticket.number")], #"{"ticket":{"number":4,"body":"yes"}}"#, "id=4|text=yes"),
            ([("text", "a.b.c")], #"{"a":{"b":{"c":"deep"},"c":"no"},"b":{"c":"no"}}"#, "text=deep"),
            ([("text", "a.b")], #"{"a":"no object","body":"yes"}"#, "text=yes"), ([("id", "text")], #"{"text":"x","body":"y"}"#, "id=x|text=y"),
            ([("text", "What could we do better for you and for your team?")], #"{"What could we do better for you and for your team?":"x"}"#, "text=x"),
            ([("text", "a name of twenty letters")], #"{"A Name Of Twenty Letters":"x"}"#, "text=x"),
        ])
    func mapping(pairs: [(String, String)], line: String, expected: String) throws {
        #expect(try JSONRecordsTests.read(line, pairs.map { (field: $0.0, path: $0.1) }) == expected)
    }

    @Test("a mapping of a field that does not exist is a fault with a suggestion")
    func wrongField() {
        #expect(throws: (any Error).self) { try Names.known([("txet", "a")]) }
        do { _ = try Names.known([("txet", "a")]) } catch { #expect("\(error)".contains("there is no field 'txet'; did you mean 'text'?")) }
    }

    @Test(
        "roles and notes",
        arguments: [
            (#"{"role":"end-user"}"#, "role=end-user"), (#"{"role":"Agent"}"#, "role=Agent|by staff"), (#"{"role":"bot"}"#, "role=bot|by bot"),
            (#"{"role":"auto"}"#, "role=auto|by system"), (#"{"role":"astronaut"}"#, "role=astronaut"), (#"{"role":""}"#, "role="),
            (#"{"role":"agent","kind":"Call Note"}"#, "role=agent|kind=Call Note|by staff|note"), (#"{"kind":"email"}"#, "kind=email"),
        ])
    func roles(line: String, expected: String) throws { #expect(try JSONRecordsTests.read(line) == expected) }

    @Test("ids keep every digit")
    func longIDs() throws {
        #expect(try JSONRecordsTests.read(#"{"id":9007199254740993,"text":"x"}"#) == "id=9007199254740993|text=x")
        #expect(try JSONRecordsTests.read(#"{"id":123456789012345678901234567890}"#) == "id=123456789012345678901234567890")
    }

    @Test(
        "faults name line and column",
        arguments: [
            (#"{"text":"x""#, "7:12: the record ends inside an object"), (#"{"text":"x"} {}"#, "7:14: something follows the record on its line"),
            ("[1]", "7:1: the record is no JSON object; write one object a line"), ("12", "7:1: the record is no JSON object; write one object a line"),
            ("hello", "7:1: here should be a value"), (#"{"text":"x",}"#, "7:13: here should be a key in quotation marks"),
            (#"{"text":"x" "id":1}"#, "7:13: here should be a comma or '}'"),
            (#"{"text":"x}"#, "7:12: a string is never closed; add the missing quotation mark"),
            (#"{"text":}"#, "7:9: here should be a value"), (#"{"text":"#, "7:9: here should be a value, but the record ends"),
            (#"{"text"#, "7:7: a string is never closed; add the missing quotation mark"),
        ])
    func faults(line: String, expected: String) throws { #expect(try JSONRecordsTests.read(line) == expected) }
}

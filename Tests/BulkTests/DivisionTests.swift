import TestSupport
import Testing
import UndertoneBulk
import UndertoneEngine
import UndertoneFormats

/// Documents that are longer than allowed are read record by record.
@Suite("Division of long documents")
struct DivisionTests {
    private static let file = LexiconFile(
        name: "acme.tsv",
        text: """
            [inside]
            rows[]
            deep.er.rows[]
            [people_users]
            at\tusers[]
            id\t{id}
            role\t{role}
            [message_row]
            id\t{id}
            role\t{by>role}
            text\t{text}
            """)

    /// The messages of an input, each with its line, and the faults; `late` at the end if people were named too late.
    static func messages(_ text: String, _ format: InputFormat = .json, longest: Int, size: Int) throws -> [String] {
        let names = try FieldNames(Small.fields)
        let description = try FormatDescription(file)
        var pieces = Small.Pieces(Array(text.utf8), size: size)
        let splitter = RecordSplitter(format, longest: longest)
        let divider = DocumentDivider(description, longest: longest, inPeople: false)
        var reader = BatchReader(splitter, head: [], longest: longest, divider: divider)
        var documents = DocumentReader(description, names, SideTables())
        var found: [String] = []
        while let batch = try reader.next({ pieces.next() }) {
            var start = 0
            while let piece = splitter.record(batch.bytes.span, from: start, to: batch.count) {
                start = piece.next
                let line = batch.firstLine + batch.bytes[..<piece.range.lowerBound].count { $0 == 0x0A }
                do throws(RecordFault) {
                    if let flaw = piece.flaw { throw RecordFault(line: line, column: 0, problem: flaw.problem) }
                    try documents.read(batch.bytes.span, piece.range, line: line)
                    for record in documents.records[..<documents.count] {
                        found.append(String(decoding: documents.work[record[.id].range], as: UTF8.self) + (record.role == .staff ? "s" : ""))
                    }
                } catch { found.append("\(error.line)! \(error.problem)") }
            }
            found += batch.tooLong.map { "\($0.line)! \($0.problem)" }
        }
        return found + (reader.latePeopleLine > 0 ? ["late"] : [])
    }

    private static let users = #""users":[{"id":"u1","role":"agent"},{"id":"u2","role":"customer"}]"#

    /// Rows with texts that hold everything that JSON is made of.
    private static func rows(_ numbers: Range<Int>) -> String {
        numbers.map { #"{"id":\#($0),"by":"u\#($0 % 2 + 1)","x":[{"rows":[1]},"]}"],"text":"a \"b\\\" ], {\#($0)}, é"}"# }.joined(separator: ",\n")
    }

    private static func ids(_ numbers: Range<Int>) -> [String] { numbers.map { "\($0)" + ($0 % 2 == 0 ? "s" : "") } }

    @Test(
        "all messages of a document come out, with the people that stand before them, however it is read",
        arguments: [
            #"{\#(users),"n":[{"rows":[1]}],"rows":[ROWS],"next":{"rows":[]}}"#, #"[{"ROWS":1,\#(users),"Rows" : [ ROWS ]}]"#,
            #"{"deep":{"rows":"no","er":{"rows":[ROWS],"b":1},"a":[]},"x":"\\"}"#, "\n\n{\"rows\":\n[ROWS]}\n",
        ])
    func whole(text: String) throws {
        let text = text.split(separator: "ROWS]", maxSplits: 1).joined(separator: DivisionTests.rows(0..<40) + "]")
            .split(separator: "ROWS ]", maxSplits: 1).joined(separator: DivisionTests.rows(0..<40) + "]")
        let expected = try DivisionTests.messages(text, longest: 1 << 20, size: 1 << 20)
        #expect(expected == (text.contains("users") ? DivisionTests.ids(0..<40) : (0..<40).map(String.init)))
        for longest in [640, 1000, 2500] {
            for size in [1, 7, 64, 1 << 20] {
                #expect(try DivisionTests.messages(text, longest: longest, size: size) == expected, "at most \(longest) bytes, \(size) at a time")
            }
        }
    }

    @Test("pages of NDJSON are divided, too, and each ends with its line")
    func pages() throws {
        func line(_ rows: String) -> String { #"{"rows":[\#(rows.replacing("\n", with: " "))]}"# + "\n" }
        let short = line(DivisionTests.rows(0..<1)), long = line(DivisionTests.rows(1..<21))
        let text = short + long + String(long.prefix(900)) + "\n" + short
        for size in [1, 50, 1 << 20] {
            let found = try DivisionTests.messages(text, .ndjson, longest: 600, size: size)
            #expect(Array(found.prefix(21)) == (0..<21).map(String.init))
            #expect(found.last == "0")
            #expect(found.count { $0.hasPrefix("3! the document ends inside") } == 1, "\(found)")
        }
    }

    @Test(
        "what is wrong costs the records around it only, and is named",
        arguments: [
            // Cut off, in a record and between two.
            (#"{"rows":["# + rows(0..<9) + #",{"id":9"#, ["the input ends inside a document"]),
            // A record that is too long by itself.
            (#"{"rows":[{"id":"a"},{"id":"long","text":""# + String(repeating: "x", count: 700) + #""},"# + rows(0..<9) + "]}", ["longer than 600"]),
            // No records at all.
            (#"{"other":["# + rows(0..<9) + "]}", ["longer than 600"]),
            // A stray sign between two records.
            (#"{"rows":["# + rows(0..<9) + ";," + rows(9..<18) + "]}", ["here should be a comma"]),
        ])
    func faults(text: String, expected: [String]) throws {
        let found = try DivisionTests.messages(text, longest: 600, size: 1 << 20)
        let faults = found.filter { $0.contains("!") }
        #expect(faults.count == expected.count && zip(faults, expected).allSatisfy { $0.contains($1) }, "\(found)")
        for size in [1, 50] { #expect(try DivisionTests.messages(text, longest: 600, size: size) == found, "\(size) at a time") }
    }

    @Test("people behind the messages are not known, and that is said")
    func late() throws {
        let text = #"{"rows":["# + DivisionTests.rows(0..<9) + "],\n" + DivisionTests.users + "}"
        for size in [1, 7, 1 << 20] {
            #expect(try DivisionTests.messages(text, longest: 600, size: size) == (0..<9).map(String.init) + ["late"])
        }
    }

    @Test(
        "an array that is never closed, and commas without elements, are faults; the elements are read",
        arguments: [
            ("[{\"id\":1,\"text\":\"a\"},\n{\"id\":2,\"text\":\"b\"}", ["1", "2", "2! the input ends inside an array"]),
            ("[{\"id\":1,\"text\":\"a\"},\n]", ["1", "1! a comma of the array"]),
            ("[{\"id\":1,\"text\":\"a\"},\n,{\"id\":2,\"text\":\"b\"}]", ["1", "2! a comma", "2"]),
            ("[,{\"id\":1,\"text\":\"a\"}]", ["1! a comma", "1"]), ("[{\"id\":1,\"text\":\"a\"}]\n[{\"id\":2,\"text\":\"b\"}]", ["1", "2"]),
            ("[{\"id\":1,\"text\":\"a\"},{\"id\":2,\"te", ["1", "1! a string is never closed"]),
            ("]", ["1! a ']' closes no array"]), ("[{\"id\":1,\"text\":\"a\"}]\n]\n[{\"id\":2,\"text\":\"b\"}", ["1", "2", "2! a ']'", "3! the input ends"]),
        ])
    func arrays(text: String, expected: [String]) throws {
        for size in [1, 5, 1 << 20] {
            let found = try DivisionTests.messages(text, longest: 1 << 16, size: size)
            #expect(found.count == expected.count && zip(found, expected).allSatisfy { $0.hasPrefix($1) }, "\(found), \(size) at a time")
        }
    }

    @Test("of mail that is too long the beginning is read, and the next mail is whole, wherever the input is cut")
    func mail() throws {
        let long = "From a 09:14\nFrom: a@b.c\n\nWords.\n" + String(repeating: "YWJj\n", count: 40) + "\n", short = "From b 09:15\nFrom: b@b.c\n\nMore words.\n"
        for size in [1, 7, 64, 1 << 20] {
            var pieces = Small.Pieces(Array((long + short).utf8), size: size)
            let splitter = RecordSplitter(.mbox, longest: 100)
            var reader = BatchReader(splitter, head: [], longest: 100)
            var found: [String] = []
            while let batch = try reader.next({ pieces.next() }) {
                #expect(batch.tooLong.isEmpty)
                var start = 0
                while let piece = splitter.record(batch.bytes.span, from: start, to: batch.count) {
                    start = piece.next
                    found.append(String(decoding: batch.bytes[piece.range].prefix(100), as: UTF8.self))
                }
            }
            #expect(found == [String(long.prefix(100)), short], "\(size) bytes at a time")
        }
    }
}

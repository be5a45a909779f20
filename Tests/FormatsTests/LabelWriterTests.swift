import Testing

@testable import UndertoneEngine
@testable import UndertoneFormats

@Suite("Label writer")
struct LabelWriterTests {
    static func label(_ stage: Stage = .anger, score: Double = -0.6254, signals: UInt32 = 0, reason: Reason? = nil) -> Label {
        var label = Label(stage: stage, probabilities: SIMD8(), score: score, signals: signals)
        label.confidence = 0.8296
        label.reason = reason
        return label
    }

    /// One label as a line of NDJSON, its record read from JSON.
    static func line(_ label: Label, _ json: String, text: String = "", evidence: [Clue] = [], _ change: (inout LabelWriter) -> Void = { _ in }) throws
        -> String
    {
        var writer = LabelWriter()
        change(&writer)
        var reader = JSONRecords(try Names.known())
        var record = Record()
        let bytes = Array(json.utf8), textBytes = Array(text.utf8)
        try reader.read(bytes.span, 0..<bytes.count, line: 3, into: &record)
        var scratch: [UInt8] = [], output: [UInt8] = []
        var line = Buffer(0 as UInt8)
        writer.write(
            label, record, bytes.span, evidence: evidence, of: try image(), text: textBytes.span, isJSON: true, scratch: &scratch, line: &line, into: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// A lexicon with one entry, `anger/x:1`.
    static func image() throws -> LexiconImage {
        try Lexicon(try LexiconSource([LexiconFile(name: "stage/anger.tsv", text: "[x]\nworse\t1\n")])).image
    }

    @Test("the identity, the label, then what is not always there")
    func plain() throws {
        #expect(
            try LabelWriterTests.line(
                LabelWriterTests.label(signals: 0b1000_0001),
                #"{"id":9007199254740993,"account":"5001","author":"81","time":"2026-03-02T09:14:05Z","text":"x"}"#)
                == #"{"id":"9007199254740993","account":"5001","contact":"81","time":"2026-03-02T09:14:05Z","stage":"anger","confidence":0.83,"sentiment":"negative","score":-0.625,"signals":["champion_advocacy","advice_seeking"]}"#
                + "\n")
        #expect(
            try LabelWriterTests.line(LabelWriterTests.label(.none, score: 0, reason: .noCue), #"{"text":"x","account":""}"#)
                == #"{"id":"3","stage":"none","confidence":0.83,"sentiment":"neutral","score":0,"reason":"no_cue"}"# + "\n")
        #expect(
            try LabelWriterTests.line(LabelWriterTests.label(.adoption, score: 1), #"{"id":"a\"\u001b\u00e9"}"#, { $0.ascii = true })
                == #"{"id":"a\"\u001b\u00e9","stage":"adoption","confidence":0.83,"sentiment":"positive","score":1}"# + "\n")
    }

    @Test(
        "the input record is kept as it stands, the label after it",
        arguments: [
            (#"{"id":1,"x":{"y":[1]}}"#, #"{"id":1,"x":{"y":[1]},"stage""#), ("  { \"a\":1 ,\n \"b\":2 }\t", #"{"a":1 ,  "b":2,"stage""#), ("{}", #"{"stage""#),
            ("{ }", #"{"stage""#),
            ("{\"a\":\"\u{7F}\u{9B}\u{2028}é\"}", #"{"a":"\u007f\u009b\u2028é","stage""#),
        ])
    func keep(json: String, beginning: String) throws {
        let line = try LabelWriterTests.line(LabelWriterTests.label(), json, { $0.keeps = true })
        #expect(line.hasPrefix(beginning), "\(line)")
        #expect(line.hasSuffix("}\n"))
    }

    @Test("a kept record is written in ASCII too, if that is asked for")
    func keepASCII() throws {
        let line = try LabelWriterTests.line(
            LabelWriterTests.label(), "{\"a\":\"é😀\"}", { (writer: inout LabelWriter) in (writer.keeps, writer.ascii) = (true, true) })
        #expect(line.hasPrefix(#"{"a":"\u00e9\ud83d\ude00","stage""#), "\(line)")
    }

    @Test(
        "places are counted in scalars, in bytes, or in UTF-16 units",
        arguments: [(.scalars, 3, 8), (.utf8, 7, 12), (.utf16, 4, 9)] as [(OffsetUnit, Int, Int)])
    func offsets(unit: OffsetUnit, start: Int, end: Int) throws {
        let marks = ContextMarks.bit(.negated) | ContextMarks.bit(.quoted)
        let found = Clue(start: 7, end: 12, entry: 0, voice: UInt8(Output.anger.rawValue), marks: marks, weight: 2.1004)
        let line = try LabelWriterTests.line(LabelWriterTests.label(), #"{"id":1}"#, text: "é😀 worse\"", evidence: [found, found]) {
            (writer: inout LabelWriter) in
            (writer.evidence, writer.offsets) = (true, unit)
        }
        let item = #"{"start":\#(start),"end":\#(end),"text":"worse","entry":"anger/x:1","speaks_for":"anger","weight":2.1,"context":["negated","quoted"]}"#
        #expect(line.hasSuffix(#""score":-0.625,"evidence":[\#(item),\#(item)]}"# + "\n"), "\(line)")
        #expect(try LabelWriterTests.line(LabelWriterTests.label(), "{}", { $0.evidence = true }).hasSuffix(#""evidence":[]}"# + "\n"))
    }

    /// A row with its header, read from a table.
    static func table(_ header: String, _ row: String, _ change: (inout LabelWriter) -> Void) throws -> String {
        var writer = LabelWriter()
        writer.format = .csv
        change(&writer)
        let head = Array(header.utf8), bytes = Array(row.utf8)
        var rows = DelimitedRecords(try Names.known(), separator: UInt8(ascii: ","))
        _ = rows.header(head.span, 0..<head.count)
        var columns: [String] = [], cells: [FieldValue] = []
        rows.forEachCell(head.span, 0..<head.count) { columns.append(String(decoding: head[$0.range], as: UTF8.self)) }
        rows.forEachCell(bytes.span, 0..<bytes.count) { cells.append($0) }
        writer.header = columns
        var record = Record()
        rows.read(bytes.span, 0..<bytes.count, line: 2, into: &record)
        var scratch: [UInt8] = [], output: [UInt8] = []
        writer.writeHeader(into: &output)
        let label = LabelWriterTests.label(signals: 3)
        let none: [UInt8] = []
        writer.writeRow(label, record, bytes.span, evidence: [], text: none.span, cells: cells, scratch: &scratch, into: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test("rows of tables")
    func rows() throws {
        let columns = "id,account,contact,time,stage,confidence,sentiment,score,signals,reason\n"
        let rest = "anger,0.83,negative,-0.625,champion_advocacy peer_teaching,\n"
        #expect(try LabelWriterTests.table("id,text", "5,x") { _ in } == columns + "5,,,," + rest)
        #expect(try LabelWriterTests.table("text", "x") { _ in } == columns + "2,,,," + rest)
        #expect(try LabelWriterTests.table("id,account", "\"a,\"\"b\",=1+1") { _ in } == columns + "\"a,\"\"b\",\"'=1+1\",,," + rest)
        #expect(try LabelWriterTests.table("id,account", "5,=1+1") { $0.rawCells = true } == columns + "5,=1+1,,," + rest)
        #expect(
            try LabelWriterTests.table("id,text,colour", "5,x,red") { $0.keeps = true } == "id,text,colour,account,contact,time,"
                + columns.dropFirst("id,account,contact,time,".count) + "5,x,red,,,," + rest)
        #expect(try LabelWriterTests.table("text", "\"\"") { $0.keeps = true }.hasSuffix("\n,2,,,," + rest))
        let tabs = try LabelWriterTests.table("id,account", "\"a\tb\nc\",\"d\"\"e\"") { $0.format = .tsv }
        #expect(tabs.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false).count } == [10, 10])
        #expect(tabs.contains("\na b c\td\"e\t\t\tanger"))
    }

    @Test(
        "cells that a spreadsheet would run",
        arguments: [
            ("=SUM(A1)", true), ("+1", false), ("-1.5", false), ("+49 (171) 2", false), ("-cmd", true), ("@x", true), ("\t=1", true), ("\u{200B}=1", true),
            ("  =1", true), ("＝1", true),
            ("|x", true), ("a=b", false), ("", false), ("-", true), ("\u{FEFF}@x", true),
        ])
    func formulas(text: String, isFormula: Bool) { #expect(Spreadsheet.isFormula(text) == isFormula) }

    @Test(
        "numbers are rounded to so many places, without zeros at the end",
        arguments: [
            (0, 3, "0"), (1, 3, "1"), (-1, 3, "-1"), (0.5, 3, "0.5"), (0.0005, 3, "0.001"), (-0.0005, 3, "-0.001"), (0.00049, 3, "0"), (-0.0001, 3, "0"),
            (12.3456, 2, "12.35"), (0.05, 2, "0.05"),
            (-0.05, 2, "-0.05"), (100, 0, "100"), (2.5, 0, "3"), (-2.5, 0, "-3"), (.nan, 3, "0"), (.infinity, 3, "0"), (1e300, 3, "0"),
            (123456789.125, 3, "123456789.125"), (0.999_9, 3, "1"),
        ])
    func decimals(value: Double, places: Int, expected: String) { #expect(Decimal.text(value, places: places) == expected) }
}

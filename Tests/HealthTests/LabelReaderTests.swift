import Testing
import TestSupport
import Undertone
import UndertoneEngine
import UndertoneFormats
import UndertoneHealth

/// Labels out of bytes.
@Suite("Reading labels")
struct LabelReaderTests {
    private func read(_ line: String, names: FieldNames? = nil) throws -> (LabelRecord, [UInt8]) {
        var reader = LabelReader(names: names)
        var record = LabelRecord()
        let bytes = Array(line.utf8)
        try reader.read(bytes.span, 0..<bytes.count, line: 1, into: &record)
        return (record, bytes)
    }

    @Test("a label as score writes it")
    func plain() throws {
        let (record, bytes) = try read(
            #"{"id":"1","account":"a\"b","contact":"c","time":"2026-03-02T09:14:05+01:00","stage":"anger","confidence":0.83,"sentiment":"negative","score":-0.62,"signals":["going_back","no_such"],"evidence":[{"text":"{\"}"}]}"#
        )
        #expect(record.stage == .anger && record.confidence == 830 && record.score == -620 && record.signals == 1 << 5 && !record.isStaff)
        #expect(record.string(.account, bytes.span) == "a\"b" && record.time.map(Moment.text) == "2026-03-02T08:14:05Z")
    }

    @Test("the sort key in front of a label is passed over; signals in a cell are words")
    func sortKey() throws {
        let (record, bytes) = try read("a b\t2026-01-01T00:00:00Z\t{\"account\":\"a b\",\"stage\":\"none\",\"signals\":\"impatience going_back\"}")
        #expect(record.string(.account, bytes.span) == "a b" && record.signals == 1 << 5 | 1 << 6 && record.confidence == 1000)
    }

    @Test("records that were written with --keep have their fields under the names of exports")
    func otherNames() throws {
        let names = try FieldNames(#require(Lexicon.builtInFile(named: "field.tsv")))
        let (record, bytes) = try read(#"{"organization_id":7,"author_id":"x","created_at":"2026-01-02","contact":"y","stage":"anger"}"#, names: names)
        #expect(record.string(.account, bytes.span) == "7" && record.string(.contact, bytes.span) == "y" && record.time == 1_767_312_000)
    }

    @Test(
        "what is no label is refused",
        arguments: [
            "{}", "[]", "{\"stage\":\"angry\"}", "{\"stage\":\"anger\",}", "{\"stage\":\"anger\"", "{\"stage\":\"anger\"} x",
            "{\"stage\":\"anger\",\"score\":2}",
            "{\"stage\":\"anger\",\"confidence\":-1}", "{\"stage\":\"anger\",\"time\":\"soon\"}", "{\"stage\":\"anger\",\"score\":1e}", "x",
        ])
    func refused(line: String) { #expect(throws: RecordFault.self) { try read(line) } }

    @Test("hostile bytes never trap: any cut and any changed byte gives a label or a fault")
    func hostile() throws {
        let line = Array(label("12 anna anger -0.5 churn_threat").utf8)
        var random = SplitMix64(seed: 5)
        var reader = LabelReader()
        var record = LabelRecord()
        for round in 0..<5000 {
            var bytes = Array(line[..<(round % 2 == 0 ? random.below(line.count) : line.count)])
            for _ in 0..<random.below(3) where !bytes.isEmpty { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
            try? reader.read(bytes.span, 0..<bytes.count, line: 1, into: &record)
        }
    }
}

/// Times and numbers.
@Suite("Times and slopes")
struct MomentTests {
    static let cases: [(text: String, seconds: Int64?)] = [
        ("1970-01-01T00:00:00Z", 0), ("2026-03-02T09:14:05Z", 1_772_442_845), ("2026-03-02 09:14:05", 1_772_442_845),
        ("2026-03-02T09:14:05.999Z", 1_772_442_845),
        ("2026-03-02T11:14:05+02:00", 1_772_442_845), ("2026-03-02T04:14:05-0500", 1_772_442_845), ("2026-03-02T09:14", 1_772_442_840),
        ("2024-02-29", 1_709_164_800), ("1772442845", 1_772_442_845), ("1772442845000", 1_772_442_845), ("1772442845.25", 1_772_442_845), ("-86400", -86_400),
        ("2026-02-29", nil), ("2026-13-01", nil), ("2026-03-02T25:00", nil), ("2026-03-02Tx", nil), ("March", nil), ("", nil), ("12:30", nil), ("1e9", nil),
        ("1969-12-31T23:59:59Z", -1), ("2026-03-02T09:14:05 UTC", 1_772_442_845),
    ]

    @Test("times are read", arguments: cases.indices)
    func read(_ index: Int) { #expect(Moment.seconds(MomentTests.cases[index].text) == MomentTests.cases[index].seconds, "\(MomentTests.cases[index].text)") }

    @Test("what is written is read again, over four centuries")
    func roundTrip() {
        for day in stride(from: -70_000, to: 80_000, by: 37) {
            let second = Int64(day) * Moment.day + Int64((day % 86_400 + 86_400) % 86_400)
            #expect(Moment.seconds(Moment.text(second)) == second)
            // With a blank behind it a time is read byte by byte.
            #expect(Moment.seconds(Moment.text(second) + " ") == second)
        }
    }

    @Test("times that are damaged are read the same in eight bytes a step and byte by byte")
    func damaged() {
        var random = SplitMix64(seed: 20)
        for _ in 0..<20_000 {
            var text = Array("2024-02-29T23:59:59Z".utf8)
            for _ in 0..<(1 + random.next() % 3) { text[Int(random.next() % 20)] = Array("0123456789-:TZ/;?@ +.\u{7F}".utf8)[Int(random.next() % 22)] }
            let written = String(decoding: text, as: UTF8.self)
            #expect(Moment.seconds(written) == Moment.seconds(written + " "), "\(written)")
        }
    }
}

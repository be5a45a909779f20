import Foundation
import Testing
import TestSupport
import UndertoneBulk
import UndertoneFormats

@Suite("Bulk scorer")
struct BulkScorerTests {
    /// Many records with bad ones between; the id of a good record is its line.
    static func archive(_ count: Int, seed: UInt64) -> (text: String, good: [Int], bad: [Int]) {
        var random = SplitMix64(seed: seed)
        var text = "", good: [Int] = [], bad: [Int] = []
        for line in 1...count {
            switch random.below(9) {
            case 0:
                text += random.pick(["{", "nonsense", "{\"id\":1}", "[]", "{\"text\":\"a}", "{} {}"]) + "\n"
                bad.append(line)
            case 1: text += random.pick(["", "  ", "\r"]) + "\n"
            default:
                text +=
                    "{\"id\":\(line),\"text\":\"\(random.pick(["the old one was better", "we roll it out today", "awful, awful", "lovely", "see line\\nbreak"]))\"}\n"
                good.append(line)
            }
        }
        return (text, good, bad)
    }

    private static func ids(_ outcome: Small.Outcome) -> [Int] { outcome.lines.compactMap { Int($0.dropFirst(7).prefix { $0 != "\"" }) } }

    @Test("one label for every good record, in order, and one fault with the right line for every bad one")
    func order() throws {
        let archive = BulkScorerTests.archive(3000, seed: 0xB0_1C)
        for size in [100, 4096, 1 << 18] {
            let outcome = try Small.run(archive.text, Small.layout(.ndjson), size: size)
            #expect(BulkScorerTests.ids(outcome) == archive.good)
            #expect(outcome.faults.map { Int($0.prefix { $0 != ":" }) } == archive.bad)
            #expect(outcome.tally.records == archive.good.count && outcome.tally.refused == archive.bad.count && outcome.tally.bytes == archive.text.utf8.count)
            #expect(outcome.tally.stages.reduce(0, +) == archive.good.count && outcome.tally.sentiments.reduce(0, +) == archive.good.count)
        }
    }

    @Test("one worker or several: the same bytes, faults and counts", arguments: [1, 2, 3, 8])
    func concurrently(jobs: Int) async throws {
        let archive = BulkScorerTests.archive(2000, seed: 0x5A_3E)
        let alone = try Small.run(archive.text, Small.layout(.ndjson))
        for size in [64, 1000, 20_000] {
            #expect(try await Small.runConcurrently(archive.text, Small.layout(.ndjson), jobs: jobs, size: size) == alone, "\(size) bytes at a time")
        }
    }

    @Test("a batch that comes alone is scored on the caller's thread")
    func threads() async throws {
        let own = pthread_self()
        var left = 1
        try await BatchWorkers(jobs: 2).run(
            next: {
                left -= 1
                return left < 0 ? nil : left
            }, work: { _ in pthread_self() }, emit: { #expect($0 == own) })
        #expect(left < 0)
    }

    @Test("what the writer throws ends the run", arguments: [1, 4])
    func failure(jobs: Int) async throws {
        struct Full: Error {}
        let bytes = Array(BulkScorerTests.archive(500, seed: 1).text.utf8)
        var pieces = Small.Pieces(bytes, size: 300)
        var reader = BatchReader(RecordSplitter(.ndjson), head: [], longest: 1 << 20)
        let scorer = BulkScorer(try Small.classifier(), jobs: jobs), layout = try Small.layout(.ndjson)
        var emitted = 0
        await #expect(throws: Full.self) {
            try await scorer.runConcurrently(
                layout, next: { try reader.next { pieces.next() } },
                emit: { _ in
                    emitted += 1
                    if emitted == 3 { throw Full() }
                })
        }
        #expect(emitted == 3)
    }

    @Test("when reading or writing fails, at whatever call, all that was read before is written, in order", arguments: [1, 2, 4])
    func nthFailure(jobs: Int) async throws {
        struct Broken: Error {}
        let text = BulkScorerTests.archive(60, seed: 7).text
        let size = 150
        for fails in 1...(text.utf8.count / size + 2) {
            var pieces = Small.Pieces(Array(text.utf8), size: size)
            var calls = 0, outcome = Small.Outcome()
            var reader = BatchReader(RecordSplitter(.ndjson), head: [], longest: 1 << 20)
            let scorer = BulkScorer(try Small.classifier(), jobs: jobs), layout = try Small.layout(.ndjson)
            func next() throws -> Batch? {
                try reader.next {
                    calls += 1
                    if calls == fails { throw Broken() }
                    return pieces.next()
                }
            }
            var isBroken = false
            do {
                if jobs == 1 {
                    try scorer.run(layout, next: next, emit: { outcome.take($0) })
                } else {
                    try await scorer.runConcurrently(layout, next: next, emit: { outcome.take($0) })
                }
            } catch is Broken { isBroken = true }
            let whole = text.utf8.prefix((fails - 1) * size)
            let given =
                isBroken ? String(decoding: whole[..<(whole.lastIndex(of: 0x0A).map { whole.index(after: $0) } ?? whole.startIndex)], as: UTF8.self) : text
            let expected = try Small.run(given, Small.layout(.ndjson))
            #expect(outcome.output == expected.output && outcome.faults == expected.faults, "call \(fails) fails")
        }
    }

    @Test("a record longer than the limit is refused, and the next is read, wherever the input is cut")
    func tooLong() throws {
        let long = String(repeating: "x", count: 300)
        let text = "{\"id\":1,\"text\":\"lovely\"}\n{\"id\":2,\"text\":\"\(long)\"}\n{\"id\":3,\"text\":\"awful\"}\n"
        for size in [1, 50, 1000] {
            let outcome = try Small.run(text, Small.layout(.ndjson, longest: 200), size: size)
            #expect(BulkScorerTests.ids(outcome) == [1, 3], "\(size)")
            #expect(outcome.faults == ["2: the record is longer than 200 bytes; raise the limit with --max-record"], "\(size)")
        }
    }

    @Test("a record without an id is named by its line, and by its column behind others on that line, wherever the input is cut")
    func places() throws {
        let text = "[{\"text\":\"a\"}, {\"text\":\"b\"},\n [{\n\"text\":\"c\"}],{\"text\":\"d\"},{\"id\":\"own\",\"text\":\"e\"}\n, {\"text\":\"f\"}]"
        for size in [1, 7, 1000] {
            let ids = try Small.run(text, Small.layout(.json), size: size).lines.map { $0.dropFirst(7).prefix { $0 != "\"" } }
            #expect(ids == ["1", "1:16", "2", "3:14", "own", "4"], "\(size)")
        }
    }

    @Test("a refused record leaves an error in the output, if that is asked for")
    func errors() throws {
        var layout = try Small.layout(.ndjson)
        layout.emitsErrors = true
        let outcome = try Small.run("{\"id\":1,\"text\":\"lovely\"}\n{\n{\"id\":3,\"text\":\"awful\"}\n", layout)
        #expect(outcome.lines.count == 3 && outcome.lines[1] == #"{"line":2,"error":"here should be a key in quotation marks"}"#)
    }

    @Test("a kept text is that of its own record, quoted, escaped or plain, of customers and of staff")
    func keptTexts() throws {
        let expected = ["plain", "say \"yes\"", "again", "staff", ""]
        let csv = "1,plain,\n2,\"say \"\"yes\"\"\",\n3,again,\n4,staff,agent\n5,,\n"
        for evidence in [false, true] {
            let outcome = try Small.run(csv, Small.layout(.csv) { (writer: inout LabelWriter) in (writer.keeps, writer.evidence) = (true, evidence) })
            for (line, text) in zip(outcome.lines, expected) {
                var quoted: [UInt8] = []
                JSONText.quote(text, into: &quoted)
                #expect(line.contains("\"text\":\(String(decoding: quoted, as: UTF8.self)),"), "\(line)")
            }
            #expect(outcome.lines.count == expected.count)
            let whole = try Small.run("all of\nit", Small.layout(.whole) { (writer: inout LabelWriter) in (writer.keeps, writer.evidence) = (true, evidence) })
            #expect(whole.description.contains(#""text":"all of\nit""#), "\(whole)")
        }
    }

    @Test("texts are read one by one with their lines, in every format")
    func texts() throws {
        for (format, text, expected) in [
            (.ndjson, "{\"text\":\"a\"}\n\n{\n{\"text\":\"b\\nc\"}\n", ["1 a", "3!", "4 b\nc"]),
            (.json, "[\n{\"text\":\"a\"},\n\n{\"text\":\"b\"}, 7]", ["2 a", "4 b", "4!"]),
            (.csv, "1,\"a\nb\"\n2,c\n", ["1 a\nb", "3 c"]), (.text, "a\n\nb", ["1 a", "3 b"]), (.whole, "a\nb", ["1 a\nb"]),
        ] as [(InputFormat, String, [String])] {
            var pieces = Small.Pieces(Array(text.utf8), size: 4)
            var batches = BatchReader(RecordSplitter(format), head: [], longest: 1 << 20)
            var reader = MessageReader(try Small.layout(format))
            var found: [String] = []
            while let batch = try batches.next({ pieces.next() }) {
                reader.forEachText(batch) { text, line, fault in found.append(fault == nil ? "\(line) \(String(decoding: text, as: UTF8.self))" : "\(line)!") }
            }
            #expect(found == expected, "\(format)")
        }
    }
}

import Foundation
import Testing
import Undertone
import UndertoneEngine
import UndertoneFormats
import UndertoneHealth
import UndertoneReport

/// The accounts of corpus/health, given the labels that their messages have by right: floors for what `health` makes of them.
@Suite("Accounts of the corpus")
struct HealthCorpusTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("corpus/health")

    private static func lines(_ name: String) throws -> [String] {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private static func objects(_ lines: [String]) throws -> [JSONObject] {
        try lines.enumerated().map { number, line in
            let bytes = Array(line.utf8)
            return try JSONObject(bytes.span, 0..<bytes.count, line: number + 1)
        }
    }

    @Test("right labels give right accounts")
    func accounts() throws {
        let book = try book(try HealthCorpusTests.lines("messages.ndjson"), builtInRules())
        let writer = HealthWriter()
        let found = book.sorted().map { String(decoding: writer.lines(book.health(of: $0)), as: UTF8.self) }
        let evaluation = HealthEvaluation(
            try HealthCorpusTests.objects(try HealthCorpusTests.lines("accounts.ndjson")), predicted: try HealthCorpusTests.objects(found))
        #expect(evaluation.count >= 40)
        #expect(evaluation.stages.accuracy >= 0.8)
        #expect(evaluation.directions.accuracy >= 0.75)
        #expect(evaluation.cohorts.accuracy >= 0.7)
        #expect(evaluation.championF1 >= 0.8 && evaluation.divided.accuracy >= 0.8)
    }

    @Test("every account has eight to fifteen messages over months, labelled in full")
    func form() throws {
        let messages = try HealthCorpusTests.objects(try HealthCorpusTests.lines("messages.ndjson"))
        for (account, own) in Dictionary(grouping: messages, by: { $0.values["account"] ?? "" }) {
            #expect((8...15).contains(own.count), "\(account)")
            let times = own.compactMap { $0.values["time"].flatMap { Moment.seconds($0) } }
            #expect((times.max() ?? 0) - (times.min() ?? 0) > 60 * Moment.day, "\(account)")
            #expect(own.allSatisfy { $0.values["stage"].flatMap(Stage.init) != nil && $0.lists["signals"]?.allSatisfy { Signal(rawValue: $0) != nil } == true })
        }
    }
}

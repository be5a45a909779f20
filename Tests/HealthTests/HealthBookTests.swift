import Testing
import TestSupport
import UndertoneEngine
import UndertoneFormats
import UndertoneHealth

/// States of accounts: sums that may be made in any order and in any parts.
@Suite("States of accounts")
struct HealthBookTests {
    /// Labels of a few accounts and people, drawn at random; some without time or contact, some of staff.
    static func labels(_ count: Int, seed: UInt64) -> [String] {
        var random = SplitMix64(seed: seed)
        func draw(_ below: Int) -> Int { Int(random.next() % UInt64(below)) }
        return (0..<count).map { number in
            let stage = Stage.allCases[draw(6)].rawValue, signal = Signal.allCases[draw(Signal.allCases.count)].rawValue
            let time = draw(9) == 0 ? "" : "\"time\":\"2026-0\(draw(9) + 1)-1\(draw(10))T0\(draw(10)):00:00Z\","
            let contact = draw(7) == 0 ? "" : "\"contact\":\"c\(draw(4))\",\"contact_role\":\"role\(draw(2))\","
            let reason = draw(10) == 0 ? ",\"reason\":\"staff\"" : ""
            return
                "{\"id\":\"\(number)\",\"account\":\"a\(draw(5))\",\(contact)\(time)\"stage\":\"\(stage)\",\"confidence\":0.\(draw(900) + 100),\"score\":\(draw(2) == 0 ? "-" : "")0.\(draw(900) + 100),\"signals\":[\(draw(3) == 0 ? "\"\(signal)\"" : "")]\(reason)}"
        }
    }

    private static func all(_ book: HealthBook) -> [AccountHealth] {
        book.sorted().map { book.health(of: $0, since: Moment.day(year: 2026, month: 6, day: 1)) }
    }

    private static func file(_ book: HealthBook) -> [[UInt8]] { book.sorted().map { StateFile.line(book, $0) } }

    @Test("the order of labels does not matter", arguments: [1, 2, 3] as [UInt64])
    func order(_ seed: UInt64) throws {
        let labels = HealthBookTests.labels(400, seed: seed), rules = try builtInRules()
        var random = SplitMix64(seed: seed)
        let shuffled = labels.map { ($0, random.next()) }.sorted { $0.1 < $1.1 }.map(\.0)
        let whole = try book(labels, rules), other = try book(shuffled, rules)
        #expect(HealthBookTests.all(whole) == HealthBookTests.all(other))
        #expect(HealthBookTests.file(whole) == HealthBookTests.file(other), "the file of their states")
    }

    @Test("parts that are merged say what the whole says", arguments: [1, 2, 7, 100])
    func merge(_ parts: Int) throws {
        let labels = HealthBookTests.labels(500, seed: 9), rules = try builtInRules()
        var merged = HealthBook(rules)
        for part in (0..<parts).reversed() {
            merged.merge(try book(labels.enumerated().filter { $0.offset % parts == part }.map(\.element), rules))
        }
        let whole = try book(labels, rules)
        #expect(HealthBookTests.all(merged) == HealthBookTests.all(whole))
        #expect(HealthBookTests.file(merged) == HealthBookTests.file(whole), "the file of their states")
    }

    @Test("an account's record does not depend on the others")
    func alone() throws {
        let labels = HealthBookTests.labels(300, seed: 4), rules = try builtInRules()
        let together = HealthBookTests.all(try book(labels, rules))
        for result in together {
            let own = labels.filter { $0.contains("\"account\":\"\(result.account)\"") }
            #expect(HealthBookTests.all(try book(own, rules)) == [result])
        }
    }

    @Test("the newest ids stand with each signal")
    func ids() throws {
        let lines = (1...9).map { label("\($0) anna anger -0.5 churn_threat", id: "id\($0)") }
        let signals = try book(lines, builtInRules()).health(of: 0).signals
        #expect(signals.map(\.signal) == [.churnThreat] && signals[0].count == 9 && signals[0].ids == ["id9", "id8", "id7"] && signals[0].score == -0.5)
    }

    @Test("staff's messages are no messages of the customer, and a note's author is no contact")
    func staff() throws {
        let lines = [
            label("0 anna adoption 0.5"), label("2 sam none").replacing("\"signals\"", with: "\"reason\":\"staff\",\"signals\""),
            label("3 sam adoption").replacing("\"signals\"", with: "\"kind\":\"note\",\"signals\""),
        ]
        let result = try book(lines, builtInRules()).health(of: 0)
        #expect(result.messages == 2 && result.staffMessages == 1 && result.people.map(\.contact) == ["anna"])
    }
}

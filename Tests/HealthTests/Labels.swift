import Testing
import Undertone
import UndertoneEngine
import UndertoneFormats
import UndertoneHealth

/// The rules that ship.
func builtInRules() throws -> HealthRules { try HealthRules(#require(Lexicon.builtInFile(named: "health.tsv"))) }

/// One label in short: `12 anna anger -0.5 churn_threat` is a label of day 12 (of 2026), by anna, with that score and signal.
func label(_ short: String, account: String = "a", id: String? = nil) -> String {
    let words = short.split(separator: " ").map(String.init)
    let day = Moment.day(year: 2026, month: 1, day: 1) + (Int(words[0]) ?? 0)
    let signals = words.dropFirst(4).map { "\"\($0)\"" }.joined(separator: ",")
    let score = words.count > 3 ? words[3] : "0"
    return
        "{\"id\":\"\(id ?? "m\(words[0])")\",\"account\":\"\(account)\",\"contact\":\"\(words[1])\",\"time\":\"\(Moment.date(day))T10:00:00Z\",\"stage\":\"\(words[2])\",\"confidence\":1,\"score\":\(score),\"signals\":[\(signals)]}"
}

/// A book of labels, one a line.
func book(_ lines: [String], _ rules: HealthRules) throws -> HealthBook {
    var book = HealthBook(rules)
    var reader = LabelReader()
    var record = LabelRecord()
    for (number, line) in lines.enumerated() {
        let bytes = Array(line.utf8)
        try reader.read(bytes.span, 0..<bytes.count, line: number + 1, into: &record)
        book.add(record, bytes.span)
    }
    return book
}

/// The health of the one account that short labels belong to.
func health(_ short: [String], now: Int? = nil, since: Int? = nil) throws -> AccountHealth {
    let first = Moment.day(year: 2026, month: 1, day: 1)
    return try book(short.map { label($0) }, builtInRules()).health(of: 0, now: now.map { $0 + first }, since: since.map { $0 + first })
}

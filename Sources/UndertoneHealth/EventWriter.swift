import UndertoneEngine
import UndertoneFormats

/// Lines of Segment's protocol. Their message ids are made from their content, so that a line sent twice counts once.
struct EventWriter {
    let names: OutputNames

    func lines(_ health: AccountHealth) -> [UInt8] {
        var lines = group(health)
        for turn in health.turns { lines += track(turn, health.account) }
        return lines
    }

    private func group(_ health: AccountHealth) -> [UInt8] {
        var traits = JSONLine()
        traits.names = names
        members(health, &traits)
        var line = JSONLine()
        line.add("type", "group")
        line.add("messageId", "undertone-" + EventWriter.hash([health.account], traits.bytes))
        line.add("groupId", health.account)
        // Segment wants a person with every line; a group without one is anonymous.
        line.add("anonymousId", "undertone-account-" + EventWriter.hash([health.account], []))
        line.add("timestamp", health.lastMessage.map(Moment.text))
        line.object("traits") { object in
            object.names = names
            members(health, &object)
            object.names = OutputNames()
        }
        return line.finished()
    }

    private func members(_ health: AccountHealth, _ line: inout JSONLine) {
        HealthWriter.addStage(health, &line)
        HealthWriter.addFeeling(health, &line)
        line.add("champions", health.champions.count)
        line.add("divided", health.isDivided)
        line.add("warnings", health.warnings.map(\.rawValue))
        line.add("messages", health.messages)
        line.add("last_message", health.lastMessage.map(Moment.text))
    }

    private func track(_ turn: StageTurn, _ account: String) -> [UInt8] {
        let day = turn.day.map(Moment.date) ?? ""
        var line = JSONLine()
        line.add("type", "track")
        line.add("messageId", "undertone-" + EventWriter.hash([account, day, turn.from.rawValue, turn.to.rawValue], []))
        line.add("event", "Adoption Stage Changed")
        line.add("anonymousId", "undertone-account-" + EventWriter.hash([account], []))
        line.add("timestamp", turn.day.map { Moment.text(Int64($0) * Moment.day) })
        line.object("context") { $0.add("groupId", account) }
        line.object("properties") { object in
            object.add("from", turn.from.rawValue)
            object.add("to", turn.to.rawValue)
            object.add("direction", turn.isForward ? Direction.forward.rawValue : Direction.backward.rawValue)
        }
        return line.finished()
    }

    /// 32 hexadecimal digits of two 64-bit FNV-1a hashes over some texts, a byte 0 after each, and further bytes: the same on every machine.
    static func hash(_ texts: [String], _ rest: [UInt8]) -> String {
        var bytes: [UInt8] = []
        for text in texts { bytes += Array(text.utf8) + [0] }
        bytes += rest
        return [0xCBF2_9CE4_8422_2325, 0x84_2223_25CB_F29C_E4 as UInt64].map { start in
            var hash = start as UInt64
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            let digits = String(hash ^ hash &>> 31, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

/// Tags in the manner of Zendesk: small letters and underscores, two of them between name and value.
enum Tags {
    static func line(_ health: AccountHealth) -> [UInt8] {
        var row = TableRow(separator: 0x09, raw: true)
        row.add(health.account)
        let tags =
            ["stage__\(health.stage.rawValue)", "direction__\(health.direction.rawValue)", "cohort__\(health.cohort.rawValue)"]
            + ["sentiment__\(health.sentiment.rawValue)"] + health.warnings.map { "warning__\($0.rawValue)" }
        row.add(tags.joined(separator: " "))
        return row.finished()
    }
}

/// Counts over all accounts, as a textfile for Prometheus: no account is named, so that the number of series stays small.
package struct Metrics: Sendable {
    private var stages = [Int](repeating: 0, count: Stage.allCases.count)
    private var cohorts: [Cohort: Int] = [:], directions: [Direction: Int] = [:], warnings: [Warning: Int] = [:]
    private var health = 0.0, score = 0.0
    private var accounts = 0, messages = 0, labelled = 0

    package init() {}

    package mutating func add(_ result: AccountHealth) {
        stages[result.stage.index] += 1
        cohorts[result.cohort, default: 0] += 1
        directions[result.direction, default: 0] += 1
        for warning in result.warnings { warnings[warning, default: 0] += 1 }
        health += result.health
        score += result.score
        accounts += 1
        messages += result.messages
        labelled += result.labelled
    }

    package func text() -> String {
        var text = ""
        func family(_ name: String, _ help: String, _ samples: [(label: String, value: String)]) {
            text += "# HELP undertone_\(name) \(help)\n# TYPE undertone_\(name) gauge\n"
            for sample in samples { text += "undertone_\(name)\(sample.label) \(sample.value)\n" }
        }
        family("accounts", "Accounts by their present stage of adoption.", Stage.allCases.map { ("{stage=\"\($0.rawValue)\"}", String(stages[$0.index])) })
        family("accounts_by_cohort", "Accounts by cohort.", Cohort.allCases.map { ("{cohort=\"\($0.rawValue)\"}", String(cohorts[$0] ?? 0)) })
        family(
            "accounts_by_direction", "Accounts by their last lasting move.",
            Direction.allCases.map { ("{direction=\"\($0.rawValue)\"}", String(directions[$0] ?? 0)) })
        family("accounts_warned", "Accounts by warning.", Warning.allCases.map { ("{warning=\"\($0.rawValue)\"}", String(warnings[$0] ?? 0)) })
        let count = Double(max(1, accounts))
        family("health_mean", "Mean psychological health score, 0 to 100.", [("", Decimal.text(health / count, places: 3))])
        family("sentiment_mean", "Mean score of feeling, -1 to 1.", [("", Decimal.text(score / count, places: 4))])
        family("messages", "Messages of customers.", [("", String(messages))])
        family("messages_labelled", "Messages of customers that show a stage.", [("", String(labelled))])
        return text
    }
}

import UndertoneEngine
import UndertoneFormats

/// How the health of accounts is written.
package enum HealthFormat: String, Sendable, CaseIterable {
    /// One JSON object an account.
    case ndjson
    /// One row an account.
    case csv, tsv
    /// For people, with bars.
    case table
    /// Lines of Segment's protocol: a `group` an account and a `track` for each change of stage.
    case segment
    /// Counts over all accounts in the text form of Prometheus.
    case prometheus
    /// The account, a TAB, and tags parted by blanks, as Zendesk wants them.
    case tags
}

/// Writes records of accounts and people as JSON and as rows.
package struct HealthWriter: Sendable {
    package var format = HealthFormat.ndjson
    package var names = OutputNames()
    /// Whether one record a person is written instead of one an account.
    package var byPerson = false
    /// Whether cells that a spreadsheet would take for formulas are written as they are.
    package var rawCells = false
    /// The plays that are added to each account.
    package var plays: PlayBook?

    package init() {}

    /// The names of all columns of accounts, before they are renamed.
    package static let columns =
        [
            "account", "stage", "since", "previous_stage", "direction", "velocity", "health", "stage_part", "velocity_part", "sentiment_part",
            "champions_part", "cohort", "sentiment", "score", "trend", "relationship", "champions", "champion_ids", "divided", "warnings", "messages",
            "labelled", "none_share", "staff_messages", "last_message", "silent_days", "contacts",
        ] + Signal.allCases.map(\.rawValue)

    /// The names of all columns of people, before they are renamed.
    package static let personColumns = [
        "account", "contact", "role", "role_inferred", "stage", "previous_stage", "direction", "relationship", "relationship_level", "sentiment", "score",
        "champion", "messages", "labelled", "last_day",
    ]

    private var separator: UInt8 { format == .csv ? 0x2C : 0x09 }

    /// The first line of a table; empty for other formats.
    package func header() -> [UInt8] {
        guard format == .csv || format == .tsv else { return [] }
        var row = TableRow(separator: separator, raw: rawCells)
        for name in byPerson ? HealthWriter.personColumns : HealthWriter.columns + (plays == nil ? [] : ["play"]) { row.add(names(name)) }
        return row.finished()
    }

    /// The lines of one account.
    package func lines(_ health: AccountHealth) -> [UInt8] {
        switch (format, byPerson) {
        case (.csv, false), (.tsv, false): return row(health)
        case (.csv, true), (.tsv, true): return health.people.flatMap { row($0, health.account) }
        case (.segment, _): return EventWriter(names: names).lines(health)
        case (.tags, _): return Tags.line(health)
        case (_, true): return health.people.flatMap { json($0, health.account) }
        case (_, false): return json(health)
        }
    }

    // MARK: JSON

    private func json(_ health: AccountHealth) -> [UInt8] {
        var line = JSONLine()
        line.names = names
        line.add("account", health.account)
        HealthWriter.addStage(health, &line)
        line.object("parts") { parts in
            parts.add("stage", health.parts.stage, places: 1, isTop: false)
            parts.add("velocity", health.parts.velocity, places: 1, isTop: false)
            parts.add("sentiment", health.parts.sentiment, places: 1, isTop: false)
            parts.add("champions", health.parts.champions, places: 1, isTop: false)
        }
        HealthWriter.addFeeling(health, &line)
        line.add("relationship", health.relationship, places: 1)
        line.add("champions", health.champions)
        line.add("divided", health.isDivided)
        line.add("warnings", health.warnings.map(\.rawValue))
        addSignals(health, &line)
        addCounts(health, &line)
        line.list("contacts") { list in for person in health.people { list.object { self.members(person, &$0, isTop: false) } } }
        addChange(health, &line)
        addPlays(health, &line)
        return line.finished()
    }

    /// The members that tell where an account stands; records and traits of Segment have them alike.
    static func addStage(_ health: AccountHealth, _ line: inout JSONLine) {
        line.add("stage", health.stage.rawValue)
        line.add("since", health.since.map(Moment.date))
        line.add("previous_stage", health.previousStage?.rawValue)
        line.add("direction", health.direction.rawValue)
        line.add("velocity", health.velocity, places: 2)
        line.add("health", health.health, places: 1)
    }

    /// The members that tell what an account needs and how it feels.
    static func addFeeling(_ health: AccountHealth, _ line: inout JSONLine) {
        line.add("cohort", health.cohort.rawValue)
        line.add("sentiment", health.sentiment.rawValue)
        line.add("score", health.score)
        line.add("trend", health.trend)
    }

    private func addSignals(_ health: AccountHealth, _ line: inout JSONLine) {
        line.object("signals") { object in for finding in health.signals { object.add(finding.signal.rawValue, finding.count, isTop: false) } }
        line.object("signal_messages") { object in for finding in health.signals { object.add(finding.signal.rawValue, finding.ids, isTop: false) } }
        line.object("drivers") { object in
            for finding in health.signals where finding.signal.rawValue.hasPrefix("driver_") {
                object.object(String(finding.signal.rawValue.dropFirst(7)), isTop: false) { driver in
                    driver.add("messages", finding.count, isTop: false)
                    driver.add("score", finding.score, isTop: false)
                }
            }
        }
    }

    private func addCounts(_ health: AccountHealth, _ line: inout JSONLine) {
        line.add("messages", health.messages)
        line.add("labelled", health.labelled)
        line.add("none_share", health.noneShare, places: 2)
        line.add("staff_messages", health.staffMessages)
        line.add("last_message", health.lastMessage.map(Moment.text))
        line.add("silent_days", health.silentDays)
    }

    private func addChange(_ health: AccountHealth, _ line: inout JSONLine) {
        guard let change = health.change else { return }
        line.object("change") { object in
            object.add("since", Moment.date(change.since), isTop: false)
            object.add("stage_before", change.stageBefore.rawValue, isTop: false)
            object.add("stage_changed", change.stageBefore != health.stage, isTop: false)
            object.add("health_before", change.healthBefore, places: 1, isTop: false)
            object.add("messages", change.messages, isTop: false)
            object.object("signals", isTop: false) { signals in
                for (signal, count) in change.signals { signals.add(signal.rawValue, count, isTop: false) }
            }
        }
    }

    private func addPlays(_ health: AccountHealth, _ line: inout JSONLine) {
        guard let plays else { return }
        line.list("plays") { list in
            for play in plays.plays(for: health) {
                list.object { object in
                    object.add("for", play.name, isTop: false)
                    object.add("goal", play.goal, isTop: false)
                    object.add("do", play.steps, isTop: false)
                    object.add("avoid", play.avoid, isTop: false)
                }
            }
        }
    }

    private func json(_ person: PersonHealth, _ account: String) -> [UInt8] {
        var line = JSONLine()
        line.names = names
        line.add("account", account)
        members(person, &line, isTop: true)
        return line.finished()
    }

    private func members(_ person: PersonHealth, _ line: inout JSONLine, isTop: Bool) {
        line.add("contact", person.contact, isTop: isTop)
        line.add("role", person.role, isTop: isTop)
        if person.isRoleInferred { line.add("role_inferred", true, isTop: isTop) }
        line.add("stage", person.stage.rawValue, isTop: isTop)
        line.add("previous_stage", person.previousStage?.rawValue, isTop: isTop)
        line.add("direction", person.direction.rawValue, isTop: isTop)
        line.add("relationship", person.relationship.rawValue, isTop: isTop)
        line.add("relationship_level", person.level.rawValue, isTop: isTop)
        line.add("sentiment", person.sentiment.rawValue, isTop: isTop)
        line.add("score", person.score, isTop: isTop)
        line.add("champion", person.isChampion, isTop: isTop)
        line.add("messages", person.messages, isTop: isTop)
        line.add("labelled", person.labelled, isTop: isTop)
        line.add("last_day", person.lastDay.map(Moment.date), isTop: isTop)
    }

    // MARK: Rows

    private func row(_ health: AccountHealth) -> [UInt8] {
        var row = TableRow(separator: separator, raw: rawCells)
        row.add(health.account)
        row.add(health.stage.rawValue)
        row.add(health.since.map(Moment.date) ?? "")
        row.add(health.previousStage?.rawValue ?? "")
        row.add(health.direction.rawValue)
        row.add(health.velocity, places: 2)
        for part in [health.health, health.parts.stage, health.parts.velocity, health.parts.sentiment, health.parts.champions] { row.add(part, places: 1) }
        row.add(health.cohort.rawValue)
        row.add(health.sentiment.rawValue)
        row.add(health.score, places: 3)
        row.add(health.trend, places: 3)
        row.add(health.relationship, places: 1)
        row.add(health.champions.count)
        row.add(health.champions.joined(separator: " "))
        row.add(health.isDivided ? "true" : "false")
        row.add(health.warnings.map(\.rawValue).joined(separator: " "))
        row.add(health.messages)
        row.add(health.labelled)
        row.add(health.noneShare, places: 2)
        row.add(health.staffMessages)
        row.add(health.lastMessage.map(Moment.text) ?? "")
        row.add(health.silentDays)
        row.add(health.people.count)
        // What was found stands in the order of all signals.
        var found = health.signals[...]
        for signal in Signal.allCases { row.add(found.first?.signal == signal ? found.removeFirst().count : 0) }
        if let plays { row.add(plays.plays(for: health).map { $0.name + ": " + $0.goal }.joined(separator: " ")) }
        return row.finished()
    }

    private func row(_ person: PersonHealth, _ account: String) -> [UInt8] {
        var row = TableRow(separator: separator, raw: rawCells)
        let cells = [
            account, person.contact, person.role ?? "", String(person.isRoleInferred), person.stage.rawValue, person.previousStage?.rawValue ?? "",
            person.direction.rawValue, String(person.relationship.rawValue), person.level.rawValue, person.sentiment.rawValue,
            Decimal.text(person.score, places: 3), String(person.isChampion), String(person.messages), String(person.labelled),
            person.lastDay.map(Moment.date) ?? "",
        ]
        for cell in cells { row.add(cell) }
        return row.finished()
    }
}

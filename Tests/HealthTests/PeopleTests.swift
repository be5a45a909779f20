import Testing
import UndertoneEngine
import UndertoneFormats
import UndertoneHealth

/// What is said of people and of the account as a whole.
@Suite("People, cohorts and warnings")
struct PeopleTests {
    @Test("relationships: only issues, now and then without a problem, mostly so, asks for advice")
    func relationship() throws {
        let result = try health([
            "0 ann acquiesce -0.1", "9 ann none", "0 bob acquiesce", "9 bob exploration 0.2", "20 bob acquiesce", "31 bob none", "0 cat exploration 0.4",
            "9 cat adoption 0.5", "0 dan adoption 0.5", "10 dan adoption 0.4 advice_seeking", "0 eve anger -0.6", "8 eve anger -0.7",
        ])
        #expect(result.people.map(\.relationship) == [.initial, .developing, .strong, .advisor, .initial])
        #expect(result.people.map(\.level) == [.okay, .okay, .veryGood, .veryGood, .weak])
    }

    @Test("who wrote nothing for long has no relationship")
    func silent() throws {
        let result = try health(["0 ann adoption 0.5", "5 ann adoption 0.5", "100 bob adoption 0.4"])
        #expect(result.people.map(\.relationship) == [.none, .developing])
    }

    @Test("champions speak for the product, teach, ask for more; an angry one is none")
    func champions() throws {
        let result = try health([
            "0 ann adoption 0.5 champion_advocacy", "9 bob adoption 0.5 expansion_request", "20 cat adoption 0.5 expansion_request",
            "30 cat adoption 0.5 measurable_result", "12 dan anger -0.5 champion_advocacy", "14 dan anger -0.5",
        ])
        #expect(result.champions == ["ann", "cat"] && result.people[0].role == "champion" && result.people[0].isRoleInferred)
    }

    @Test("divided: two stand on different sides at present, by two messages each")
    func divided() throws {
        let both = ["0 ann adoption", "10 ann adoption", "5 bob refusal", "12 bob refusal"]
        #expect(try health(both).isDivided)
        #expect(try !health(both + ["14 bob acquiesce"]).isDivided, "bob has given in")
        #expect(try !health(both + ["90 ann adoption"]).isDivided, "bob was not heard for long")
        #expect(try !health(["0 ann adoption", "10 ann adoption", "12 bob refusal"]).isDivided, "one message is not enough")
    }

    @Test("cohorts: results × relationships; nobody expands what is fought over")
    func cohorts() throws {
        let good = ["0 ann adoption 0.5", "10 ann adoption 0.5 measurable_result", "20 ann adoption 0.5"]
        #expect(try health(good).cohort == .expansionReady)
        #expect(try health(["0 ann adoption 0.5", "10 ann adoption 0.5"]).cohort == .middle)
        #expect(try health(["0 ann acquiesce", "10 ann acquiesce", "12 ann none"]).cohort == .atRisk)
        #expect(try health(good + ["21 bob anger -0.5", "22 bob anger -0.5", "23 bob anger -0.5"]).cohort == .middle)
    }

    @Test("warnings name what needs a look, and silence is counted up to the day that is asked for")
    func warnings() throws {
        let lines = ["0 ann adoption", "9 ann adoption", "40 ann anger -0.5 churn_threat", "45 ann anger -0.5"]
        #expect(try health(lines).warnings == [.churnThreat, .backward])
        #expect(try health(lines, now: 200).warnings == [.silent] && health(lines, now: 200).silentDays == 155)
    }

    @Test("what changed since a day")
    func since() throws {
        let result = try health(["0 ann anger", "10 ann anger", "40 ann exploration 0.2 advice_seeking", "50 ann exploration"], since: 30)
        #expect(result.change?.stageBefore == .anger && result.change?.messages == 2 && result.change?.signals.map(\.signal) == [.adviceSeeking])
    }
}

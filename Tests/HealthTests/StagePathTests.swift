import Testing
import UndertoneEngine
import UndertoneFormats
import UndertoneHealth

/// The present stage of an account: what turns it and what does not.
@Suite("Stage of an account")
struct StagePathTests {
    /// Stages in time, a message a fortnight, and the stage that is to come out.
    static let cases: [(name: String, stages: String, stage: Stage, direction: Direction)] = [
        ("the first message sets it", "anger", .anger, .flat),
        ("one message never turns it", "adoption adoption adoption anger", .adoption, .flat),
        ("nor one after a long silence of other kinds", "adoption adoption none none none none none none none none none none anger", .adoption, .flat),
        ("two in a row do", "adoption adoption adoption adoption anger anger", .anger, .backward),
        ("what shows no stage lies between without harm", "anger anger exploration none none exploration", .exploration, .forward),
        ("two steps ahead agree on the smaller one", "anger anger acquiesce exploration", .acquiesce, .forward),
        (
            "a way through all stages ends on the last", "refusal refusal anger acquiesce acquiesce exploration exploration adoption adoption", .adoption,
            .forward
        ),
        ("back and forth is no move", "acquiesce exploration acquiesce exploration acquiesce exploration acquiesce", .acquiesce, .flat),
        ("refusal after anger is going back", "adoption adoption adoption anger refusal", .anger, .backward),
        ("nothing said is no stage", "none none none", .none, .flat),
    ]

    @Test("hysteresis", arguments: cases.indices)
    func hysteresis(_ index: Int) throws {
        let (name, stages, stage, direction) = StagePathTests.cases[index]
        let result = try health(stages.split(separator: " ").enumerated().map { "\($0.offset * 14) anna \($0.element)" })
        #expect(result.stage == stage, "\(name): \(result.stage)")
        #expect(result.direction == direction, "\(name): \(result.direction)")
    }

    @Test("the stage is dated by the first of the messages that turned it")
    func since() throws {
        let result = try health(["0 anna anger", "10 anna anger", "20 anna exploration", "31 anna exploration"])
        #expect(result.since.map(Moment.date) == "2026-01-21" && result.previousStage == .anger)
    }

    @Test("what is said on one day counts together: its order does not matter")
    func day() throws {
        let one = try health(["0 anna anger", "0 anna adoption", "0 anna adoption", "5 anna adoption"])
        let other = try health(["5 anna adoption", "0 anna adoption", "0 anna anger", "0 anna adoption"])
        #expect(one == other && one.stage == .adoption)
    }

    @Test("velocity is in stages per 30 days, and one outlier does not bend it")
    func velocity() throws {
        let steady = ["refusal", "anger", "acquiesce", "exploration", "adoption"].enumerated().map { "\($0.offset * 30) anna \($0.element)" }
        #expect(abs(try health(steady).velocity - 1) < 1e-9)
        let bent = (0..<9).map { "\($0 * 15) anna \($0 == 4 ? "refusal" : "exploration")" }
        #expect(try health(bent).velocity == 0)
        #expect(try health(["0 anna anger", "2 anna adoption", "3 anna adoption"]).velocity == 0, "three days are too short to tell")
    }
}

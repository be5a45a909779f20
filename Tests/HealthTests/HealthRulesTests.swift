import Testing
import Undertone
import UndertoneEngine
import UndertoneHealth

/// The weights and plays: what is wrong with a file is said with its line.
@Suite("Rules of health")
struct HealthRulesTests {
    private func faults(_ name: String, _ change: (String) -> String) throws -> [String] {
        let text = change(try #require(Lexicon.builtInFile(named: name)).text)
        do throws(LexiconFaults) {
            if name == "health.tsv" { _ = try HealthRules(LexiconFile(name: name, text: text)) } else { _ = try PlayBook(LexiconFile(name: name, text: text)) }
            return []
        } catch { return error.faults.map { "\($0.place.line): \($0.problem)" } }
    }

    @Test("the files that ship have no faults")
    func shipped() throws {
        #expect(try faults("health.tsv") { $0 } == [] && faults("play.tsv") { $0 } == [])
    }

    @Test("names, numbers and sums are checked")
    func numbers() throws {
        #expect(try faults("health.tsv") { $0.replacing("anger\t20", with: "angry\t20") } == ["6: [stage_points] has no 'angry'; did you mean 'anger'?"])
        #expect(try faults("health.tsv") { $0.replacing("anger\t20", with: "anger\t200") } == ["6: the value of 'anger' is missing or out of range"])
        #expect(try faults("health.tsv") { $0.replacing("anger\t20\n", with: "") } == ["1: [stage_points] lacks 'anger'"])
        #expect(try faults("health.tsv") { $0.replacing("anger\t20", with: "anger\t20\nanger\t20") } == ["7: 'stage_points/anger' stands twice"])
        #expect(try faults("health.tsv") { $0.replacing("stage\t0.4", with: "stage\t0.5") } == ["1: the shares in [part] do not add up to 1"])
        #expect(try faults("health.tsv") { $0.replacing("[show]", with: "[shown]") }.first?.hasSuffix("[shown] is no section of account health") == true)
    }

    @Test("every play has one goal")
    func plays() throws {
        #expect(try faults("play.tsv") { $0.replacing("goal\tA person answers.\n", with: "") } == ["1: [silent] has no goal"])
        #expect(try faults("play.tsv") { $0.replacing("[silent]", with: "[quiet]") }.first?.hasSuffix("[quiet] is no stage and no warning") == true)
        #expect(try faults("play.tsv") { $0.replacing("avoid\tWaiting", with: "never\tWaiting") }.first?.hasSuffix("'never' is no kind of line") == true)
    }

    @Test("a changed weight changes the score")
    func weights() throws {
        let file = try #require(Lexicon.builtInFile(named: "health.tsv"))
        let text = file.text.replacing("stage\t0.4", with: "stage\t1").replacing("velocity\t0.3", with: "velocity\t0").replacing(
            "sentiment\t0.2", with: "sentiment\t0"
        )
        .replacing("champions\t0.1", with: "champions\t0")
        let rules = try HealthRules(LexiconFile(name: file.name, text: text))
        let result = try book([label("0 anna exploration"), label("9 anna exploration")], rules).health(of: 0)
        #expect(result.health == 75 && result.parts.stage == 75)
    }
}

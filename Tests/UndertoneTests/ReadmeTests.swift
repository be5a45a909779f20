import Testing
import Undertone

@Suite("The README's Swift example")
struct ReadmeTests {
    @Test("a call reads as a sentence and explains itself")
    func example() {
        let reading = Classifier().reading(of: "the old system was better")
        #expect(reading.stage == .anger)
        #expect(reading.evidence.contains { $0.entry == "anger/old_was_better:1" })
    }
}

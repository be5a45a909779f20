import Foundation
import Testing
import Undertone

@Suite("The README's Swift example")
struct ReadmeTests {
    /// The example as it stands in the README, compiled.
    private static func example() -> Reading {
        // begin
        let reading = Classifier().reading(of: "the old system was better")
        print(reading.stage)  // anger
        print(reading.evidence)  // the phrases that decided, with their places
        // end
        return reading
    }

    @Test("a call reads as a sentence and explains itself")
    func example() {
        let reading = ReadmeTests.example()
        #expect(reading.stage == .anger)
        #expect(reading.evidence.contains { $0.entry == "anger/old_was_better:1" })
    }

    /// The lines between two others, without blanks at their ends and without comments.
    private static func lines(_ path: String, from start: String, to end: String) throws -> [String] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(path).standardizedFileURL
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let first = try #require(lines.firstIndex(of: start)) + 1
        let last = try #require(lines[first...].firstIndex(of: end))
        return lines[first..<last].map { $0.replacing(#/ *\/\/.*/#, with: "") }.filter { !$0.isEmpty && $0 != "import Undertone" }
    }

    @Test("what is compiled here is what stands in the README")
    func same() throws {
        #expect(try ReadmeTests.lines("../../README.md", from: "```swift", to: "```") == ReadmeTests.lines("ReadmeTests.swift", from: "// begin", to: "// end"))
    }
}

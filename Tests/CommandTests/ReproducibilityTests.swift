import Foundation
import Testing

/// The same input, lexicons and version give the same bytes: every golden case under several settings.
@Suite("Reproducibility")
struct ReproducibilityTests {
    /// What must change nothing: the environment, and the number of workers.
    struct Setting: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let environment: [String: String]
        let jobs: Int?
    }

    static let settings = [
        Setting(testDescription: "one worker", environment: [:], jobs: 1), Setting(testDescription: "five workers", environment: [:], jobs: 5),
        Setting(
            testDescription: "Turkish, far in the east", environment: ["LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"], jobs: nil),
        Setting(
            testDescription: "no Unicode, a strange home",
            environment: ["LC_ALL": "C", "TZ": "America/St_Johns", "HOME": "/nowhere", "TMPDIR": "/nowhere", "USER": "-x"], jobs: nil),
        Setting(
            testDescription: "a narrow terminal",
            environment: ["TERM": "xterm", "COLUMNS": "9", "NO_COLOR": "", "CLICOLOR_FORCE": "0", "POSIXLY_CORRECT": "1"],
            jobs: 3),
        Setting(
            testDescription: "fixed hashing, dirty memory",
            environment: ["SWIFT_DETERMINISTIC_HASHING": "1", "MALLOC_PERTURB_": "165", "MALLOC_ARENA_MAX": "1"],
            jobs: 2),
    ]

    @Test("neither workers nor surroundings change a byte", arguments: GoldenTests.cases)
    func same(path: String) throws {
        let plain = try GoldenTests.run(path)
        for setting in ReproducibilityTests.settings {
            let other = try GoldenTests.run(path, environment: setting.environment, jobs: setting.jobs)
            #expect(other.out == plain.out && other.err == plain.err && other.status == plain.status, "\(path): \(setting.testDescription)")
        }
    }
}

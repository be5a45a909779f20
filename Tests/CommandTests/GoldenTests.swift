import Foundation
import Testing

/// End-to-end cases: `Golden/<area>/<case>/` holds `cmd` (lines of a shell), its input files, and what came out: `out`, `err`, `status`.
/// A file `exact` says that no fitted weights are met, so that all numbers are compared.
///
/// `RECORD=1 swift test --filter GoldenTests` writes what came out; such a run fails, so that a person reads the difference.
@Suite("Golden")
struct GoldenTests {
    static let golden = Binary.folder.appendingPathComponent("Golden")
    static let isRecording = ProcessInfo.processInfo.environment["RECORD"] != nil

    static let cases: [String] = {
        let paths = FileManager.default.subpaths(atPath: golden.path) ?? []
        return paths.filter { $0.hasSuffix("/cmd") }.map { String($0.dropLast(4)) }.sorted()
    }()

    private static func text(_ path: String, _ name: String) -> String? {
        (try? Data(contentsOf: golden.appendingPathComponent("\(path)/\(name)"))).map { String(decoding: $0, as: UTF8.self) }
    }

    /// What comes out of a case, in a folder of its own.
    static func run(_ path: String, environment: [String: String] = [:], jobs: Int? = nil) throws -> Binary.Outcome {
        let command = try #require(text(path, "cmd"))
        return try Binary.inFolder { folder in
            for name in try FileManager.default.contentsOfDirectory(atPath: golden.appendingPathComponent(path).path)
            where !["cmd", "out", "err", "status", "exact"].contains(name) {
                try FileManager.default.copyItem(at: golden.appendingPathComponent("\(path)/\(name)"), to: folder.appendingPathComponent(name))
            }
            return try Binary.shell(command, in: folder, environment: environment, jobs: jobs)
        }
    }

    @Test("the cases are found")
    func found() { #expect(GoldenTests.cases.count > 25) }

    @Test("what goes in, and what comes out", arguments: cases)
    func golden(path: String) throws {
        let outcome = try GoldenTests.run(path)
        let out = String(decoding: outcome.out, as: UTF8.self)
        let isExact = GoldenTests.text(path, "exact") != nil
        let shown = [("out", isExact ? out : Fitted.hidden(out)), ("err", outcome.err), ("status", "\(outcome.status)\n")]
        if GoldenTests.isRecording {
            for (name, text) in shown { try Data(text.utf8).write(to: GoldenTests.golden.appendingPathComponent("\(path)/\(name)")) }
            Issue.record("recorded \(path); read the difference, then run without RECORD")
            return
        }
        for (name, text) in shown { #expect(text == GoldenTests.text(path, name), "\(name) of \(path)") }
    }
}

/// Numbers that change whenever the weights are fitted anew are written as `N`.
enum Fitted {
    static func hidden(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line($0) }.joined(separator: "\n")
    }

    private static func line(_ text: Substring) -> String {
        var line = String(text)
        // Members of JSON; only confidence, score and weight of labels, and the figures of evaluations.
        line = line.replacing(
            #/"(confidence|score|weight|macro_f1|accuracy|kappa|precision|recall|f1|score_correlation|calibration_error|accuracy_at_half_coverage)":-?[0-9.]+/#
        ) {
            "\"\($0.output.1)\":N"
        }
        // The hash of the lexicons.
        line = line.replacing(#/lexicons [0-9a-f]{16}/#) { _ in "lexicons H" }
        // Cells of tables: stage, confidence, sentiment, score.
        line = line.replacing(#/(refusal|anger|acquiesce|exploration|adoption|none)([,\t])[0-9.]+[,\t](negative|neutral|positive)[,\t]-?[0-9.]+/#) {
            "\($0.output.1)\($0.output.2)N\($0.output.2)\($0.output.3)\($0.output.2)N"
        }
        // What is drawn for people: shares with their bars, weights of cues, the score in the first line.
        line = line.replacing(#/[0-9]+ % sure/#) { _ in "N % sure" }
        line = line.replacing(#/ (negative|neutral|positive)  -?[0-9.]+/#) { " \($0.output.1)  N" }
        line = line.replacing(#/^(  [a-z]+ +)[0-9]+ % +[█▏]+$/#) { "\($0.output.1)N %" }
        line = line.replacing(#/ [+-][0-9]+(\.[0-9]+)? +([a-z_]+\/[a-z_]+:[0-9]+)/#) { " N  \($0.output.2)" }
        return line
    }
}

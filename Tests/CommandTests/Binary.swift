import Foundation
import Testing

/// Runs the real program, as a shell would.
enum Binary {
    struct Outcome: Sendable {
        var out: Data, err: String, status: Int32
    }

    /// The folder of this file.
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    /// The program beside the tests' own bundle.
    static let path: String = {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        var folder = bundle.deletingLastPathComponent()
        while folder.path.count > 1 {
            let candidate = folder.appendingPathComponent("undertone").path
            if FileManager.default.isExecutableFile(atPath: candidate), !isFolder(candidate) { return candidate }
            folder.deleteLastPathComponent()
        }
        return Binary.folder.appendingPathComponent("../../.build/debug/undertone").standardizedFileURL.path
    }()

    private static func isFolder(_ path: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType) == .typeDirectory
    }

    /// What tells the sanitizers of the compiler how to run, if the tests were built with one; nothing else reaches the program unasked.
    private static let sanitizers = ProcessInfo.processInfo.environment.filter { ["ASAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key) }

    /// Runs a line of a shell in a folder with an empty environment; `undertone` in it is the program.
    /// - Parameters:
    ///   - environment: what the program finds in its environment.
    ///   - jobs: how many workers `score` takes; nil leaves that to the line.
    static func shell(_ line: String, in folder: URL, environment: [String: String] = [:], jobs: Int? = nil) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["--noprofile", "--norc", "-c", program(environment, jobs) + line]
        process.currentDirectoryURL = folder
        process.environment = sanitizers
        let out = folder.appendingPathComponent(".out"), err = folder.appendingPathComponent(".err")
        for file in [out, err] { try Data().write(to: file) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: out)
        process.standardError = try FileHandle(forWritingTo: err)
        try process.run()
        process.waitUntilExit()
        defer { for file in [out, err] { try? FileManager.default.removeItem(at: file) } }
        return Outcome(out: try Data(contentsOf: out), err: String(decoding: try Data(contentsOf: err), as: UTF8.self), status: process.terminationStatus)
    }

    /// The function of the shell that runs the program.
    private static func program(_ environment: [String: String], _ jobs: Int?) -> String {
        // The shell itself does not see the environment: it would complain about locales that the machine lacks.
        let path = environment.isEmpty ? path : "/usr/bin/env " + environment.sorted { $0.key < $1.key }.map { "\($0.key)='\($0.value)' " }.joined() + path
        guard let jobs else { return "undertone() { \(path) \"$@\"; }\n" }
        return "undertone() { if [ \"$1\" = score ]; then shift; \(path) score -j\(jobs) \"$@\"; else \(path) \"$@\"; fi; }\n"
    }

    /// Calls a closure with a folder of its own that is gone afterwards.
    static func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("undertone-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}

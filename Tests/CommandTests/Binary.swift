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

    /// Runs a line of a shell in a folder with an empty environment; `undertone` in it is the program.
    static func shell(_ line: String, in folder: URL) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["--noprofile", "--norc", "-c", "undertone() { \(path) \"$@\"; }\n" + line]
        process.currentDirectoryURL = folder
        process.environment = [:]
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

    /// Calls a closure with a folder of its own that is gone afterwards.
    static func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("undertone-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}

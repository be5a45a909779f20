import Foundation
import Testing

/// The rules of the house that can be checked by reading the sources.
@Suite("House")
struct HouseTests {
    struct SourceFile {
        /// From the top of the package: `Sources/UndertoneEngine/Classifier.swift`.
        let path: String
        let lines: [String]
        /// The lines without comments and without what stands between quotation marks.
        let code: [String]
    }

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let sources = files(in: "Sources"), tests = files(in: "Tests")

    private static func files(in folder: String) -> [SourceFile] {
        let paths = FileManager.default.subpaths(atPath: root.appendingPathComponent(folder).path) ?? []
        return paths.filter { $0.hasSuffix(".swift") }.sorted().compactMap { path in
            guard let text = try? String(contentsOf: root.appendingPathComponent("\(folder)/\(path)"), encoding: .utf8) else { return nil }
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            return SourceFile(path: "\(folder)/\(path)", lines: lines, code: lines.map(code))
        }
    }

    /// A line without its comment and its literals.
    private static func code(_ line: String) -> String {
        var code = ""
        var isQuoted = false
        var last: Character = " "
        for character in line {
            if character == "\"" && last != "\\" { isQuoted.toggle() }
            if !isQuoted && character == "/" && last == "/" { return String(code.dropLast()) }
            if !isQuoted { code.append(character) }
            last = character
        }
        return code
    }

    private static func words(_ file: SourceFile) -> Set<Substring> {
        Set(file.code.flatMap { $0.split { !$0.isLetter && !$0.isNumber && $0 != "_" } })
    }

    /// Says which files break a rule; an empty list is a rule that holds.
    private func expectNone(_ breaks: [String]) { #expect(breaks.isEmpty, "\(breaks.joined(separator: "\n"))") }

    @Test("the sources are found")
    func found() {
        #expect(HouseTests.sources.contains { $0.path == "Sources/UndertoneEngine/Classifier.swift" })
        #expect(HouseTests.sources.count > 30 && HouseTests.tests.count > 5)
    }

    @Test("nothing else stands at the top")
    func top() throws {
        let allowed = ["Package.swift", "Sources", "Tests", "lexicons", "corpus", "Benchmarks", "README.md", "LICENSE"]
        expectNone(try FileManager.default.contentsOfDirectory(atPath: HouseTests.root.path).filter { !$0.hasPrefix(".") && !allowed.contains($0) })
    }

    @Test("no file is longer than 300 lines")
    func length() { expectNone((HouseTests.sources + HouseTests.tests).filter { $0.lines.count > 301 }.map { "\($0.path): \($0.lines.count) lines" }) }

    @Test("`unsafe` is written only where memory is read by address")
    func unsafeWord() {
        let allowed = [
            "Sources/UndertoneEngine/Bytes/ByteLoads.swift", "Sources/UndertoneEngine/Bytes/Table.swift", "Sources/Undertone/Undertone.swift",
            "Sources/UndertoneCommand/Descriptor.swift", "Sources/UndertoneCommand/Unpacker.swift",
        ]
        expectNone(HouseTests.sources.filter { !allowed.contains($0.path) && HouseTests.words($0).contains { $0.lowercased().contains("unsafe") } }.map(\.path))
    }

    @Test("nothing that ships imports Foundation")
    func foundation() {
        let allowed = ["Sources/embed-lexicons/", "Sources/EmbedLexicons/"]
        let names: Set<Substring> = ["Foundation", "FoundationEssentials"]
        expectNone(
            HouseTests.sources.filter { file in !allowed.contains { file.path.hasPrefix($0) } && !HouseTests.words(file).isDisjoint(with: names) }.map(\.path))
    }

    @Test("checks of the compiler are not switched off")
    func unchecked() {
        let names: Set<Substring> = ["unchecked", "preconcurrency", "try!", "as!", "fatalError"]
        expectNone(HouseTests.sources.filter { !HouseTests.words($0).isDisjoint(with: names) }.map(\.path))
    }

    @Test("every public declaration has a documentation comment, its own or that of the protocol it fulfils")
    func documented() {
        var found: [String: [String]] = [:]
        for file in HouseTests.sources {
            for (number, line) in file.lines.map({ $0.trimmingCharacters(in: .whitespaces) }).enumerated() where line.hasPrefix("public ") {
                let isInherited = line.hasPrefix("public var description: String") || line.hasPrefix("public static func")
                if !isInherited && !HouseTests.isDocumented(file.lines, number) { found[file.path, default: []].append("\(file.path):\(number + 1): \(line)") }
            }
        }
        expectNone(found.flatMap(\.value).sorted())
    }

    private static func isDocumented(_ lines: [String], _ number: Int) -> Bool {
        var above = number - 1
        while above >= 0, lines[above].trimmingCharacters(in: .whitespaces).hasPrefix("@") { above -= 1 }
        return above >= 0 && lines[above].trimmingCharacters(in: .whitespaces).hasPrefix("///")
    }

    // MARK: - Folders of the engine

    /// The folders from the ground up; a file may use its own and those before it. Files in no folder are the face.
    private static let floors = ["Bytes", "Text", "Matching", "Lexicon", "Rules", ""]

    private static func floor(_ file: SourceFile) -> Int? {
        let parts = file.path.split(separator: "/")
        guard parts.count > 2, parts[1] == "UndertoneEngine" else { return nil }
        return floors.firstIndex(of: parts.count == 4 ? String(parts[2]) : "")
    }

    /// Types with the folder that declares them.
    private static let declared: [Substring: Int] = {
        var declared: [Substring: Int] = [:]
        let kinds: Set<Substring> = ["struct", "enum", "class", "protocol", "typealias", "actor"]
        for file in sources {
            guard let floor = floor(file) else { continue }
            for line in file.code where !line.hasPrefix(" ") && !line.hasPrefix("private") {
                let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
                for (index, word) in words.enumerated() where kinds.contains(word) && index + 1 < words.count { declared[words[index + 1]] = floor }
            }
        }
        return declared
    }()

    @Test("folders of the engine use only what lies below them")
    func downward() {
        #expect(HouseTests.declared["Tokenizer"] == 1 && HouseTests.declared["Judge"] == 4 && HouseTests.declared["Classifier"] == 5)
        var upward: Set<String> = []
        for file in HouseTests.sources {
            guard let floor = HouseTests.floor(file) else { continue }
            for word in HouseTests.words(file) {
                if let other = HouseTests.declared[word], other > floor, !HouseTests.isVocabulary(word) { upward.insert("\(file.path) uses \(word)") }
            }
        }
        expectNone(upward.sorted())
    }

    /// Plain value types of the public face that any folder may name.
    private static func isVocabulary(_ type: Substring) -> Bool { ["Stage", "Sentiment", "Signal", "Reason", "Label"].contains(type) }
}

import Foundation
import UndertoneEngine

/// Compiles the lexicons at build time and writes them as Swift source: the compiled form and the files themselves.
///
/// Usage: embed-lexicons FOLDER OUTPUT.swift
@main
enum EmbedLexicons {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else { return fail("usage: embed-lexicons FOLDER OUTPUT.swift") }
        let folder = URL(fileURLWithPath: arguments[1])
        let files = try lexiconFiles(in: folder)
        do {
            let lexicon = try Lexicon(files)
            try source(lexicon, files).write(to: URL(fileURLWithPath: arguments[2]), atomically: true, encoding: .utf8)
        } catch let faults as LexiconFaults {
            for fault in faults.faults {
                print("\(folder.path)/\(fault.place.file):\(fault.place.line):\(fault.place.column): error: \(fault.problem); \(fault.remedy)")
            }
            exit(1)
        }
    }

    private static func fail(_ message: String) {
        print("error: \(message)")
        exit(1)
    }

    private static func lexiconFiles(in folder: URL) throws -> [LexiconFile] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".tsv") }.sorted()
        return try names.map { LexiconFile(name: $0, text: try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8)) }
    }

    private static func source(_ lexicon: Lexicon, _ files: [LexiconFile]) -> String {
        var source = """
            /// The lexicons that the program carries; written at build time from the files in lexicons/.
            enum BuiltInLexicon {
                /// The compiled form (see LexiconImage).
                static let compiled: StaticString = "\(escaped(lexicon.stored()))"

                /// The files: names and texts.
                static let files: [(name: StaticString, text: StaticString)] = [

            """
        for file in files {
            source += "        (\"\(escaped(Array(file.name.utf8)))\", \"\(escaped(Array(file.text.utf8)))\"),\n"
        }
        return source + "    ]\n}\n"
    }

    /// The inside of a string literal for some UTF-8.
    private static func escaped(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            if byte < 0x20 || byte == 0x7F || byte == 0x22 || byte == 0x5C {
                text.append(contentsOf: "\\u{\(String(byte, radix: 16))}".utf8)
            } else {
                text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

import Foundation
import UndertoneEngine

/// Writes the lexicons as source at build time: their compiled form as C, or the files themselves as Swift.
///
/// Usage: embed-lexicons FOLDER OUTPUT.c|OUTPUT.swift
@main
enum EmbedLexicons {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else { return fail("usage: embed-lexicons FOLDER OUTPUT.c|OUTPUT.swift") }
        let folder = URL(fileURLWithPath: arguments[1]), output = URL(fileURLWithPath: arguments[2])
        let files = try lexiconFiles(in: folder)
        do {
            let source = output.pathExtension == "c" ? try compiled(files, beside: output) : swift(files)
            try source.write(to: output, atomically: true, encoding: .utf8)
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

    /// C source with the compiled lexicons, whose bytes stand in a file beside it. It has no debugging information, whose form for C older valgrinds cannot read.
    private static func compiled(_ files: [LexiconFile], beside output: URL) throws -> String {
        let bytes = output.deletingPathExtension().appendingPathExtension("bin")
        try Data(try Lexicon(files).stored()).write(to: bytes)
        return """
            #include "CompiledLexicons.h"
            #pragma clang diagnostic ignored "-Wc23-extensions"

            __attribute__((nodebug)) static const _Alignas(\(TableBytes.alignment)) unsigned char lexicons[] = {
            #embed "\(bytes.path)"
            };

            __attribute__((nodebug)) const void *undertone_compiled_lexicons(void) { return lexicons; }
            __attribute__((nodebug)) size_t undertone_compiled_lexicons_size(void) { return sizeof lexicons; }

            """
    }

    /// Swift source with the files' names and texts.
    private static func swift(_ files: [LexiconFile]) -> String {
        var source = """
            /// The lexicon files that the program carries; written at build time from lexicons/.
            enum BuiltInFiles {
                static let all: [(name: StaticString, text: StaticString)] = [

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

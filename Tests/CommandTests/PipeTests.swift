import Foundation
import Testing

/// What a run does with pipes, full disks, files and its environment.
@Suite("Pipes and files")
struct PipeTests {
    private static let many = "yes '{\"text\":\"why is this so complicated\"}' | head -50000"

    @Test(
        "a closed pipe ends a run quietly", arguments: ["score", "score -j1", "score --to csv", "score --line-buffered", "explain --from ndjson"])
    func closedPipe(command: String) throws {
        let outcome = try Binary.inFolder { try Binary.shell("\(PipeTests.many) | undertone \(command) | head -1 > /dev/null; echo ${PIPESTATUS[2]}", in: $0) }
        #expect(outcome.err == "" && String(decoding: outcome.out, as: UTF8.self) == "0\n")
    }

    @Test("a closed pipe ends a run that reads a packed file, and the program that unpacks it", arguments: ["score", "score -j1", "score -j3"])
    func closedPipeOfPacked(command: String) throws {
        let outcome = try Binary.inFolder {
            try Binary.shell("\(PipeTests.many) | gzip > many.gz; undertone \(command) many.gz | head -1 > /dev/null; echo ${PIPESTATUS[0]}", in: $0)
        }
        #expect(outcome.err == "" && String(decoding: outcome.out, as: UTF8.self) == "0\n")
    }

    @Test(
        "a full disk is said and gives 3",
        arguments: ["echo hi | undertone score", "echo hi | undertone explain", "undertone --version", "undertone lexicon list", "undertone score --help"])
    func fullDisk(command: String) throws {
        let outcome = try Binary.inFolder { try Binary.shell("\(command) > /dev/full", in: $0) }
        #expect(outcome.status == 3)
        #expect(outcome.err == "undertone: cannot write 'standard output': No space left on device\n")
    }

    private static func files(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }.sorted()
    }

    @Test("-o makes a file that is complete, readable, and nothing besides")
    func output() throws {
        try Binary.inFolder { folder in
            let outcome = try Binary.shell("umask 022; echo old > labels; echo hello there | undertone score -o labels; stat -c %a labels", in: folder)
            #expect(outcome.status == 0 && String(decoding: outcome.out, as: UTF8.self) == "644\n" && outcome.err == "")
            #expect(try PipeTests.files(in: folder) == ["labels"])
            #expect(try String(contentsOf: folder.appendingPathComponent("labels"), encoding: .utf8).hasPrefix(#"{"id":"1","stage":"#))
        }
    }

    @Test(
        "a run that fails leaves neither a new file nor a piece of one",
        arguments: [
            ("undertone score -o labels missing.ndjson", 3), ("undertone score -o labels --from nothing", 2), ("undertone score -o labels no-text.csv", 2),
            ("undertone score -o nowhere/labels good", 3),
            ("undertone score -o labels good missing.ndjson", 3), ("undertone score -o labels -l nowhere good", 2),
        ] as [(String, Int32)])
    func nothingLeft(command: String, status: Int32) throws {
        try Binary.inFolder { folder in
            try Data("hello there\n".utf8).write(to: folder.appendingPathComponent("good"))
            try Data("a,b\n1,2\n".utf8).write(to: folder.appendingPathComponent("no-text.csv"))
            try Data("old\n".utf8).write(to: folder.appendingPathComponent("labels"))
            let outcome = try Binary.shell(command, in: folder)
            #expect(outcome.status == status && outcome.out.isEmpty && outcome.err.hasPrefix("undertone: "), "\(outcome.err)")
            #expect(try PipeTests.files(in: folder) == ["good", "labels", "no-text.csv"])
            #expect(try String(contentsOf: folder.appendingPathComponent("labels"), encoding: .utf8) == "old\n")
        }
    }

    @Test("one worker or several, cut anywhere: the same bytes")
    func jobs() throws {
        try Binary.inFolder { folder in
            let lines = (1...30_000).map { #"{"id":\#($0),"text":"\#(["why is this so complicated", "can we customize it", "hello"][$0 % 3]) \#($0)"}"# }
            try Data(lines.joined(separator: "\n").utf8).write(to: folder.appendingPathComponent("in"))
            let outcome = try Binary.shell("for j in 0 1 3; do undertone score -j$j in | cksum; done | uniq | wc -l; undertone score in | wc -l", in: folder)
            #expect(String(decoding: outcome.out, as: UTF8.self).split { !$0.isNumber } == ["1", "30000"])
        }
    }

    @Test("many inputs, small and large, good and bad: the labels and faults of one after the other", arguments: [1, 2, 3])
    func manyInputs(jobs: Int) throws {
        try Binary.inFolder { folder in
            func write(_ name: String, _ text: String) throws { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
            for number in 0..<700 {
                try write("\(1000 + number).ndjson", number % 50 == 7 ? "{\n" : #"{"id":\#(number),"text":"why is this so complicated \#(number)"}"# + "\n")
            }
            try write("1300.ndjson", (0..<9000).map { #"{"id":\#($0),"text":"can we customize it \#($0)"}"# }.joined(separator: "\n"))
            try write("1500.ndjson", "")
            try write("1600.csv", "a,b\n1,2\n")
            let outcome = try Binary.shell("undertone score --filename -j\(jobs) 1*.ndjson missing 1600.csv 1000.ndjson", in: folder)
            let single = try Binary.shell("for f in 1*.ndjson 1000.ndjson; do undertone score --filename -j1 $f; done", in: folder)
            #expect(outcome.out == single.out && outcome.status == 3)
            let faults = outcome.err.split(separator: "\n")
            #expect(faults.prefix(14).elementsEqual(single.err.split(separator: "\n").prefix(14)) && faults.count == 16, "\(outcome.err)")
            #expect(faults.suffix(2).map { $0.contains("missing") } == [true, false] && faults.last?.contains("1600.csv") == true)
        }
    }

    @Test("colours are written when they are asked for, and no control character of a text ever is")
    func colours() throws {
        let hostile = #"printf 'why is this so complicated \033[2J \302\233 \342\200\256 x' | undertone explain"#
        let plain = String(decoding: try Binary.inFolder { try Binary.shell(hostile, in: $0) }.out, as: UTF8.self)
        #expect(
            plain.unicodeScalars.allSatisfy { ($0.value >= 0x20 || $0 == "\n") && !(0x7F...0x9F).contains($0.value) && $0 != "\u{202E}" },
            "\(plain.debugDescription)")
        let colour = String(decoding: try Binary.inFolder { try Binary.shell(hostile + " --color=always", in: $0) }.out, as: UTF8.self)
        #expect(colour.contains("\u{1B}[1;31manger\u{1B}[0m") && !colour.contains("\u{1B}[2J"))
    }
}

import Testing

@testable import Flags

@Suite("Flags")
struct FlagsTests {
    enum Kind: String, CaseIterable, Sendable { case csv, tsv, text }

    struct Options: Sendable {
        var kind = Kind.text
        var jobs = 1
        var output: String?
        var names: [String] = []
        var keep = false, all = false
    }

    static let command = Command<Options>(
        "sort", summary: "Sorts letters.", operands: "FILE...", operandCount: 1...3, defaults: Options(),
        examples: [("undertone sort box.txt", "sort one box")],
        flags: [
            .choice("kind", "t", "KIND", sets: \.kind, help: "What the letters are"),
            .number("jobs", "j", "N", in: 0...4096, sets: \.jobs, help: "How many hands help; more hands do not always sort faster than a few good ones [1]"),
            .text("output", "o", "FILE", sets: \.output, help: "Where they go"),
            .list("names", nil, "NAME,...", appendsTo: \.names, help: "Whose letters"),
            .toggle("keep", "k", sets: \.keep, help: "Keep the envelopes"),
            .toggle("all", "a", sets: \.all, help: "All of them"),
        ],
        notes: "Letters without a stamp come last.")

    /// What a command line means, as one line.
    static func said(_ line: String) -> String {
        do throws(FlagFault) {
            switch try command.parse(line.split(separator: " ").map(String.init)) {
            case .help(let complete): return complete ? "all help" : "help"
            case .run(let options, let operands):
                var parts = ["\(options.kind.rawValue) \(options.jobs)"]
                if let output = options.output { parts.append("to \(output)") }
                if !options.names.isEmpty { parts.append(options.names.joined(separator: "+")) }
                if options.keep { parts.append("keep") }
                if options.all { parts.append("all") }
                return parts.joined(separator: " ") + ": " + operands.joined(separator: " ")
            }
        } catch { return error.description }
    }

    @Test(
        "words and what they mean",
        arguments: [
            ("a b", "text 1: a b"), ("--kind=csv -j4 a", "csv 4: a"), ("--kind tsv --jobs 8 a", "tsv 8: a"), ("-ka a", "text 1 keep all: a"),
            ("-kj 2 a", "text 2 keep: a"),
            ("-kaj3 a", "text 3 keep all: a"), ("-j=3 a", "text 3: a"), ("a -k b", "text 1 keep: a b"), ("-- -k --jobs", "text 1: -k --jobs"),
            ("-", "text 1: -"), ("-o - a", "text 1 to -: a"),
            ("--output= a", "text 1 to : a"), ("--output=a=b c", "text 1 to a=b: c"), ("--names x,y --names=z a", "text 1 x+y+z: a"),
            ("--jobs 4k a", "text 4096: a"), ("--jobs 0 a", "text 0: a"),
            ("--jobs=1 --jobs=2 a", "text 2: a"), ("--help", "all help"), ("-h", "help"), ("--wrong --help", "all help"), ("-h --nonsense", "help"),
            ("-- --help", "text 1: --help"),
        ])
    func meaning(line: String, expected: String) { #expect(FlagsTests.said(line) == expected) }

    @Test(
        "mistakes and what is said about them",
        arguments: [
            ("--kid=csv a", "unknown option '--kid'; did you mean '--kind'?"), ("--jbos 2 a", "unknown option '--jbos'; did you mean '--jobs'?"),
            ("--zzzzzz a", "unknown option '--zzzzzz'; see 'undertone sort -h'"),
            ("-names=x a", "unknown option '-n'; did you mean '--names'?"),
            ("-x a", "unknown option '-x'; see 'undertone sort -h'"), ("-kx a", "unknown option '-x'; see 'undertone sort -h'"),
            ("--kind=cvs a", "'--kind' cannot be 'cvs'; one of: csv, tsv, text; did you mean 'csv'?"),
            ("-t pictures a", "'-t' cannot be 'pictures'; one of: csv, tsv, text"),
            ("--jobs=many a", "'--jobs' cannot be 'many'; a whole number from 0 to 4096"),
            ("--jobs=-1 a", "'--jobs' cannot be '-1'; a whole number from 0 to 4096"),
            ("--jobs=5k a", "'--jobs' cannot be '5k'; a whole number from 0 to 4096"),
            ("--jobs=17179869184G a", "'--jobs' cannot be '17179869184G'; a whole number from 0 to 4096"),
            ("a --jobs", "'--jobs' needs a value: --jobs=N"), ("a -j", "'-j' needs a value: -j N"),
            ("--keep=yes a", "'--keep' takes no value; leave out '=yes'"), ("", "'sort' needs FILE...; see 'undertone sort -h'"),
            ("a b c d", "'sort' takes no more than FILE...; see 'undertone sort -h'"),
            ("--k\u{1B}[2J a", #"unknown option '--k\u{1b}[2J'; see 'undertone sort -h'"#),
            ("--kind=\u{202E} a", #"'--kind' cannot be '\u{202e}'; one of: csv, tsv, text"#),
        ])
    func mistakes(line: String, expected: String) { #expect(FlagsTests.said(line) == expected) }

    @Test("help, short and complete")
    func help() {
        let short = """
            Sorts letters.

            Usage: undertone sort [OPTION...] FILE...

              undertone sort box.txt

            Options:
              -t, --kind KIND       What the letters are (csv, tsv, text)
              -j, --jobs N          How many hands help
              -o, --output FILE     Where they go
                  --names NAME,...  Whose letters
              -k, --keep            Keep the envelopes
              -a, --all             All of them

            All about it: undertone sort --help

            """
        let complete = """
            Sorts letters.

            Usage: undertone sort [OPTION...] FILE...

            Examples:
              undertone sort box.txt
                  sort one box

            Options:
              -t, --kind KIND       What the letters are (csv, tsv, text)
              -j, --jobs N          How many hands help; more hands do not always sort
                                    faster than a few good ones [1]
              -o, --output FILE     Where they go
                  --names NAME,...  Whose letters
              -k, --keep            Keep the envelopes
              -a, --all             All of them
              -h, --help            One screen of help; all of it

            Letters without a stamp come last.

            """
        #expect(FlagsTests.command.help(complete: false) == short)
        #expect(FlagsTests.command.help(complete: true) == complete)
    }

    @Test("short help fits on a screen however many options there are, and says what is left out")
    func screen() {
        let flags = (1...40).map { Flag<Options>.toggle("option-\($0)", sets: \.keep, help: String(repeating: "word ", count: 30)) }
        let command = Command<Options>("sort", summary: "Sorts.", operands: "FILE", defaults: Options(), examples: [], flags: flags)
        let lines = command.help(complete: false).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(lines.count == 24 && lines.allSatisfy { $0.count <= 80 })
        #expect(lines.last == "23 more options and all about these: undertone sort --help")
    }

    @Test(
        "whole numbers with units",
        arguments: [
            ("0", 0), ("12", 12), ("2k", 2048), ("2K", 2048), ("1M", 1 << 20), ("3G", 3 << 30), ("k", nil), ("", nil), ("1kk", nil), ("٣", nil), ("1.5", nil),
            ("99999999999G", nil),
        ] as [(String, Int?)])
    func numbers(word: String, expected: Int?) { #expect(wholeNumber(word) == expected) }

    @Test(
        "the nearest word",
        arguments: [("scroe", "score"), ("scor", "score"), ("explan", "explain"), ("s", nil), ("", nil), ("help me", nil)] as [(String, String?)])
    func nearest(word: String, expected: String?) { #expect(nearestWord(word, ["score", "explain", "help"]) == expected) }
}

import Foundation
import Testing

/// Help, man page and completions of the real program: all are made from one table, so all must tell of every command and option.
@Suite("Help")
struct HelpTests {
    private static func out(_ line: String) throws -> String {
        let outcome = try Binary.inFolder { try Binary.shell(line, in: $0) }
        #expect(outcome.status == 0 && outcome.err == "", "\(line): \(outcome.err)")
        return String(decoding: outcome.out, as: UTF8.self)
    }

    /// The commands that the overview lists.
    static let commands: [String] = {
        let overview = (try? out("undertone help")) ?? ""
        return overview.split(separator: "\n").compactMap { $0.firstMatch(of: #/^  ([a-z]+)  /#).map { String($0.output.1) } }
    }()

    /// The long names of the options that a command's complete help lists.
    private static func options(_ command: String) throws -> [String] {
        try out("undertone \(command) --help").split(separator: "\n").compactMap {
            $0.firstMatch(of: #/^  (?:-., |    )--([a-z-]+)/#).map { String($0.output.1) }
        }
    }

    @Test("every command is found under the name that its help gives", arguments: commands + ["help", "completions"])
    func names(_ command: String) throws {
        #expect(try HelpTests.out("undertone \(command) -h").contains("Usage: undertone \(command)"))
    }

    @Test("the commands are found, and those that everybody needs among them")
    func found() throws {
        #expect(Set(["score", "explain", "health", "evaluate", "tune", "lexicon", "help", "completions"]).isSubset(of: HelpTests.commands))
        #expect(try HelpTests.options("score").contains("evidence"))
    }

    @Test("-h is one screen of 80 columns and 24 rows", arguments: commands + ["help"])
    func screen(command: String) throws {
        let lines = try HelpTests.out("undertone \(command) -h").split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(lines.count <= 24 && lines.allSatisfy { $0.count <= 80 })
    }

    @Test("--help has examples before options, all within 80 columns but for lines to be copied", arguments: commands)
    func complete(command: String) throws {
        let text = try HelpTests.out("undertone \(command) --help")
        let examples = try #require(text.range(of: "\nExamples:\n")), options = try #require(text.range(of: "\nOptions:\n"))
        #expect(examples.lowerBound < options.lowerBound)
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.contains("undertone ") }, "\(text)")
        // The topic of that name tells more.
        if command != "formats" { #expect(try HelpTests.out("undertone help \(command)") == text) }
    }

    @Test("topics fit into 80 columns and name what they are about", arguments: ["formats", "lexicons", "stages", "exit-status"])
    func topics(topic: String) throws {
        let text = try HelpTests.out("undertone help \(topic)")
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
        let words = [
            "formats": ["ndjson", "csv", "text="], "lexicons": ["stage/", "undertone lexicon check", "~3"],
            "stages": ["refusal", "anger", "acquiesce", "exploration", "adoption", "none", "churn_threat"], "exit-status": ["0 ", "1 ", "2 ", "3 "],
        ]
        for word in words[topic] ?? [] { #expect(text.contains(word)) }
    }

    @Test(
        "what is mistyped is named with what is nearest",
        arguments: [
            ("undertone scroe", "there is no command 'scroe'; did you mean 'score'?"),
            ("undertone help formast", "there is no help about 'formast'; did you mean 'formats'?"),
            ("undertone completions bsh", "there are no completions for 'bsh'; one of: bash, zsh, fish; did you mean 'bash'?"),
            ("undertone score --evidense", "unknown option '--evidense'; did you mean '--evidence'?"),
            ("undertone score -evidence", "unknown option '-v'; did you mean '--evidence'?"),
            ("undertone score --to talbe", "'--to' cannot be 'talbe'; one of: ndjson, csv, tsv, table; did you mean 'table'?"),
            ("undertone --evidence score", "options stand behind a command: undertone COMMAND --evidence; see 'undertone --help'"),
            ("undertone lexicon dif", "'lexicon' has no 'dif'; did you mean 'diff'?"),
        ])
    func nearest(line: String, sentence: String) throws {
        let outcome = try Binary.inFolder { try Binary.shell(line, in: $0) }
        #expect(outcome.status == 2 && outcome.err == "undertone: \(sentence)\n" && outcome.out.isEmpty, "\(outcome.err)")
    }

    @Test("the version says by which lexicons it judges")
    func version() throws { #expect(try HelpTests.out("undertone --version").wholeMatch(of: #/undertone [0-9.]+ \(lexicons [0-9a-f]{16}\)\n/#) != nil) }

    // MARK: The man page

    @Test("the man page tells of every command and option")
    func manual() throws {
        let manual = try HelpTests.out("undertone help man")
        for command in HelpTests.commands {
            #expect(manual.contains(".SS \"undertone \(command)\"\n"))
            for option in try HelpTests.options(command) where option != "help" {
                #expect(manual.contains("\\fB\\-\\-\(option.replacingOccurrences(of: "-", with: "\\-"))\\fR"), "\(command) \(option)")
            }
        }
    }

    @Test("groff sets the man page without a warning, where groff is")
    func groff() throws {
        let outcome = try Binary.inFolder { folder in
            try Binary.shell(
                "command -v /usr/bin/groff > /dev/null || { echo none; exit; }; undertone help man | /usr/bin/groff -man -ww -Tutf8 -rLL=80n -P-cbou",
                in: folder)
        }
        let page = String(decoding: outcome.out, as: UTF8.self)
        #expect(outcome.err == "" && outcome.status == 0)
        #expect(page == "none\n" || (page.contains("--evidence") && page.contains("EXIT STATUS") && !page.contains("\\")), "\(page)")
    }

    // MARK: Completions

    /// What bash offers for the last of some words.
    private static func bash(_ words: [String]) throws -> [String] {
        let list = words.map { "'\($0)'" }.joined(separator: " ")
        let script = "source <(undertone completions bash); COMP_WORDS=(\(list)); COMP_CWORD=\(words.count - 1); _undertone; printf '%s\\n' \"${COMPREPLY[@]}\""
        return try out(script).split(separator: "\n").map(String.init)
    }

    @Test(
        "bash offers commands, options, values and topics",
        arguments: [
            (["undertone", "sc"], ["score"]), (["undertone", "score", "--ev"], ["--evidence"]),
            (["undertone", "score", "--to", ""], ["ndjson", "csv", "tsv", "table"]),
            (["undertone", "score", "-t", "c"], ["csv"]), (["undertone", "score", "--to", "=", "t"], ["tsv", "table"]),
            (["undertone", "score", "--to", "="], ["ndjson", "csv", "tsv", "table"]),
            (["undertone", "lexicon", "d"], ["diff"]), (["undertone", "completions", ""], ["bash", "zsh", "fish"]), (["undertone", "help", "st"], ["stages"]),
            (["undertone", "score", "tick"], []), (["undertone", "score", "--output", "la"], []),
        ] as [([String], [String])])
    func bashOffers(words: [String], offered: [String]) throws { #expect(try HelpTests.bash(words) == offered) }

    @Test("bash offers every option of every command", arguments: commands)
    func bashOptions(command: String) throws {
        #expect(Set(try HelpTests.bash(["undertone", command, "--"])) == Set(try HelpTests.options(command).map { "--" + $0 }))
    }

    @Test("zsh and fish know every command and option, and all quotation marks are closed", arguments: ["zsh", "fish"])
    func others(shell: String) throws {
        let script = try HelpTests.out("undertone completions \(shell)")
        for command in HelpTests.commands {
            #expect(script.contains(command))
            for option in try HelpTests.options(command) where option != "help" || shell == "zsh" {
                #expect(script.contains(shell == "zsh" ? "--\(option)" : " -l \(option) "), "\(command) \(option)")
            }
        }
        let plain = shell == "zsh" ? script.replacingOccurrences(of: "'\\''", with: "") : script.replacingOccurrences(of: "\\'", with: "")
        for line in plain.split(separator: "\n") where !line.hasPrefix("#") { #expect(line.filter { $0 == "'" }.count.isMultiple(of: 2), "\(line)") }
    }
}

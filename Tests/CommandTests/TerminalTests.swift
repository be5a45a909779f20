import Foundation
import Testing

/// What a person sees: the program on a pseudo-terminal of 80 columns, which `script` of util-linux gives it.
@Suite("On a terminal")
struct TerminalTests {
    private static let messages = """
        {"id":"7","text":"why is this so complicated"}
        {"id":"日本-1","text":"can we customize it for the whole team? we have rolled it out to forty people and everybody is in it every day"}
        {"id":"🙏🏽 x","text":"line one\\nline two \\u001b[2J and \\u202e more"}
        {"id":"a-very-long-identifier-9","text":"hello"}
        {"id":"8","role":"staff","text":"why is this so complicated"}
        no json

        """

    /// What the terminal shows after a line of a shell, in a folder with the messages as `in`.
    private static func shown(_ line: String, environment: String = "TERM=xterm") throws -> String {
        try Binary.inFolder { folder in
            try Data(messages.utf8).write(to: folder.appendingPathComponent("in"))
            try Data("stty cols 80 rows 24\nundertone() { \(Binary.path) \"$@\"; }\n\(line)\n".utf8).write(to: folder.appendingPathComponent("run"))
            let outcome = try Binary.shell(
                "/usr/bin/env PATH=/usr/bin:/bin \(environment) /usr/bin/script -qec '/bin/bash run' /dev/null < /dev/null", in: folder)
            return String(decoding: outcome.out, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
        }
    }

    /// The text without colours.
    private static func plain(_ text: String) -> String { text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") }

    /// How many columns a text takes, by Unicode's properties: enough for the characters above.
    private static func columns(_ text: Substring) -> Int {
        text.reduce(0) { $0 + ($1.unicodeScalars.contains { $0.value > 0x2E80 } ? 2 : 1) }
    }

    @Test("score shows a table whose columns are aligned, and a summary; nothing of a text reaches the terminal as a command")
    func table() throws {
        let text = try TerminalTests.shown("undertone score in")
        #expect(text.contains("\u{1B}[31manger") && !text.contains("\u{1B}[2J") && !text.contains("\u{202E}"))
        let lines = TerminalTests.plain(text).split(separator: "\n")
        #expect(lines[0] == "id         stage        sure   feeling   text")
        let words = ["why is this", "can we customize", "line one line two", "hello", "(staff) why"]
        for (line, word) in zip(lines.dropFirst(), words) {
            let start = try #require(line.range(of: word), "\(line)").lowerBound
            #expect(TerminalTests.columns(line[..<start]) == 41 && TerminalTests.columns(line) <= 80, "\(line)")
        }
        #expect(lines[2].hasSuffix("…") && lines[4].hasPrefix("…ntifier-9 "))
        #expect(text.contains("undertone: in:6:") && text.contains("5 messages in ") && text.contains("1 record refused") && text.contains("feeling: negative"))
    }

    @Test("no colours with NO_COLOR or on a dumb terminal", arguments: ["NO_COLOR=1 TERM=xterm", "TERM=dumb"])
    func noColor(environment: String) throws {
        for command in ["score in", "score --evidence in", "explain -f ndjson in"] {
            #expect(!(try TerminalTests.shown("undertone \(command)", environment: environment)).contains("\u{1B}"))
        }
    }

    @Test("NDJSON if that is asked for, or an option that only NDJSON knows", arguments: ["--to ndjson", "--keep", "--provenance", "--ascii"])
    func asked(option: String) throws { #expect(try TerminalTests.shown("undertone score \(option) in 2> /dev/null").hasPrefix("{\"id\":\"7\"")) }

    @Test("with evidence, what decided stands below")
    func evidence() throws {
        #expect(TerminalTests.plain(try TerminalTests.shown("undertone score -e in")).contains("\(String(repeating: " ", count: 41))└ anger: "))
    }

    @Test("a run that lasts shows how far it is, takes that away, and sums up; labels go their own way")
    func progress() throws {
        let text = try TerminalTests.shown("(head -1 in; sleep 1; head -2 in) | undertone score > out; wc -l < out")
        #expect(text.contains("\r\u{1B}[K") && text.contains(" messages/s") && text.contains("3 messages in ") && text.hasSuffix("\n3\n"))
        let bar = try #require(text.range(of: "messages/s")), end = try #require(text.range(of: "\r\u{1B}[K", options: .backwards))
        #expect(bar.upperBound <= end.lowerBound)
        #expect(!text.contains("\"stage\""))
    }

    @Test("a short run whose labels go elsewhere says nothing, nor does one that is told not to")
    func silent() throws {
        #expect(try TerminalTests.shown("head -1 in | undertone score > out") == "")
        #expect(try TerminalTests.shown("(head -1 in; sleep 1; head -1 in) | undertone score --progress=never > out") == "")
    }

    @Test("where standard error is no terminal nothing is said unless it is asked for")
    func piped() throws {
        #expect(try TerminalTests.shown("(head -1 in; sleep 1; head -1 in) | undertone score > out 2> err; wc -c < err") == "0\n")
        let outcome = try Binary.inFolder { try Binary.shell("echo hello | undertone score --progress always > out", in: $0) }
        #expect(outcome.err.hasPrefix("1 message in ") && outcome.err.contains("  none        1  100 %  ████"))
    }

    @Test("explain fits into 80 columns, in a pipe and on a terminal, whatever the text")
    func explain() throws {
        let text =
            "at first I hated it but now my whole team uses it daily, it saved us 6 hours a week and our vp wants it. can we customize the digest? 日本語日本語日本語日本語 👍🏽👍🏽👍🏽"
        for line in ["cat text | undertone explain --all", "cat text | undertone explain --all | cat"] {
            let shown = try Binary.inFolder { folder in
                try Data(text.utf8).write(to: folder.appendingPathComponent("text"))
                let script = "stty cols 80; undertone() { \(Binary.path) \"$@\"; }; \(line)"
                try Data(script.utf8).write(to: folder.appendingPathComponent("run"))
                let outcome = try Binary.shell(
                    "/usr/bin/env PATH=/usr/bin:/bin TERM=xterm /usr/bin/script -qec '/bin/bash run' /dev/null < /dev/null", in: folder)
                return TerminalTests.plain(String(decoding: outcome.out, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n"))
            }
            #expect(shown.contains("for adoption") && shown.contains("  none  "))
            for line in shown.split(separator: "\n") { #expect(TerminalTests.columns(line) <= 80, "\(line)") }
        }
    }
}

import Testing

@testable import UndertoneFormats

@Suite("Text on a terminal")
struct TerminalTextTests {
    @Test(
        "how many columns a character takes",
        arguments: [
            ("a", 1), ("é", 1), ("e\u{301}", 1), ("ñ", 1), ("…", 1), ("█", 1), ("→", 1), ("漢", 2), ("か", 2), ("한", 2), ("Ａ", 2), ("（", 2), ("｡", 1),
            ("👍", 2), ("👍🏽", 2), ("👩‍💻", 2), ("🇩🇪", 2), ("😀", 2), ("🚀", 2), ("✅", 2), ("☺", 1), ("☺\u{FE0F}", 2), ("❤\u{FE0F}", 2), ("\u{301}", 0),
            ("\u{200B}", 0), ("\u{200D}", 0), ("\u{7}", 0), ("\u{1B}", 0), ("ก", 1), ("กี", 1), ("नि", 1), ("\u{20000}", 2), ("¡", 1),
        ] as [(Character, Int)])
    func width(character: Character, columns: Int) { #expect(TerminalText.width(of: character) == columns) }

    @Test("columns stay aligned whatever stands in them", arguments: ["", "plain", "日本語", "e\u{301}e\u{301}", "🙏🏽🙏🏽", "👨‍👩‍👧 x", "fünf"])
    func padded(text: String) { #expect(TerminalText.width(of: TerminalText.padded(text, 12)) == 12) }

    @Test(
        "a text is cut to the columns there are",
        arguments: [
            ("hello", 5, "hello"), ("hello!", 5, "hell…"), ("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("🙏🏽🙏🏽", 3, "🙏🏽…"),
            ("e\u{301}e\u{301}e", 2, "e\u{301}…"), ("", 3, ""),
        ])
    func shortened(text: String, columns: Int, expected: String) { #expect(TerminalText.shortened(text, columns) == expected) }

    @Test(
        "what a text does to a terminal",
        arguments: [
            ("a\nb\r\n\tc  d ", "a b c d"), ("\u{1B}[2Jx", "\\u{1b}[2Jx"), ("x\u{202E}y", "x\\u{202e}y"), ("\u{9B}31m", "\\u{9b}31m"), ("👩‍💻 ok", "👩‍💻 ok"),
            ("\u{0}", "\\u{0}"), (" ", ""),
        ])
    func harmless(text: String, shown: String) { #expect(TerminalText.harmless(text) == shown) }

    @Test("bars", arguments: [(0.0, ""), (1.0, "████"), (0.5, "██"), (0.04, "▏"), (0.6, "██▍"), (2.0, "████"), (-1.0, "")])
    func bar(share: Double, drawn: String) { #expect(TerminalText.bar(share, cells: 4) == drawn) }

    @Test("numbers", arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000"), (100_000, "100,000")])
    func grouped(number: Int, written: String) { #expect(TerminalText.grouped(number) == written) }

    @Test(
        "times",
        arguments: [
            (0.04, "0 s"), (0.44, "0.4 s"), (9.9, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (185, "3 min 5 s"), (7800, "2 h 10 min"),
        ])
    func duration(seconds: Double, written: String) { #expect(ProgressText.duration(seconds) == written) }

    @Test(
        "bytes", arguments: [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (1250, "1.3 kB"), (999_600, "1 MB"), (123_456_789, "123 MB"), (5_000_000_000, "5 GB")])
    func bytes(count: Int, written: String) { #expect(ProgressText.bytes(count) == written) }

    @Test("how far a run is: share, bytes, speed, time left; without a total only what is known; never wider than the terminal")
    func progress() {
        #expect(
            ProgressText.line(done: 25_000_000, total: 100_000_000, messages: 60_000, seconds: 2, columns: 90)
                == "██████                    25 %  25 MB of 100 MB  30,000 messages/s  6 s left")
        #expect(ProgressText.line(done: 25_000_000, total: nil, messages: 60_000, seconds: 2, columns: 90) == "25 MB  30,000 messages/s")
        #expect(ProgressText.line(done: 30, total: 20, messages: 1, seconds: 1, columns: 90) == "30 B  1 messages/s")
        #expect(ProgressText.line(done: 0, total: 20, messages: 0, seconds: 1, columns: 90).hasSuffix("0 %  0 B of 20 B  0 messages/s"))
        for columns in 20...120 {
            #expect(TerminalText.width(of: ProgressText.line(done: 25_000_000, total: 100_000_000, messages: 60_000, seconds: 2, columns: columns)) < columns)
        }
    }

    @Test("what a run did")
    func summary() {
        let text = ProgressText.summary(
            records: 2000, refused: 1, stages: [0, 20, 40, 240, 700, 1000], sentiments: [500, 1000, 500], seconds: 0.5, colors: false)
        #expect(
            text == """
                2,000 messages in 0.5 s, 4,000 a second; 1 record refused
                  refusal         0    0 %
                  anger          20    1 %  ▍
                  acquiesce      40    2 %  ▊
                  exploration   240   12 %  ████▊
                  adoption      700   35 %  ██████████████
                  none        1,000   50 %  ████████████████████
                  feeling: negative 25 %, neutral 50 %, positive 25 %

                """)
        #expect(ProgressText.summary(records: 0, refused: 0, stages: [], sentiments: [], seconds: 0, colors: true) == "0 messages in 0 s, 0 a second\n")
    }
}

import TestSupport
import Testing
import Undertone
import UndertoneFormats
import UndertoneHealth

@testable import UndertonePage

@Suite("Page")
struct PageTests {
    private static func builder(withText: Bool = false, redactor: Redactor? = nil) throws -> PageBuilder {
        let rules = try #require(Lexicon.builtInFile(named: "health.tsv"))
        return PageBuilder(rules: try HealthRules(rules), phrases: ["anger/old:1": "the (old|previous) ~2 better"], withText: withText, redactor: redactor)
    }

    private static func data(_ lines: [String], withText: Bool = false, redactor: Redactor? = nil) throws -> PageData {
        var builder = try builder(withText: withText, redactor: redactor)
        var reader = LabelReader(names: try FieldNames(try #require(Lexicon.builtInFile(named: "field.tsv"))))
        var record = LabelRecord()
        for (number, line) in lines.enumerated() {
            let bytes = Array(line.utf8)
            try reader.read(bytes.span, 0..<bytes.count, line: number + 1, into: &record)
            builder.add(record, bytes.span)
        }
        return builder.finish()
    }

    private static func label(
        _ id: String, account: String = "a", contact: String = "c", day: String = "2026-03-01", stage: String = "anger", more: String = ""
    ) -> String {
        #"{"id":"\#(id)","account":"\#(account)","contact":"\#(contact)","time":"\#(day)","stage":"\#(stage)","confidence":0.8,"sentiment":"negative","score":-0.5\#(more)}"#
    }

    private static func html(_ data: PageData, title: String? = nil) -> String {
        var page = Page()
        if let title { page.title = title }
        return String(decoding: page.html(data), as: UTF8.self)
    }

    // MARK: What is read

    @Test("labels stand by account and time, whatever the order they come in")
    func order() throws {
        let lines = [PageTests.label("3", account: "b"), PageTests.label("2", day: "2026-04-02"), PageTests.label("1"), PageTests.label("4", account: "b")]
        let data = try PageTests.data(lines)
        #expect(data.messages.map(\.id) == ["3", "4", "1", "2"])
        #expect(data.accounts.map(\.name) == ["b", "a"])
        #expect(data.months == [2026 * 12 + 2, 2026 * 12 + 3])
    }

    @Test("the stage at the end of each month is that of the account's last turn")
    func history() throws {
        var lines = (1...4).map { PageTests.label("\($0)", day: "2026-01-0\($0)", stage: "anger") }
        lines += (1...6).map { PageTests.label("x\($0)", day: "2026-03-1\($0)", stage: "adoption") }
        lines.append(PageTests.label("z", account: "b", day: "2026-02-01", stage: "none"))
        let data = try PageTests.data(lines)
        #expect(data.accounts[0].history == [.anger, .anger, .adoption])
        #expect(data.accounts[1].history == [.none, .none, .none])
        #expect(data.accounts[0].direction == 1)
    }

    @Test("fields of kept records are found under the names of their source")
    func kept() throws {
        let line =
            #"{"ticket_id":"7","organization_id":"acme","created_at":"2026-05-01T10:00:00Z","channel":"email","body":"hello there","stage":"none","confidence":0.9,"sentiment":"neutral","score":0,"reason":"no_cue"}"#
        let data = try PageTests.data([line], withText: true)
        #expect(data.messages[0].day == Moment.day(year: 2026, month: 5, day: 1))
        #expect(data.kinds == ["email"])
        #expect(data.messages[0].text == ["hello there"])
    }

    @Test("years that are slips count as no date")
    func slips() throws {
        let data = try PageTests.data([PageTests.label("1"), PageTests.label("2", day: "0202-01-01"), PageTests.label("3", day: "9999-01-01")])
        #expect(data.messages.map(\.day).sorted() == [0, 0, Moment.day(year: 2026, month: 3, day: 1)])
        #expect(data.months.count == 1)
    }

    @Test("of the evidence the heaviest are shown, single learned words only where there is nothing else")
    func evidence() throws {
        func piece(_ entry: String, _ weight: Double, _ speaksFor: String = "anger") -> String {
            #"{"start":0,"end":1,"text":"w","entry":"\#(entry)","speaks_for":"\#(speaksFor)","weight":\#(weight)}"#
        }
        let many = [
            piece("cue/word:1", 9), piece("anger/a:1", 0.5), piece("anger/b:1", 2), piece("anger/old:1", 1), piece("anger/d:1", 0.4),
            piece("impatience/x:1", 0.1, "impatience"),
        ].joined(separator: ",")
        let data = try PageTests.data([
            PageTests.label("1", more: #","evidence":[\#(many)]"#), PageTests.label("2", more: #","evidence":[\#(piece("cue/word:1", 9))]"#),
        ])
        func phrases(_ message: Int) -> [String] { data.messages[message].evidence.map { data.entries[$0].phrase } }
        #expect(phrases(0) == ["anger/b:1", "the old … better", "anger/a:1", "impatience/x:1"])
        #expect(phrases(1) == ["cue/word:1"])
    }

    // MARK: What is written

    @Test("packed messages and ids unpack to what they were")
    func packing() throws {
        var random = SplitMix64(seed: 20_261)
        let stages = Stage.allCases.map(\.rawValue)
        let ids = ["", "1", "10", "a<b", "ü", "\\n", "zz\"", "00000000000000000000000000000000000000000000000001"]
        let lines = (0..<400).map { number in
            PageTests.label(
                ids[Int(random.next() % 8)].replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\(number)", account: "a\(random.next() % 7)",
                contact: "c\(random.next() % 5)", day: Moment.date(20_000 + Int(random.next() % 400)), stage: stages[Int(random.next() % 6)],
                more: random.next() % 3 == 0 ? #","kind":"k\#(random.next() % 4)","signals":["impatience","going_back"]"# : #","reason":"tie""#)
        }
        let data = try PageTests.data(lines)
        let json = PagePacker.json(data)
        #expect(!json.contains(0x3C))
        let values = try JSONObject(json.span, 0..<json.count, line: 1).values
        var numbers = Unpacker(text: Array(try #require(values["messages"]).utf8))
        var place = 0
        for account in data.accounts.indices {
            let people = data.people.indices.filter { data.people[$0].account == account }
            var day = 0
            for _ in 0..<numbers.next() {
                let message = data.messages[place]
                let person = numbers.next()
                #expect((person < people.count ? people[person] : nil) == message.person && account == message.account)
                day += numbers.next()
                #expect(day == message.day)
                let code = numbers.next()
                #expect(Sentiment.allCases[code % 3] == message.feeling && Stage.allCases[min(5, code / 3)] == message.stage)
                #expect(message.stage != .none || Reason.allCases[code / 3 - 5] == message.reason)
                #expect(numbers.next() == message.sure)
                #expect(data.kinds[numbers.next()] == data.kinds[message.kind])
                _ = numbers.next()
                #expect((0..<numbers.next()).map { _ in numbers.next() } == message.evidence)
                place += 1
            }
        }
        #expect(place == 400 && numbers.isAtEnd)
        var last = ""
        let unpacked = try #require(values["ids"]).split(separator: "\n", omittingEmptySubsequences: false).map { word -> String in
            var length = Unpacker(text: Array(word.utf8.prefix(1)))
            last = String(decoding: last.utf8.prefix(length.next()), as: UTF8.self) + String(word.unicodeScalars.dropFirst())
            return last
        }
        #expect(unpacked == data.messages.map(\.id))
    }

    @Test("no words of messages are in the page, unless they are asked for")
    func privacy() throws {
        let line = PageTests.label(
            "1", more: #","text":"my secret words","evidence":[{"start":0,"end":1,"text":"secret","entry":"anger/x:1","speaks_for":"anger","weight":1}]"#)
        let without = PageTests.html(try PageTests.data([line])), with = PageTests.html(try PageTests.data([line], withText: true))
        #expect(!without.contains("secret") && without.contains("No text of a message is in this page"))
        #expect(with.contains(#""texts":[["my secret words","secret"]]"#))
    }

    @Test("text from outside cannot leave its place in the page")
    func hostile() throws {
        let text = #"</script><img src=x onerror=a()>{{data}}{{script}}"#
        let html = PageTests.html(
            try PageTests.data(
                [PageTests.label(text, account: text, contact: text, more: #","kind":"\#(text)","text":"\#(text)""#)], withText: true), title: text)
        #expect(html.components(of: "<script").count == 2 && html.components(of: "</script").count == 2)
        #expect(!html.contains("<img") && html.contains("&lt;img src=x onerror=a()&gt;{{data}}{{script}}"))
    }

    @Test("the policy names the style and the script that are in the page, and nothing else")
    func policy() throws {
        let html = PageTests.html(try PageTests.data([PageTests.label("1")]))
        for (tag, directive) in [("style", "style-src"), ("script", "script-src")] {
            let open = try #require(html.components(of: "<\(tag)>").first), close = try #require(html.components(of: "</\(tag)>").last)
            let inside = Array(html[open.upperBound..<close.lowerBound].utf8)
            #expect(html.contains("\(directive) 'sha256-\(SHA256.base64(SHA256.hash(inside)))';"))
        }
        #expect(html.contains("content=\"default-src 'none';") && !html.contains("unsafe"))
        // The only address is the name of SVG.
        #expect(html.replacing("\"http://www.w3.org/2000/svg\"", with: "").ranges(of: "://").isEmpty)
    }

    @Test("one label, labels without dates, accounts or stages make a page too")
    func little() throws {
        for line in [PageTests.label("1"), #"{"stage":"none"}"#, #"{"stage":"refusal","contact":"x"}"#] {
            let html = PageTests.html(try PageTests.data([line]))
            #expect(html.hasSuffix("</html>\n"))
        }
    }

    @Test("champions, divided accounts and those at risk or ready stand in the page with all cells that their tables have")
    func lists() throws {
        var lines = (1...4).map { day in
            PageTests.label(
                "a\(day)", contact: "ann", day: "2026-03-0\(day)", stage: "adoption", more: #","signals":["champion_advocacy","measurable_result"]"#
            )
            .replacing(#""score":-0.5"#, with: #""score":0.8"#)
        }
        lines += (1...4).map { PageTests.label("b\($0)", contact: "bob", day: "2026-03-0\($0)", more: #","signals":["churn_threat","driver_empathy"]"#) }
        let html = PageTests.html(try PageTests.data(lines))
        #expect(
            html.contains(
                "<th scope=\"row\"><bdi>ann</bdi></th><td class=\"text\">a</td><td class=\"start\">adoption</td><td>4</td><td>0</td><td>0</td><td>4</td>"))
        #expect(html.contains("<bdi>ann</bdi> <span class=\"stage\" data-stage=\"adoption\">adoption</span></span><span><bdi>bob</bdi>"))
        #expect(html.contains("<tr><th scope=\"row\"><bdi>empathy</bdi></th><td class=\"figure\">4</td><td class=\"figure\">0</td><td>0</td></tr>"))
        #expect(html.contains("<div class=\"tile\"><b>1</b><span>at risk</span></div>"))
    }

    @Test("what identifies people is taken out of names and texts on demand")
    func redaction() throws {
        let redactor = Redactor(try RedactionWords(try #require(Lexicon.builtInFile(named: "redact.tsv"))))
        let line = PageTests.label("1", contact: "eve@mail.example", more: #","text":"write to eve@mail.example please""#)
        let html = PageTests.html(try PageTests.data([line], withText: true, redactor: redactor))
        #expect(!html.contains("eve@mail.example") && html.contains("write to [email] please"))
    }
}

/// The slow twin of the script's reader of packed numbers.
private struct Unpacker {
    let text: [UInt8]
    private var index = 0

    init(text: [UInt8]) { self.text = text }

    var isAtEnd: Bool { index == text.count }

    mutating func next() -> Int {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var value = 0, unit = 1
        while index < text.count, let digit = digits.firstIndex(of: text[index]) {
            index += 1
            value += digit % 32 * unit
            unit *= 32
            if digit < 32 { break }
        }
        return value
    }
}

extension String {
    /// The places of a text.
    fileprivate func components(of text: String) -> [Range<String.Index>] { ranges(of: text) }
}

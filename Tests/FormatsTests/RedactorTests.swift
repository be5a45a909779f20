import Testing
import TestSupport
import UndertoneEngine
import UndertoneFormats

@Suite("Redaction")
struct RedactorTests {
    static let words = """
        [greeting]
        hi
        hello
        dear
        thanks
        good morning
        [closing]
        regards
        thanks
        [title]
        mr
        frau
        [and]
        and
        [not_name]
        all
        i
        the
        there
        my
        [secret]
        token
        api_key
        """

    static func redactor() throws -> Redactor { Redactor(try RedactionWords(LexiconFile(name: "redact.tsv", text: words))) }

    static func redacted(_ text: String, isIdentity: Bool = false) throws -> String {
        let bytes = Array(text.utf8)
        return String(decoding: try redactor().redacted(bytes.span, 0..<bytes.count, isIdentity: isIdentity), as: UTF8.self)
    }

    @Test(
        "e-mail addresses go",
        arguments: [
            ("write to anna.berg@mail.example.", "write to [email]."), ("<o'neil+x@a-b.example.org>", "<[email]>"),
            ("mailto:bo@x.example?subject=hi", "mailto:[email]?subject=hi"),
            ("jürgen@büro.example", "[email]"), ("a@b", "a@b"), ("@anna look", "@anna look"), ("5 @ 3.20 each", "5 @ 3.20 each"),
            ("a@b@c.example", "a@[email]"),
            ("bo%40mail.example", "[email]"), ("x@1.2", "x@1.2"), ("bo@mail.example...", "[email]..."),
        ])
    func addresses(text: String, expected: String) throws { #expect(try RedactorTests.redacted(text) == expected) }

    @Test(
        "telephone numbers go, other numbers stay",
        arguments: [
            ("+49 170 1234567", "[phone]"), ("(555) 201-4567 now", "[phone] now"), ("555.201.4567", "[phone]"), ("0170/1234567", "[phone]"),
            ("5552014567", "[phone]"),
            ("1-800-555-0199", "[phone]"), ("+1 (555) 201 4567", "[phone]"), ("512 345 678", "[phone]"), ("call 0301234567, thanks", "call [phone], thanks"),
            ("ticket 12345678", "ticket 12345678"), ("#5552014567", "#5552014567"), ("INV-2024-001234", "INV-2024-001234"),
            ("2026-03-02 09:14", "2026-03-02 09:14"),
            ("02.03.2026", "02.03.2026"), ("192.168.100.200", "192.168.100.200"), ("10 000 000 users", "10 000 000 users"), ("2019-2024", "2019-2024"),
            ("v10.0.19041.1234", "v10.0.19041.1234"), ("3.14159265358", "3.14159265358"), ("1,234,567,890", "1,234,567,890"), ("99 bottles", "99 bottles"),
            ("550e8400-e29b-41d4-a716-446655440000", "550e8400-e29b-41d4-a716-446655440000"),
        ])
    func numbers(text: String, expected: String) throws { #expect(try RedactorTests.redacted(text) == expected) }

    @Test(
        "card numbers go if their check digit is right",
        arguments: [
            ("4111 1111 1111 1111", "[card]"), ("4111-1111-1111-1111 12/27", "[card] 12/27"), ("378282246310005", "[card]"), ("6011000990139424.", "[card]."),
            ("4111111111111112", "4111111111111112"), ("4444444444444444", "4444444444444444"), ("card4111111111111111", "card[card]"),
            ("order5552014567", "order5552014567"),
            ("5105 1051 0510 5100 and 4012888888881881", "[card] and [card]"),
        ])
    func cards(text: String, expected: String) throws { #expect(try RedactorTests.redacted(text) == expected) }

    @Test(
        "what opens something goes out of links, the rest stays",
        arguments: [
            ("https://bo:pw@h.example/a", "https://[secret]@h.example/a"), ("https://h.example/?token=abc&page=2", "https://h.example/?token=[secret]&page=2"),
            ("https://h.example/a?x=1&amp;api_key=zz#token=q", "https://h.example/a?x=1&amp;api_key=[secret]#token=[secret]"),
            ("(https://h.example/r/a1b2c3d4e5f6g7h8i9j0)", "(https://h.example/r/[secret])"),
            ("h.example/?TOKEN=abc and more", "h.example/?TOKEN=[secret] and more"),
            ("https://h.example/tickets/5552014567", "https://h.example/tickets/5552014567"),
            ("https://h.example/how-to-set-up-sso-for-2-teams", "https://h.example/how-to-set-up-sso-for-2-teams"),
            ("https://h.example/?m=bo@x.example", "https://h.example/?m=[email]"), ("?tokens=1", "?tokens=1"), ("what is token=5", "what is token=5"),
        ])
    func links(text: String, expected: String) throws { #expect(try RedactorTests.redacted(text) == expected) }

    @Test(
        "names go after greetings, closings and titles",
        arguments: [
            ("Hi Anna, it fails", "Hi [name], it fails"), ("hi anna, it fails", "hi [name], it fails"), ("hello there, my export", "hello there, my export"),
            ("Dear Mr. Smith and Frau Müller-Lüd,", "Dear Mr. [name] and Frau [name],"), ("Hi Anna and Tom! ok", "Hi [name] and [name]! ok"),
            ("Hello all", "Hello all"),
            ("Hi, I need", "Hi, I need"), ("GOOD MORNING ANNA", "GOOD MORNING [name]"), ("thanks for that", "thanks for that"),
            ("Thanks, Anna", "Thanks, [name]"),
            ("ok\nRegards,\nAnna-Lena O'Brien\nAcme", "ok\nRegards,\n[name]\nAcme"), ("Regards\nThe team", "Regards\nThe team"),
            ("Thanks\nPlease help soon", "Thanks\nPlease help soon"),
            ("I spoke to Mr Smith today", "I spoke to Mr [name] today"), ("dear 李明, ok", "dear [name], ok"), ("Hi <b>Anna</b>, ok", "Hi <b>[name]</b>, ok"),
            ("Hi&nbsp;Anna", "Hi&nbsp;[name]"), ("oh hi", "oh hi"), ("Hi J. R. Berg – ok", "Hi [name] – ok"), ("hi-fi Anna", "hi-fi Anna"),
            ("highlight Anna", "highlight Anna"), ("Hi <b title=4111111111111111>Anna</b>", "Hi <b title=[card]>[name]</b>"),
            ("Hi Anna <i a=bo@x.example>and</i> <b>Tom</b>", "Hi [name] <i a=[email]>and</i> <b>[name]</b>"),
        ])
    func names(text: String, expected: String) throws { #expect(try RedactorTests.redacted(text) == expected) }

    @Test("in ids, accounts and contacts a tag keeps values apart, and equal ones together")
    func tags() throws {
        let anna = try RedactorTests.redacted("anna@mail.example", isIdentity: true)
        #expect(anna.count == "[email:]".count + 12 && anna.hasPrefix("[email:"))
        #expect(try RedactorTests.redacted("Anna@Mail.example", isIdentity: true) == anna)
        #expect(try RedactorTests.redacted("anne@mail.example", isIdentity: true) != anna)
    }

    @Test("a piece of what must not leave does not leave in an excerpt either")
    func excerpts() throws {
        let text = "Hi Anna, mail anna@mail.example now", bytes = Array(text.utf8)
        let found = try RedactorTests.redactor().redactions(bytes.span, 0..<bytes.count)
        for (range, expected) in [
            (0..<5, "Hi [name]"), (5..<9, "[name], "), (16..<20, "[email]"), (31..<35, " now"), (0..<35, "Hi [name], mail [email] now"), (7..<14, ", mail "),
        ] { #expect(Redactor.excerpt(bytes.span, range.lowerBound..<range.upperBound, without: found) == expected, "\(range)") }
    }

    @Test("on random text: stretches ascend and stay inside, nothing else changes, and nothing is found a second time")
    func random() throws {
        let redactor = try RedactorTests.redactor()
        let seed: UInt64 = 0x5E_C2_E7
        var random = SplitMix64(seed: seed)
        let pieces =
            [
                "a", "b.", "@", "@x.example", "%40", "https://", "://", "/", "?", "&", "token=", "=", "#", ";", "4", "4111-1111-1111-1111", "1111", " ", "-",
                "(", ")", "+", ".",
                "\n", "Hi", "dear ",
                "Regards", "Mr", "Anna", "and ", ",", "é", "李", "<b>", "<", ">", "&nbsp;", "'", "\u{2019}", "a1b2c3d4e5f6a7b8c9d0",
            ].map { Array($0.utf8) } + [[0xC2], [0xFF], [0xE2, 0x80], [0x00]]
        var met: [Redaction.Kind: Int] = [:]
        for round in 0..<6000 {
            let bytes = (0..<random.below(30)).flatMap { _ in random.pick(pieces) }
            let start = random.below(3) == 0 ? random.below(bytes.count + 1) : 0
            let found = redactor.redactions(bytes.span, start..<bytes.count)
            var last = start
            for item in found {
                met[item.kind, default: 0] += 1
                #expect(item.range.lowerBound >= last && item.range.upperBound <= bytes.count && !item.range.isEmpty, "seed \(seed), round \(round)")
                last = item.range.upperBound
            }
            let whole = redactor.redacted(bytes.span, 0..<bytes.count, isIdentity: false)
            let again = redactor.redactions(whole.span, 0..<whole.count).filter { $0.kind != .name && $0.kind != .secret }
            #expect(
                again.isEmpty,
                "seed \(seed), round \(round): \(String(decoding: bytes, as: UTF8.self).debugDescription) \(String(decoding: whole, as: UTF8.self).debugDescription)"
            )
        }
        #expect(met.count == 5 && met.values.allSatisfy { $0 > 50 }, "\(met)")
    }
}

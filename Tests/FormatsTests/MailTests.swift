import TestSupport
import Testing
import UndertoneEngine

@testable import UndertoneFormats

@Suite("Mail")
struct MailTests {
    /// What a reader makes of a message, as text.
    struct Message: Equatable {
        var id = "", account = "", contact = "", time = "", subject = "", text = ""
        var isHTML = false, isSystem = false
    }

    private func read(_ mail: String, isFolder: Bool = false) throws -> Message { try read(Array(mail.utf8), isFolder: isFolder) }

    private func read(_ bytes: [UInt8], isFolder: Bool = false) throws -> Message {
        var reader = MailReader()
        try reader.read(bytes.span, 0..<bytes.count, line: 1, isFolder: isFolder)
        func value(_ field: Field) -> String { String(decoding: reader.work[reader.record[field].range], as: UTF8.self) }
        return Message(
            id: value(.id), account: value(.account), contact: value(.contact), time: value(.time), subject: value(.subject), text: value(.text),
            isHTML: reader.record.textIsHTML, isSystem: reader.record.role == .system)
    }

    @Test("header and body")
    func simple() throws {
        let mail = "From: Ann Lee <Ann@Example.com>\nDate: Tue, 3 Mar 2026\n 09:14:00 +0100\nMessage-ID: <7@x>\nSubject: The\n\texport\n\nWe like it.\n\nAnn\n"
        let expected = Message(
            id: "<7@x>", account: "example.com", contact: "ann@example.com", time: "Tue, 3 Mar 2026 09:14:00 +0100", subject: "The export",
            text: "We like it.\n\nAnn")
        #expect(try read(mail) == expected)
        #expect(
            try read(mail.replacing("\n", with: "\r\n"))
                == {
                    var with = expected; with.text = "We like it.\r\n\r\nAnn"; return with
                }())
    }

    @Test(
        "words of headers may be encoded",
        arguments: [
            ("=?UTF-8?Q?Jos=C3=A9_says?= hi", "José says hi"), ("=?iso-8859-1?q?Probl=E8me?=", "Problème"), ("=?utf-8?B?8J+YoQ==?=", "😡"),
            ("=?UTF-8?Q?one?=\n =?UTF-8?Q?_two?=", "one two"), ("=?windows-1252?Q?don=92t?=", "don’t"), ("=?UTF-8*en?Q?x?=", "x"), ("a =? b", "a =? b"),
            ("=?UTF-8?X?x?=", "=?UTF-8?X?x?="), ("=?koi8-r?B?8NLJ?= ok", "При ok"),
            ("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"), ("=?klingon?Q?a=E9?=", "a\u{FFFD}"),
        ])
    func encodedWords(value: String, expected: String) throws { #expect(try read("From: a@b.c\nSubject: \(value)\n\nx").subject == expected) }

    @Test(
        "the sender's address",
        arguments: [
            ("Ann <ann@b.c>", "ann@b.c"), ("ann@b.c (Ann)", "ann@b.c"), ("\"a@x, b\" <ANN@b.c>", "ann@b.c"), ("<ann@b.c>, <bo@b.c>", "bo@b.c"), ("Ann", ""),
        ])
    func senders(from: String, expected: String) throws { #expect(try read("From: \(from)\nSubject: x\n\nx").contact == expected) }

    @Test(
        "bodies are read in any transfer encoding and in many charsets; of others ASCII is read",
        arguments: [
            ("quoted-printable", "utf-8", "caf=C3=A9 =\nold =3D new", "café old = new"), ("quoted-printable", "iso-8859-1", "caf=E9=20\nnew", "café \nnew"),
            ("quoted-printable", "utf-8", "50=% =x", "50=% =x"), ("base64", "utf-8", "Y2Fm\nw6k=", "café"), ("base64", "windows-1252", "ZG9ukng=", "don’x"),
            ("7bit", "us-ascii", "plain", "plain"), ("8bit", "", "café", "café"), ("QUOTED-PRINTABLE", "\"UTF-8\"", "=E2=82=AC5", "€5"),
            ("quoted-printable", "iso-8859-15", "=A45", "€5"), ("base64", "utf-16le", "bwBsAGQA", "old"),
            ("quoted-printable", "big5", "a=B4=FAb", "a測b"), ("base64", "iso-8859-2", "v/OzdGE=", "żółta"),
            ("7bit", "ISO-2022-JP", "\u{1B}$BF|K\\\u{1B}(B ok", "日本 ok"), ("quoted-printable", "klingon", "a=E9", "a\u{FFFD}"),
        ])
    func bodies(encoding: String, charset: String, body: String, expected: String) throws {
        let type = charset.isEmpty ? "" : "; charset=\(charset)"
        #expect(try read("From: a@b.c\nContent-Type: text/plain\(type)\nContent-Transfer-Encoding: \(encoding)\n\n\(body)").text == expected)
    }

    @Test("bytes of no charset at all are read as Windows-1252")
    func unknown() throws { #expect(try read(Array("From: a@b.c\n\ndon".utf8) + [0x92] + Array("t".utf8)).text == "don’t") }

    private static let mixed = """
        From: a@b.c
        Content-Type: multipart/mixed; boundary="out er"

        preamble
        --out er
        Content-Type: text/plain
        Content-Disposition: attachment; filename=log.txt

        log
        --out er
        Content-Type: multipart/alternative;
         boundary=inner

        --inner
        Content-Type: text/html

        <p>HTML</p>
        --inner
        Content-Type: text/plain

        plain
        --inner--
        --out er--
        epilogue
        """

    @Test("of several parts the plain text is taken, attachments are not")
    func parts() throws { #expect(try read(MailTests.mixed) == Message(account: "b.c", contact: "a@b.c", text: "plain")) }

    @Test("without plain text HTML is taken")
    func html() throws {
        let mail = MailTests.mixed.replacing("Content-Type: text/plain\n\nplain", with: "Content-Type: image/png\n\nxxx")
        #expect(try read(mail) == Message(account: "b.c", contact: "a@b.c", text: "<p>HTML</p>", isHTML: true))
    }

    @Test("a message without any text has an empty one")
    func empty() throws { #expect(try read("From: a@b.c\nContent-Type: application/pdf\n\nxxx").text == "") }

    @Test("a boundary that never comes again ends with the message")
    func unclosed() throws { #expect(try read("From: a@b.c\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\ntext").text == "text") }

    @Test("flowing lines are joined, quoted ones and signatures are not")
    func flowed() throws {
        let mail = "From: a@b.c\nContent-Type: text/plain; format=flowed\n\nOne \nline.\n> old \n> older\nNext.\n-- \nAnn"
        #expect(try read(mail).text == "One line.\n> old \n> older\nNext.\n-- \nAnn")
    }

    @Test(
        "what no person wrote is the system's",
        arguments: [
            ("Auto-Submitted: auto-replied", true), ("Auto-Submitted: no", false), ("X-Autoreply: yes", true), ("Precedence: auto_reply", true),
            ("Precedence: bulk", false), ("Return-Path: <>", true), ("Return-Path: <a@b.c>", false),
            ("Content-Type: multipart/report; report-type=delivery-status; boundary=x", true),
        ])
    func automatic(header: String, expected: Bool) throws { #expect(try read("From: a@b.c\n\(header)\n\nx").isSystem == expected) }

    @Test("what has no header is refused")
    func noHeader() {
        #expect(throws: RecordFault.self) { try read("just a text") }
    }

    // MARK: - Folders

    private static let folder = [
        "From a@b.c Tue Mar  3 09:14:05 2026\nFrom: a@b.c\n\nFrom now on we use it.\n>From tomorrow too.\n>>From me.\n\n",
        "From 17@xxx Mon Mar 02 09:14:05 +0000 2026\nFrom: d@e.f\n\nNo.\n\nFrom here it is fine.\n",
    ]

    @Test("a folder is divided at its lines with senders and times, and marks of lines are taken off")
    func folders() throws {
        for ending in ["\n", "\r\n"] {
            let mails = MailTests.folder.map { $0.replacing("\n", with: ending) }
            let bytes = Array(mails.joined().utf8)
            let splitter = RecordSplitter(.mbox)
            guard let first = splitter.record(bytes.span, from: 0, to: bytes.count),
                let second = splitter.record(bytes.span, from: first.next, to: bytes.count)
            else {
                Issue.record("the folder has two messages")
                return
            }
            #expect([first.range, second.range] == [0..<mails[0].utf8.count, mails[0].utf8.count..<bytes.count])
            #expect(splitter.record(bytes.span, from: second.next, to: bytes.count) == nil)
            #expect(splitter.complete(bytes.span, from: 0, to: bytes.count) == mails[0].utf8.count)
            #expect(try read(mails[0], isFolder: true).text.replacing("\r\n", with: "\n") == "From now on we use it.\nFrom tomorrow too.\n>From me.")
        }
    }

    @Test("mail is told by its first lines")
    func guesses() {
        for (text, isMail) in [
            ("From: a@b.c\nTo: d@e.f\nSubject: x\n\ny", true), ("Received: by x\n\tfoo\nFrom: a\nDate: b\n", true), ("From: 9 am\nTo: 5 pm\nwe need it", false),
            ("Subject: x\nTo: y\nDate: z\n\n", false), ("Hello\nFrom: a\n", false), ("", false),
        ] {
            let bytes = Array(text.utf8)
            #expect(MailFolder.isMessage(bytes.span, bytes.count) == isMail, "\(text)")
        }
    }

    @Test("any bytes are read or refused, never more")
    func anyBytes() {
        var random = SplitMix64(seed: 0x3A11)
        let scraps = [
            "From: a@b.c\n", "Content-Type: multipart/mixed; boundary=x\n", "\n", "--x\n", "--x--", "=?UTF-8?Q?", "?=", "=E", "=\n", ":", ";", "\"", "\r\n",
            "é", "From ",
        ]
        for _ in 0..<2000 {
            let bytes = (0..<random.below(16)).flatMap { _ in random.once(in: 9) ? [UInt8(random.below(256))] : Array(random.pick(scraps).utf8) }
            if let message = try? read(bytes, isFolder: random.once(in: 2)) { #expect(message.text.utf8.count <= 3 * bytes.count + 3) }
        }
    }
}

import Testing

/// One row of a table: a message, and the words in it that are its writer's, line feeds written as blanks.
struct OwnWordsCase: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let expected: String

    init(_ name: String, _ text: String, _ expected: String) {
        self.name = name
        self.text = text
        self.expected = expected
    }

    var testDescription: String { name }

    /// Headers of replies as mail programs write them, by language; below each stands what somebody else wrote.
    static let replyHeaders: [OwnWordsCase] =
        [
            ("English", "On Tue, 3 Mar 2026 at 09:14, Dana Poe <dana@example.com> wrote:"),
            ("English, wrapped", "On Tue, 3 Mar 2026 at 09:14, Dana Poe\n<dana@example.com> wrote:"),
            ("English, wrapped twice", "On Tue, 3 Mar 2026 at 09:14, Dana Poe <\ndana.poe.with.a.long.address@example.com>\nwrote:"),
            ("English, no blank before the verb", "On 3 Mar 2026, Dana<dana@example.com>wrote:"),
            ("English, between dashes", "--- On Tue, 3/3/26, Dana Poe <dana@example.com> wrote:"),
            ("English, date first", "2026-03-03 9:14 GMT+01:00 Dana Poe <dana@example.com>:"),
            ("English, a phone", "---- Dana Poe wrote ----"),
            ("German", "Am 03.03.2026 um 09:14 schrieb Dana Poe <dana@example.com>:"),
            ("German, verb last", "Am Dienstag, 3. März 2026, 09:14 Uhr hat Dana Poe geschrieben:"),
            ("French", "Le mar. 3 mars 2026 à 09:14, Dana Poe <dana@example.com> a écrit :"),
            ("French, no-break blank", "Le 3 mars 2026 à 09:14, Dana Poe a écrit\u{A0}:"),
            ("Spanish", "El mar, 3 mar 2026 a las 9:14, Dana Poe (<dana@example.com>) escribió:"),
            ("Italian", "Il giorno mar 3 mar 2026 alle ore 09:14 Dana Poe <dana@example.com> ha scritto:"),
            ("Dutch", "Op di 3 mrt 2026 om 09:14 schreef Dana Poe <dana@example.com>:"),
            ("Portuguese", "Em ter., 3 de mar. de 2026 às 09:14, Dana Poe <dana@example.com> escreveu:"),
            ("Polish", "W dniu 3.03.2026 o 09:14, Dana Poe pisze i napisał(a):"),
            ("Swedish", "Den tis 3 mars 2026 kl 09:14 skrev Dana Poe <dana@example.com>:"),
            ("Norwegian", "På 3. mars 2026 kl. 09:14:18, Dana Poe (dana@example.com) skrev:"),
            ("Vietnamese", "Vào Th 3, 3 thg 3, 2026 vào lúc 09:14 Dana đã viết:"),
            ("Russian", "03.03.2026 09:14, Dana Poe пишет:"),
            ("Russian, wrapped", "03.03.2026 09:14 пользователь \"Dana Poe\" <\ndana@example.com> написал:"),
            ("Chinese", "在 2026年3月3日 09:14，Dana 写道："),
            ("a rule and its name", "-----Original Message-----"),
            ("the same in German", "-----Ursprüngliche Nachricht-----"),
            ("a line below a header block", "From: Dana Poe <dana@example.com>\nSent: Tuesday, March 3, 2026 9:14 AM\nTo: Help\nSubject: Export"),
            ("in bold letters", "*From:* Dana Poe\n*Sent:* Tuesday\n*To:* Help\n*Subject:* Export"),
            ("in German", "Von: Dana Poe\nGesendet: Dienstag, 3. März 2026 09:14\nAn: Hilfe\nBetreff: Export"),
            ("in French, wrapped", "De : Dana Poe [mailto:dana\n@example.com]\nEnvoyé : mardi 3 mars 2026\nÀ : Aide\nObjet : Export"),
            ("in Swedish", "Från: Dana Poe\nSkickat: den 3 mars 2026\nTill: Hjälp\nÄmne: Export"),
            ("in Russian", "От: Dana Poe\nОтправлено: 3 марта 2026\nКому: Help"),
            ("a date and an address", "Date: Tue, 3 Mar 2026 09:14:00 +0100\nTo: help@example.com"),
        ].map { OwnWordsCase($0.0, $0.1, "") }

    static let mail: [OwnWordsCase] = [
        OwnWordsCase("an answer between and below quotations", "On 3 Mar, Dana wrote:\n> Old?\n\nYes.\n\n> New?\nNo.", "Yes. No."),
        OwnWordsCase("a quotation without a header", "Yes.\n> Old?\n>> Older?", "Yes."),
        OwnWordsCase("a header inside a quotation", "Yes.\n> On 3 Mar 2026, Dana wrote:\n>\n> Old?", "Yes."),
        OwnWordsCase(
            "a sentence that begins and ends like a header", "On reflection, this is\nwhat my boss wrote:\nKeep it.",
            "On reflection, this is what my boss wrote: Keep it."),
        OwnWordsCase("a header does not reach over a blank line", "On page 3 it fails.\n\nAs I wrote:\nit fails.", "On page 3 it fails. As I wrote: it fails."),
        OwnWordsCase("two lines like those of a header are none", "From: 9 am\nTo: 5 pm\nwe need it.", "From: 9 am To: 5 pm we need it."),
        OwnWordsCase("forwarded mail", "See below.\n\n---------- Forwarded message ---------\nFrom: A\nOld.", "See below."),
        OwnWordsCase(
            "forwarded mail without a word",
            "---------- Forwarded message ---------\nFrom: Dana <dana@example.com>\nDate: 3 Mar 2026\nSubject: x\nTo: y\n\nOld.",
            "Old."),
        OwnWordsCase("the line of a help desk above the text", "##- Please type your reply above this line -##\nFine.", "Fine."),
        OwnWordsCase("the line of a help desk below the text", "Fine.\n##- Please type your reply above this line -##\nHello Dana", "Fine."),
        OwnWordsCase("a signature", "Fine.\n-- \nDana\nHead of Ops", "Fine."),
        OwnWordsCase("the footer of a mailing list", "Fine.\n_____________________\nlist info", "Fine."),
        OwnWordsCase("a telephone's advertisement", "Fine.\n\nSent from my iPhone", "Fine."),
        OwnWordsCase("a telephone's advertisement with an excuse", "Fine.\nSent from my iPhone, please excuse typos", "Fine."),
        OwnWordsCase("any device", "Fine.\nSent from my Acme Tab 7.", "Fine."),
        OwnWordsCase("a sentence about sending", "Sent from my desk, it is much easier to read.", "Sent from my desk, it is much easier to read."),
        OwnWordsCase("a name after a dash", "Fine.\n\n-Dana Poe\n\n\nSent from my iPad", "Fine."),
        OwnWordsCase("a list is no sign-off", "Missing:\n-Login\n-Logout", "Missing: -Login -Logout"),
        OwnWordsCase("a legal footer", "Fine.\n\nThis email and any attachments are confidential.\nIf you are not Dana, delete it.", "Fine."),
        OwnWordsCase("a banner of the mail system", "CAUTION: This email originated outside\nof the company.\n\nFine.", "Fine."),
        OwnWordsCase("greetings and closings stay", "Dear team,\nfine.\n\nBest regards\nDana Poe", "Dear team, fine. Best regards Dana Poe"),
        OwnWordsCase("a fence of code", "Is this right?\n```swift\nlet old = true\n```\nThanks", "Is this right? Thanks"),
        OwnWordsCase(
            "a stack trace", "It fails:\njava.lang.IllegalStateException: null\n\tat com.acme.Old.run(Old.java:12)\n\tat com.acme.New.go(New.java:3)\nWhy?",
            "It fails: Why?"),
        OwnWordsCase("a trace of Python", "Traceback (most recent call last):\n  File \"/a/b.py\", line 3, in go\nHelp!", "Help!"),
        OwnWordsCase("a log", "It says\n2026-03-02 09:14:05,123 ERROR [main] no\n[2026-03-02T09:14:06Z] WARN old\nevery day.", "It says every day."),
        OwnWordsCase("a note with a time is no log", "2026-03-02 09:14 error again, says Dana", "2026-03-02 09:14 error again, says Dana"),
        OwnWordsCase("text encoded twice", "I donâ€™t like â€œitâ€\u{9D} â€“ cafÃ© ðŸ˜¡", "I don’t like “it” – café 😡"),
        OwnWordsCase("text encoded three times", "I donÃ¢â‚¬â„¢t", "I don’t"),
        OwnWordsCase("characters that only look so", "Ã la carte, 5 â‚¬ of «Â»", "Ã la carte, 5 € of «»"),
        OwnWordsCase("entities in plain text", "It&#39;s&nbsp;fine &amp; good", "It's fine & good"),
    ]

    static let html: [OwnWordsCase] = [
        OwnWordsCase("list items do not run together", "<p>Why?</p><ul><li>old</li><li>new</li></ul>", "Why? old new"),
        OwnWordsCase(
            "styles, scripts, titles and comments", "<head><title>x</title><style>p{}</style></head><p>Old<!-- <b>new</b> --></p><script>1<2</script>", "Old"),
        OwnWordsCase("a tracking pixel", "<p>Old</p><img src=\"https://example.com/o.gif?a>b\" alt=\"new > old\" width=1>", "Old"),
        OwnWordsCase("declarations and parts for one program", "<?xml version=\"1.0\"?><!DOCTYPE html><!--[if mso]><p>new</p><![endif]--><p>Old</p>", "Old"),
        OwnWordsCase(
            "Gmail", "<div>Fine.</div><div class=\"gmail_quote\"><div class=\"gmail_attr\">On 3 Mar Dana wrote:<br></div><blockquote>Old?</blockquote></div>",
            "Fine."),
        OwnWordsCase(
            "Gmail, answers between quotations",
            "<div>See below.</div><div class=\"gmail_quote\"><div>Dana, 3 Mar:</div><blockquote>Old?</blockquote><div>Yes.</div><blockquote>New?</blockquote><div>No.</div></div>",
            "See below. Yes. No."),
        OwnWordsCase(
            "Outlook",
            "<p>Fine.</p><div><p><b>From:</b> Dana &lt;dana@example.com&gt;<br><b>Sent:</b> Monday<br><b>To:</b> Help<br><b>Subject:</b> x</p></div><p>Old.</p>",
            "Fine."),
        OwnWordsCase("Outlook on the web", "<div>Fine.</div><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\">Old.</div><p>Older.</p>", "Fine."),
        OwnWordsCase("Yahoo", "<div>Fine.</div><div class=\"yahoo_quoted\"><div>On Monday Dana wrote:</div><div>Old.</div></div>", "Fine."),
        OwnWordsCase(
            "Apple Mail", "<div>Fine.</div><div><br><blockquote type=\"cite\"><div>On 3 Mar 2026, at 09:14, Dana wrote:</div>Old.</blockquote></div>", "Fine."),
        OwnWordsCase("Thunderbird", "Fine.<br><div class=\"moz-cite-prefix\">Dana, 3/3/26:<br></div><blockquote type=\"cite\">Old.</blockquote>", "Fine."),
        OwnWordsCase(
            "a header in an element of its own, then a quotation, then an answer", "<p>On 3 Mar 2026 Dana wrote:</p><blockquote>Old?</blockquote><p>Yes.</p>",
            "Yes."),
        OwnWordsCase(
            "a header with tags in it",
            "<p>Fine.</p><p>On 3 Mar 2026, <b>Dana</b> &lt;<a href=\"mailto:d@example.com\">d@example.com</a>&gt; <i>wrote</i>:</p><p>Old.</p>", "Fine."),
        OwnWordsCase("lines quoted with signs", "<div>Fine.<br>&gt; Old?<br>&gt; Older?</div>", "Fine."),
        OwnWordsCase("a signature", "We saved hours.<br><br>--<br>Dana<br>Head of Ops", "We saved hours."),
        OwnWordsCase("a signature after a no-break blank", "<div>Fine.</div><div>--&nbsp;</div><div>Dana</div>", "Fine."),
        OwnWordsCase("a telephone's advertisement", "<body>Fine.<br/><br/>Sent from my iPhone</body>", "Fine."),
        OwnWordsCase("the quotation of a help desk", "<div>Fine?</div><div class=\"freshdesk_quote\"><blockquote>Old.</blockquote></div>", "Fine?"),
        OwnWordsCase("Markdown with a tag in it", "> old\n\nIs <b>this</b> new?\n\n```\ncode\n```\n<!-- hint -->", "Is this new?"),
        OwnWordsCase("a quotation that is never closed, below its header", "<p>Fine.</p><p>On 3 Mar 2026 Dana wrote:</p><blockquote>Old.", "Fine."),
    ]

    /// Messages that no person wrote.
    static let automatic = [
        "Automatic reply: away\n\nI love the new view.", "Hello,\n\nThis is an automated response. We love you.",
        "<p>This is an automatically generated message.</p>",
        "This request was closed and merged into request #123 \"Export is terrible\".", "Request #77 \"It is awful\" was closed and merged into this request.",
    ]

    /// Messages that people wrote about such ones.
    static let notAutomatic = [
        "I love the new view. Your automatic reply: a bit cold.", "We get the text \"This is an automated response\" all the time and hate it.",
        "I told you before that the new editor is terrible and that nobody here likes it:\nThis is an automated response, you said.",
    ]
}

import Testing

@testable import UndertoneEngine

/// One row of a table: a text and the tokens it must give, in the notation of `TinyLexicon.line`.
struct TokenCase: CustomTestStringConvertible, Sendable {
    let name: String
    let text: [UInt8]
    let expected: String
    var markup = Markup.plain

    init(_ name: String, _ text: String, _ expected: String, _ markup: Markup = .plain) {
        self.init(name, bytes: Array(text.utf8), expected, markup)
    }

    init(_ name: String, bytes: [UInt8], _ expected: String, _ markup: Markup = .plain) {
        self.name = name
        text = bytes
        self.expected = expected
        self.markup = markup
    }

    var testDescription: String { name }

    static let words: [TokenCase] = [
        TokenCase("capital letters are folded, words in capitals are marked", "Old SYSTEM", "old SYSTEM"),
        TokenCase("one capital letter is no word in capitals", "I like A", "i like a"),
        TokenCase("long words in capitals are marked too", "UNBELIEVABLE thing", "UNBELIEVABLE thing"),
        TokenCase("accents are dropped", "Café naïve", "cafe naive"),
        TokenCase("combining accents are dropped", "cafe\u{301} up", "cafe up"),
        TokenCase("full-width letters are ASCII", "ｏｌｄ", "old"),
        TokenCase("ligatures come apart", "diﬃcult", "difficult"),
        TokenCase("invisible characters weigh nothing", "sys\u{AD}tem o\u{200B}ld", "system old"),
        TokenCase("other alphabets are words that no phrase knows", "система 古い", "· ·"),
        TokenCase("stretched letters are shortened to two", "coooool tool", "cool tool"),
        TokenCase("stretched letters are shortened to one", "soooo goooood", "so good"),
        TokenCase("stretched letters leave other double letters alone", "annoyinggg helloooo", "annoying hello"),
        TokenCase("a hyphen parts words", "follow-up well-known", "follow up well known"),
        TokenCase("a word of seventeen letters is one word", "incomprehensibly so extraordinarinesse", "incomprehensibly so extraordinarinesse"),
        TokenCase("a word of hundreds of letters is one unknown word", "so " + String(repeating: "ab", count: 300) + " old", "so · old"),
        TokenCase("underscores part words", "old_system", "old system"),
    ]

    static let contractions: [TokenCase] =
        ["don't", "don’t", "don´t", "don`t", "donʼt", "don＇t", "Don't", "dont", "do not"].map {
            TokenCase("\($0) is do not", "\($0) like", "do not like")
        } + [
            TokenCase("a contraction in capitals is two words in capitals", "DON'T like", "DO NOT like"),
            TokenCase("will not", "won't work", "will not work"),
            TokenCase("unknown stem with a known ending", "team'll like", "team will like"),
            TokenCase("a possessive is the word without its ending", "customer's system", "customer system"),
            TokenCase("an apostrophe at the end belongs to nobody", "customers' system", "customers system"),
            TokenCase("an apostrophe in front belongs to nobody", "'old system", "old system"),
        ]

    static let things: [TokenCase] = [
        TokenCase("a number", "17 clicks", "<number> clicks"),
        TokenCase("a number with its unit", "2h 30min", "<number> h <number> minutes"),
        TokenCase("a number with signs inside", "1,200.50 at 9:40 on 3/4/2026", "<number> at <number> on <number>"),
        TokenCase("a number ends a sentence", "version 7. old", "version <number> . old"),
        TokenCase("dollars", "$5 and $1,200.50", "<money> and <money>"),
        TokenCase("a lone dollar is nothing", "$ old", "old"),
        TokenCase("percent", "10% old", "<number> % old"),
        TokenCase("an address of a page", "see https://example.com/a?b=c, then", "see <url> , then"),
        TokenCase("an address without a scheme", "see www.example.com.", "see <url> ."),
        TokenCase("an address in brackets", "(https://example.com/x) old", ", <url> , old"),
        TokenCase("an e-mail address", "ask ann@example.com.", "ask <email> ."),
        TokenCase("an e-mail address with a full stop", "ask ann.lee@example.co.uk now", "ask <email> now"),
        TokenCase("an e-mail address with an underscore", "ask ann_lee@example.com now", "ask <email> now"),
        TokenCase("an e-mail address with a hyphen", "ask ann-lee@example.com now", "ask <email> now"),
        TokenCase("an e-mail address with a plus", "ask ann+lee@example.com now", "ask <email> now"),
        TokenCase("a mention", "ask @ann_lee-2 now", "ask <mention> now"),
        TokenCase("a lone at-sign is nothing", "old @ system", "old system"),
        TokenCase("code between backticks", "run `old --system` now", "run <code> now"),
        TokenCase("a fence of code ends the sentence", "run\n```\nold.system()\n```\nnow", "run , <code> . , now"),
        TokenCase("a lone backtick is nothing", "old ` system", "old system"),
        TokenCase("a fence that is never closed is read", "```old system", "old system"),
        TokenCase("an emoji that no phrase names", "old 🪿 system", "old <emoji> system"),
        TokenCase("a known emoji", "🙂 old", "🙂 old"),
        TokenCase("skin tones do not matter", "👍🏽 👍", "👍 👍"),
        TokenCase("variation selectors do not matter", "❤️ ❤", "❤ ❤"),
        TokenCase("a joined emoji is one token", "👩🏽‍💻 old", "<emoji> old"),
        TokenCase("two emoji side by side are two", "🙂🙂", "🙂 🙂"),
        TokenCase("emoticons are read as emoji", ":) :-( <3", "🙂 🙁 ❤"),
        TokenCase("emoticons with a letter", ":D :P :d", "😀 😛 😀"),
        TokenCase("a colon before a word is no emoticon", "old:down", "old , down"),
    ]

    static let sentences: [TokenCase] = [
        TokenCase("full stop, question, exclamation", "old. new? so! up", "old . new ? so ! up"),
        TokenCase("a question with an exclamation is both", "old?! new!!!", "old ? ! new !"),
        TokenCase("a full stop inside a word is no border", "see monday.com now", "see monday com now"),
        TokenCase("a full stop before a capital is a border without a blank", "done.Please ask", "done . please ask"),
        TokenCase("dots are an ellipsis and part phrases", "old... new", "old … , new"),
        TokenCase("the one-character ellipsis", "old… new", "old … new"),
        TokenCase("abbreviations end no sentence", "approx. old vs. new", "approximately old vs new"),
        TokenCase("abbreviations with inner full stops end no sentence", "old e.g. new", "old e g new"),
        TokenCase("commas, colons, semicolons, brackets and dashes part clauses", "a, b: c; d (e) f - g -- h – i", "a , b , c , d , e , f , g , h , i"),
        TokenCase("a single line break parts clauses", "old\nnew", "old , new"),
        TokenCase("a blank line ends a sentence", "old\n\nnew", "old . new"),
        TokenCase("CRLF is one line break", "old\r\nnew\r\n\r\nso", "old , new . so"),
        TokenCase("borders in a row are one", "old.\n\nnew", "old . new"),
        TokenCase("list items end the sentence before them", "old\n- new\n* so\n• up", "old . , new . , so . , up"),
        TokenCase("numbered items end the sentence before them", "old\n1) new", "old . <number> , new"),
        TokenCase("a heading before a capital ends a sentence", "Old\nNew", "old . new"),
        TokenCase("quotation marks mark what they enclose", "so \"old system\" up", "so 'old' 'system' up"),
        TokenCase("curly quotation marks too", "so “old” up «new»", "so 'old' up 'new'"),
        TokenCase("a quotation ends with its sentence", "so \"old. new", "so 'old' '.' new"),
        TokenCase("full-width signs", "old？new！so。up", "old ? new ! so . up"),
        TokenCase("an empty text has no tokens", "", ""),
        TokenCase("blanks only have no tokens", " \n\t\n ", ""),
    ]

    static let mail: [TokenCase] = [
        TokenCase("quoted lines are skipped", "old\n> new\n> so\nup", "old . up"),
        TokenCase("nothing after the header of a reply is read", "old\n\nOn Mon, Jan 5, 2026 Ann Lee wrote:\nnew", "old ."),
        TokenCase("a header wrapped over two lines", "old\n\nOn Mon, Jan 5, 2026 at 9:14 AM Ann Lee <ann@example.com>\nwrote:\nnew", "old ."),
        TokenCase("an answer between quoted lines is read", "On Monday Ann wrote:\n> old\nnew", "new"),
        TokenCase("On without wrote is a sentence", "On old we like new", "on old we like new"),
        TokenCase("On does not reach for a wrote two lines on", "On old\nnew\nso\nwrote:", "on old , new , so , wrote"),
        TokenCase("a signature ends the text", "old\n-- \nAnn new", "old ."),
        TokenCase("an advertisement of a mail program is one line", "old\nSent from my phone\nnew", "old . new"),
        TokenCase("a forwarded message ends the text", "see this\n---------- Forwarded message ---------\nold", "see this ."),
    ]

    static let html: [TokenCase] = [
        TokenCase("inline tags weigh nothing", "<b>old</b> <span class=\"x\">new</span>", "old new", .html),
        TokenCase("paragraphs are sentences", "<p>old</p><p>new</p>", "old . new .", .html),
        TokenCase("one line break parts clauses", "old<br>new<br/>so", "old , new , so", .html),
        TokenCase("two line breaks end a sentence", "old<br><br>new<br /> <BR>so", "old . new . so", .html),
        TokenCase("table cells part clauses", "<tr><td>old</td><td>new</td></tr>", ", old , new .", .html),
        TokenCase("quoted replies are skipped", "old<blockquote>new <p>so</p></blockquote>up", "old . up", .html),
        TokenCase("quotes in quotes are skipped together", "old<blockquote>a<blockquote>b</blockquote>c</blockquote>up", "old . up", .html),
        TokenCase("elements of quoting classes are skipped", "old<div class=\"gmail_quote\">new<div>so</div></div>up", "old . up", .html),
        TokenCase("scripts and styles are skipped", "<style>p{new}</style>old<script>if(a<b)so</script>", "old .", .html),
        TokenCase("comments are skipped", "old<!-- new > so -->up", "old up", .html),
        TokenCase("code elements are masked", "run <pre>old</pre> now", "run . <code> now", .html),
        TokenCase("an element that is never closed is read", "old<blockquote>new", "old . new", .html),
        TokenCase("a lone less-than is nothing", "old < new", "old new", .html),
        TokenCase("named entities are characters", "old&nbsp;new &amp; don&rsquo;t caf&eacute;", "old new do not cafe", .html),
        TokenCase("numbered entities are characters", "don&#39;t &#x64;o &#8217;", "do not do", .html),
        TokenCase("numbers of Windows-1252 are understood", "don&#146;t", "do not", .html),
        TokenCase("an entity for a tag is never a tag", "old &lt;blockquote&gt; new", "old blockquote new", .html),
        TokenCase("an unknown entity is its words", "old &nosuch; new", "old · , new", .html),
        TokenCase("line breaks in the source are blanks", "old\n\nnew", "old new", .html),
        TokenCase("tags in plain text are words", "<b>old", ", b old", .plain),
    ]

    static let badBytes: [TokenCase] = [
        TokenCase("a lone continuation byte parts words", bytes: Array("old".utf8) + [0x80] + Array("new".utf8), "old new"),
        TokenCase("an overlong form is not its character", bytes: [0xC0, 0xA0] + Array("old".utf8), "old"),
        TokenCase("a surrogate is no character", bytes: Array("old ".utf8) + [0xED, 0xA0, 0x80] + Array(" new".utf8), "old new"),
        TokenCase("a character that is cut off at the end", bytes: Array("old ".utf8) + [0xF0, 0x9F, 0x98], "old"),
        TokenCase("zero bytes", bytes: Array("old".utf8) + [0] + Array("new".utf8), "old new"),
        TokenCase("bytes that never occur in UTF-8", bytes: [0xFF, 0xFE] + Array("old".utf8), "old"),
    ]

    static let all = words + contractions + things + sentences + mail + html + badBytes
}

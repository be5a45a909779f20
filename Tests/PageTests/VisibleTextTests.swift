import Testing
import UndertoneFormats

@testable import UndertonePage

@Suite("Text in the page")
struct VisibleTextTests {
    @Test(
        "what is invisible or turns text around is written out",
        arguments: [
            ("ab\u{202E}gpj.exe", "ab⟦U+202E⟧gpj.exe"), ("a\u{2066}b\u{2069}", "a⟦U+2066⟧b⟦U+2069⟧"), ("zero\u{200B}width", "zero⟦U+200B⟧width"),
            ("soft\u{AD}hyphen", "soft⟦U+00AD⟧hyphen"), ("\u{FEFF}mark", "⟦U+FEFF⟧mark"), ("bell\u{7}\u{0}", "bell⟦U+0007⟧⟦U+0000⟧"),
            ("\u{9B}31m", "⟦U+009B⟧31m"),
            ("line\u{2028}end", "line⟦U+2028⟧end"), ("tag\u{E0041}", "tag⟦U+E0041⟧"), ("private \u{E000}", "private ⟦U+E000⟧"),
            ("blank\u{3164}", "blank⟦U+3164⟧"),
            ("a\u{200D}b", "a⟦U+200D⟧b"), ("a\u{FE0F}b", "a⟦U+FE0F⟧b"), ("1\u{200C}2", "1⟦U+200C⟧2"), ("\u{1B}[31mred", "⟦U+001B⟧[31mred"),
        ])
    func written(text: String, expected: String) { #expect(VisibleText.of(text) == expected) }

    @Test(
        "what scripts and emoji need stays as it is",
        arguments: ["plain\n\ttext", "café naïve", "👨‍👩‍👧", "🏳️‍🌈", "❤️", "👍🏽", "می‌خواهم", "क्‍ष", "日本語", "עברית", "𝒜"])
    func kept(text: String) { #expect(VisibleText.of(text) == text) }

    @Test("names stand on one line")
    func line() { #expect(VisibleText.line("a\nb\tc\rd") == "a b c⟦U+000D⟧d") }

    @Test(
        "entries are read as one of the phrases they match",
        arguments: [
            ("fed up", "fed up"), ("the (old|previous) (system|tool)", "the old system"), ("does it (also)? support", "does it support"),
            ("<we> went back to <old>", "‹we› went back to ‹old›"), ("old ~3 (better|easier)", "old … better"), ("customi[sz]e it", "customise it"),
            ("frustrat*", "frustrat…"), ("^ fine $", "fine"), ("any update ?", "any update ?"), ("((a|b) c|d) e", "a c e"), ("just? do it", "do it"),
            (":)", ":)"), ("as _ as possible", "as … as possible"), ("^^ (ok|okay)? thanks $$", "thanks"), ("(really)?", "(really)?"),
        ])
    func phrases(pattern: String, expected: String) { #expect(ShortPhrase.of(pattern) == expected) }
}

@Suite("Hashes")
struct SHA256Tests {
    private func hex(_ text: String) -> String {
        SHA256.hash(Array(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test("the examples of FIPS 180-4, and lengths around a block")
    func examples() {
        #expect(hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
        #expect(hex(String(repeating: "a", count: 55)) == "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318")
        #expect(hex(String(repeating: "a", count: 64)) == "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb")
    }

    @Test("Base64 (RFC 4648)", arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")])
    func base64(text: String, expected: String) { #expect(SHA256.base64(Array(text.utf8)) == expected) }
}

import Undertone

enum TextProperties {
    static func tokens(in bytes: [UInt8], _ markup: Markup) -> String? {
        let image = Lexicon.builtIn.image
        let tokenizer = Tokenizer(vocabulary: image.vocabulary, boundaries: image.boundaries)
        var buffer = TokenBuffer()
        tokenizer.tokenize(bytes.span, from: 0, to: bytes.count, markup: markup, into: &buffer)
        let alone = buffer.tokens
        guard let first = alone.first, let last = alone.last, first.word == .messageStart, last.word == .messageEnd else { return "the borders are missing" }
        var place: UInt32 = 0
        for token in alone {
            if token.start < place || token.end < token.start || Int(token.end) > bytes.count {
                return "a token from \(token.start) to \(token.end) after \(place)"
            }
            place = token.start
        }
        if zip(alone, alone.dropFirst()).contains(where: { $0.sentence > $1.sentence }) { return "sentences go backward" }
        // Inside other bytes nothing changes but the places.
        for frame in [Array("\" a. b>".utf8), [0xC3, 0x3C, 0x26]] {
            let framed = frame + bytes + frame + [0xA9, 0x22]
            tokenizer.tokenize(framed.span, from: frame.count, to: frame.count + bytes.count, markup: markup, into: &buffer)
            let shifted = buffer.tokens.map { token in
                var token = token
                token.start -= UInt32(frame.count)
                token.end -= UInt32(frame.count)
                return token
            }
            if shifted != alone { return "other tokens inside other bytes" }
        }
        return nil
    }

    /// HTML as plain text: nothing of a script or style stands in it, and words without signs come back.
    static func ownText(in bytes: [UInt8]) -> String? {
        func own(_ text: [UInt8]) -> String { Runs.classifier.ownText(text.span, from: 0, to: text.count, markup: .html) }
        // Inside a script everything but its end is hidden.
        let hidden = bytes.filter { $0 != 0x3C }
        for name in ["script", "style"] {
            let shown = own(Array("<p>before</p><\(name)>".utf8) + hidden + Array("</\(name)><p>after</p>".utf8))
            if shown != own(Array("<p>before</p><\(name)></\(name)><p>after</p>".utf8)) { return "what is hidden in <\(name)> is shown" }
        }
        let words = bytes.filter { $0 == 0x20 || $0 >= 0x61 && $0 <= 0x7A }.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
        let plain = words.joined(separator: " ")
        let tagged = words.map { "<b>\($0)</b>" }.joined(separator: "  ")
        if own(Array(tagged.utf8)) != own(Array(plain.utf8)) { return "tags change words" }
        return nil
    }

    static func label(of bytes: [UInt8]) -> String? {
        var scratch = Classifier.Scratch()
        for markup in [Markup.plain, .html] {
            let alone = Runs.classifier.label(of: bytes.span, from: 0, to: bytes.count, markup: markup, keeping: .all, using: &scratch)
            let evidence = Runs.classifier.evidence(for: alone, &scratch)
            if let out = evidence.first(where: { $0.range.lowerBound < 0 || $0.range.upperBound > bytes.count }) {
                return "evidence outside the text: \(out.range)"
            }
            if !(0...1).contains(alone.confidence) || !(-1...1).contains(alone.score) { return "confidence \(alone.confidence), score \(alone.score)" }
            let quick = Runs.classifier.label(of: bytes.span, from: 0, to: bytes.count, markup: markup, keeping: .none, using: &scratch)
            if quick != alone { return "another label without evidence" }
            let framed = Array("not ".utf8) + bytes + Array(" great".utf8)
            if Runs.classifier.label(of: framed.span, from: 4, to: 4 + bytes.count, markup: markup, keeping: .none, using: &scratch) != alone {
                return "another label inside other bytes"
            }
        }
        return nil
    }
}

/// A stretch of a text that was not read.
package struct Skip: Sendable, Equatable {
    package enum Kind: Sendable {
        /// A tag: what stands on both sides hangs together.
        case tag
        /// Lines, paragraphs or elements: what stands on both sides does not.
        case line
    }

    /// In bytes of the text as it came in.
    package let start: Int, end: Int
    package let kind: Kind
}

/// The writer's own words, as plain text: for people and for tests; labels are made from the text as it stands.
package enum OwnText {
    /// What is left of a text without what was skipped: entities read, one blank for several, one line feed for several.
    /// - Parameter skips: in the order of their beginnings; those inside others are allowed.
    package static func render(_ bytes: Span<UInt8>, from start: Int, to end: Int, markup: Markup, skips: [Skip]) -> String {
        var text: [UInt8] = []
        var index = start
        var next = 0
        func blank(_ sign: UInt8) {
            if text.isEmpty { return }
            if text[text.count - 1] == 0x20 || text[text.count - 1] == 0x0A {
                if sign == 0x0A { text[text.count - 1] = sign }
            } else {
                text.append(sign)
            }
        }
        while index < end {
            while next < skips.count, skips[next].start < index || skips[next].end <= index { next += 1 }
            if next < skips.count, skips[next].start == index {
                if skips[next].kind == .line { blank(0x0A) }
                index = skips[next].end
                continue
            }
            let first = byte(bytes, at: index)
            var (scalar, length) = Mojibake.decode(bytes, at: index, end: end)
            if first == 0x26, let entity = Entities.decode(bytes, at: index, end: end) { (scalar, length) = entity }
            switch scalar.value {
            case 0x0A, 0x0D: blank(markup == .html ? 0x20 : 0x0A)
            case ...0x20, 0xA0, 0x202F: blank(0x20)
            case 0x200B...0x200F, 0x202A...0x202E, 0xFEFF, 0xAD: break
            default: for unit in String(scalar).utf8 { text.append(unit) }
            }
            index += length
        }
        while let last = text.last, last <= 0x20 { text.removeLast() }
        return String(decoding: text, as: UTF8.self)
    }
}

extension Tokenizer {
    /// The writer's own words in a text, as plain text. Cost: some passes over the text.
    package func ownText(_ bytes: Span<UInt8>, from start: Int, to end: Int, markup: Markup) -> String {
        var buffer = TokenBuffer()
        buffer.notesSkips = true
        tokenize(bytes, from: start, to: end, markup: markup, into: &buffer)
        return OwnText.render(bytes, from: start, to: end, markup: markup, skips: buffer.skips)
    }
}

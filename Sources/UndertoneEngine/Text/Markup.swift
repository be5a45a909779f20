/// How the bytes of a text are to be read.
package enum Markup: UInt8, Sendable {
    /// Plain text, perhaps with Markdown's fences and quotation marks.
    case plain
    /// HTML: tags part words, line breaks are blanks.
    case html
    /// Plain text with some tags in it, such as Markdown allows: tags and line breaks count.
    case mixed

    /// What a text looks like: HTML if a tag stands in it that structures documents, mixed if only others do.
    /// Cost: an eighth of a step for each byte up to the first such tag.
    package static func guess(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Markup {
        var found = Markup.plain
        var index = start
        while true {
            index = firstIndex(of: 0x3C, bytes, from: index, to: end)
            if index + 2 >= end { return found }
            switch kind(bytes, at: index + 1, end: end) {
            case .html: return .html
            case .mixed: found = .mixed
            case .plain: break
            }
            index += 1
        }
    }

    private static let structure: [StaticString] = ["p", "div", "html", "body", "table", "head", "blockquote"]
    private static let others: [StaticString] = [
        "br", "span", "a", "li", "ul", "ol", "pre", "b", "strong", "em", "i", "u", "h1", "h2", "h3", "h4", "img", "font", "code", "details", "hr",
    ]

    /// What the name of a tag speaks for.
    private static func kind(_ bytes: Span<UInt8>, at start: Int, end: Int) -> Markup {
        var first = start
        if lowest(3, of: load8(bytes, at: first)) == 0x2D2D21 { return .mixed }
        if byte(bytes, at: first) == 0x2F { first += 1 }
        var name: UInt64 = 0
        var length = 0
        while first + length < end, length < 11 {
            let next = byte(bytes, at: first + length)
            if next == 0x3E || next == 0x2F || next <= 0x20 { break }
            let small = next | 0x20
            guard (small >= 0x61 && small <= 0x7A) || (next >= 0x30 && next <= 0x39) else { return .plain }
            if length < 8 { name |= UInt64(small) << UInt64(length * 8) }
            length += 1
        }
        guard length > 0, first + length < end else { return .plain }
        if structure.contains(where: { matches($0, name, length) }) { return .html }
        return others.contains { matches($0, name, length) } ? .mixed : .plain
    }

    private static func matches(_ tag: StaticString, _ name: UInt64, _ length: Int) -> Bool {
        tag.utf8CodeUnitCount == length && withBytes(of: tag) { load8($0, at: 0) } == name
    }
}

/// One tag of HTML, opening or closing, or a comment.
package struct Tag {
    /// What it does to the text around it.
    package let kind: Kind
    package let isClosing: Bool
    /// The lower-case name, its last eight letters packed with the last one lowest.
    package let name: UInt64
    /// Where the name begins and ends; what stands from there to `end` are the attributes.
    package let nameStart: Int, nameEnd: Int
    /// The offset after its `>`.
    package let end: Int

    /// How the words around a tag hang together.
    package enum Kind: UInt8, Sendable {
        /// Weighs nothing.
        case inline
        /// Parts lines, or the cells of a table.
        case breaks
        /// Parts paragraphs.
        case block
        /// Holds somebody else's words.
        case quote
        /// Holds nothing to be read.
        case hidden
        case code
    }

    /// Why there is no tag.
    package enum Miss: Error {
        /// A lone `<`.
        case none
        /// No `>` follows up to the end.
        case noEnd
    }

    /// Reads what begins with the `<` at an offset. Cost: the bytes of the tag.
    /// - Parameter limit: how many bytes are looked through at most.
    package static func read(_ bytes: Span<UInt8>, at start: Int, end: Int, limit: Int = .max) throws(Miss) -> Tag {
        guard start + 1 < end else { throw .none }
        let stop = end - start > limit ? start + limit : end
        let next = byte(bytes, at: start + 1)
        if next == 0x21 || next == 0x3F { return try comment(bytes, at: start, stop) }
        let isClosing = next == 0x2F
        var index = start + (isClosing ? 2 : 1)
        var name: UInt64 = 0
        let nameStart = index
        while index < stop, index - nameStart < 12 {
            let letter = byte(bytes, at: index) | 0x20
            guard (letter >= 0x61 && letter <= 0x7A) || (letter >= 0x30 && letter <= 0x39) else { break }
            name = name << 8 | UInt64(letter)
            index += 1
        }
        guard index > nameStart else { throw .none }
        let close = try self.close(bytes, from: index, stop)
        return Tag(kind: TagKinds.kind(name), isClosing: isClosing, name: name, nameStart: nameStart, nameEnd: index, end: close)
    }

    /// The offset after the `>` of a tag: outside the quotation marks of its attributes, and before another tag begins.
    private static func close(_ bytes: Span<UInt8>, from start: Int, _ stop: Int) throws(Miss) -> Int {
        var index = start
        while index < stop {
            let next = byte(bytes, at: index)
            if next == 0x3E { return index + 1 }
            if next == 0x3C { throw .none }
            if next == 0x3D, index + 1 < stop {
                let mark = byte(bytes, at: index + 1)
                if mark == 0x22 || mark == 0x27, let after = attributeEnd(bytes, from: index + 2, mark, stop) {
                    index = after
                    continue
                }
            }
            index += 1
        }
        throw .noEnd
    }

    /// The offset after an attribute's closing quotation mark, if there is one near enough.
    private static func attributeEnd(_ bytes: Span<UInt8>, from start: Int, _ mark: UInt8, _ stop: Int) -> Int? {
        let last = min(stop, start + longestAttribute)
        var index = start
        while index < last {
            if byte(bytes, at: index) == mark { return index + 1 }
            index += 1
        }
        return nil
    }

    /// Attributes of more bytes are ended by the tag's `>`, whatever their quotation marks say (this keeps the time linear).
    private static let longestAttribute = 512

    /// `<!-- … -->`, or a declaration `<! … >`, `<? … >`.
    private static func comment(_ bytes: Span<UInt8>, at start: Int, _ stop: Int) throws(Miss) -> Tag {
        let isComment = lowest(4, of: load8(bytes, at: start)) == 0x2D2D_213C
        var index = start + 2
        while index < stop {
            index = firstIndex(of: 0x3E, bytes, from: index, to: stop)
            if index < stop, !isComment || (byte(bytes, at: index - 1) == 0x2D && byte(bytes, at: index - 2) == 0x2D) {
                return Tag(kind: .inline, isClosing: false, name: 0, nameStart: start + 2, nameEnd: start + 2, end: index + 1)
            }
            index += 1
        }
        throw .noEnd
    }
}

/// The kinds of tags by their names.
private enum TagKinds {
    private static let slots = 256

    private static let table: (names: [UInt64], kinds: [Tag.Kind]) = {
        var names = [UInt64](repeating: 0, count: slots)
        var kinds = [Tag.Kind](repeating: .inline, count: slots)
        let groups: [(String, Tag.Kind)] = [
            ("br td th", .breaks),
            ("p div li ul ol tr hr dl dt dd h1 h2 h3 h4 h5 h6 table section aside header footer article main body html center form", .block),
            ("blockquote", .quote),
            ("style script head title svg template", .hidden),
            ("pre code", .code),
        ]
        for (group, kind) in groups {
            for word in group.split(separator: " ") {
                let name = word.utf8.reduce(0) { $0 << 8 | UInt64($1) }
                var slot = TagKinds.slot(name)
                while names[slot] != 0 { slot = (slot + 1) & (slots - 1) }
                names[slot] = name
                kinds[slot] = kind
            }
        }
        return (names, kinds)
    }()

    private static func slot(_ name: UInt64) -> Int { WordKey.slot(name, 0) & (slots - 1) }

    static func kind(_ name: UInt64) -> Tag.Kind {
        let table = TagKinds.table
        var slot = TagKinds.slot(name)
        while table.names[slot] != 0 {
            if table.names[slot] == name { return table.kinds[slot] }
            slot = (slot + 1) & (slots - 1)
        }
        return .inline
    }
}

/// A mark of `boundary.tsv`: how a line looks at which a writer's own words end, or which is not theirs.
///
/// Literal text is compared without case (of ASCII letters) and with one blank for several. Besides it a mark may hold: `…` any stretch; `_` a run without
/// blanks; `~3` up to three words; `<date>` and `<timestamp>`; three or more equal signs, for a run of at least so many; and `$` at the end, where the line must end.
/// A mark that ends in text after `…` ends with that text at the end of a line.
package struct BoundaryMark: Sendable, Equatable {
    /// What follows from the mark.
    package enum Kind: String, Sendable, CaseIterable {
        /// Nothing after it is the writer's own.
        case cut
        /// Nothing after it is the writer's own if words of theirs stand before it; at the top of a text it is only a line to be left out.
        case cutBelow = "cut_below"
        /// The line is not the writer's own.
        case line
        /// The paragraph is not the writer's own.
        case paragraph
        /// No person wrote the message.
        case automatic
        /// The line was written by a program: a stack trace, a log.
        case machine
        /// A closing; names and addresses below it weigh nothing.
        case closing
    }

    enum Piece: Sendable, Equatable {
        case literal([UInt8])
        case run(UInt8, Int)
        case any, word, words(Int), date, timestamp, end
    }

    package let kind: Kind
    /// As it stands in the file.
    package let source: [UInt8]
    let pieces: [Piece]

    /// Reads a mark; nil if it holds nothing that a line could begin with.
    package init?(_ source: String, _ kind: Kind) { self.init(Array(source.utf8)[...], kind) }

    /// Reads a mark out of UTF-8; nil if it holds nothing that a line could begin with.
    init?(_ source: ArraySlice<UInt8>, _ kind: Kind) {
        let bytes = Array(source)
        var pieces: [Piece] = []
        var place = 0
        while let piece = BoundaryMark.piece(bytes.span, &place, after: pieces.last) { pieces.append(piece) }
        guard let first = pieces.first, first != .any, first != .end, first != .word else { return nil }
        if case .words = first { return nil }
        self.kind = kind
        self.source = bytes
        self.pieces = pieces
    }

    /// Whether it begins like a sentence and may end far from there, so that a sentence might look like it.
    var looksLikeSentence: Bool {
        if case .literal = pieces[0] { return pieces.contains(.any) }
        return false
    }

    /// The piece at a place, which is moved behind it; nil at the end.
    private static func piece(_ bytes: Span<UInt8>, _ place: inout Int, after last: Piece?) -> Piece? {
        switch last {
        case nil, .literal, .word, .words: break
        default: while place < bytes.count, bytes[place] == 0x20 { place += 1 }
        }
        guard place < bytes.count else { return nil }
        if let (special, length) = special(bytes, place) {
            place += length
            return special
        }
        var literal: [UInt8] = []
        literal.reserveCapacity(bytes.count - place)
        while place < bytes.count, literal.isEmpty || special(bytes, place) == nil {
            let next = bytes[place]
            place += 1
            if next == 0x20, literal.last == 0x20 { continue }
            if next == 0x3A, literal.last == 0x20 { literal.removeLast() }
            literal.append(next >= 0x41 && next <= 0x5A ? next | 0x20 : next)
        }
        return .literal(literal)
    }

    /// The piece that is no literal text and its length, if one stands at a place.
    @inline(__always)
    private static func special(_ bytes: Span<UInt8>, _ place: Int) -> (Piece, Int)? {
        let first = bytes[place]
        return isLetterOrDigit(first) || first == 0x20 ? nil : sign(bytes, place, first)
    }

    private static func sign(_ bytes: Span<UInt8>, _ place: Int, _ first: UInt8) -> (Piece, Int)? {
        if first == 0xE2, has(bytes, place, "…") { return (.any, 3) }
        if first == 0x3C, has(bytes, place, "<date>") { return (.date, 6) }
        if first == 0x3C, has(bytes, place, "<timestamp>") { return (.timestamp, 11) }
        if first == 0x24, place + 1 == bytes.count { return (.end, 1) }
        if first == 0x7E, place + 1 < bytes.count, case let digit = bytes[place + 1], digit >= 0x31 && digit <= 0x39 { return (.words(Int(digit - 0x30)), 2) }
        var run = 1
        while place + run < bytes.count, bytes[place + run] == first { run += 1 }
        if run >= 3, first > 0x20, first < 0x80 { return (.run(first, run), run) }
        return first == 0x5F && run == 1 ? (.word, 1) : nil
    }

    private static func has(_ bytes: Span<UInt8>, _ place: Int, _ text: StaticString) -> Bool {
        withBytes(of: text) { text in
            place + text.count <= bytes.count && text.indices.allSatisfy { bytes[place + $0] == text[$0] }
        }
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x30 && byte <= 0x39)
    }
}

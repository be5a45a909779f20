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
    package let source: String
    let pieces: [Piece]

    /// Reads a mark; nil if it holds nothing that a line could begin with.
    package init?(_ source: String, _ kind: Kind) {
        self.kind = kind
        self.source = source
        var pieces: [Piece] = []
        var bytes = Array(source.utf8)[...]
        while let piece = BoundaryMark.piece(&bytes, after: pieces.last) { pieces.append(piece) }
        guard let first = pieces.first, first != .any, first != .end, first != .word else { return nil }
        if case .words = first { return nil }
        self.pieces = pieces
    }

    /// Whether it begins like a sentence and may end far from there, so that a sentence might look like it.
    var looksLikeSentence: Bool {
        if case .literal = pieces[0] { return pieces.contains(.any) }
        return false
    }

    private static let named: [(name: [UInt8], piece: Piece)] = [
        (Array("…".utf8), .any), (Array("<date>".utf8), .date), (Array("<timestamp>".utf8), .timestamp),
    ]

    private static func piece(_ bytes: inout ArraySlice<UInt8>, after last: Piece?) -> Piece? {
        switch last {
        case nil, .literal, .word, .words: break
        default: while bytes.first == 0x20 { bytes.removeFirst() }
        }
        guard let first = bytes.first else { return nil }
        if let special = special(&bytes, first) { return special }
        var literal: [UInt8] = []
        while let next = bytes.first, literal.isEmpty || !isSpecial(bytes) {
            bytes.removeFirst()
            if next == 0x20, literal.last == 0x20 { continue }
            if next == 0x3A, literal.last == 0x20 { literal.removeLast() }
            literal.append(next >= 0x41 && next <= 0x5A ? next | 0x20 : next)
        }
        return .literal(literal)
    }

    private static func isSpecial(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        guard let first = rest.first else { return false }
        return special(&rest, first) != nil
    }

    /// A piece that is no literal text, if one stands at the head.
    private static func special(_ bytes: inout ArraySlice<UInt8>, _ first: UInt8) -> Piece? {
        if isLetterOrDigit(first) || first == 0x20 { return nil }
        if first == 0xE2 || first == 0x3C {
            for (name, piece) in named where bytes.starts(with: name) {
                bytes.removeFirst(name.count)
                return piece
            }
        }
        if first == 0x24, bytes.count == 1 {
            bytes.removeFirst()
            return .end
        }
        if first == 0x7E, bytes.count > 1, case let digit = bytes[bytes.startIndex + 1], digit >= 0x31 && digit <= 0x39 {
            bytes.removeFirst(2)
            return .words(Int(digit - 0x30))
        }
        let run = bytes.prefix { $0 == first }.count
        if run >= 3, first > 0x20, first < 0x80, !isLetterOrDigit(first) {
            bytes.removeFirst(run)
            return .run(first, run)
        }
        if first == 0x5F, run == 1 {
            bytes.removeFirst()
            return .word
        }
        return nil
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x30 && byte <= 0x39)
    }
}

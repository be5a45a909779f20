import UndertoneEngine

/// Finds where records end in a batch of bytes.
package struct RecordSplitter: Sendable {
    package let format: InputFormat
    /// What parts the cells of a table; 0 while it is unknown: then commas, semicolons, TABs and `|` are taken to part them.
    package let separator: UInt8
    /// The most bytes that a record may have: no further is looked for what tells that a cell was never closed.
    package let longest: Int

    package init(_ format: InputFormat, separator: UInt8 = 0, longest: Int = .max) {
        self.format = format
        self.separator = separator
        self.longest = longest
    }

    /// What can be wrong with how records are divided.
    package enum Flaw: Sendable {
        /// A quotation mark opens a cell of the row and none ever closes it; the record is its first line then, so that the rows after it are not lost.
        case unclosedCell
        /// A comma stands in an array where an element should be; the record is the comma.
        case strayComma

        /// What is to be said about it.
        package var problem: String {
            switch self {
            case .unclosedCell: "a quotation mark opens a cell and none ever closes it; close it, or double it if it is meant as a sign"
            case .strayComma: "a comma of the array has no element before or behind it; take the comma out"
            }
        }
    }

    /// One record: its bytes without the line break, and where the next one begins.
    package struct Piece: Equatable {
        package let range: Range<Int>
        package let next: Int
        /// What is wrong with how the record is divided from others.
        package var flaw: Flaw?
    }

    /// The record that begins at an offset.
    /// - Parameter end: the end of the bytes; a record that reaches it without a border ends there.
    /// - Returns: nil at the end.
    package func record(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Piece? {
        guard start < end else { return nil }
        switch format {
        case .ndjson, .text: return line(bytes, start, lineEnd(bytes, start, end), end)
        case .csv, .tsv:
            var (found, isOpen) = row(bytes, start, end)
            // What is too long is refused as such, up to its own end.
            if found == nil && end - start > longest { isOpen = false }
            var piece = line(bytes, start, found ?? (isOpen ? lineEnd(bytes, start, end) : end), end)
            piece.flaw = isOpen ? .unclosedCell : nil
            return piece
        case .json: return element(bytes, start, end)
        case .mbox:
            let next = MailFolder.next(bytes, after: start, end: end) ?? end
            return Piece(range: start..<next, next: next)
        case .whole, .eml, .vtt: return Piece(range: start..<end, next: end)
        }
    }

    private func line(_ bytes: Span<UInt8>, _ start: Int, _ lineEnd: Int, _ end: Int) -> Piece {
        var last = lineEnd
        if last > start, bytes[last &- 1] == 0x0D { last &-= 1 }
        return Piece(range: start..<last, next: min(lineEnd &+ 1, end))
    }

    /// The offset of the next line break, or the end.
    @inline(__always)
    package func lineEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        firstIndex(of: 0x0A, bytes, from: start, to: end)
    }

    /// The offset of the next line break outside quotation marks; nil if the row is not complete.
    package func rowEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? { row(bytes, start, end).end }

    /// The end of a row, and whether one of its cells is never closed.
    ///
    /// A quotation mark opens a cell only at its beginning; elsewhere it is a sign like any other. A cell over several lines ends before a separator or a line's end:
    /// where other text follows its last mark, the first mark was left open, that one belongs to a later row, and the row ends with its first line.
    private func row(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (end: Int?, isOpen: Bool) {
        var quoted = false
        // The second one of two marks that stand for one.
        var doubled = -1
        // The first line break inside the open cell.
        var firstBreak = -1
        var index = start
        while index < end {
            let word = load8(bytes, at: index)
            var special = equalMask(word, 0x22) | equalMask(word, 0x0A)
            while special != 0 {
                let place = index &+ leadingBytes(special)
                if place >= end { return (nil, quoted) }
                if bytes[place] == 0x0A {
                    if !quoted { return (place, false) }
                    if firstBreak < 0 { firstBreak = place }
                } else if !quoted {
                    quoted = place == start || partsCells(bytes[place &- 1])
                    firstBreak = -1
                } else if place != doubled {
                    if place &+ 1 < end, bytes[place &+ 1] == 0x22 {
                        doubled = place &+ 1
                    } else {
                        quoted = false
                        if firstBreak >= 0, place - start < longest, place &+ 1 < end, !mayFollowCell(bytes[place &+ 1]) {
                            return (lineEnd(bytes, start, end), true)
                        }
                    }
                }
                special &= special &- 1
            }
            index &+= 8
        }
        return (nil, quoted)
    }

    private func mayFollowCell(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D || partsCells(byte) }

    /// Whether a byte parts the cells of a row.
    package func partsCells(_ byte: UInt8) -> Bool {
        separator != 0 ? byte == separator : byte == 0x2C || byte == 0x3B || byte == 0x09 || byte == 0x7C
    }

    /// How many of some bytes belong to complete records.
    /// - Parameters:
    ///   - start: where the first record begins.
    ///   - count: where the bytes end.
    /// - Returns: the offset after the last complete record, or `start` if there is none.
    package func complete(_ bytes: Span<UInt8>, from start: Int, to count: Int) -> Int {
        switch format {
        case .ndjson, .text:
            var index = count
            while index > start, bytes[index &- 1] != 0x0A { index &-= 1 }
            return index
        case .csv, .tsv:
            var border = start
            while let end = rowEnd(bytes, border, count) { border = end + 1 }
            return border
        case .json:
            return completeElements(bytes, from: start, to: count)
        case .mbox:
            var border = start
            while let next = MailFolder.next(bytes, after: border, end: count) { border = next }
            return border
        case .whole, .eml, .vtt: return start
        }
    }
}

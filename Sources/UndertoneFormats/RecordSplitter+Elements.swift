import UndertoneEngine

// Elements of JSON arrays.
extension RecordSplitter {
    /// One element of an array; the brackets and commas around it are skipped. Where they and blanks go on for longer than a record may, they are one themselves,
    /// so that nothing has to be kept for longer.
    func element(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Piece? {
        var index = start
        // The last bracket or comma that was skipped, and where.
        var last: UInt8 = 0
        var place = start
        while index < end, RecordSplitter.partsElements(bytes[index]) {
            let next = bytes[index]
            if next == 0x2C && (last == 0x2C || last == 0x5B) { return Piece(range: index..<(index + 1), next: index + 1, flaw: .strayComma) }
            if next == 0x5D && last == 0x2C { return Piece(range: place..<(place + 1), next: index, flaw: .strayComma) }
            if next > 0x20 { (last, place) = (next, index) }
            index += 1
            if index - start > longest { return Piece(range: start..<index, next: index) }
        }
        guard index < end else { return nil }
        let next = elementEnd(bytes, index, end) ?? end
        return Piece(range: index..<next, next: next)
    }

    /// Whether a byte may stand between the elements of an array.
    package static func partsElements(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 || byte == 0x2C || byte == 0x5B || byte == 0x5D
    }

    /// Whether more than blanks, commas and brackets of arrays stands before a place on its line.
    /// - Parameter before: whether it does before the first byte.
    package static func continuesLine(_ bytes: Span<UInt8>, at place: Int, before: Bool) -> Bool {
        var index = place
        while index > 0 {
            index -= 1
            if bytes[index] == 0x0A { return false }
            if !partsElements(bytes[index]) { return true }
        }
        return before
    }

    /// The offset after an element: its closing bracket, or for a stray value the next comma; nil if it is not complete. A stray bracket is an element.
    ///
    /// Eight bytes a step, 32 in long strings.
    func elementEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        var depth = 0
        var quoted = false
        var index = start
        while index < end {
            let word = load8(bytes, at: index)
            if quoted {
                let special = firstUnplainMask(word)
                if special == 0 {
                    index = end &- index > 64 ? skipPlain(bytes, from: index &+ 8, to: end) : index &+ 8
                    continue
                }
                index &+= leadingBytes(special)
                if index >= end { return nil }
                quoted = bytes[index] != 0x22
                index &+= bytes[index] == 0x5C ? 2 : 1
                continue
            }
            // With the bit of small letters the square brackets are the curly ones.
            let folded = word | repeated(0x20)
            var special = equalMask(word, 0x22) | equalMask(folded, 0x7B) | equalMask(folded, 0x7D)
            if depth == 0 { special |= equalMask(word, 0x2C) }
            if special == 0 {
                index &+= 8
                continue
            }
            index &+= leadingBytes(special)
            if index >= end { return nil }
            switch bytes[index] | 0x20 {
            case 0x22: quoted = true
            case 0x7B: depth &+= 1
            case 0x7D:
                depth &-= 1
                if depth <= 0 { return depth < 0 && index > start ? index : index &+ 1 }
            default: return index
            }
            index &+= 1
        }
        return nil
    }

    /// The offset after the last complete element, or `start` if there is none.
    func completeElements(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        var border = start
        while true {
            var first = border
            while first < end, RecordSplitter.partsElements(bytes[first]) { first += 1 }
            guard first < end, let next = elementEnd(bytes, first, end), next > first else { return border }
            border = next
        }
    }

    /// The brackets of arrays between elements, as far as they are known.
    package struct Brackets: Sendable {
        /// How many are open.
        package var open = 0
        /// Where the first stands, in the bytes looked at last, that closes none.
        package var stray: Int?
        /// Whether all elements were complete.
        package var isKnown = true

        package init() {}
    }

    /// Counts the brackets of arrays among some bytes that begin and end between elements.
    package func count(_ bytes: Span<UInt8>, to end: Int, into brackets: inout Brackets) {
        var index = 0
        while index < end {
            if RecordSplitter.partsElements(bytes[index]) {
                if bytes[index] == 0x5B {
                    brackets.open += 1
                } else if bytes[index] == 0x5D {
                    if brackets.open == 0 && brackets.stray == nil { brackets.stray = index }
                    brackets.open = max(0, brackets.open - 1)
                }
                index += 1
            } else if let next = elementEnd(bytes, index, bytes.count) {
                // What ends an element may stand behind the end, where the next batch begins.
                index = next
            } else {
                brackets.isKnown = false
                return
            }
        }
    }
}

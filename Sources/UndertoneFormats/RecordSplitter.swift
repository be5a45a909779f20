import UndertoneEngine

/// Finds where records end in a batch of bytes.
package struct RecordSplitter: Sendable {
    package let format: InputFormat

    package init(_ format: InputFormat) { self.format = format }

    /// One record: its bytes without the line break, and where the next one begins.
    package struct Piece: Equatable {
        package let range: Range<Int>
        package let next: Int
    }

    /// The record that begins at an offset.
    /// - Parameter end: the end of the bytes; a record that reaches it without a border ends there.
    /// - Returns: nil at the end.
    package func record(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Piece? {
        guard start < end else { return nil }
        switch format {
        case .ndjson, .text: return line(bytes, start, lineEnd(bytes, start, end), end)
        case .csv, .tsv: return line(bytes, start, rowEnd(bytes, start, end) ?? end, end)
        case .json: return element(bytes, start, end)
        case .whole: return Piece(range: start..<end, next: end)
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
        var index = start
        while index < end {
            let mask = equalMask(load8(bytes, at: index), 0x0A)
            if mask != 0 { return min(index &+ leadingBytes(mask), end) }
            index &+= 8
        }
        return end
    }

    /// The offset of the next line break outside quotation marks; nil if the row is not complete.
    package func rowEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        var quoted = false
        var index = start
        while index < end {
            let word = load8(bytes, at: index)
            var special = equalMask(word, 0x22) | equalMask(word, 0x0A)
            while special != 0 {
                let place = index &+ leadingBytes(special)
                if place >= end { return nil }
                if bytes[place] == 0x22 { quoted.toggle() } else if !quoted { return place }
                special &= special &- 1
            }
            index &+= 8
        }
        return nil
    }

    /// One element of an array; the brackets and commas around it are skipped.
    private func element(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Piece? {
        var index = start
        while index < end, bytes[index] <= 0x20 || bytes[index] == 0x2C || bytes[index] == 0x5B || bytes[index] == 0x5D { index += 1 }
        guard index < end else { return nil }
        let first = index
        let last = elementEnd(bytes, first, end) ?? end
        return Piece(range: first..<last, next: last)
    }

    /// The offset after an element: its closing bracket, or for a stray value the next comma; nil if it is not complete. A stray bracket is an element.
    package func elementEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        var depth = 0
        var quoted = false
        var index = start
        while index < end {
            let next = bytes[index]
            if quoted {
                if next == 0x5C { index += 1 } else if next == 0x22 { quoted = false }
            } else if next == 0x22 {
                quoted = true
            } else if next == 0x7B || next == 0x5B {
                depth += 1
            } else if next == 0x7D || next == 0x5D {
                depth -= 1
                if depth <= 0 { return depth < 0 && index > start ? index : index + 1 }
            } else if next == 0x2C && depth == 0 {
                return index
            }
            index += 1
        }
        return nil
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
            var border = start
            while true {
                var first = border
                while first < count, bytes[first] <= 0x20 || bytes[first] == 0x2C || bytes[first] == 0x5B || bytes[first] == 0x5D { first += 1 }
                guard first < count, let end = elementEnd(bytes, first, count), end > first else { return border }
                border = end
            }
        case .whole: return start
        }
    }
}

/// The marks at which a writer's own words end: headers of quoted replies, signatures, and classes of quoting HTML elements.
///
/// They come from `boundary.tsv` in the lexicons.
package struct Boundaries: Sendable, Equatable {
    /// One mark at the beginning of a line.
    package struct Mark: Sendable, Equatable {
        /// How the line begins, and how it (or the next one, for a header wrapped over two lines) ends; small letters.
        package let prefix: [UInt8], suffix: [UInt8]
        /// Whether the line must hold nothing else.
        package let fillsLine: Bool
        /// Whether nothing after it is the writer's own; otherwise only the line itself is left out.
        package let cuts: Bool

        package init(prefix: [UInt8], suffix: [UInt8], fillsLine: Bool, cuts: Bool) {
            self.prefix = prefix
            self.suffix = suffix
            self.fillsLine = fillsLine
            self.cuts = cuts
        }
    }

    package let marks: [Mark]
    /// Classes, ids and attributes of HTML elements that hold somebody else's words; small letters.
    package let quoteClasses: [[UInt8]]
    /// One bit for each byte that a mark can begin with.
    private let firstBytes: (UInt64, UInt64, UInt64, UInt64)

    package init(marks: [Mark], quoteClasses: [[UInt8]]) {
        self.marks = marks
        self.quoteClasses = quoteClasses
        var bits: [UInt64] = [0, 0, 0, 0]
        for mark in marks {
            guard let first = mark.prefix.first else { continue }
            bits[Int(first >> 6)] |= 1 << UInt64(first & 63)
            if first >= 0x61 && first <= 0x7A { bits[Int((first ^ 0x20) >> 6)] |= 1 << UInt64((first ^ 0x20) & 63) }
        }
        firstBytes = (bits[0], bits[1], bits[2], bits[3])
    }

    package static func == (a: Boundaries, b: Boundaries) -> Bool { a.marks == b.marks && a.quoteClasses == b.quoteClasses }

    /// Whether a line that begins with this byte may be a mark.
    @inline(__always)
    package func mayBegin(with byte: UInt8) -> Bool {
        let bit: UInt64 = 1 &<< UInt64(byte & 63)
        switch byte &>> 6 {
        case 0: return firstBytes.0 & bit != 0
        case 1: return firstBytes.1 & bit != 0
        case 2: return firstBytes.2 & bit != 0
        default: return firstBytes.3 & bit != 0
        }
    }

    /// The mark that the line at an offset begins with.
    /// - Returns: whether it cuts the text there, and where the next line begins; nil if there is none.
    package func match(_ bytes: Span<UInt8>, at start: Int, end: Int) -> (cuts: Bool, lineEnd: Int)? {
        for mark in marks where has(bytes, mark.prefix, at: start, end: end) {
            guard let lineEnd = lineEnd(bytes, mark, from: start + mark.prefix.count, end: end) else { continue }
            // Below an answer's header somebody may have answered between the quoted lines; those are skipped one by one.
            let quotes = lineEnd < end && byte(bytes, at: lineEnd) == 0x3E
            return (mark.cuts && !quotes, lineEnd)
        }
        return nil
    }

    /// The beginning of the line after the mark, if the mark's ending stands where it should.
    private func lineEnd(_ bytes: Span<UInt8>, _ mark: Mark, from start: Int, end: Int) -> Int? {
        var index = start
        var breaks = 0
        while index <= end {
            let isEnd = index == end
            if isEnd || byte(bytes, at: index) == 0x0A {
                var last = index
                while last > start, byte(bytes, at: last - 1) <= 0x20 { last -= 1 }
                if mark.fillsLine && last > start { return nil }
                if mark.suffix.isEmpty || (last - mark.suffix.count >= start && has(bytes, mark.suffix, at: last - mark.suffix.count, end: end)) {
                    while index < end, byte(bytes, at: index) <= 0x20 { index += 1 }
                    return index
                }
                breaks += 1
                if isEnd || breaks == 2 { return nil }
            }
            index += 1
            if index - start > 300, !mark.suffix.isEmpty { return nil }
        }
        return nil
    }

    private func has(_ bytes: Span<UInt8>, _ pattern: [UInt8], at start: Int, end: Int) -> Bool {
        guard start + pattern.count <= end else { return false }
        for (offset, expected) in pattern.enumerated() {
            var found = byte(bytes, at: start + offset)
            if found >= 0x41 && found <= 0x5A { found |= 0x20 }
            if found != expected { return false }
        }
        return true
    }

    /// Whether the attributes of a tag name a quoting class.
    package func hasQuoteClass(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Bool {
        for name in quoteClasses {
            var index = start
            while index + name.count <= end {
                if has(bytes, name, at: index, end: end) { return true }
                index += 1
            }
        }
        return false
    }
}

import UndertoneEngine

/// Reads messages out of rows of cells (RFC 4180): CSV, TSV and their kin.
///
/// Cells may be quoted, with doubled quotation marks and line breaks inside. Rows with too few cells lack the last fields; cells beyond the header are ignored.
package struct DelimitedRecords: Sendable {
    /// What each column means; nil for columns that no field takes.
    private var targets: [FieldNames.Target?] = []
    package let separator: UInt8
    private let names: FieldNames

    package init(_ names: FieldNames, separator: UInt8) {
        self.names = names
        self.separator = separator
    }

    /// Rows of which only the cells are of interest.
    package init(separator: UInt8) { self.init(.none, separator: separator) }

    /// Takes the header.
    /// - Returns: whether one of its columns holds the text.
    package mutating func header(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        targets = []
        var hasText = false
        forEachCell(bytes, range) { value in
            var name: [UInt8] = []
            value.append(bytes, to: &name)
            if case .field(let target)? = names.find(name.span, 0..<name.count) {
                targets.append(target)
                if target.field == .text { hasText = true }
            } else {
                targets.append(nil)
            }
        }
        return hasText
    }

    /// Reads one row.
    package func read(_ bytes: Span<UInt8>, _ range: Range<Int>, line: Int, into record: inout Record) {
        record.begin(line: line)
        record.whole = range
        var column = 0
        forEachCell(bytes, range) { value in
            if column < targets.count, let target = targets[column] { record.set(target, value) }
            column += 1
        }
        if !record[.role].isMissing { record.role = names.role(record[.role].range.map { bytes[$0] }) }
        if !record[.kind].isMissing { record.isNote = names.isNote(record[.kind].range.map { bytes[$0] }) }
    }

    /// Calls a closure with each cell of a row.
    package func forEachCell(_ bytes: Span<UInt8>, _ range: Range<Int>, _ found: (FieldValue) -> Void) {
        var index = range.lowerBound
        while true {
            if index < range.upperBound, bytes[index] == 0x22 {
                index = quotedCell(bytes, index, range.upperBound, found)
            } else {
                let start = index
                index = next(separator, bytes, index, range.upperBound)
                found(.plain(start..<index))
            }
            if index >= range.upperBound { return }
            index &+= 1
        }
    }

    /// Where a sign stands next, or the end; eight bytes a step, for cells are short.
    @inline(__always)
    private func next(_ sign: UInt8, _ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var index = start
        while index < end {
            let mask = equalMask(load8(bytes, at: index), sign)
            if mask != 0 { return min(index &+ leadingBytes(mask), end) }
            index &+= 8
        }
        return end
    }

    /// A cell in quotation marks; returns the offset of the separator after it.
    private func quotedCell(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ found: (FieldValue) -> Void) -> Int {
        var index = next(0x22, bytes, start &+ 1, end)
        var doubled = false
        while index &+ 1 < end, bytes[index &+ 1] == 0x22 {
            doubled = true
            index = next(0x22, bytes, index &+ 2, end)
        }
        let range = (start &+ 1)..<max(start &+ 1, min(index, end))
        found(doubled ? .doubled(range) : .plain(range))
        // What follows the closing mark up to the separator belongs to no cell.
        return next(separator, bytes, index, end)
    }
}

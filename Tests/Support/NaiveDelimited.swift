/// The slow twin of the table readers: rows and cells by one automaton, one byte at a time.
///
/// A cell that begins with a quotation mark ends with the next single one; what follows up to the separator belongs to no cell. Elsewhere marks are signs like any other.
package struct NaiveDelimited {
    /// The rows with their cells; nil for a row whose mark is never closed: it ends with its line.
    package private(set) var rows: [[[UInt8]]?] = []

    package init(_ bytes: [UInt8], separator: UInt8) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let (row, next) = NaiveDelimited.row(rest, separator)
            rows.append(row)
            rest = rest.dropFirst((row == nil ? rest.prefix { $0 != 0x0A }.endIndex + 1 : next) - rest.startIndex)
        }
    }

    private enum State {
        case begin, plain, quoted, closed, behind
    }

    private static func row(_ bytes: ArraySlice<UInt8>, _ separator: UInt8) -> (cells: [[UInt8]]?, next: Int) {
        var cells: [[UInt8]] = [[]]
        var state = State.begin
        // A line break of two characters belongs to no cell.
        func trimmed(_ last: State) -> [[UInt8]] {
            guard last == .plain, cells[cells.count - 1].last == 0x0D else { return cells }
            return cells.dropLast() + [cells[cells.count - 1].dropLast()]
        }
        for index in bytes.indices {
            let byte = bytes[index]
            switch (state, byte) {
            case (.begin, 0x22): state = .quoted
            case (.quoted, 0x22): state = .closed
            case (.quoted, _): cells[cells.count - 1].append(byte)
            case (.closed, 0x22):
                state = .quoted
                cells[cells.count - 1].append(0x22)
            case (_, 0x0A): return (trimmed(state), index + 1)
            case (_, separator):
                cells.append([])
                state = .begin
            case (.closed, 0x0D), (.behind, _): state = .behind
            case (.closed, _):
                // Something follows a cell over several lines: its mark was never closed.
                if cells[cells.count - 1].contains(0x0A) { return (nil, index) }
                state = .behind
            default:
                state = .plain
                cells[cells.count - 1].append(byte)
            }
        }
        return (state == .quoted ? nil : trimmed(state), bytes.endIndex)
    }
}

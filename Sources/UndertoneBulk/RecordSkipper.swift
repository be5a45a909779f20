import UndertoneFormats

/// Finds the end of a record that is too long to be kept, piece by piece. (The reader finds that of mail itself.)
struct RecordSkipper {
    private let splitter: RecordSplitter
    /// The byte before, for tables: a quotation mark opens a cell only at its beginning.
    private var previous: UInt8 = 0x0A
    /// How many brackets are open, for arrays of JSON.
    private var depth = 0
    private var isQuoted = false, isEscaped = false
    /// Whether bytes of the record were taken already.
    private var hasBegun = false

    init(_ splitter: RecordSplitter) { self.splitter = splitter }

    /// Takes the next bytes of the record, at first those it begins with.
    /// - Returns: where the record ends in them, or nil if it does not.
    mutating func end(in bytes: Span<UInt8>) -> Int? {
        for index in bytes.indices {
            if let end = end(bytes[index], index) { return end }
            hasBegun = true
        }
        return nil
    }

    private mutating func end(_ byte: UInt8, _ index: Int) -> Int? {
        switch splitter.format {
        case .ndjson, .text: return byte == 0x0A ? index + 1 : nil
        case .csv, .tsv:
            defer { previous = byte }
            let was = isQuoted
            // A mark right after a closing one reopens the cell: the two stand for one.
            if byte == 0x22 { isQuoted = !was && (isEscaped || previous == 0x0A || splitter.partsCells(previous)) }
            isEscaped = byte == 0x22 && was
            return byte == 0x0A && !isQuoted ? index + 1 : nil
        case .json: return elementEnd(byte, index)
        case .mbox, .whole, .eml, .vtt: return nil
        }
    }

    private mutating func elementEnd(_ byte: UInt8, _ index: Int) -> Int? {
        if isEscaped {
            isEscaped = false
        } else if isQuoted {
            if byte == 0x5C { isEscaped = true } else if byte == 0x22 { isQuoted = false }
        } else if byte == 0x22 {
            isQuoted = true
        } else if byte == 0x7B || byte == 0x5B {
            depth += 1
        } else if byte == 0x7D || byte == 0x5D {
            depth -= 1
            // A bracket that closes nothing is an element of its own (as in `RecordSplitter.elementEnd`).
            if depth <= 0 { return depth < 0 && hasBegun ? index : index + 1 }
        } else if byte == 0x2C && depth == 0 {
            return index
        }
        return nil
    }
}

import UndertoneEngine
import UndertoneFormats

extension BatchScorer {
    /// Counts the lines that end between two records; of an element of an array the column is noted.
    /// - Parameter place: where the later one begins.
    mutating func lines(_ batch: borrowing Batch, from before: Int, to place: Int) -> Int {
        let bytes = batch.bytes.span
        let breaks = count(of: 0x0A, bytes, from: before, to: place)
        if splitter.format != .json { return breaks }
        if breaks > 0 {
            lineStart = place
            while bytes[lineStart - 1] != 0x0A { lineStart -= 1 }
        }
        column = RecordSplitter.continuesLine(bytes, at: place, before: batch.continuesLine) ? place - lineStart + 1 : 0
        return breaks
    }
}

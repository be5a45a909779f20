import UndertoneEngine
import UndertoneFormats

/// Reads a side table: people or accounts, whatever the format of its file.
package struct PeopleReader: ~Copyable {
    private let splitter: RecordSplitter
    private var documents: DocumentReader?
    /// What was read so far.
    package private(set) var table = SideTable()

    /// - Parameter layout: that of the file; its description tells where people stand.
    package init(_ layout: InputLayout) {
        splitter = RecordSplitter(layout.format)
        documents = layout.documents()
    }

    /// Takes up the people of a batch.
    /// - Throws: what is wrong with the first record that cannot be read.
    package mutating func read(_ batch: borrowing Batch) throws(RecordFault) {
        guard var reader = documents.take() else { return }
        if let fault = batch.tooLong.first { throw fault }
        var start = 0, line = batch.firstLine, counted = 0
        while let piece = splitter.record(batch.bytes.span, from: start, to: batch.count) {
            for index in counted..<piece.range.lowerBound where batch.bytes[index] == 0x0A { line += 1 }
            counted = piece.range.lowerBound
            start = piece.next
            if piece.range.allSatisfy({ batch.bytes[$0] <= 0x20 }) { continue }
            try reader.people(batch.bytes.span, piece.range, line: line, into: &table)
        }
        documents = consume reader
    }
}

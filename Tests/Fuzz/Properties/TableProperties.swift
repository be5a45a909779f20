import TestSupport
import UndertoneFormats

enum TableProperties {
    static func fault(in bytes: [UInt8]) -> String? {
        for separator in [0x2C, 0x09] as [UInt8] {
            let rows = read(bytes, separator), twin = NaiveDelimited(bytes, separator: separator).rows
            if rows != twin { return "\(rows.count) rows, the twin has \(twin.count), or their cells differ" }
            let closed = rows.compactMap(\.self)
            let written = closed.map { $0.map(quoted).joined(separator: [separator]) + [0x0A] }
            if read(Array(written.joined()), separator) != closed { return "the rows change when they are written and read" }
        }
        return nil
    }

    private static func quoted(_ cell: [UInt8]) -> [UInt8] { [0x22] + cell.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22] }

    private static func read(_ bytes: [UInt8], _ separator: UInt8) -> [[[UInt8]]?] {
        let splitter = RecordSplitter(.csv, separator: separator)
        let records = DelimitedRecords(Runs.names, separator: separator)
        var rows: [[[UInt8]]?] = []
        var start = 0
        while let piece = splitter.record(bytes.span, from: start, to: bytes.count) {
            var row: [[UInt8]] = []
            records.forEachCell(bytes.span, piece.range) { value in
                var cell: [UInt8] = []
                value.append(bytes.span, to: &cell)
                row.append(cell)
            }
            rows.append(piece.flaw == nil ? row : nil)
            start = piece.next
        }
        return rows
    }
}

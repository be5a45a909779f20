import TestSupport
import UndertoneFormats

enum OutputProperties {
    /// The input is the text and every other value of one record.
    static func fault(in bytes: [UInt8]) -> String? {
        if bytes.count > 4096 { return nil }
        var quoted: [UInt8] = []
        JSONText.quote(bytes.span, 0..<bytes.count, ascii: false, into: &quoted)
        var record = Array("{".utf8)
        for key in ["id", "account", "contact", "time", "text", "other"] { record += Array("\"\(key)\":".utf8) + quoted + [0x2C] }
        record[record.count - 1] = 0x7D
        for choice in 0..<16 {
            var writer = LabelWriter()
            writer.keeps = choice & 1 != 0
            writer.evidence = choice & 2 != 0
            writer.ascii = choice & 4 != 0
            if choice & 8 != 0 { writer.redactor = Runs.redactor }
            if let fault = json(Runs.run(record, Runs.layout(.ndjson, writer), sizes: [1 << 18]).output, writer) { return fault }
            for format in [OutputFormat.csv, .tsv] {
                writer.format = format
                if let fault = table(Runs.run(record, Runs.layout(.ndjson, writer), sizes: [1 << 18]).output, writer) { return fault }
            }
        }
        return nil
    }

    private static func json(_ output: [UInt8], _ writer: LabelWriter) -> String? {
        guard output.last == 0x0A, output.count(where: { $0 == 0x0A }) == 1 else { return "\(output.count(where: { $0 == 0x0A })) lines for one record" }
        if NaiveJSON.length(output) != output.count - 1 { return "a label is no JSON" }
        if String(validating: output, as: UTF8.self) == nil { return "a label is no UTF-8" }
        if output.contains(where: { $0 < 0x20 && $0 != 0x0A || $0 == 0x7F || writer.ascii && $0 > 0x7E }) { return "a control character in a label" }
        let text = String(decoding: output, as: UTF8.self).unicodeScalars
        return text.contains { $0.value == 0x2028 || $0.value == 0x2029 || (0x80...0x9F).contains($0.value) }
            ? "a line break for other programs in a label" : nil
    }

    private static func table(_ output: [UInt8], _ writer: LabelWriter) -> String? {
        if String(validating: output, as: UTF8.self) == nil { return "a row is no UTF-8" }
        let rows =
            writer.format == .csv
            ? NaiveDelimited(output, separator: 0x2C).rows.compactMap(\.self)
            : output.split(separator: 0x0A).map { $0.split(separator: 0x09, omittingEmptySubsequences: false).map(Array.init) }
        if rows.count != 1 { return "\(rows.count) rows for one record" }
        for cell in rows[0].map({ String(decoding: $0, as: UTF8.self) }) where Spreadsheet.isFormula(cell) && Double(cell) == nil {
            return "a cell runs as a formula"
        }
        return nil
    }
}

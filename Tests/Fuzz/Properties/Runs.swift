import Undertone
import UndertoneBulk
import UndertoneFormats

/// Runs of the bulk scorer over bytes in memory.
enum Runs {
    static let classifier = Classifier()

    static let names: FieldNames = {
        guard let file = Lexicon.builtInFile(named: "field.tsv"), let names = try? FieldNames(file) else {
            preconditionFailure("field.tsv is missing or faulty")
        }
        return names
    }()

    static let redactor: Redactor = {
        guard let file = Lexicon.builtInFile(named: "redact.tsv"), let words = try? RedactionWords(file) else {
            preconditionFailure("redact.tsv is missing or faulty")
        }
        return Redactor(words)
    }()

    static func layout(_ format: InputFormat, _ writer: LabelWriter = LabelWriter(), longest: Int = 1 << 16) -> InputLayout {
        var layout = InputLayout(format: format, names: names, writer: writer)
        layout.longest = longest
        if format == .csv || format == .tsv {
            var rows = DelimitedRecords(names, separator: format == .csv ? 0x2C : 0x09)
            let header = Array((format == .csv ? "id,text,role" : "id\ttext\trole").utf8)
            _ = rows.header(header.span, 0..<header.count)
            layout.rows = rows
            layout.writer.header = ["id", "text", "role"]
        }
        return layout
    }

    /// What a run wrote and refused.
    struct Outcome: Equatable {
        var output: [UInt8] = []
        var faults: [RecordFault] = []
        var tally = Tally()
    }

    /// Scores bytes that come in pieces of given sizes, taken in turn.
    static func run(_ bytes: [UInt8], _ layout: InputLayout, sizes: [Int]) -> Outcome {
        var outcome = Outcome()
        var from = 0, turn = 0
        var reader = BatchReader(
            RecordSplitter(layout.format, separator: layout.rows?.separator ?? 0, longest: layout.longest), head: [], longest: layout.longest)
        try? BulkScorer(classifier, jobs: 1).run(
            layout,
            next: {
                try reader.next {
                    let to = min(from + max(1, sizes[turn % sizes.count]), bytes.count)
                    turn += 1
                    defer { from = to }
                    return Array(bytes[from..<to])
                }
            },
            emit: { result in
                outcome.output += result.output
                outcome.faults += result.faults
                outcome.tally += result.tally
            })
        // Bytes of refused records are counted or not, as they come.
        outcome.tally.bytes = 0
        return outcome
    }
}

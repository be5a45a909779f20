import UndertoneBulk
import UndertoneEngine
import UndertoneFormats

/// A lexicon of a few phrases, a layout, and a run over bytes.
enum Small {
    static func classifier() throws -> Classifier {
        Classifier(
            try Lexicon([
                LexiconFile(name: "stage/anger.tsv", text: "[test]\nold one was better\t3\n"),
                LexiconFile(name: "stage/adoption.tsv", text: "[test]\nroll it out\t3\n"),
                LexiconFile(name: "sentiment.tsv", text: "[test]\nawful\t-4\nlovely\t4\n"),
            ]))
    }

    static let fields = LexiconFile(name: "field.tsv", text: "[id]\nid\n[role]\nrole\n[text]\ntext\n[role_staff]\nagent\n")

    static func layout(_ format: InputFormat, longest: Int = 1 << 20, _ change: (inout LabelWriter) -> Void = { _ in }) throws -> InputLayout {
        let names = try FieldNames(fields)
        var writer = LabelWriter()
        change(&writer)
        var layout = InputLayout(format: format, names: names, writer: writer)
        layout.longest = longest
        if format == .csv {
            var rows = DelimitedRecords(names, separator: UInt8(ascii: ","))
            let header = Array("id,text,role".utf8)
            _ = rows.header(header.span, 0..<header.count)
            layout.rows = rows
            layout.writer.header = ["id", "text", "role"]
        }
        return layout
    }

    /// The pieces of an input, so many bytes each.
    struct Pieces {
        let bytes: [UInt8]
        let size: Int
        private var from = 0

        init(_ bytes: [UInt8], size: Int) {
            self.bytes = bytes
            self.size = size
        }

        mutating func next() -> [UInt8] {
            let to = min(from + size, bytes.count)
            defer { from = to }
            return Array(bytes[from..<to])
        }
    }

    /// What a run wrote and refused.
    struct Outcome: Equatable, CustomStringConvertible {
        var output: [UInt8] = []
        var faults: [String] = []
        var tally = Tally()

        var lines: [Substring] { String(decoding: output, as: UTF8.self).split(separator: "\n") }
        var description: String { String(decoding: output, as: UTF8.self) + faults.joined(separator: "\n") }

        mutating func take(_ result: BatchResult) {
            output += result.output
            faults += result.faults.map { "\($0.line): \($0.problem)" }
            tally += result.tally
        }
    }

    static func run(_ text: String, _ layout: InputLayout, size: Int = 1 << 18) throws -> Outcome {
        var outcome = Outcome()
        var pieces = Pieces(Array(text.utf8), size: size)
        var reader = BatchReader(
            RecordSplitter(layout.format, separator: layout.rows?.separator ?? 0, longest: layout.longest), head: [], longest: layout.longest)
        try BulkScorer(classifier(), jobs: 1).run(layout, next: { try reader.next { pieces.next() } }, emit: { outcome.take($0) })
        return outcome
    }

    static func runConcurrently(_ text: String, _ layout: InputLayout, jobs: Int, size: Int) async throws -> Outcome {
        var outcome = Outcome()
        var pieces = Pieces(Array(text.utf8), size: size)
        var reader = BatchReader(
            RecordSplitter(layout.format, separator: layout.rows?.separator ?? 0, longest: layout.longest), head: [], longest: layout.longest)
        try await BulkScorer(classifier(), jobs: jobs).runConcurrently(layout, next: { try reader.next { pieces.next() } }, emit: { outcome.take($0) })
        return outcome
    }
}

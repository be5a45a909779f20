import UndertoneEngine
import UndertoneFormats

/// Reads labels out of NDJSON, or of tables with a header, as `undertone score` writes them.
///
/// A line of NDJSON may begin with the sort key of `score --sort-key`: account and time, each with a TAB after it. A reader is made for each worker.
package struct LabelReader: ~Copyable {
    /// How the labels are written: `ndjson`, `csv` or `tsv`.
    package let format: InputFormat
    private let rows: DelimitedRecords?
    private var targets: [LabelRecord.Text?] = []
    private var scanner = JSONScanner()
    private let keys = WordList(LabelRecord.Text.allCases.map(\.name))
    private let stages = WordList(Stage.allCases.map(\.rawValue))
    private let signals = WordList(Signal.allCases.map(\.rawValue))
    private let sentiments = WordList(Sentiment.allCases.map(\.rawValue))
    private let staff = WordList(["staff"]), notes = WordList(["note", "call_note", "call note", "call", "meeting", "transcript"])
    private let names: FieldNames?
    /// The rank of the name under which each text was found; 0 for its own.
    private var ranks: [UInt8] = []

    /// Reads NDJSON.
    /// - Parameter names: under which other names id, account, contact, role and time may stand, as in records that were written with `--keep`.
    package init(names: FieldNames? = nil) {
        format = .ndjson
        rows = nil
        self.names = names
    }

    /// Reads a table.
    /// - Parameters:
    ///   - header: the names of the columns.
    ///   - names: under which other names id, account, contact, role and time may stand.
    package init(header: [String], separator: UInt8, names: FieldNames) {
        format = separator == 0x09 ? .tsv : .csv
        rows = DelimitedRecords(names, separator: separator)
        self.names = names
        targets = header.map { name in LabelRecord.Text.allCases.first { $0.name == name } }
        // A column under another name counts only if there is none under the field's own.
        for (column, name) in header.enumerated() where targets[column] == nil {
            let bytes = Array(name.utf8)
            if let other = other(bytes.span, 0..<bytes.count)?.text, !targets.contains(other) { targets[column] = other }
        }
    }

    /// Whether the columns of a table hold a stage; always true for NDJSON.
    package var isComplete: Bool { format == .ndjson || targets.contains(.stage) }

    /// Reads the record that fills a range.
    /// - Throws: what is wrong with it, never with text of the record.
    package mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>, line: Int, into record: inout LabelRecord) throws(RecordFault) {
        record.begin(line: line)
        if !ranks.isEmpty { ranks.removeAll(keepingCapacity: true) }
        if rows == nil {
            do throws(JSONScanner.Problem) { try object(bytes, range, &record) } catch {
                throw RecordFault(line: line, column: error.offset - range.lowerBound + 1, problem: error.message.description)
            }
        } else {
            row(bytes, range, &record)
        }
        try finish(bytes, &record)
    }

    // MARK: NDJSON

    private mutating func object(_ bytes: Span<UInt8>, _ range: Range<Int>, _ record: inout LabelRecord) throws(JSONScanner.Problem) {
        let end = range.upperBound
        var index = JSONScanner.skipBlanks(bytes, range.lowerBound, end)
        if index < end, bytes[index] != 0x7B { index = LabelReader.afterSortKey(bytes, range.lowerBound, end) }
        guard index < end, bytes[index] == 0x7B else {
            throw JSONScanner.Problem(offset: index, message: "the record is no JSON object; write one label a line, as 'undertone score' does")
        }
        index = JSONScanner.skipBlanks(bytes, index &+ 1, end)
        var hint = 0
        while index < end, bytes[index] != 0x7D {
            let (key, _, value) = try JSONScanner.skipKey(bytes, index, end)
            let next: Int
            var escapes = false
            if value < end, bytes[value] == 0x22 {
                (next, escapes) = try JSONScanner.skipString(bytes, value &+ 1, end)
            } else {
                next = try scanner.skipValue(bytes, value, end)
            }
            if let found = keys.index(bytes, key, hint: hint) {
                hint = found &+ 1
                place(bytes, found, value, next, escapes: escapes, &record)
            } else if let other = other(bytes, key) {
                placeOther(bytes, other, value, next, escapes: escapes, &record)
            }
            index = JSONScanner.skipBlanks(bytes, next, end)
            guard index < end else { break }
            if bytes[index] == 0x2C {
                index = JSONScanner.skipBlanks(bytes, index &+ 1, end)
                if index < end, bytes[index] == 0x7D { throw JSONScanner.Problem(offset: index, message: "here should be a key in quotation marks") }
            } else if bytes[index] != 0x7D {
                throw JSONScanner.Problem(offset: index, message: "here should be a comma or '}'")
            }
        }
        guard index < end else { throw JSONScanner.Problem(offset: index, message: "the record ends inside an object") }
        let rest = JSONScanner.skipBlanks(bytes, index &+ 1, end)
        if rest < end { throw JSONScanner.Problem(offset: rest, message: "something follows the record on its line") }
    }

    /// The text that a field under another name stands for, and the rank of the name.
    private func other(_ bytes: Span<UInt8>, _ key: Range<Int>) -> (text: LabelRecord.Text, rank: UInt8)? {
        guard let names, case .field(let target)? = names.find(bytes, key) else { return nil }
        switch target.field {
        case .id: return (.id, target.rank)
        case .account: return (.account, target.rank)
        case .contact: return (.contact, target.rank)
        case .contactRole: return (.contactRole, target.rank)
        case .time: return (.time, target.rank)
        case .kind: return (.kind, target.rank)
        case .text: return (.text, target.rank)
        default: return nil
        }
    }

    /// Takes a value under another name, unless there is one under a better name.
    private mutating func placeOther(
        _ bytes: Span<UInt8>, _ other: (text: LabelRecord.Text, rank: UInt8), _ value: Int, _ next: Int, escapes: Bool, _ record: inout LabelRecord
    ) {
        if ranks.isEmpty { ranks = [UInt8](repeating: 0, count: LabelRecord.Text.allCases.count) }
        let place = other.text.rawValue
        guard record.places[place].range.isEmpty || other.rank < ranks[place] else { return }
        let before = record.places[place]
        self.place(bytes, place, value, next, escapes: escapes, &record)
        if record.places[place] != before { ranks[place] = other.rank }
    }

    /// The offset after two TABs; the start if there are not two.
    package static func afterSortKey(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var index = start, tabs = 0
        while index < end, tabs < 2 {
            if bytes[index] == 0x09 { tabs += 1 }
            index &+= 1
        }
        return tabs == 2 ? index : start
    }

    /// Notes where a value stands: strings, numbers, and the list of signals.
    private func place(_ bytes: Span<UInt8>, _ key: Int, _ value: Int, _ next: Int, escapes: Bool, _ record: inout LabelRecord) {
        switch bytes[value] {
        case 0x22:
            let range = (value &+ 1)..<(next &- 1)
            record.places[key] = escapes ? .escaped(range) : .plain(range)
        case 0x2D, 0x30...0x39: record.places[key] = .plain(value..<next)
        case 0x5B where key == LabelRecord.Text.signals.rawValue || key == LabelRecord.Text.evidence.rawValue:
            record.places[key] = .plain((value &+ 1)..<(next &- 1))
        default: break
        }
    }

    // MARK: Tables

    private func row(_ bytes: Span<UInt8>, _ range: Range<Int>, _ record: inout LabelRecord) {
        var column = 0
        rows?.forEachCell(bytes, range) { value in
            if column < targets.count, let target = targets[column], !value.range.isEmpty {
                record[target] = LabelReader.withoutGuard(value, bytes)
            }
            column += 1
        }
    }

    /// Takes off the apostrophe that `score` puts before cells which spreadsheets would run.
    private static func withoutGuard(_ value: FieldValue, _ bytes: Span<UInt8>) -> FieldValue {
        let range = value.range
        guard range.count > 1, bytes[range.lowerBound] == 0x27 else { return value }
        let rest = (range.lowerBound + 1)..<range.upperBound
        guard Spreadsheet.isFormula(String(decoding: rest.map { bytes[$0] }, as: UTF8.self)) else { return value }
        if case .doubled = value { return .doubled(rest) }
        return .plain(rest)
    }

    // MARK: Values

    private mutating func finish(_ bytes: Span<UInt8>, _ record: inout LabelRecord) throws(RecordFault) {
        func fault(_ problem: String) -> RecordFault { RecordFault(line: record.line, column: 0, problem: problem) }
        guard !record[.stage].range.isEmpty else { throw fault("the label has no 'stage'; give labels as 'undertone score' writes them") }
        guard let stage = stages.index(bytes, record[.stage].range) else {
            throw fault("the value of 'stage' is no stage; use one of: \(Stage.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        record.stage = Stage.allCases[stage]
        if !record[.confidence].range.isEmpty {
            guard let value = Thousandths.read(bytes, record[.confidence].range), (0...1000).contains(value) else {
                throw fault("the value of 'confidence' is no number from 0 to 1")
            }
            record.confidence = value
        }
        if !record[.score].range.isEmpty {
            guard let value = Thousandths.read(bytes, record[.score].range), (-1000...1000).contains(value) else {
                throw fault("the value of 'score' is no number from -1 to 1")
            }
            record.score = value
        } else if let sentiment = sentiments.index(bytes, record[.sentiment].range) {
            record.score = (sentiment - 1) * 500
        }
        if !record[.time].range.isEmpty {
            guard let time = Moment.seconds(bytes, record[.time].range) else {
                throw fault("the value of 'time' cannot be read; write it as 2026-03-02T09:14:05Z")
            }
            record.time = time
        }
        record.isStaff = !record[.reason].range.isEmpty && staff.index(bytes, record[.reason].range) != nil
        record.isNote = !record[.kind].range.isEmpty && notes.index(bytes, record[.kind].range) != nil
        record.signals = signalBits(bytes, record[.signals].range)
    }

    /// The signals among words that blanks, commas or quotation marks part; words that are none are passed over, since later versions may know more.
    private func signalBits(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt32 {
        var bits: UInt32 = 0
        var index = range.lowerBound
        while index < range.upperBound {
            let start = index
            while index < range.upperBound, bytes[index] == 0x5F || (bytes[index] >= 0x61 && bytes[index] <= 0x7A) { index &+= 1 }
            if index > start, let signal = signals.index(bytes, start..<index) { bits |= 1 &<< UInt32(signal) }
            if index == start { index &+= 1 }
        }
        return bits
    }
}

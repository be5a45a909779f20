import Undertone
import UndertoneFormats
import UndertoneHealth

/// Documents of the described systems, labels, and encodings.
enum DocumentProperties {
    private static let catalog: FormatCatalog = {
        guard let catalog = try? FormatCatalog(Lexicon.builtInFiles(below: "format/")) else { preconditionFailure("a built-in description is faulty") }
        return catalog
    }()

    /// The first byte chooses a system: every value lies in what was made of the document, a reader that has read something else before reads the same, and what
    /// is refused is named in the document.
    static func document(in bytes: [UInt8]) -> String? {
        guard let first = bytes.first else { return nil }
        let description = catalog.descriptions[Int(first) % catalog.descriptions.count]
        let rest = Array(bytes.dropFirst())
        var fresh = DocumentReader(description, Runs.names, SideTables())
        var used = DocumentReader(description, Runs.names, SideTables())
        let half = rest.count / 2
        _ = read(Array(rest[..<half]), &used)
        let alone = read(rest, &fresh)
        if alone != read(rest, &used) { return "\(description.name): another reading after other documents" }
        if case .taken(let records, let count) = alone, records.joined().contains(where: { $0.upperBound > count }) { return "a value lies outside" }
        if case .refused(let column) = alone, !(0...(rest.count + 1)).contains(column) { return "a fault at column \(column)" }
        return nil
    }

    private enum Outcome: Equatable {
        case taken([[Range<Int>]], Int)
        case refused(Int)
    }

    private static func read(_ bytes: [UInt8], _ reader: inout DocumentReader) -> Outcome {
        do throws(RecordFault) {
            try reader.read(bytes.span, 0..<bytes.count, line: 1)
            return .taken(reader.records[..<reader.count].map { record in Field.allCases.map { record[$0].range } }, reader.work.count)
        } catch { return .refused(error.column) }
    }

    /// The input is one label, as `health` and `report` read them: taken or refused inside the line, the same again, and strict JSON.
    static func label(in bytes: [UInt8]) -> String? {
        let line = bytes.filter { $0 != 0x0A }
        var reader = LabelReader(names: Runs.names)
        var record = LabelRecord()
        func read() -> (places: [FieldValue], fault: RecordFault?) {
            do throws(RecordFault) {
                try reader.read(line.span, 0..<line.count, line: 1, into: &record)
                return (LabelRecord.Text.allCases.map { record[$0] }, nil)
            } catch { return ([], error) }
        }
        let once = read()
        if let fault = once.fault { return (0...(line.count + 1)).contains(fault.column) ? nil : "a fault at column \(fault.column)" }
        if !(0...1000).contains(record.confidence) || !(-1000...1000).contains(record.score) { return "numbers outside their ranges" }
        if once.places.contains(where: { $0.range.upperBound > line.count }) { return "a value lies outside" }
        return read().places == once.places ? nil : "a second reading differs"
    }

    /// The first byte chooses an encoding and how the rest is cut: the pieces together are what the whole is, and valid UTF-8 comes back as it was.
    static func encoding(in bytes: [UInt8]) -> String? {
        guard let first = bytes.first else { return nil }
        let choices: [TextEncoding?] = [nil] + TextEncoding.allCases
        let encoding = choices[Int(first & 15) % choices.count]
        let rest = Array(bytes.dropFirst())
        var whole = Transcoder(encoding), cut = Transcoder(encoding)
        let expected = whole.decode(rest, isLast: false) + whole.decode([], isLast: true)
        var pieces: [UInt8] = []
        let sizes = [1 + Int(first >> 4), 1, 3]
        var place = 0, turn = 0
        while place < rest.count {
            let next = min(place + sizes[turn % 3], rest.count)
            pieces += cut.decode(Array(rest[place..<next]), isLast: false)
            (place, turn) = (next, turn + 1)
        }
        pieces += cut.decode([], isLast: true)
        if pieces != expected { return "\(encoding.map { $0.rawValue } ?? "found out"): in pieces it is another text" }
        if (whole.foreignBytes, whole.foreignLine) != (cut.foreignBytes, cut.foreignLine) { return "other bytes are named as foreign" }
        guard encoding == .utf8 || whole.encoding == .utf8, String(validating: rest, as: UTF8.self) != nil else { return nil }
        let hasMark = rest.starts(with: [0xEF, 0xBB, 0xBF])
        return expected.elementsEqual(rest.dropFirst(hasMark ? 3 : 0)) ? nil : "sound UTF-8 comes back changed"
    }

    /// A moment is read as one that, written out, is read as the same.
    static func moment(in bytes: [UInt8]) -> String? {
        for order in [nil, .dmy, .mdy] as [DateOrder?] {
            guard let moment = Timestamp(bytes[...], order: order) else { continue }
            if !(0..<1_000_000_000).contains(moment.nanoseconds) { return "\(moment.nanoseconds) nanoseconds" }
            let text = Array(moment.text.utf8)
            // Seconds since 1970 may lie beyond the years that are written with four digits.
            if text.count < 20 || text[4] != 0x2D { continue }
            if Timestamp(text[...]) != moment { return "\(moment.text) is read as another moment" }
        }
        return nil
    }
}

import UndertoneEngine

/// Reads messages out of JSON objects: one a line (NDJSON), or the elements of an array.
package struct JSONRecords: ~Copyable {
    private let names: FieldNames
    private var scanner = JSONScanner()

    package init(_ names: FieldNames) { self.names = names }

    /// Reads one object that fills a range.
    /// - Throws: what is wrong with it.
    package mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>, line: Int, into record: inout Record) throws(RecordFault) {
        record.begin(line: line)
        record.whole = range
        do throws(JSONScanner.Problem) {
            let start = JSONScanner.skipBlanks(bytes, range.lowerBound, range.upperBound)
            guard start < range.upperBound, bytes[start] == 0x7B else {
                _ = try scanner.skipValue(bytes, start, range.upperBound)
                throw JSONScanner.Problem(offset: start, message: "the record is no JSON object; write one object a line")
            }
            let end = try object(bytes, start, range.upperBound, names, &record)
            let rest = JSONScanner.skipBlanks(bytes, end, range.upperBound)
            if rest < range.upperBound { throw JSONScanner.Problem(offset: rest, message: "something follows the record on its line") }
        } catch {
            throw RecordFault(line: line, column: error.offset - range.lowerBound + 1, problem: error.message.description)
        }
        finish(bytes, &record)
    }

    /// Works out what follows from the values.
    private func finish(_ bytes: Span<UInt8>, _ record: inout Record) {
        if !record[.role].isMissing { record.role = names.role(record[.role].range.map { bytes[$0] }) }
        if !record[.kind].isMissing { record.isNote = names.isNote(record[.kind].range.map { bytes[$0] }) }
    }

    /// Reads the members of an object; returns the offset after it.
    private mutating func object(
        _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ names: FieldNames, _ record: inout Record
    ) throws(JSONScanner.Problem) -> Int {
        var index = JSONScanner.skipBlanks(bytes, start &+ 1, end)
        if index < end, bytes[index] == 0x7D { return index &+ 1 }
        while true {
            let (key, escapes, value) = try JSONScanner.skipKey(bytes, index, end)
            let node = escapes ? JSONRecords.find(escaped: key, bytes, names) : names.find(bytes, key)
            index = try member(bytes, node, value, end, &record)
            index = JSONScanner.skipBlanks(bytes, index, end)
            guard index < end else { throw JSONScanner.Problem(offset: index, message: "the record ends inside an object") }
            if bytes[index] == 0x7D { return index &+ 1 }
            guard bytes[index] == 0x2C else { throw JSONScanner.Problem(offset: index, message: "here should be a comma or '}'") }
            index = JSONScanner.skipBlanks(bytes, index &+ 1, end)
        }
    }

    /// What a key that is written with escapes leads to.
    private static func find(escaped key: Range<Int>, _ bytes: Span<UInt8>, _ names: FieldNames) -> FieldNames.Node? {
        var name: [UInt8] = []
        JSONText.unescape(bytes, key, into: &name)
        return names.find(name.span, 0..<name.count)
    }

    /// Reads one member's value; returns the offset after it.
    @inline(__always)
    private mutating func member(
        _ bytes: Span<UInt8>, _ node: FieldNames.Node?, _ value: Int, _ end: Int, _ record: inout Record
    ) throws(JSONScanner.Problem) -> Int {
        guard let node else { return try scanner.skipValue(bytes, value, end) }
        guard value < end else { return try scanner.skipValue(bytes, value, end) }
        switch node {
        case .nested(let inner):
            if bytes[value] == 0x7B { return try object(bytes, value, end, inner, &record) }
            return try scanner.skipValue(bytes, value, end)
        case .field(let target):
            switch bytes[value] {
            case 0x22:
                let (next, escapes) = try JSONScanner.skipString(bytes, value &+ 1, end)
                let range = (value &+ 1)..<(next &- 1)
                record.set(target, escapes ? .escaped(range) : .plain(range))
                return next
            case 0x2D, 0x30...0x39:
                let next = try scanner.skipValue(bytes, value, end)
                record.set(target, .plain(value..<next))
                return next
            default: return try scanner.skipValue(bytes, value, end)
            }
        }
    }
}

import UndertoneEngine

/// What reads several messages out of one record of an input.
package protocol MessageSource: ~Copyable {
    /// The messages of the last record, the first `count` of them.
    var records: [Record] { get set }
    var count: Int { get }
    /// The bytes that the messages' places lie in.
    var work: [UInt8] { get }

    /// Reads the messages of the record that fills a range.
    mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>, line: Int) throws(RecordFault)
}

/// Reads documents of a described format: from each, its messages in order.
///
/// The bytes of a document are copied once; its records hold places in that copy, behind which stand the values that had to be made.
package struct DocumentReader: MessageSource, ~Copyable {
    let description: FormatDescription
    let names: FieldNames
    let tables: SideTables
    private let rows: DelimitedRecords?
    /// The number of each column's name, for tables.
    private let columns: [Int]
    var tape = DocumentTape()
    /// The people that the document itself names.
    var people = SideTable()
    /// The document and what was made of it; the records' places lie in it.
    package internal(set) var work: [UInt8] = []
    /// The messages of the last document, the first `count` of them.
    package var records: [Record] = []
    package private(set) var count = 0
    var made: [UInt8] = []
    var compared: [UInt8] = []
    private var found: [Int] = []

    package init(_ description: FormatDescription, _ names: FieldNames, _ tables: SideTables, rows: DelimitedRecords? = nil, header: [String] = []) {
        self.description = description
        self.names = names
        self.tables = tables
        self.rows = rows
        columns = header.map { name in
            let bytes = Array(name.utf8)
            return description.keys.find(bytes.span, 0..<bytes.count)
        }
    }

    /// Reads the document that fills a range; its messages are the first `count` records afterwards.
    /// - Throws: what is wrong with it; nothing of it is used then.
    package mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>, line: Int) throws(RecordFault) {
        count = 0
        try take(bytes, range, line: line)
        var wasRecord = false
        forEachDocument { reader, document in
            reader.people.removeAll()
            reader.readPeople(document, record: document)
            let isWrapper = reader.description.inside.contains { reader.has($0, document) }
            let records = isWrapper ? reader.records(in: document) : [document]
            if records != [document] { for record in records { reader.readPeople(record, record: record) } }
            for record in records { wasRecord = reader.readRecord(record, line) || wasRecord }
            wasRecord = wasRecord || isWrapper
        }
        if !wasRecord && !people.isEmpty {
            throw RecordFault(line: line, column: 0, problem: "the record names people, and holds no message; give its file with --users")
        }
        if !wasRecord {
            throw RecordFault(
                line: line, column: 0, problem: "nothing in the record is a message of \(description.name) exports; name another format with --from")
        }
    }

    /// Reads the people that a document names into a table.
    package mutating func people(_ bytes: Span<UInt8>, _ range: Range<Int>, line: Int, into table: inout SideTable) throws(RecordFault) {
        try take(bytes, range, line: line)
        people.removeAll()
        swap(&people, &table)
        forEachDocument { reader, document in
            reader.readPeople(document, record: document)
            let records = reader.records(in: document)
            if records != [document] { for record in records { reader.readPeople(record, record: record) } }
        }
        swap(&people, &table)
    }

    private mutating func take(_ bytes: Span<UInt8>, _ range: Range<Int>, line: Int) throws(RecordFault) {
        work.removeAll(keepingCapacity: true)
        append(bytes, from: range.lowerBound, to: range.upperBound, to: &work)
        let copy = work, all = 0..<work.count
        if let rows {
            tape.readRow(copy.span, all, rows, columns)
        } else {
            do throws(JSONScanner.Problem) {
                try tape.readJSON(copy.span, all, description.keys)
            } catch { throw RecordFault(line: line, column: error.offset + 1, problem: error.message.description) }
            if tape.nodes[0].kind != .object && tape.nodes[0].kind != .array {
                throw RecordFault(line: line, column: 1, problem: "the record is no JSON object; write one object a line")
            }
        }
    }

    /// The document, or the documents in an array.
    private mutating func forEachDocument(_ body: (inout DocumentReader, Int) -> Void) {
        guard tape.nodes[0].kind == .array else { return body(&self, 0) }
        var element = 1
        while element < tape.nodes.count {
            if tape.nodes[element].kind == .object { body(&self, element) }
            element = tape.nodes[element].next
        }
    }

    /// The records that a document holds, or the document itself.
    private func records(in document: Int) -> [Int] {
        for path in description.inside where has(path, document) {
            var records: [Int] = []
            visit(path, from: document, record: document) { node in
                if tape.nodes[node].kind == .object { records.append(node) }
                return false
            }
            return records
        }
        return [document]
    }

    /// Whether the array or object that a path leads to is there, be it empty.
    private func has(_ path: FormatPath, _ document: Int) -> Bool {
        var whole = path
        if let last = whole.steps.indices.last { whole.steps[last].entersArray = false }
        var isThere = false
        visit(whole, from: document, record: document) { node in
            isThere = tape.nodes[node].kind == (path.steps.last?.entersArray == true ? .array : .object)
            return isThere
        }
        return isThere
    }

    // MARK: Messages

    /// Takes up the messages of a record; returns whether it holds any, used or not.
    private mutating func readRecord(_ record: Int, _ line: Int) -> Bool {
        var isKnown = false
        for shape in description.shapes {
            if !shape.needs.allSatisfy({ holds($0, record, record) }) { continue }
            var found = self.found
            found.removeAll(keepingCapacity: true)
            visit(shape.place, from: record, record: record) { node in
                found.append(node)
                return false
            }
            isKnown = isKnown || !found.isEmpty
            for index in found.indices {
                let position = shape.isNewestFirst ? found.count - 1 - index : index
                let node = found[position]
                if shape.skips.contains(where: { holds($0, node, record) }) { continue }
                readMessage(shape, node, record, position: position + 1, line)
            }
            self.found = found
        }
        return isKnown
    }

    private mutating func readMessage(_ shape: FormatDescription.Shape, _ node: Int, _ record: Int, position: Int, _ line: Int) {
        if count == records.count { records.append(Record()) }
        var message = Record()
        swap(&message, &records[count])
        message.begin(line: line)
        message.whole = 0..<0
        // The message of a record itself is given even if nothing is in it; parts without a text are events.
        let isWhole = !shape.place.steps.contains { $0.entersArray }
        for field in Field.allCases where field != .role {
            for rule in shape.fields[field.rawValue] {
                guard rule.condition.tests.isEmpty || holds(rule.condition, node, record) else { continue }
                let value = value(rule.value, node, record, position: position, joins: field == .text)
                if value.isMissing { continue }
                message.values[field.rawValue] = value
                if field == .text { message.textIsHTML = rule.value.isHTML }
                break
            }
        }
        if message[.text].isMissing {
            guard isWhole else { return swap(&message, &records[count]) }
            message.values[Field.text.rawValue] = .plain(0..<0)
        }
        message.role = role(shape, node, record, position)
        message.isPrivate = shape.privates.contains { holds($0, node, record) }
        if !message[.kind].isMissing { message.isNote = names.isNote(bytes(message[.kind])) }
        message.finish(&work, tables)
        swap(&message, &records[count])
        count += 1
    }

    private mutating func role(_ shape: FormatDescription.Shape, _ node: Int, _ record: Int, _ position: Int) -> AuthorRole {
        for rule in shape.roles where rule.condition.tests.isEmpty || holds(rule.condition, node, record) {
            let value = value(rule.value, node, record, position: position, joins: false)
            if !value.isMissing, let role = AuthorRole(name: bytes(value)) ?? names.knownRole(bytes(value)) { return role }
        }
        return .customer
    }

    private mutating func readPeople(_ from: Int, record: Int) {
        for section in description.people {
            var found: [Int] = []
            visit(section.place, from: from, record: record) { node in
                found.append(node)
                return false
            }
            for node in found {
                let row = UserColumn.allCases.map { column -> [UInt8] in
                    for rule in section.columns[column.index] where rule.condition.tests.isEmpty || holds(rule.condition, node, record) {
                        let value = value(rule.value, node, record, position: 0, joins: false)
                        if !value.isMissing { return bytes(value) }
                    }
                    return []
                }
                people.add(row)
            }
        }
    }

    func bytes(_ value: FieldValue) -> [UInt8] {
        var bytes: [UInt8] = []
        value.append(work.span, to: &bytes)
        return bytes
    }
}

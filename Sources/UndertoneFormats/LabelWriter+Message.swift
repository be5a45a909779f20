import UndertoneEngine

// With `keeps`: what is written of a message that was no JSON object, nor a row of a table that goes on as it is.
extension LabelWriter {
    /// The columns of a table, as its first line names them.
    var tableColumns: [String] {
        var names = LabelWriter.columns
        if keeps && header.isEmpty { names.insert(contentsOf: LabelWriter.messageColumns, at: LabelWriter.identity.count) }
        if keeps && !header.isEmpty { names = header + names.filter { !header.contains($0) || !["id", "account", "contact", "time"].contains($0) } }
        if evidence { names.append("evidence") }
        if !fileName.isEmpty { names.append("file") }
        if !provenance.isEmpty { names.append("provenance") }
        return names
    }

    /// Appends the first line of a table; nothing for NDJSON.
    package func writeHeader(into output: inout [UInt8]) {
        guard format != .ndjson else { return }
        if format == .table { return writeTableHeader(into: &output) }
        for (index, name) in tableColumns.enumerated() {
            if index > 0 { output.append(separator) }
            var name = Array(name.utf8)
            redact(&name, isIdentity: false)
            cell(name, into: &output)
        }
        output.append(0x0A)
    }

    var separator: UInt8 { format == .tsv ? 0x09 : 0x2C }

    /// The columns of a message in tables, after those that say whose it is.
    static let messageColumns = ["role", "private", "kind", "subject", "text"]

    /// Appends what takes the place of the label of a record that could not be read: its line and what is wrong; in tables under `reason`.
    package func writeFault(_ fault: RecordFault, into output: inout [UInt8]) {
        if format == .ndjson {
            output += Array("{\"line\":\(fault.line),\"error\":".utf8)
            JSONText.quote(fault.problem, into: &output)
            output += [0x7D, 0x0A]
            return
        }
        let columns = tableColumns
        let reason = columns.lastIndex(of: "reason")
        for index in columns.indices {
            if index > 0 { output.append(separator) }
            if index == reason { cell(Array("error in line \(fault.line): \(fault.problem)".utf8), into: &output) }
        }
        output.append(0x0A)
    }

    /// Appends a message as it was read, without a label, and a line break.
    package func writeMessage(_ record: Record, _ bytes: Span<UInt8>, text: Span<UInt8>, scratch: inout [UInt8], into output: inout [UInt8]) {
        output.append(0x7B)
        identity(record, bytes, &scratch, into: &output)
        if record.isNote { add("kind", "note", into: &output) }
        if !fileName.isEmpty { add("file", fileName, into: &output) }
        addMessage(record, bytes, text, &scratch, into: &output)
        output.removeLast()
        output += [0x7D, 0x0A]
    }

    /// Appends the cells of a row as members, named by their columns.
    func keep(_ cells: [FieldValue], _ record: Record, _ bytes: Span<UInt8>, _ scratch: inout [UInt8], into output: inout [UInt8]) {
        for (index, name) in header.enumerated() {
            scratch.removeAll(keepingCapacity: true)
            scratch += Array(name.utf8)
            redact(&scratch, isIdentity: false)
            JSONText.quote(scratch.span, 0..<scratch.count, ascii: ascii, into: &output)
            output.append(0x3A)
            scratch.removeAll(keepingCapacity: true)
            if index < cells.count {
                cells[index].append(bytes, to: &scratch)
                redact(&scratch, isIdentity: isIdentity(cells[index].range, record))
            }
            JSONText.quote(scratch.span, 0..<scratch.count, ascii: ascii, into: &output)
            output.append(0x2C)
        }
    }

    /// Appends who wrote a message, what it is, and its text.
    func addMessage(_ record: Record, _ bytes: Span<UInt8>, _ text: Span<UInt8>, _ scratch: inout [UInt8], into output: inout [UInt8]) {
        if knowsRoles { add("role", "\(record.role)", into: &output) }
        if record.isPrivate {
            key("private", into: &output)
            output += Array("true,".utf8)
        }
        for field in [Field.kind, .subject] where !record[field].range.isEmpty && !(field == .kind && record.isNote) {
            scratch.removeAll(keepingCapacity: true)
            record[field].append(bytes, to: &scratch)
            redact(&scratch, isIdentity: false)
            output += LabelWriter.keys[field.rawValue]
            JSONText.quote(scratch.span, 0..<scratch.count, ascii: ascii, into: &output)
            output.append(0x2C)
        }
        redacted(text, 0..<text.count, isIdentity: false) { add("text", $0, into: &output) }
    }

    /// The cells of `messageColumns`.
    func messageCells(_ record: Record, _ bytes: Span<UInt8>, _ text: Span<UInt8>) -> [String] {
        var texts: [String] = []
        for value in [record[.kind].text(bytes), record[.subject].text(bytes), String(decoding: text.indices.map { text[$0] }, as: UTF8.self)] {
            var value = Array(value.utf8)
            redact(&value, isIdentity: false)
            texts.append(String(decoding: value, as: UTF8.self))
        }
        return [knowsRoles ? "\(record.role)" : "", record.isPrivate ? "true" : ""] + texts
    }
}

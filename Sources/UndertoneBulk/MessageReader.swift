import UndertoneEngine
import UndertoneFormats

/// Reads the texts of an input one by one: for commands that show messages rather than count them.
package struct MessageReader: ~Copyable {
    private let layout: InputLayout
    private let splitter: RecordSplitter
    private var json: JSONRecords
    private var record = Record()
    /// Reads documents, if the input has a description.
    private var documents: DocumentReader?

    package init(_ layout: InputLayout) {
        self.layout = layout
        splitter = RecordSplitter(layout.format, separator: layout.rows?.separator ?? 0, longest: layout.longest)
        json = JSONRecords(layout.names)
        documents = layout.documents()
    }

    /// Calls a closure with each text, decoded, and its line, or with what is wrong with its record.
    package mutating func forEachText(_ batch: borrowing Batch, _ found: (_ text: [UInt8], _ line: Int, _ fault: RecordFault?) -> Void) {
        forEachMessage(batch) { found($0.text, $0.line, $1) }
    }

    /// Calls a closure with each message, or with what is wrong with its record.
    package mutating func forEachMessage(_ batch: borrowing Batch, _ found: (_ message: ReadMessage, _ fault: RecordFault?) -> Void) {
        let bytes = batch.bytes
        var line = batch.firstLine
        var start = 0
        while let piece = splitter.record(bytes.span, from: start, to: batch.count) {
            line += bytes[start..<piece.range.lowerBound].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
            defer {
                line += bytes[piece.range.lowerBound..<piece.next].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
                start = piece.next
            }
            if let flaw = piece.flaw {
                found(ReadMessage(line: line), RecordFault(line: line, column: 0, problem: flaw.problem))
                continue
            }
            if piece.range.allSatisfy({ bytes[$0] <= 0x20 }) { continue }
            if MessageFileReader.reads(layout.format) || layout.description != nil {
                forEachMessage(bytes, piece.range, line, found)
                continue
            }
            var message = ReadMessage(line: line)
            do throws(RecordFault) {
                try read(bytes, piece.range, line)
                record[.text].append(bytes.span, to: &message.text)
                record[.id].append(bytes.span, to: &message.id)
                message.isStaff = record.role != .customer && !record.isNote
                message.markup = record.textIsHTML ? .html : Markup.guess(message.text.span, from: 0, to: message.text.count)
                found(message, nil)
            } catch {
                found(message, error)
            }
        }
        for fault in batch.tooLong { found(ReadMessage(line: fault.line), fault) }
    }

    /// The messages of a mail folder, a transcript or a document.
    private mutating func forEachMessage(
        _ bytes: [UInt8], _ range: Range<Int>, _ line: Int, _ found: (_ message: ReadMessage, _ fault: RecordFault?) -> Void
    ) {
        func show(_ records: [Record], _ count: Int, _ work: [UInt8]) {
            for index in 0..<count {
                var message = ReadMessage(line: records[index].line)
                records[index][.text].append(work.span, to: &message.text)
                records[index][.id].append(work.span, to: &message.id)
                message.isStaff = records[index].role != .customer && !records[index].isNote
                message.markup = records[index].textIsHTML ? .html : Markup.guess(message.text.span, from: 0, to: message.text.count)
                found(message, nil)
            }
        }
        do throws(RecordFault) {
            if var reader = documents.take() {
                var fault: RecordFault?
                do throws(RecordFault) { try reader.read(bytes.span, range, line: line) } catch { fault = error }
                show(reader.records, reader.count, reader.work)
                documents = consume reader
                if let fault { throw fault }
            } else {
                var reader = MessageFileReader(layout.format, layout.tables)
                try reader.read(bytes.span, range, line: line)
                show(reader.records, reader.count, reader.work)
            }
        } catch {
            found(ReadMessage(line: line), error)
        }
    }

    private mutating func read(_ bytes: [UInt8], _ range: Range<Int>, _ line: Int) throws(RecordFault) {
        switch layout.format {
        case .ndjson, .json:
            try json.read(bytes.span, range, line: line, into: &record)
            if record[.text].isMissing { throw RecordFault(line: line, column: 0, problem: "the record has no text; name its field with --fields text=NAME") }
        case .csv, .tsv: layout.rows?.read(bytes.span, range, line: line, into: &record)
        case .text, .whole, .mbox, .eml, .vtt:
            record.begin(line: line)
            record.whole = range
            record.values[Field.text.rawValue] = .plain(range)
        }
    }
}

/// One message, decoded.
package struct ReadMessage: Sendable {
    package var text: [UInt8] = []
    /// Empty if the record names none.
    package var id: [UInt8] = []
    package let line: Int
    /// Written by staff, a bot or a system, and no call note.
    package var isStaff = false
    package var markup = Markup.plain

    init(line: Int) { self.line = line }
}

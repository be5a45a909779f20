import UndertoneEngine

/// Reads inputs that are neither JSON nor tables but hold messages in a form of their own: mail and transcripts.
package struct MessageFileReader: MessageSource, ~Copyable {
    private let format: InputFormat
    private let tables: SideTables
    private var mail = MailReader()
    private var transcript = TranscriptReader()
    /// The messages of the last piece, the first `count` of them.
    package var records: [Record] = [Record()]
    package private(set) var count = 0
    /// The bytes that the records' places lie in.
    package private(set) var work: [UInt8] = []

    /// - Parameter tables: who is staff; in a transcript a speaker whose name holds the first word of an own domain is staff, too.
    package init(_ format: InputFormat, _ tables: SideTables) {
        self.format = format
        self.tables = tables
    }

    /// Whether a format is read here.
    package static func reads(_ format: InputFormat) -> Bool { format == .mbox || format == .eml || format == .vtt }

    /// Reads the messages of a piece of the input: one of mail, all turns of a transcript.
    /// - Throws: what is wrong with it.
    package mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>, line: Int) throws(RecordFault) {
        count = 0
        if format == .vtt {
            try transcript.read(bytes, range, line: line)
            work = transcript.work
            swap(&records, &transcript.records)
            count = transcript.count
        } else {
            try mail.read(bytes, range, line: line, isFolder: format == .mbox)
            work = mail.work
            if records.isEmpty { records.append(Record()) }
            swap(&records[0], &mail.record)
            count = 1
        }
        for index in 0..<count {
            records[index].finish(&work, tables)
            if format == .vtt && records[index].role == .customer && isStaff(speaker: work[records[index][.contact].range]) { records[index].role = .staff }
        }
    }

    private func isStaff(speaker: ArraySlice<UInt8>) -> Bool {
        if tables.staffDomains.isEmpty { return false }
        let words = speaker.small.split { !($0 >= 0x61 && $0 <= 0x7A) && !($0 >= 0x30 && $0 <= 0x39) && $0 < 0x80 }
        return tables.staffDomains.contains { domain in words.contains { $0.elementsEqual(domain.prefix { $0 != 0x2E }) } }
    }
}

extension InputFormat {
    /// The format of an input whose first bytes are those of mail or of a transcript, or nil.
    package static func messageFile(_ bytes: Span<UInt8>, _ count: Int) -> InputFormat? {
        if TranscriptReader.isTranscript(bytes, count) { return .vtt }
        if MailFolder.begins(bytes, at: 0, end: count) { return .mbox }
        return MailFolder.isMessage(bytes, count) ? .eml : nil
    }
}

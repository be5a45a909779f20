import Undertone
import UndertoneBulk
import UndertoneFormats

/// One input of a command: a file or standard input, with its format found out and its header read.
struct InputSource: ~Copyable {
    private let descriptor: Descriptor
    private(set) var layout: InputLayout
    private var reader: BatchReader

    /// Opens an input and reads its first bytes.
    /// - Parameters:
    ///   - path: the file, or `-` for standard input.
    ///   - format: the format that the user named, or nil to find it out by name and content.
    init(_ path: String, format: InputFormat?, layout: InputLayout) throws {
        let file = path == "-" ? Descriptor(standard: Descriptor.standardInput, "standard input") : try Descriptor(reading: path)
        var layout = layout
        var head = try file.read(BatchReader.chunk)
        try InputSource.checkEncoding(head, file.name)
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { head.removeFirst(3) }
        let known = format ?? (path == "-" ? nil : InputFormat(fileName: path))
        var separator: UInt8 = known == .tsv ? 0x09 : 0
        if let known { layout.format = known } else { (layout.format, separator) = InputFormat.guess(head.span, head.count, layout.names) }
        var firstLine = 1
        if layout.format == .csv || layout.format == .tsv {
            let splitter = RecordSplitter(.csv)
            var end = splitter.rowEnd(head.span, 0, head.count)
            while end == nil, head.count < layout.longest {
                let more = try file.read(BatchReader.chunk)
                if more.isEmpty { break }
                head += more
                end = splitter.rowEnd(head.span, 0, head.count)
            }
            var last = end ?? head.count
            if last > 0, head[last - 1] == 0x0D { last -= 1 }
            if separator == 0 { separator = InputFormat.separator(ofHeader: head.span, last) }
            var rows = DelimitedRecords(layout.names, separator: separator)
            if !rows.header(head.span, 0..<last) && last > 0 {
                throw UsageFault("the header of \(Descriptor.quoted(path)) names no text column; map one with --fields text=NAME")
            }
            var columns: [String] = []
            rows.forEachCell(head.span, 0..<last) { value in
                var name: [UInt8] = []
                value.append(head.span, to: &name)
                columns.append(String(decoding: name, as: UTF8.self))
            }
            layout.rows = rows
            layout.writer.header = columns
            firstLine += head[..<min((end ?? head.count), head.count)].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) } + 1
            head.removeFirst(min((end ?? head.count) + 1, head.count))
        }
        descriptor = file
        self.layout = layout
        reader = BatchReader(RecordSplitter(layout.format), head: head, longest: layout.longest, firstLine: firstLine)
    }

    /// Takes the whole input as one message.
    mutating func readAsWhole() {
        layout.format = .whole
        reader.read(as: RecordSplitter(.whole))
    }

    /// The next batch of records.
    mutating func next() throws -> Batch? {
        try reader.next { try descriptor.read(BatchReader.chunk) }
    }

    /// UTF-16 and UTF-32 are not read; say so instead of writing nonsense.
    private static func checkEncoding(_ head: [UInt8], _ name: String) throws {
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
            throw UsageFault("\(Descriptor.quoted(name)) is UTF-16; convert it first: iconv -f UTF-16 -t UTF-8")
        }
    }
}

import Flags
import Undertone
import UndertoneBulk
import UndertoneFormats

/// What a user said about all inputs of a run.
struct InputOptions {
    /// The format or description that the user named, or nil to find it out by name and content.
    var format: InputFormat?
    var description: FormatDescription?
    /// The separator of tables, or nil to find it out.
    var separator: UInt8?
    /// The encoding that the user named, or nil to find it out.
    var encoding: TextEncoding?
    /// How people are read out of side tables; nil for messages.
    var people: FormatDescription?
    var catalog: FormatCatalog
    var mapping: [(field: String, path: String)] = []
    var layout: InputLayout
    /// Whether somebody waits for the first label.
    var isLive = false
}

/// One input of a command: a file or standard input, with its format found out and its header read.
struct InputSource: ~Copyable {
    private var bytes: InputBytes
    private(set) var layout: InputLayout
    private var reader: BatchReader
    /// The bytes before the first record: the header of a table.
    private let used: [UInt8]

    /// Opens an input and reads its first bytes.
    /// - Parameters:
    ///   - path: the file, or `-` for standard input.
    init(_ path: String, _ options: InputOptions) throws {
        var bytes = try InputBytes(path, encoding: options.encoding)
        var head = try bytes.beginning(isLive: options.isLive || path == "-" && Descriptor.isTerminal(Descriptor.standardInput))
        var layout = options.layout
        let known = options.format ?? (path == "-" ? nil : InputFormat(fileName: path))
        var separator = options.separator ?? (known == .tsv ? 0x09 : 0)
        if let known {
            layout.format = known
        } else {
            let catalog = options.catalog, isNamed = options.description != nil || options.people != nil
            let found = InputFormat.guess(head.span, head.count, layout.names) { isNamed || catalog.recognised(header: $0) != nil }
            // What is called JSON and is none is refused rather than read as text.
            layout.format = found.format == .text && InputFormat.isJSON(fileName: path) && !head.allSatisfy { $0 <= 0x20 } ? .json : found.format
            if separator == 0 { separator = found.separator }
        }
        // Each part of mail tells its encoding itself.
        if layout.format.isMail, options.encoding == nil, let unchanged = bytes.unchanged() { head = unchanged }
        var firstLine = 1
        var used: [UInt8] = []
        if layout.format == .csv || layout.format == .tsv {
            if let line = InputFormat.separatorLine(head.span, head.count) {
                if options.separator == nil { separator = line.separator }
                used = Array(head.prefix(line.length))
                head.removeFirst(line.length)
                firstLine += 1
            }
            let splitter = RecordSplitter(.csv)
            var end = splitter.rowEnd(head.span, 0, head.count)
            while end == nil, head.count < layout.longest {
                let more = try bytes.read()
                if more.isEmpty { break }
                head += more
                end = splitter.rowEnd(head.span, 0, head.count)
            }
            let last = end ?? head.count
            try layout.readHeader(head, last, separator, options, path)
            firstLine += head[..<min(last, head.count)].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) } + 1
            let length = min(last + 1, head.count)
            used += head.prefix(length)
            head.removeFirst(length)
        } else if layout.format == .ndjson || layout.format == .json {
            layout.description =
                options.description ?? options.catalog.recognised(json: head.span, head.count, layout.format, inPeople: options.people != nil) ?? options.people
        }
        layout.writer.knowsRoles = layout.description != nil || !layout.tables.isEmpty || MessageFileReader.reads(layout.format)
        layout.description?.map(options.mapping)
        layout.description?.complete(with: layout.names)
        self.bytes = bytes
        self.layout = layout
        self.used = used
        reader = BatchReader(
            RecordSplitter(layout.format, separator: layout.rows?.separator ?? 0, longest: layout.longest), head: head, longest: layout.longest,
            firstLine: firstLine, divider: layout.divider(inPeople: options.people != nil))
    }

    /// Takes the whole input as one message.
    mutating func readAsWhole() {
        layout.format = .whole
        reader.read(as: RecordSplitter(.whole))
    }

    /// What was given away so far.
    var passed: Checksum { reader.passed }

    /// Keeps count of what was read, so that a later run can go on.
    mutating func countBytes() { reader.count(from: used) }

    /// Passes over the records up to a place where an earlier run stopped, or over all of them.
    /// - Returns: whether the bytes are those that the earlier run read.
    mutating func skip(to mark: Checkpoint.Mark, isDone: Bool) throws -> Bool {
        reader.stop(at: mark.count)
        while isDone || reader.passed.count < mark.count {
            if try next() == nil { break }
        }
        return Checkpoint.Mark(reader.passed) == mark
    }

    /// The next batch of records.
    mutating func next() throws -> Batch? {
        try reader.next { try bytes.read() }
    }

    /// What is to be said about how the input was written, to be asked at its end.
    var warnings: [String] {
        let name = bytes.name == "standard input" ? bytes.name : printable(bytes.name)
        var warnings: [String] = []
        if reader.latePeopleLine > 0 && layout.tables.users.isEmpty {
            warnings.append(
                "\(name):\(reader.latePeopleLine): the document is longer than --max-record and names people behind its messages, too late to be known; give it with --users, too"
            )
        }
        if bytes.foreignBytes == 0 { return warnings }
        warnings.append(
            "\(name):\(bytes.foreignLine): what cannot be UTF-8 is read as Windows-1252 from here on (bytes: \(bytes.foreignBytes); --encoding names another)")
        return warnings
    }
}

extension InputLayout {
    /// Takes the header of a table.
    /// - Parameter end: where it ends in the first bytes of the input.
    fileprivate mutating func readHeader(_ head: [UInt8], _ end: Int, _ separator: UInt8, _ options: InputOptions, _ path: String) throws {
        var last = end
        if last > 0, head[last - 1] == 0x0D { last -= 1 }
        let sign = separator == 0 ? InputFormat.separator(ofHeader: head.span, last) : separator
        var rows = DelimitedRecords(names, separator: sign)
        let hasText = rows.header(head.span, 0..<last)
        var columns: [String] = []
        rows.forEachCell(head.span, 0..<last) { columns.append($0.text(head.span)) }
        description = options.description ?? options.catalog.recognised(header: columns, inPeople: options.people != nil) ?? options.people
        if !hasText && last > 0 && description == nil {
            throw UsageFault(
                "the header of \(Descriptor.quoted(path)) names no text column; map one with --fields text=NAME (a table of people goes with --users)")
        }
        self.rows = rows
        self.columns = columns
        writer.header = description == nil ? columns : []
    }
}

import UndertoneFormats

/// Where results go: standard output, or a file that appears under its name only when it is complete.
struct OutputFile: ~Copyable {
    private let descriptor: Descriptor
    /// The file that is put in place at the end; nil for standard output and devices.
    private let path: String?
    private let flushesAlways: Bool
    private var pending: [UInt8] = []
    private var isFinished = false
    /// Whether what was written stays when the run does not end, for a later one to go on with; what was written, then.
    private let isKept: Bool
    private var written = Checksum()

    private var partial: String? { path.map { $0 + ".partial" } }

    /// - Parameters:
    ///   - path: the file, or nil or `-` for standard output.
    ///   - flushesAlways: whether every piece is written at once.
    ///   - isKept: whether an unfinished file stays.
    init(_ path: String?, flushesAlways: Bool, isKept: Bool = false) throws(SystemFault) {
        self.isKept = isKept
        let isPlain = path != "-" && !(path.map(Descriptor.isDevice) ?? true)
        self.path = isPlain ? path : nil
        self.flushesAlways = flushesAlways
        descriptor = try OutputFile.opened(path ?? "-", isPlain: isPlain)
    }

    private static func opened(_ path: String, isPlain: Bool) throws(SystemFault) -> Descriptor {
        if isPlain { return try Descriptor(creating: path + ".partial") }
        return path == "-" ? Descriptor(standard: Descriptor.standardOutput, "standard output") : try Descriptor(writing: path)
    }

    private init(_ path: String, _ descriptor: consuming Descriptor, _ written: Checksum) {
        self.path = path
        self.descriptor = descriptor
        self.written = written
        flushesAlways = false
        isKept = true
    }

    /// Goes on with an unfinished file after so many of its bytes.
    /// - Throws: a `UsageFault` if the file does not begin with the bytes that are meant.
    static func resuming(_ path: String, after mark: Checkpoint.Mark) throws -> OutputFile {
        let file = try Descriptor(updating: path + ".partial")
        var written = Checksum()
        while written.count < mark.count {
            let piece = try file.read(min(1 << 18, mark.count - written.count))
            if piece.isEmpty { break }
            written.add(piece.span, 0..<piece.count)
        }
        if Checkpoint.Mark(written) != mark {
            throw UsageFault("\(Descriptor.quoted(path + ".partial")) is not what the run that was cut off wrote; remove it to begin anew")
        }
        try file.truncate(to: mark.count)
        return OutputFile(path, file, written)
    }

    /// Waits until everything is on the disk.
    /// - Returns: what was written.
    mutating func synchronize() throws(SystemFault) -> Checkpoint.Mark {
        try flush()
        try descriptor.synchronize()
        return Checkpoint.Mark(written)
    }

    mutating func write(_ bytes: [UInt8]) throws(SystemFault) {
        if isKept { written.add(bytes.span, 0..<bytes.count) }
        if pending.isEmpty && (flushesAlways || bytes.count >= 1 << 16) { return try descriptor.write(bytes) }
        pending += bytes
        if flushesAlways || pending.count >= 1 << 16 { try flush() }
    }

    /// Hands over what was held back, so that a reader at the other end sees it.
    mutating func flush() throws(SystemFault) {
        if pending.isEmpty { return }
        try descriptor.write(pending)
        pending.removeAll(keepingCapacity: true)
    }

    /// Completes the output and gives the file its name.
    mutating func finish() throws(SystemFault) {
        try flush()
        guard let path, let partial else { return isFinished = true }
        try descriptor.synchronize()
        descriptor.makeReadable()
        try Descriptor.rename(partial, to: path)
        isFinished = true
    }

    deinit { if !isFinished, !isKept, let path { Descriptor.remove(path + ".partial") } }
}

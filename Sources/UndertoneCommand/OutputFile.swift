/// Where results go: standard output, or a file that appears under its name only when it is complete.
struct OutputFile: ~Copyable {
    private let descriptor: Descriptor
    private let path: String?
    private let flushesAlways: Bool
    private var pending: [UInt8] = []
    private var isFinished = false

    private var partial: String? { path.map { $0 + ".partial" } }

    /// - Parameters:
    ///   - path: the file, or nil or `-` for standard output.
    ///   - flushesAlways: whether every piece is written at once.
    init(_ path: String?, flushesAlways: Bool) throws(SystemFault) {
        self.path = path == "-" ? nil : path
        self.flushesAlways = flushesAlways
        if let path = self.path {
            descriptor = try Descriptor(creating: path + ".partial")
        } else {
            descriptor = Descriptor(standard: Descriptor.standardOutput, "standard output")
        }
    }

    mutating func write(_ bytes: [UInt8]) throws(SystemFault) {
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

    deinit { if !isFinished, let path { Descriptor.remove(path + ".partial") } }
}

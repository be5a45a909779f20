import UndertoneEngine
import UndertoneFormats

/// The bytes of an input as UTF-8: unpacked if they are packed, and in whatever encoding they came.
struct InputBytes: ~Copyable {
    private let file: Descriptor
    private var unpacker: Unpacker?
    private var transcoder: Transcoder
    private var head: [UInt8]?
    private var isAtEnd = false
    /// The first bytes as they came, until others are asked for.
    private var first: [UInt8]?
    private var isBegun = false
    /// Whether lines end with a carriage return alone, as old programs for the Macintosh write them.
    private var endsLinesOldly = false
    /// Why nothing more can be read, until it is said.
    private var failure: (any Error)?

    /// How many bytes are asked for at once.
    static let chunk = 1 << 18

    /// The name for messages.
    var name: String { file.name }
    /// How many bytes were read as Windows-1252 in what seems to be UTF-8, and the line of the first.
    var foreignBytes: Int { transcoder.foreignBytes }
    var foreignLine: Int { transcoder.foreignLine }
    /// The encoding, once it is known.
    var encoding: TextEncoding? { transcoder.encoding }

    /// Opens an input and looks at its first bytes.
    /// - Parameters:
    ///   - path: the file, or `-` for standard input.
    ///   - encoding: the encoding that the user named, or nil.
    init(_ path: String, encoding: TextEncoding?) throws {
        let file = path == "-" ? Descriptor(standard: Descriptor.standardInput, "standard input") : try Descriptor(reading: path)
        let first = try file.read(InputBytes.chunk)
        let packing = Packing(first)
        head = packing == nil ? first : nil
        unpacker = try packing.map { packing in
            if packing != .zip { return try Unpacker.started([packing.rawValue, "-dc"], reading: file, head: file.rewind() ? nil : first) }
            // Its list of contents stands at the end, so the program must see the file itself.
            if path == "-" { throw SystemFault(unseekable: "zip") }
            return try Unpacker.started(["unzip", "-p", path.hasPrefix("-") ? "./" + path : path], reading: file, head: nil)
        }
        self.file = file
        transcoder = Transcoder(encoding)
    }

    /// The first bytes, by which encoding and format are found out: so many that it does not matter in which pieces they come.
    /// - Parameter isLive: whether somebody waits for the first label; then the first line is enough.
    mutating func beginning(isLive: Bool) throws -> [UInt8] {
        var gathered = try next()
        while !gathered.isEmpty, gathered.count < InputBytes.chunk, !(isLive && gathered.contains(0x0A)) {
            do {
                let more = try next()
                if more.isEmpty { break }
                gathered += more
            } catch {
                // What was read before is still used.
                failure = error
                break
            }
        }
        head = gathered
        return try read()
    }

    /// The next bytes; empty at the end.
    mutating func read() throws -> [UInt8] {
        first = isBegun ? nil : []
        isBegun = true
        while !isAtEnd {
            let bytes = try next()
            first? += bytes
            if bytes.isEmpty { isAtEnd = true }
            let text = transcoder.decode(bytes, isLast: isAtEnd)
            if text.isEmpty { continue }
            if first != nil { endsLinesOldly = holds(0x0D, text) && !holds(0x0A, text) }
            return endsLinesOldly ? text.map { $0 == 0x0D ? 0x0A : $0 } : text
        }
        return []
    }

    /// The first bytes once more, as they came; what follows is given as it comes, too. Nil for what must be recoded as a whole.
    mutating func unchanged() -> [UInt8]? {
        guard let first, transcoder.encoding == .utf8 else { return nil }
        let mark = TextEncoding.guess(first[...]).mark
        transcoder = .unchanging
        endsLinesOldly = false
        return Array(first.dropFirst(mark))
    }

    private func holds(_ byte: UInt8, _ bytes: [UInt8]) -> Bool { firstIndex(of: byte, bytes.span, from: 0, to: bytes.count) < bytes.count }

    private mutating func next() throws -> [UInt8] {
        if let first = head.take() { return first }
        if let failure = failure.take() { throw failure }
        if unpacker == nil { return try file.read(InputBytes.chunk) }
        return try unpacker?.read(InputBytes.chunk, from: file) ?? []
    }
}

/// How an input is packed, by its first bytes; the value is the program that unpacks it.
enum Packing: String {
    case gzip, bzip2, xz, zstd
    case zip = "unzip"

    init?(_ head: [UInt8]) {
        let marks: [([UInt8], Packing)] = [
            ([0x1F, 0x8B, 0x08], .gzip), ([0x42, 0x5A, 0x68], .bzip2), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .xz), ([0x28, 0xB5, 0x2F, 0xFD], .zstd),
            ([0x50, 0x4B, 0x03, 0x04], .zip), ([0x50, 0x4B, 0x05, 0x06], .zip),
        ]
        // What zstd may put before its data: one of sixteen marks for a frame that is passed over.
        if head.count > 4, head[0] & 0xF0 == 0x50, head[1...3].elementsEqual([0x2A, 0x4D, 0x18]) {
            self = .zstd
            return
        }
        guard let mark = marks.first(where: { head.starts(with: $0.0) }) else { return nil }
        // `BZh` may begin a text; a digit and the sign of a block follow in a packed one.
        if mark.1 == .bzip2 && !(head.count > 9 && (head[4] == 0x31 || head[4] == 0x17)) { return nil }
        self = mark.1
    }
}

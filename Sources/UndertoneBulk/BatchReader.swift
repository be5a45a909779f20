import UndertoneEngine
import UndertoneFormats

/// Some whole records of one input, in the bytes they were read as.
package struct Batch: Sendable {
    /// The bytes; those up to `count` belong to the batch.
    package var bytes: [UInt8]
    package var count: Int
    /// The line of the input on which the batch begins, from 1.
    package var firstLine: Int
    /// Where the batch begins in the input, in bytes after the header.
    package var offset = 0
    /// Records that were longer than allowed and were left out, each with its line; they stand after the batch's records.
    package var tooLong: [RecordFault] = []
    /// The bytes of the input up to the end of the batch; nothing unless the reader keeps count.
    package var end = Checksum()

    package init(bytes: [UInt8], count: Int, firstLine: Int, offset: Int = 0, tooLong: [RecordFault] = [], end: Checksum = Checksum()) {
        self.bytes = bytes
        self.count = count
        self.firstLine = firstLine
        self.offset = offset
        self.tooLong = tooLong
        self.end = end
    }
}

/// Cuts a stream of bytes into batches that end where records end.
///
/// Memory is bounded by the longest record allowed: a longer one is skipped up to its end without being kept.
package struct BatchReader: ~Copyable {
    /// How many bytes are asked for at once.
    package static let chunk = 1 << 18

    private var splitter: RecordSplitter
    private let longest: Int
    private var rest: [UInt8] = []
    private var line = 1
    /// How many bytes were given away or dropped.
    private var taken = 0
    private var isAtEnd = false
    /// Skips the rest of a record that was too long.
    private var skipper: RecordSkipper?
    /// The bytes given away or dropped so far.
    package private(set) var passed = Checksum()
    /// Whether `passed` is kept up.
    private var counts = false
    /// A place where a batch has to end, in bytes counted.
    private var stop = Int.max

    /// - Parameters:
    ///   - head: bytes that were read already, to find out the format.
    ///   - longest: the most bytes that one record may have.
    package init(_ splitter: RecordSplitter, head: [UInt8], longest: Int, firstLine: Int = 1) {
        self.splitter = splitter
        self.longest = longest
        rest = head
        line = firstLine
    }

    /// Divides what comes in another way; to be called before the first batch is taken.
    package mutating func read(as splitter: RecordSplitter) { self.splitter = splitter }

    /// Keeps count of what is given away, beginning with bytes that were used before (the header of a table).
    package mutating func count(from used: [UInt8]) {
        counts = true
        passed.add(used.span, 0..<used.count)
    }

    /// Makes a batch end at a place where a record ends, counted from the beginning of the input.
    package mutating func stop(at place: Int) { stop = place }

    /// The next batch; nil at the end of the input.
    /// - Parameter read: reads some more bytes; an empty array is the end.
    package mutating func next(_ read: () throws -> [UInt8]) throws -> Batch? {
        while true {
            skip()
            let border = isAtEnd ? rest.count : splitter.complete(rest.span, from: 0, to: rest.count)
            if border > 0 && skipper == nil && (!isAtEnd || rest.count <= longest) {
                return cut(at: passed.count < stop ? min(border, stop - passed.count) : border)
            }
            if rest.count > longest && skipper == nil { return refuse() }
            if isAtEnd { return nil }
            let more = try read()
            if more.isEmpty { isAtEnd = true } else if rest.isEmpty { rest = more } else { rest += more }
        }
    }

    /// The fault of a record that is longer than allowed.
    static func tooLong(line: Int, _ longest: Int) -> RecordFault {
        RecordFault(line: line, column: 0, problem: "the record is longer than \(longest) bytes; raise the limit with --max-record")
    }

    /// Gives away the complete records and keeps the rest.
    private mutating func cut(at border: Int) -> Batch {
        let first = line
        line += BatchReader.lineBreaks(rest.span, border)
        pass(border)
        let tail = Array(rest[border...])
        let batch = Batch(bytes: rest, count: border, firstLine: first, offset: taken, end: passed)
        taken += border
        rest = tail
        return batch
    }

    /// Gives away the fault of a record that is too long and drops what is there of it.
    private mutating func refuse() -> Batch {
        let first = splitter.record(rest.span, from: 0, to: rest.count)?.range.lowerBound ?? 0
        line += BatchReader.lineBreaks(rest.span, first)
        pass(first)
        rest.removeFirst(first)
        taken += first
        skipper = RecordSkipper(splitter)
        return Batch(bytes: [], count: 0, firstLine: line, tooLong: [BatchReader.tooLong(line: line, longest)], end: passed)
    }

    private mutating func pass(_ count: Int) {
        guard counts else { return }
        var sum = passed
        sum.add(rest.span, 0..<count)
        passed = sum
    }

    /// Drops bytes up to the end of a record which was too long.
    private mutating func skip() {
        guard var passing = skipper else { return }
        let end = passing.end(in: rest.span)
        line += BatchReader.lineBreaks(rest.span, end ?? rest.count)
        taken += end ?? rest.count
        pass(end ?? rest.count)
        rest.removeFirst(end ?? rest.count)
        skipper = end == nil ? passing : nil
    }

    static func lineBreaks(_ bytes: Span<UInt8>, _ count: Int) -> Int {
        UndertoneEngine.count(of: 0x0A, bytes, from: 0, to: count)
    }
}

import UndertoneEngine
import UndertoneFormats

/// Some whole records of one input, in the bytes they were read as.
package struct Batch: Sendable {
    /// The bytes; those up to `count` belong to the batch.
    package var bytes: [UInt8]
    package var count: Int
    /// The line of the input on which the batch begins, from 1.
    package var firstLine: Int
    /// How many bytes stand before the batch on that line, and whether an element is among them; kept for arrays of JSON.
    package var firstColumn = 0, continuesLine = false
    /// Where the batch begins in the input, in bytes after the header.
    package var offset = 0
    /// Records that were longer than allowed and were left out, each with its line; they stand after the batch's records.
    package var tooLong: [RecordFault] = []
    /// The bytes of the input up to the end of the batch; nothing unless the reader keeps count.
    package var end = Checksum()
    /// Whether a later run can go on behind the batch.
    package var canResume = true

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

    var splitter: RecordSplitter
    let longest: Int
    var rest: [UInt8] = []
    var line = 1
    /// As in `Batch`, for what comes next.
    private var column = 0, continuesLine = false
    /// How many bytes were given away or dropped.
    private(set) var taken = 0
    private(set) var isAtEnd = false
    /// Skips the rest of a record that was too long.
    private var skipper: RecordSkipper?
    /// The bytes given away or dropped so far.
    package private(set) var passed = Checksum()
    /// Whether `passed` is kept up.
    private var counts = false
    /// A place where a batch has to end, in bytes counted.
    private var stop = Int.max
    /// The brackets of arrays between the records, in JSON, and the line of the first that closes none.
    private var brackets = RecordSplitter.Brackets()
    private var strayLine: Int?
    /// Divides documents that are too long, and the one that is being divided with the beginning that its parts share.
    let divider: DocumentDivider?
    var division: (divider: DocumentDivider, head: [UInt8])?
    /// The line of the first document that was divided and names people behind its messages; 0 if there is none.
    package internal(set) var latePeopleLine = 0

    /// - Parameters:
    ///   - head: bytes that were read already, to find out the format.
    ///   - longest: the most bytes that one record may have.
    ///   - divider: what divides documents that are longer than allowed; without it they are refused.
    package init(_ splitter: RecordSplitter, head: [UInt8], longest: Int, firstLine: Int = 1, divider: DocumentDivider? = nil) {
        self.splitter = splitter
        self.divider = divider
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
            if let batch = try divided(read) { return batch }
            skip()
            let border = isAtEnd ? rest.count : splitter.complete(rest.span, from: 0, to: rest.count)
            if divider != nil, rest.count > longest, skipper == nil, let batch = divide(border) { return batch }
            if division != nil { continue }
            if border > 0 && skipper == nil && (!isAtEnd || !isTooLong) {
                return cut(at: passed.count < stop ? min(border, stop - passed.count) : border)
            }
            if skipper == nil && divider == nil && isTooLong { return refuse() }
            if isAtEnd { return unclosedArray() }
            try readOn(read)
        }
    }

    /// Takes some more bytes, or notes that there are none.
    mutating func readOn(_ read: () throws -> [UInt8]) throws {
        let more = try read()
        if more.isEmpty { isAtEnd = true } else if rest.isEmpty { rest = more } else { rest += more }
    }

    /// More bytes than the line that begins a mail is recognised by.
    private static let mailBeginning = 512

    /// The fault of a record that is longer than allowed.
    static func tooLong(line: Int, _ longest: Int) -> RecordFault {
        RecordFault(line: line, column: 0, problem: "the record is longer than \(longest) bytes; raise the limit with --max-record")
    }

    /// Gives away the complete records and keeps the rest.
    mutating func cut(at border: Int) -> Batch {
        let first = line, offset = taken
        noteBrackets(upTo: border)
        var batch = Batch(bytes: rest, count: border, firstLine: first, offset: offset)
        (batch.firstColumn, batch.continuesLine) = (column, continuesLine)
        drop(border)
        batch.end = passed
        return batch
    }

    /// Lets bytes at the beginning go.
    mutating func drop(_ count: Int) {
        if count == 0 { return }
        line += BatchReader.lineBreaks(rest.span, count)
        if splitter.format == .json { noteColumn(count) }
        pass(count)
        taken += count
        rest = Array(rest[count...])
    }

    private mutating func noteColumn(_ count: Int) {
        let before = (column: column, continues: continuesLine)
        let continues = RecordSplitter.continuesLine(rest.span, at: count, before: before.continues)
        let inLine = rest[..<count].reversed().prefix { $0 != 0x0A }.count
        column = inLine + (inLine == count ? before.column : 0)
        continuesLine = continues
    }

    mutating func noteBrackets(upTo border: Int) {
        guard splitter.format == .json, brackets.isKnown else { return }
        var counted = brackets
        splitter.count(rest.span, to: border, into: &counted)
        brackets = counted
        if strayLine == nil, let stray = brackets.stray { strayLine = line + BatchReader.lineBreaks(rest.span, stray) }
    }

    /// At the end of the input: the faults of an array that is never closed, and of a bracket that closes none.
    private mutating func unclosedArray() -> Batch? {
        var batch = Batch(bytes: [], count: 0, firstLine: line, end: passed)
        if let strayLine {
            batch.tooLong.append(RecordFault(line: strayLine, column: 0, problem: "a ']' closes no array; take it out, or look for what is missing before it"))
        }
        if brackets.isKnown && brackets.open > 0 {
            batch.tooLong.append(RecordFault(line: line, column: 0, problem: "the input ends inside an array whose ']' is missing; it seems to be cut off"))
        }
        strayLine = nil
        brackets = RecordSplitter.Brackets()
        return batch.tooLong.isEmpty ? nil : batch
    }

    /// A batch of nothing but a fault at the present line.
    func fault(_ problem: String) -> Batch {
        Batch(bytes: [], count: 0, firstLine: line, tooLong: [RecordFault(line: line, column: 0, problem: problem)], end: passed)
    }

    /// Whether the first record is known to be longer than allowed; of mail, that no other begins before that.
    private var isTooLong: Bool {
        rest.count > longest + (splitter.format == .mbox ? BatchReader.mailBeginning : 0)
            && splitter.record(rest.span, from: 0, to: rest.count).map { $0.range.count > longest } ?? false
    }

    /// Gives away the fault of a record that is too long and drops what is there of it.
    mutating func refuse() -> Batch {
        guard let piece = splitter.record(rest.span, from: 0, to: rest.count) else { preconditionFailure("nothing is too long") }
        let first = piece.range.lowerBound
        if splitter.format == .json, RecordSplitter.partsElements(rest[first]) {
            // Blanks without end: they have none to look for.
            let batch = Batch(bytes: [], count: 0, firstLine: line, tooLong: [BatchReader.tooLong(line: line, longest)], end: passed)
            noteBrackets(upTo: piece.next)
            drop(piece.next)
            return batch
        }
        noteBrackets(upTo: first)
        drop(first)
        skipper = RecordSkipper(splitter)
        // What makes mail so long is attached to it; its text stands at the beginning.
        if splitter.format.isMail {
            var beginning = Batch(bytes: Array(rest.prefix(longest)), count: longest, firstLine: line, offset: taken)
            beginning.canResume = false
            return beginning
        }
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
        if splitter.format == .mbox {
            let next = MailFolder.next(rest.span, after: 0, end: rest.count)
            // What may begin the next mail is looked at again with the bytes behind it.
            drop(next ?? (isAtEnd ? rest.count : max(0, rest.count - BatchReader.mailBeginning)))
            if next != nil { skipper = nil }
            return
        }
        let end = passing.end(in: rest.span)
        drop(end ?? rest.count)
        skipper = end == nil ? passing : nil
    }

    static func lineBreaks(_ bytes: Span<UInt8>, _ count: Int) -> Int {
        UndertoneEngine.count(of: 0x0A, bytes, from: 0, to: count)
    }
}

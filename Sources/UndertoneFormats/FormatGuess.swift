import UndertoneEngine

extension InputFormat {
    /// The format that the first bytes of an input speak for.
    ///
    /// JSON by its brackets: records a line if lines are whole objects, else one value after another. Lines that are none – a warning, an error page – may stand
    /// before objects. A table if its first line, parted at a separator, names a text column, or if `isHeader` knows it. Else text.
    /// - Parameter isHeader: whether the columns of a first line are those of a table that is known in another way.
    /// - Returns: the format, and for tables the separator.
    package static func guess(
        _ bytes: Span<UInt8>, _ count: Int, _ names: FieldNames, isHeader: ([String]) -> Bool = { _ in false }
    ) -> (format: InputFormat, separator: UInt8) {
        let first = JSONScanner.skipBlanks(bytes, 0, count)
        guard first < count else { return (.text, 0) }
        if let found = messageFile(bytes, count) { return (found, 0) }
        if let line = separatorLine(bytes, count) { return (line.separator == 0x09 ? .tsv : .csv, line.separator) }
        if hasSortKey(bytes, count) { return (.ndjson, 0) }
        let lines = JSONLines(bytes, first, count)
        if bytes[first] == 0x7B || bytes[first] == 0x5B, let format = lines.format(bytes) { return (format, 0) }
        if let separator = table(bytes, count, names, isHeader) { return (separator == 0x09 ? .tsv : .csv, separator) }
        return (lines.isMostlyObjects ? .ndjson : isPage(bytes, first, count) ? .whole : .text, 0)
    }

    /// The separator of a table, or nil if the input is none.
    private static func table(_ bytes: Span<UInt8>, _ count: Int, _ names: FieldNames, _ isHeader: ([String]) -> Bool) -> UInt8? {
        var end = RecordSplitter(.csv).rowEnd(bytes, 0, count) ?? count
        if end > 0, bytes[end - 1] == 0x0D { end -= 1 }
        for separator in separators {
            var rows = DelimitedRecords(names, separator: separator)
            let isKnown = rows.header(bytes, 0..<end)
            var columns: [String] = []
            rows.forEachCell(bytes, 0..<end) { columns.append($0.text(bytes)) }
            if columns.count > 1 && (isKnown || isHeader(columns)) { return separator }
        }
        return nil
    }

    /// What may part the cells of a table, the likeliest first.
    package static let separators: [UInt8] = [0x09, 0x2C, 0x3B, 0x7C, 0x5E, 0x7E, 0x1F, 0x01, 0x3A]
}

extension FieldValue {
    /// The text that the value stands for.
    package func text(_ bytes: Span<UInt8>) -> String {
        var text: [UInt8] = []
        append(bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}

/// What the first lines of an input are, taken as JSON.
private struct JSONLines {
    /// How many lines are looked at after the first object.
    private static let most = 50

    private let first: Int, count: Int
    /// Whole values among the first lines: objects, arrays, and lines that are neither.
    private var objects = 0, arrays = 0, others = 0
    /// Whether the first line is an object or array that is complete.
    private var firstIsObject = false, firstIsArray = false

    init(_ bytes: Span<UInt8>, _ first: Int, _ count: Int) {
        self.first = first
        self.count = count
        let splitter = RecordSplitter(.ndjson)
        var scanner = JSONScanner()
        var start = first
        while let piece = splitter.record(bytes, from: start, to: count), objects + arrays + others < JSONLines.most || objects == 0 {
            let from = JSONScanner.skipBlanks(bytes, piece.range.lowerBound, piece.range.upperBound)
            start = piece.next
            if from == piece.range.upperBound { continue }
            let isWhole = JSONLines.isWhole(bytes, from..<piece.range.upperBound, &scanner)
            if isWhole && bytes[from] == 0x7B { objects += 1 } else if isWhole && bytes[from] == 0x5B { arrays += 1 } else if objects > 0 { others += 1 }
            if piece.range.lowerBound <= first {
                firstIsObject = objects == 1
                firstIsArray = arrays == 1
            }
        }
    }

    private static func isWhole(_ bytes: Span<UInt8>, _ range: Range<Int>, _ scanner: inout JSONScanner) -> Bool {
        guard bytes[range.lowerBound] == 0x7B || bytes[range.lowerBound] == 0x5B else { return false }
        do throws(JSONScanner.Problem) {
            let end = try scanner.skipValue(bytes, range.lowerBound, range.upperBound)
            return JSONScanner.skipBlanks(bytes, end, range.upperBound) == range.upperBound
        } catch { return false }
    }

    /// Whether objects stand a line each from the first object on, most of them whole.
    var isMostlyObjects: Bool { objects > 0 && objects >= others }

    /// The format of an input that begins with a bracket; nil if the bracket opens no JSON.
    func format(_ bytes: Span<UInt8>) -> InputFormat? {
        if firstIsObject { return .ndjson }
        if firstIsArray && objects > arrays { return .ndjson }
        var scanner = JSONScanner()
        do throws(JSONScanner.Problem) {
            let end = try scanner.skipValue(bytes, first, count)
            // Something follows the value on its line, and other lines are whole objects: one bad line, not one value after another.
            if objects > 0 && end <= RecordSplitter(.ndjson).lineEnd(bytes, first, count) { return .ndjson }
            return bytes[first] == 0x7B || opensArray(bytes) ? .json : nil
        } catch {
            // What is only cut off, or goes wrong late, is a value over many lines; what goes wrong in its first lines is a bad line.
            let splitter = RecordSplitter(.ndjson)
            let lineEnd = splitter.lineEnd(bytes, first, count)
            let isEarly = error.offset < count && error.offset <= splitter.lineEnd(bytes, min(lineEnd + 1, count), count)
            if objects > 0 && isEarly { return .ndjson }
            if bytes[first] == 0x7B { return isEarly || lineEnd >= count ? .ndjson : .json }
            return opensArray(bytes) ? .json : nil
        }
    }

    /// Whether the first bracket opens an array: an object, another array or its end follows.
    private func opensArray(_ bytes: Span<UInt8>) -> Bool {
        let next = JSONScanner.skipBlanks(bytes, first + 1, count)
        return next < count && (bytes[next] == 0x7B || bytes[next] == 0x5B || bytes[next] == 0x5D)
    }
}

import UndertoneEngine

/// How the bytes of an input are divided into records.
package enum InputFormat: String, Sendable, CaseIterable {
    /// One JSON object a line.
    case ndjson
    /// An array of JSON objects.
    case json
    case csv, tsv
    /// Plain text, a message a line.
    case text
    /// Plain text, the whole input one message.
    case whole

    /// The format that a file's name speaks for, or nil.
    package init?(fileName: String) {
        var name = fileName.lowercased()
        for ending in [".gz", ".bz2", ".xz", ".zst"] where name.hasSuffix(ending) { name.removeLast(ending.count) }
        let endings: [(String, InputFormat)] = [(".ndjson", .ndjson), (".jsonl", .ndjson), (".csv", .csv), (".tsv", .tsv)]
        guard let found = endings.first(where: { name.hasSuffix($0.0) }) else { return nil }
        self = found.1
    }

    /// The format that the first bytes of an input speak for.
    ///
    /// JSON by its bracket; a table if the first line, parted at commas, TABs or semicolons, names a text column; else text.
    /// - Returns: the format, and for tables the separator.
    package static func guess(_ bytes: Span<UInt8>, _ count: Int, _ names: FieldNames) -> (format: InputFormat, separator: UInt8) {
        let first = JSONScanner.skipBlanks(bytes, 0, count)
        guard first < count else { return (.text, 0) }
        if bytes[first] == 0x7B { return (.ndjson, 0) }
        if bytes[first] == 0x5B, opensArray(bytes, first, count) { return (.json, 0) }
        if hasSortKey(bytes, count) { return (.ndjson, 0) }
        var lineEnd = 0
        while lineEnd < count, bytes[lineEnd] != 0x0A { lineEnd += 1 }
        if lineEnd > 0, bytes[lineEnd - 1] == 0x0D { lineEnd -= 1 }
        for separator in [0x09, 0x2C, 0x3B] as [UInt8] {
            var rows = DelimitedRecords(names, separator: separator)
            if rows.header(bytes, 0..<lineEnd) && contains(bytes, separator, lineEnd) { return (separator == 0x09 ? .tsv : .csv, separator) }
        }
        return (.text, 0)
    }

    /// Whether the first line is NDJSON with two columns in front of it, as `score --sort-key` writes them.
    private static func hasSortKey(_ bytes: Span<UInt8>, _ count: Int) -> Bool {
        var tabs = 0
        for index in 0..<count {
            if tabs == 2 { return bytes[index] == 0x7B }
            if bytes[index] == 0x0A { return false }
            if bytes[index] == 0x09 { tabs += 1 }
        }
        return false
    }

    /// Whether a bracket opens an array of JSON: an object, another array or its end follows.
    private static func opensArray(_ bytes: Span<UInt8>, _ bracket: Int, _ count: Int) -> Bool {
        let next = JSONScanner.skipBlanks(bytes, bracket + 1, count)
        return next < count && (bytes[next] == 0x7B || bytes[next] == 0x5D || bytes[next] == 0x5B)
    }

    private static func contains(_ bytes: Span<UInt8>, _ byte: UInt8, _ count: Int) -> Bool {
        for index in 0..<count where bytes[index] == byte { return true }
        return false
    }

    /// The separator that the header of a table uses: the one that stands in it most often outside quotation marks.
    package static func separator(ofHeader bytes: Span<UInt8>, _ count: Int) -> UInt8 {
        var counts: [UInt8: Int] = [0x2C: 0, 0x3B: 0, 0x09: 0, 0x7C: 0]
        var quoted = false
        for index in 0..<count {
            let byte = bytes[index]
            if byte == 0x0A && !quoted { break }
            if byte == 0x22 { quoted.toggle() } else if !quoted, let known = counts[byte] { counts[byte] = known + 1 }
        }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0x2C
    }
}

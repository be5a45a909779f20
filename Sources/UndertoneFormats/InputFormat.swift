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
    /// A mail folder; one message.
    case mbox, eml
    /// A transcript of a call.
    case vtt

    /// The format that a file's name speaks for, or nil.
    package init?(fileName: String) {
        var name = fileName.lowercased()
        for ending in [".gz", ".bz2", ".xz", ".zst"] where name.hasSuffix(ending) { name.removeLast(ending.count) }
        let endings: [(String, InputFormat)] = [
            (".ndjson", .ndjson), (".jsonl", .ndjson), (".csv", .csv), (".tsv", .tsv), (".mbox", .mbox), (".eml", .eml), (".vtt", .vtt),
        ]
        guard let found = endings.first(where: { name.hasSuffix($0.0) }) else { return nil }
        self = found.1
    }

    /// Whether the first line is NDJSON with two columns in front of it, as `score --sort-key` writes them.
    static func hasSortKey(_ bytes: Span<UInt8>, _ count: Int) -> Bool {
        var tabs = 0
        for index in 0..<count {
            if tabs == 2 { return bytes[index] == 0x7B }
            if bytes[index] == 0x0A { return false }
            if bytes[index] == 0x09 { tabs += 1 }
        }
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

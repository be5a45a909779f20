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

    /// Whether it is mail, of which a long message is read from its beginning.
    package var isMail: Bool { self == .mbox || self == .eml }

    /// The format that a file's name speaks for, or nil.
    package init?(fileName: String) {
        var name = fileName.lowercased()
        for ending in [".gz", ".bz2", ".xz", ".zst"] where name.hasSuffix(ending) { name.removeLast(ending.count) }
        let endings: [(String, InputFormat)] = [
            (".ndjson", .ndjson), (".jsonl", .ndjson), (".csv", .csv), (".tsv", .tsv), (".mbox", .mbox), (".eml", .eml), (".vtt", .vtt),
            (".html", .whole), (".htm", .whole),
        ]
        guard let found = endings.first(where: { name.hasSuffix($0.0) }) else { return nil }
        self = found.1
    }

    /// Whether a file's name says that it is JSON, in whatever shape.
    package static func isJSON(fileName: String) -> Bool {
        let parts = fileName.lowercased().split(separator: ".").suffix(2)
        return parts.last == "json" || parts.first == "json" && ["gz", "bz2", "xz", "zst"].contains(parts.last)
    }

    /// Whether the first bytes are those of a page of HTML.
    static func isPage(_ bytes: Span<UInt8>, _ first: Int, _ count: Int) -> Bool {
        let head = (first..<min(first + 9, count)).map { bytes[$0] }.small
        return ["<!doctype", "<html", "<head", "<body", "<meta", "<style"].contains { head.starts(with: $0.utf8) }
    }

    /// The line in front of a table that names its separator, as Excel writes it: `sep=;`.
    /// - Returns: its length with the line break, and the separator; nil if there is none.
    package static func separatorLine(_ bytes: Span<UInt8>, _ count: Int) -> (length: Int, separator: UInt8)? {
        guard count > 6, lowest(4, of: load8(bytes, at: 0) | 0x20_2020) == 0x3D70_6573 else { return nil }
        let end = bytes[5] == 0x0D ? 6 : 5
        return bytes[4] > 0x20 || bytes[4] == 0x09 ? (bytes[end] == 0x0A ? (end + 1, bytes[4]) : nil) : nil
    }

    /// Whether the first line is NDJSON with two columns in front of it, as `score --sort-key` writes them.
    static func hasSortKey(_ bytes: Span<UInt8>, _ count: Int) -> Bool {
        let end = firstIndex(of: 0x0A, bytes, from: 0, to: count)
        let first = firstIndex(of: 0x09, bytes, from: 0, to: end)
        let second = firstIndex(of: 0x09, bytes, from: min(first + 1, end), to: end)
        return second + 1 < end && bytes[second + 1] == 0x7B
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

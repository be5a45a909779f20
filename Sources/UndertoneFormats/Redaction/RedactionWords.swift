import UndertoneEngine

/// The words that redaction goes by, out of `redact.tsv`: greetings, titles, words that are no names, names of secret parameters.
package struct RedactionWords: Sendable {
    /// What a turn of phrase says about the words after it.
    package enum Kind: String, Sendable, CaseIterable {
        case greeting, closing, title
    }

    /// A turn of phrase, folded, with what it announces.
    struct Phrase: Sendable {
        let bytes: [UInt8]
        var kinds: Set<Kind>
    }

    /// By the first byte, the longest first.
    private(set) var phrases: [UInt8: [Phrase]] = [:]
    private(set) var connectors: Set<[UInt8]> = []
    private(set) var notNames: Set<[UInt8]> = []
    private(set) var secrets: Set<[UInt8]> = []
    /// The first bytes of phrases, in either case: most words are none of them.
    private(set) var mayBegin = [Bool](repeating: false, count: 256)

    /// Reads the words.
    /// - Throws: every fault of the file.
    package init(_ file: LexiconFile) throws(LexiconFaults) {
        var faults: [LexiconFault] = []
        for row in file.rows(&faults) {
            let word = row.columns[0].trimmed.utf8.small
            if row.columns.count > 1 { faults.append(LexiconFault(row.place(column: 1), "the line has more than one column", "write one word a line")) }
            if let kind = Kind(rawValue: row.section) {
                add(word, kind)
            } else {
                switch row.section {
                case "and": connectors.insert(word)
                case "not_name": notNames.insert(word)
                case "secret": secrets.insert(word)
                default:
                    let names = Kind.allCases.map(\.rawValue) + ["and", "not_name", "secret"]
                    faults.append(LexiconFault(row.place, "[\(row.section)] is nothing that redaction knows", "use one of: " + names.joined(separator: ", ")))
                }
            }
        }
        if !faults.isEmpty { throw LexiconFaults(faults) }
        for first in phrases.keys {
            phrases[first]?.sort { ($1.bytes.count, $0.bytes.description) < ($0.bytes.count, $1.bytes.description) }
            mayBegin[Int(first)] = true
            if first >= 0x61 && first <= 0x7A { mayBegin[Int(first) - 0x20] = true }
        }
    }

    private mutating func add(_ word: [UInt8], _ kind: Kind) {
        guard let first = word.first else { return }
        if let known = phrases[first]?.firstIndex(where: { $0.bytes == word }) {
            phrases[first]?[known].kinds.insert(kind)
        } else {
            phrases[first, default: []].append(Phrase(bytes: word, kinds: [kind]))
        }
    }

    /// The longest phrase that stands at an offset as whole words; returns it and the offset after it.
    func phrase(_ bytes: Span<UInt8>, at start: Int, end: Int) -> (kinds: Set<Kind>, end: Int)? {
        let first = bytes[start]
        for phrase in phrases[first >= 0x41 && first <= 0x5A ? first | 0x20 : first] ?? [] {
            let next = start + phrase.bytes.count
            guard next <= end, next == end || !Redactor.isWordByte(bytes[next]) else { continue }
            let matches = phrase.bytes.indices.allSatisfy { index in
                let byte = bytes[start + index]
                return (byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) == phrase.bytes[index]
            }
            if matches { return (phrase.kinds, next) }
        }
        return nil
    }
}

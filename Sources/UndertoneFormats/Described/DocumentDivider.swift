import UndertoneEngine

/// Divides a document that is too long to be held into smaller ones with the same beginning: `{"page":1,"tickets":[A,B,C]}` becomes `{"page":1,"tickets":[A,B]}`
/// and `{"page":1,"tickets":[C]}`.
///
/// Where it is divided depends on the bytes alone, not on how they come in. What stands behind the records is passed over. Every byte is looked at once.
package struct DocumentDivider: Sendable {
    /// What was found in the bytes looked at.
    package enum Find: Equatable {
        /// Nothing yet: more bytes are needed.
        case nothing
        /// The beginning of the document, up to and with the bracket that opens the records.
        case head(end: Int)
        /// Some records, and where the bytes behind them go on.
        case records(end: Int, next: Int)
        /// The next record is too long by itself; it is passed over.
        case tooLong
        /// The document is over, whole or not.
        case end(Int)
        case brokenOff(Int)
        /// The document ends, or gets too long, without any records: it cannot be divided.
        case undivided
    }

    private enum Part { case head, records, tail }

    /// The keys that lead to records, and those that lead to people.
    private let paths: [[[UInt8]]]
    private let people: Set<[UInt8]>
    /// Whether nothing but what leads to the records is kept of a document, and several arrays are taken out of it: people stand beside messages.
    private let isBare: Bool
    /// The most bytes of a document.
    private let longest: Int

    private var part = Part.head
    /// How far the bytes were looked at.
    private var place = 0
    private var depth = 0
    private var isQuoted = false
    /// The keys of the objects that are open one in the other, as long as a path goes through them.
    private var followed: [[UInt8]] = []
    /// Whether a key comes next, where the last key begins, and the last key itself.
    private var isAtKey = false
    private var keyStart = 0
    private var key: [UInt8] = []
    /// The depth of the records, and the comma behind the last whole one in the bytes.
    private var level = 0
    private var comma: Int?
    private var headLength = 0
    private var isSkipping = false
    /// Whether people are named behind the records, where they come too late.
    package private(set) var namesPeopleLate = false

    /// - Parameter inPeople: whether people are looked for, not messages.
    /// - Returns: nil if no document of the description holds an array of records.
    package init?(_ description: FormatDescription, longest: Int, inPeople: Bool) {
        paths = description.arrays(ofPeople: inPeople)
        if paths.isEmpty { return nil }
        people = inPeople ? [] : Set(description.arrays(ofPeople: true).compactMap(\.first))
        self.longest = longest
        isBare = inPeople
    }

    /// The beginning of the smaller documents, if it is not that of the document itself.
    package var bareHead: [UInt8]? {
        guard isBare else { return nil }
        return (followed + [key]).flatMap { Array("{\"".utf8) + $0 + Array("\":".utf8) } + [0x5B]
    }

    /// The bytes that end a document after some of its records.
    package var closing: [UInt8] { [0x5D] + [UInt8](repeating: 0x7D, count: followed.count + 1) }

    /// How many bytes of records are put into one document, if they end there; and how many at most.
    private var wanted: Int { min(max(1 << 18, 4 * headLength), max(longest / 4, 1)) }
    private var most: Int { longest - headLength - closing.count }

    /// A longer key is none of those that are looked for.
    private static let longestKey = 256

    /// How many bytes are of no more use, while more are needed.
    package var used: Int {
        guard part == .tail || isSkipping || isBare && part == .head else { return 0 }
        return isQuoted && isAtKey && place - keyStart < DocumentDivider.longestKey ? keyStart : place
    }

    /// Says that so many bytes at the beginning were taken away.
    package mutating func took(_ count: Int) {
        if count == 0 { return }
        place -= count
        keyStart -= count
        comma = nil
    }

    /// Looks on through the bytes of the document that are there.
    /// - Parameter endsAtLine: whether a line break ends the document, as in NDJSON.
    package mutating func next(_ bytes: Span<UInt8>, endsAtLine: Bool) -> Find {
        while true {
            if part == .head && !isBare && place > longest / 4 { return .undivided }
            if part == .records && place > most && !isSkipping { return tooMuch() }
            guard place < bytes.count else { return .nothing }
            if isQuoted {
                if !passString(bytes) { return .nothing }
                continue
            }
            let byte = bytes[place]
            place += 1
            if byte == 0x0A && endsAtLine { return part == .head && !isBare ? .undivided : .brokenOff(place) }
            if let find = take(byte) { return find }
        }
    }

    /// The records before the one that is too much, or that it is too long by itself.
    private mutating func tooMuch() -> Find {
        guard let end = comma else {
            isSkipping = true
            return .tooLong
        }
        place = end + 1
        depth = level
        isQuoted = false
        return .records(end: end, next: place)
    }

    /// Goes through a string up to its end or that of the bytes; returns false if no more of them can be used.
    private mutating func passString(_ bytes: Span<UInt8>) -> Bool {
        while place < bytes.count {
            place = skipPlain(bytes, from: place, to: bytes.count)
            guard place < bytes.count else { break }
            if bytes[place] == 0x5C {
                // An escape that is cut off is looked at again.
                if place + 1 >= bytes.count { return false }
                place += 2
                continue
            }
            place += 1
            if bytes[place - 1] == 0x22 {
                isQuoted = false
                if isAtKey { key = keyStart < 0 ? [] : FieldNames.folded((keyStart..<(place - 1)).map { bytes[$0] }) }
                break
            }
        }
        return true
    }

    private mutating func take(_ byte: UInt8) -> Find? {
        let isOnPath = depth == followed.count + 1 && part != .records
        switch byte {
        case 0x22:
            isQuoted = true
            keyStart = place
        case 0x3A where isOnPath:
            isAtKey = false
            if part == .tail && depth == 1 && people.contains(key) { namesPeopleLate = true }
        case 0x2C:
            if isOnPath { isAtKey = true }
            if part == .records && depth == level { return border(place - 1) }
        case 0x7B: open(isOnPath)
        case 0x5B:
            depth += 1
            guard part == .head, isOnPath, paths.contains(followed + [key]) else { return nil }
            part = .records
            level = depth
            headLength = bareHead?.count ?? place
            isAtKey = false
            return .head(end: place)
        case 0x7D, 0x5D: return close()
        default: break
        }
        return nil
    }

    private mutating func open(_ isOnPath: Bool) {
        if depth == 0 {
            isAtKey = true
        } else if isOnPath && part == .head && paths.contains(where: { $0.count > followed.count + 1 && $0.starts(with: followed + [key]) }) {
            followed.append(key)
            isAtKey = true
        }
        depth += 1
    }

    /// A comma between two records.
    private mutating func border(_ place: Int) -> Find? {
        if isSkipping {
            isSkipping = false
            return .records(end: 0, next: place + 1)
        }
        comma = place
        return place >= wanted ? .records(end: place, next: place + 1) : nil
    }

    private mutating func close() -> Find? {
        if part == .records && depth == level {
            part = isBare ? .head : .tail
            depth -= 1
            defer { isSkipping = false }
            return .records(end: isSkipping ? 0 : place - 1, next: place)
        }
        if depth == followed.count + 1 && part != .records {
            if !followed.isEmpty { followed.removeLast() }
            isAtKey = false
        }
        depth -= 1
        guard depth <= 0 else { return nil }
        return part == .head && !isBare ? .undivided : .end(place)
    }
}

extension FormatDescription {
    /// The keys that lead to arrays of records, or of people, in documents.
    func arrays(ofPeople: Bool) -> [[[UInt8]]] {
        (ofPeople ? people.map(\.place) : inside).compactMap { path in
            guard path.up == 0, let last = path.steps.last, last.entersArray, last.filter == nil, last.deepKey == nil else { return nil }
            guard path.steps.dropLast().allSatisfy({ !$0.entersArray && $0.deepKey == nil }) else { return nil }
            return path.steps.map { keys.name(of: $0.key) }
        }
    }
}

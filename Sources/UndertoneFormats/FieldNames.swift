import UndertoneEngine

/// Which names in a file mean which field: the common ones of `field.tsv`, and those a user maps with `--fields`.
package struct FieldNames: Sendable {
    /// A field under one of its names; of several names present the lowest rank wins.
    package struct Target: Sendable, Equatable {
        package let field: Field
        package let rank: UInt8
        package let isHTML: Bool
    }

    /// What a key of an object leads to.
    package enum Node: Sendable {
        case field(Target)
        /// Fields inside the object under the key (`--fields text=ticket.description`).
        case nested(FieldNames)
    }

    /// Everything that is known, behind one reference, so that handing names on costs nothing.
    private final class Table: Sendable {
        let nodes: [[UInt8]: Node]
        /// The keys of `nodes` that are short enough, in a table by their bytes as they stand in the file.
        let slots: [Int16]
        let keys: [WordKey]
        let found: [Node]
        /// Names of more bytes, separators included, are not looked for.
        let longest: Int
        let roles: [[UInt8]: AuthorRole]
        let noteKinds: Set<[UInt8]>

        init(_ nodes: [[UInt8]: Node], _ roles: [[UInt8]: AuthorRole], _ noteKinds: Set<[UInt8]>) {
            self.nodes = nodes
            self.roles = roles
            self.noteKinds = noteKinds
            let sorted = nodes.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            keys = sorted.map { WordKey($0.key) }
            found = sorted.map(\.value)
            longest = max(32, 2 * (sorted.map(\.key.count).max() ?? 0))
            var slots = [Int16](repeating: -1, count: powerOfTwo(atLeast: max(sorted.count * 4, 4)))
            for (number, key) in keys.enumerated() {
                var slot = WordKey.slot(key.low, key.high) & (slots.count - 1)
                while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
                slots[slot] = Int16(number)
            }
            self.slots = slots
        }
    }

    private let table: Table

    private init(_ nodes: [[UInt8]: Node]) { table = Table(nodes, [:], []) }

    /// No names at all.
    package static let none = FieldNames([:])

    /// The names of a field, the best one first.
    package func names(of field: Field) -> [(name: [UInt8], isHTML: Bool)] {
        let targets = table.nodes.compactMap { name, node -> (name: [UInt8], target: Target)? in
            if case .field(let target) = node, target.field == field { (name, target) } else { nil }
        }
        return targets.sorted { ($0.target.rank, $1.name.count) < ($1.target.rank, $0.name.count) }.map { ($0.name, $0.target.isHTML) }
    }

    /// Reads `field.tsv` and adds the mapping of a user.
    /// - Parameters:
    ///   - file: the names.
    ///   - mapping: pairs of a field's name and a key or path of keys; these win over the names of the file.
    /// - Throws: every fault of the file, or of the mapping (as file `--fields`).
    package init(_ file: LexiconFile, mapping: [(field: String, path: String)] = []) throws(LexiconFaults) {
        var nodes: [[UInt8]: Node] = [:]
        var roles: [[UInt8]: AuthorRole] = [:]
        var noteKinds: Set<[UInt8]> = []
        var faults: [LexiconFault] = []
        for (index, pair) in mapping.enumerated() {
            let place = Place(file: "--fields", line: 1, column: index + 1)
            guard let field = Field(name: pair.field) else {
                let names = Field.allCases.map(\.name)
                let near = nearest(pair.field, names).map { "; did you mean '\($0)'?" } ?? ""
                faults.append(LexiconFault(place, "there is no field '\(pair.field)'\(near)", "use one of: " + names.joined(separator: ", ")))
                continue
            }
            // A name may hold points itself, as columns do; else they part the names of a path.
            if pair.path.contains(".") {
                FieldNames.add([FieldNames.folded(pair.path.utf8)], Target(field: field, rank: 0, isHTML: FieldNames.isHTML(pair.path.utf8)), to: &nodes)
            }
            FieldNames.add(
                pair.path.split(separator: ".").map { FieldNames.folded($0.utf8) }[...],
                Target(field: field, rank: 0, isHTML: FieldNames.isHTML(pair.path.utf8)),
                to: &nodes)
        }
        var section = "", sectionField: Field?
        for row in file.rows(&faults) {
            let name = FieldNames.folded(row.columns[0].trimmed.utf8)
            if row.section != section {
                section = row.section
                sectionField = Field(name: section)
            }
            if let field = sectionField {
                let target = Target(field: field, rank: UInt8(clamping: row.number), isHTML: FieldNames.isHTML(name))
                if nodes[name] == nil { FieldNames.add([name], target, to: &nodes) }
            } else if row.section.hasPrefix("role_"), let role = AuthorRole(name: Array(row.section.utf8.dropFirst(5))) {
                roles[name] = role
            } else if row.section == "kind_note" {
                noteKinds.insert(name)
            } else {
                faults.append(LexiconFault(row.place, "[\(row.section)] is no field", "use one of: " + Field.allCases.map(\.name).joined(separator: ", ")))
            }
        }
        if !faults.isEmpty { throw LexiconFaults(faults) }
        table = Table(nodes, roles, noteKinds)
    }

    /// Whether `html` stands in a name, in letters of any case.
    static func isHTML(_ name: some Sequence<UInt8>) -> Bool {
        // The last four letters, one a byte.
        var last: UInt32 = 0
        for byte in name {
            if byte == 0x20 || byte == 0x5F || byte == 0x2D { continue }
            last = last &<< 8 | UInt32(byte | 0x20)
            if last == 0x6874_6D6C { return true }
        }
        return false
    }

    private static func add(_ path: ArraySlice<[UInt8]>, _ target: Target, to nodes: inout [[UInt8]: Node]) {
        guard let first = path.first else { return }
        guard path.count > 1 else {
            nodes[first] = .field(target)
            return
        }
        var inner: [[UInt8]: Node] = [:]
        if case .nested(let known) = nodes[first] { inner = known.table.nodes }
        add(path.dropFirst(), target, to: &inner)
        nodes[first] = .nested(FieldNames(inner))
    }

    /// A name without case, blanks and separators.
    package static func folded(_ name: some Sequence<UInt8>) -> [UInt8] {
        var folded: [UInt8] = []
        for byte in name where byte != 0x20 && byte != 0x5F && byte != 0x2D {
            folded.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
        }
        return folded
    }

    /// What a key leads to, or nil. Cost: one look into a table for keys of small letters, digits and `_`.
    package func find(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Node? {
        guard range.count <= table.longest else { return nil }
        if range.count <= 16 {
            let first = load8(bytes, at: range.lowerBound), second = range.count > 8 ? load8(bytes, at: range.lowerBound &+ 8) : 0
            let key = WordKey(low: lowest(min(range.count, 8), of: first), high: range.count > 8 ? lowest(range.count &- 8, of: second) : 0)
            // Small letters and digits only: the bytes are the key.
            if (capitalMask(key.low) | capitalMask(key.high) | separatorMask(key.low) | separatorMask(key.high)) == 0 { return find(key) }
        }
        var low: UInt64 = 0
        var high: UInt64 = 0
        var length = 0
        for index in range {
            var byte = bytes[index]
            if byte == 0x5F || byte == 0x20 || byte == 0x2D { continue }
            if byte >= 0x41 && byte <= 0x5A { byte |= 0x20 }
            if length >= 16 { return findLong(bytes, range) }
            if length < 8 { low |= UInt64(byte) &<< UInt64(length &* 8) } else { high |= UInt64(byte) &<< UInt64((length &- 8) &* 8) }
            length &+= 1
        }
        return find(WordKey(low: low, high: high))
    }

    private func capitalMask(_ word: UInt64) -> UInt64 { belowMask(word, 0x5B) & ~belowMask(word, 0x41) }

    private func separatorMask(_ word: UInt64) -> UInt64 { equalMask(word, 0x20) | equalMask(word, 0x2D) | equalMask(word, 0x5F) }

    private func findLong(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Node? {
        find(WordKey(FieldNames.folded(range.map { bytes[$0] })))
    }

    private func find(_ key: WordKey) -> Node? {
        let mask = table.slots.count - 1
        var slot = WordKey.slot(key.low, key.high) & mask
        while table.slots[slot] >= 0 {
            let number = Int(table.slots[slot])
            let known = table.keys[number]
            if known.low == key.low && known.high == key.high { return table.found[number] }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// The role that a value of a role field names; unknown values are customers.
    package func role(_ value: some Sequence<UInt8>) -> AuthorRole { knownRole(value) ?? .customer }

    /// The role that a value of a role field names, or nil.
    package func knownRole(_ value: some Sequence<UInt8>) -> AuthorRole? { table.roles[FieldNames.folded(value)] }

    /// Whether a kind of message is told by staff about a customer.
    package func isNote(_ kind: some Sequence<UInt8>) -> Bool { table.noteKinds.contains(FieldNames.folded(kind)) }
}

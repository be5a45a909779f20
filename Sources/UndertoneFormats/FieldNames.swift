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

    private var nodes: [[UInt8]: Node] = [:]
    /// The keys of `nodes` that are short enough, in a table by their bytes as they stand in the file.
    private var slots: [Int16] = []
    private var keys: [WordKey] = []
    private var found: [Node] = []
    /// Names of more bytes, separators included, are not looked for.
    private var longest = 32
    /// Whether the names of `field.tsv` are compared without case and separators.
    private var roles: [[UInt8]: AuthorRole] = [:]
    private var noteKinds: Set<[UInt8]> = []

    private init() {}

    /// No names at all.
    package static let none = FieldNames()

    /// The names of a field, the best one first.
    package func names(of field: Field) -> [(name: [UInt8], isHTML: Bool)] {
        let targets = nodes.compactMap { name, node -> (name: [UInt8], target: Target)? in
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
        self.init()
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
                add([FieldNames.folded(pair.path.utf8)], Target(field: field, rank: 0, isHTML: FieldNames.isHTML(pair.path)))
            }
            add(pair.path.split(separator: ".").map { FieldNames.folded($0.utf8) }[...], Target(field: field, rank: 0, isHTML: FieldNames.isHTML(pair.path)))
        }
        for row in file.rows(&faults) {
            let name = FieldNames.folded(row.columns[0].trimmed.utf8)
            if let field = Field(name: row.section) {
                let target = Target(field: field, rank: UInt8(clamping: row.number), isHTML: FieldNames.isHTML(String(row.columns[0])))
                if nodes[name] == nil { add([name], target) }
            } else if row.section.hasPrefix("role_"), let role = AuthorRole.allCases.first(where: { "role_\($0)" == row.section }) {
                roles[name] = role
            } else if row.section == "kind_note" {
                noteKinds.insert(name)
            } else {
                faults.append(LexiconFault(row.place, "[\(row.section)] is no field", "use one of: " + Field.allCases.map(\.name).joined(separator: ", ")))
            }
        }
        if !faults.isEmpty { throw LexiconFaults(faults) }
        index()
    }

    private static func isHTML(_ name: String) -> Bool { name.lowercased().contains("html") }

    private mutating func add(_ path: ArraySlice<[UInt8]>, _ target: Target) {
        guard let first = path.first else { return }
        guard path.count > 1 else {
            nodes[first] = .field(target)
            return
        }
        var inner = FieldNames()
        if case .nested(let known) = nodes[first] { inner = known }
        inner.add(path.dropFirst(), target)
        inner.index()
        nodes[first] = .nested(inner)
    }

    /// A name without case, blanks and separators.
    package static func folded(_ name: some Sequence<UInt8>) -> [UInt8] {
        var folded: [UInt8] = []
        for byte in name where byte != 0x20 && byte != 0x5F && byte != 0x2D {
            folded.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
        }
        return folded
    }

    /// Lays the names out for `find`.
    private mutating func index() {
        let sorted = nodes.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        slots = [Int16](repeating: -1, count: powerOfTwo(atLeast: max(sorted.count * 4, 4)))
        keys = sorted.map { WordKey($0.key) }
        longest = max(32, 2 * (sorted.map(\.key.count).max() ?? 0))
        found = sorted.map(\.value)
        for (number, key) in keys.enumerated() {
            var slot = WordKey.slot(key.low, key.high) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int16(number)
        }
    }

    /// What a key leads to, or nil. Cost: one look into a table for keys of small letters, digits and `_`.
    package func find(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Node? {
        guard range.count <= longest else { return nil }
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

    private func findLong(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Node? {
        find(WordKey(FieldNames.folded(range.map { bytes[$0] })))
    }

    private func find(_ key: WordKey) -> Node? {
        let mask = slots.count - 1
        var slot = WordKey.slot(key.low, key.high) & mask
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            if keys[number] == key { return found[number] }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// The role that a value of a role field names; unknown values are customers.
    package func role(_ value: some Sequence<UInt8>) -> AuthorRole { knownRole(value) ?? .customer }

    /// The role that a value of a role field names, or nil.
    package func knownRole(_ value: some Sequence<UInt8>) -> AuthorRole? { roles[FieldNames.folded(value)] }

    /// Whether a kind of message is told by staff about a customer.
    package func isNote(_ kind: some Sequence<UInt8>) -> Bool { noteKinds.contains(FieldNames.folded(kind)) }
}

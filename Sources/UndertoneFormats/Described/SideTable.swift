import UndertoneEngine

/// What a side table tells about a person or an account.
package enum UserColumn: String, Sendable, CaseIterable {
    case id, role, account, name, time
    case contactRole = "contact_role"

    var index: Int { UserColumn.allCases.firstIndex(of: self) ?? 0 }
}

/// People or accounts by their ids: who is staff, who belongs to which account.
///
/// All values stand in one array of bytes; a row costs its bytes and some 60 more. Salesforce's ids of 15 and of 18 characters are the same, and the case of
/// mail addresses does not matter.
package struct SideTable: Sendable {
    private var bytes: [UInt8] = []
    /// Where the values of each row begin, by column, and where the last ends.
    private var starts: [Int] = []
    private var rows: [UInt64: Int32] = [:]
    private static let width = UserColumn.allCases.count

    package init() {}

    package var count: Int { starts.count / SideTable.width }
    package var isEmpty: Bool { starts.isEmpty }

    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        rows.removeAll(keepingCapacity: true)
    }

    /// Takes a row; of several with one id the last counts.
    /// - Parameter values: by the place of their column; the first is the id.
    package mutating func add(_ values: [[UInt8]]) {
        let id = SideTable.key(values[0][...])
        if id.isEmpty { return }
        rows[SideTable.hash(id)] = Int32(clamping: count)
        for index in 0..<SideTable.width {
            starts.append(bytes.count)
            bytes += index == 0 ? id : index < values.count ? values[index][...] : []
        }
    }

    /// Takes all rows of another table.
    package mutating func add(_ other: SideTable) {
        if isEmpty {
            self = other
            return
        }
        for row in 0..<other.count { add(UserColumn.allCases.map { Array(other.cell(row, $0.index)) }) }
    }

    /// A value of the row that an id names; nil if there is no such row, or it is empty.
    package func value(_ column: UserColumn, of id: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let id = SideTable.key(id)
        guard !rows.isEmpty, let row = rows[SideTable.hash(id)], cell(Int(row), 0).elementsEqual(id) else { return nil }
        let value = cell(Int(row), column.index)
        return value.isEmpty ? nil : value
    }

    private func cell(_ row: Int, _ column: Int) -> ArraySlice<UInt8> {
        let index = row * SideTable.width + column
        return bytes[starts[index]..<(index + 1 < starts.count ? starts[index + 1] : bytes.count)]
    }

    /// An id as it is compared.
    package static func key(_ id: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        if id.contains(0x40) { return id.small[...] }
        // The last three characters of 18 only tell which of the others are capitals.
        if id.count == 18, id.first == 0x30 || id.first == 0x61, id.allSatisfy({ isLetterOrDigit($0) }), id.contains(where: { $0 > 0x39 }),
            id.suffix(3).allSatisfy({ $0 >= 0x30 && $0 <= 0x35 || $0 >= 0x41 && $0 <= 0x5A })
        {
            return id.prefix(15)
        }
        return id
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 || (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }

    private static func hash(_ id: ArraySlice<UInt8>) -> UInt64 {
        // Its seed changes from run to run, so that nobody can choose ids that collide.
        var hasher = Hasher()
        for byte in id { hasher.combine(byte) }
        return UInt64(truncatingIfNeeded: hasher.finalize())
    }
}

/// What a user gives beside the messages: people, accounts, which mail domains are the own ones, and how dates are written.
package struct SideTables: Sendable {
    package var users = SideTable()
    package var accounts = SideTable()
    /// Domains of the own people's mail, in small letters.
    package var staffDomains: [[UInt8]] = []
    package var dateOrder: DateOrder?
    /// What the roles in `users` mean.
    package var names: FieldNames?

    package init() {}

    /// Whether nothing here could change a record but its time.
    package var isEmpty: Bool { users.isEmpty && accounts.isEmpty && staffDomains.isEmpty }

    func role(_ value: ArraySlice<UInt8>) -> AuthorRole? { names?.knownRole(value) }

    /// Whether a domain is an own one, or below one.
    func isStaff(_ domain: [UInt8]) -> Bool {
        staffDomains.contains { own in
            domain == own || (domain.count > own.count && domain.suffix(own.count).elementsEqual(own) && domain[domain.count - own.count - 1] == 0x2E)
        }
    }
}

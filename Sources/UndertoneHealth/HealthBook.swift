import UndertoneEngine
import UndertoneFormats

/// The states of many accounts: labels in, one `AccountHealth` each out.
///
/// An account's record depends on nothing but the labels of the account, the rules and the day that is asked for: not on other accounts, nor on the order in
/// which labels came, nor on how they were parted among books that are merged.
package struct HealthBook: Sendable {
    package let rules: HealthRules
    private(set) var accounts = NameTable(), contacts = NameTable()
    private(set) var states: [AccountState] = []
    /// The role of a person with the time at which it was given, by account and person.
    private(set) var roles: [UInt64: (time: Int64, role: String)] = [:]
    private var scratch: [UInt8] = []

    package init(_ rules: HealthRules) {
        self.rules = rules
        // The person 0 is nobody known.
        let nobody: [UInt8] = []
        _ = contacts.number(nobody.span, 0..<0)
    }

    /// How many accounts there are.
    package var count: Int { states.count }

    /// The name of an account.
    package func name(_ index: Int) -> String { accounts.string(index) }

    /// The accounts in the order of the bytes of their names.
    package func sorted() -> [Int] { accounts.sorted() }

    /// The time of the newest message of any account, the customer's or staff's; nil if none has a time.
    package var latest: Int64? { states.reduce(nil) { HealthBook.later($0, HealthBook.later($1.last, $1.lastStaff)) } }

    private static func later(_ a: Int64?, _ b: Int64?) -> Int64? {
        guard let a, let b else { return a ?? b }
        return max(a, b)
    }

    // MARK: Adding

    /// Adds a label. Cost: one look into a table of accounts and one of contacts, no allocation but for new names and ids.
    package mutating func add(_ record: borrowing LabelRecord, _ bytes: Span<UInt8>) {
        let account = account(number(record[.account], bytes, isAccount: true))
        if record.isStaff { return states[account].answered(record.time) }
        let person = record.isNote ? 0 : number(record[.contact], bytes, isAccount: false)
        let day = record.time.map { Int32(clamping: Moment.day(of: $0)) } ?? Cell.untimed
        states[account].add(
            Cell(
                day: day, person: UInt32(person), shows: record.signals | UInt32(record.stage.index) &<< Cell.stageShift, count: 1,
                confidence: Int64(record.confidence), score: Int64(record.score)))
        states[account].heard(record.time)
        if record.signals != 0 { mark(account, record, bytes) }
        if !record[.contactRole].range.isEmpty, person != 0 {
            give(account, person, record.time ?? .min, record.string(.contactRole, bytes))
        }
    }

    /// The place of an account's state.
    private mutating func account(_ number: Int) -> Int {
        if number == states.count { states.append(AccountState()) }
        return number
    }

    private mutating func number(_ value: FieldValue, _ bytes: Span<UInt8>, isAccount: Bool) -> Int {
        if case .plain(let range) = value { return isAccount ? accounts.number(bytes, range) : contacts.number(bytes, range) }
        scratch.removeAll(keepingCapacity: true)
        value.append(bytes, to: &scratch)
        let name = scratch
        return isAccount ? accounts.number(name.span, 0..<name.count) : contacts.number(name.span, 0..<name.count)
    }

    private mutating func mark(_ account: Int, _ record: borrowing LabelRecord, _ bytes: Span<UInt8>) {
        let id = record.string(.id, bytes)
        let most = rules.whole(.shownIDs)
        var bits = record.signals
        while bits != 0 {
            states[account].add(Mark(time: record.time ?? .min, signal: UInt8(bits.trailingZeroBitCount), id: id), keeping: most)
            bits &= bits &- 1
        }
    }

    /// Notes a person's role; the newest counts, of one time the one that sorts last.
    mutating func give(_ account: Int, _ person: Int, _ time: Int64, _ role: String) {
        let key = UInt64(account) &<< 32 | UInt64(person)
        if let known = roles[key], known.time > time || (known.time == time && !known.role.utf8.lexicographicallyPrecedes(role.utf8)) { return }
        roles[key] = (time, role)
    }

    // MARK: Adding what was remembered

    /// The place of the state of an account of this name.
    mutating func place(_ name: [UInt8]) -> Int { account(accounts.number(name[...])) }

    /// The number of a person of this name; 0 for an empty one.
    mutating func contact(_ name: [UInt8]) -> Int { contacts.number(name[...]) }

    mutating func add(_ cell: Cell, to account: Int) { states[account].add(cell) }

    mutating func add(_ mark: Mark, to account: Int) { states[account].add(mark, keeping: rules.whole(.shownIDs)) }

    mutating func heard(_ account: Int, last: Int64?, lastStaff: Int64?, staffMessages: Int) {
        states[account].heard(last)
        states[account].answered(lastStaff, messages: staffMessages)
    }

    // MARK: Merging

    /// Adds everything that another book remembers, which is let go account by account.
    package mutating func merge(_ other: consuming HealthBook) {
        let people = (0..<other.contacts.count).map { contacts.number(other.contacts[$0]) }
        var places: [Int] = []
        for index in other.states.indices {
            let own = account(accounts.number(other.accounts[index]))
            places.append(own)
            let state = other.states[index]
            for var cell in state.cells {
                cell.person = UInt32(people[Int(cell.person)])
                states[own].add(cell)
            }
            for mark in state.marks { states[own].add(mark, keeping: rules.whole(.shownIDs)) }
            states[own].heard(state.last)
            states[own].answered(state.lastStaff, messages: state.staffMessages)
            other.states[index] = AccountState()
        }
        for (key, role) in other.roles { give(places[Int(key >> 32)], people[Int(key & 0xFFFF_FFFF)], role.time, role.role) }
    }

    /// Forgets all accounts and people and keeps the memory.
    package mutating func removeAll() {
        accounts.removeAll()
        contacts.removeAll()
        states.removeAll(keepingCapacity: true)
        roles.removeAll(keepingCapacity: true)
        let nobody: [UInt8] = []
        _ = contacts.number(nobody.span, 0..<0)
    }

    // MARK: Judging

    /// What the labels of an account say.
    /// - Parameters:
    ///   - index: the account, from 0 to `count`.
    ///   - now: the day since 1970 up to which labels fade and silence is counted; nil for the day of the account's own last message, staff's included.
    ///   - since: a day since 1970; the record says what changed since its beginning.
    package func health(of index: Int, now: Int? = nil, since: Int? = nil) -> AccountHealth {
        var state = states[index]
        state.compact()
        let last = HealthBook.later(state.last, state.lastStaff).map { Moment.day(of: $0) } ?? 0
        let asOf = now ?? last
        var result = judge(index, state.cells, asOf, silentDays: state.last.map { max(0, asOf - Moment.day(of: $0)) } ?? 0)
        result.account = name(index)
        result.lastMessage = state.last
        result.staffMessages = state.staffMessages
        result.signals = findings(state)
        if let since { result.change = change(index, state.cells, since) }
        return result
    }

    private func judge(_ index: Int, _ cells: [Cell], _ asOf: Int, silentDays: Int) -> AccountHealth {
        HealthJudge(rules, cells, asOf: asOf).account(
            names: { contacts.string($0) }, role: { roles[UInt64(index) &<< 32 | UInt64($0)]?.role }, silentDays: silentDays)
    }

    private func findings(_ state: AccountState) -> [SignalFinding] {
        Signal.allCases.enumerated().compactMap { place, signal in
            var count = 0
            var score: Int64 = 0
            for cell in state.cells where cell.signals & (1 &<< UInt32(place)) != 0 {
                count += Int(cell.count)
                score &+= cell.score
            }
            if count == 0 { return nil }
            let ids = state.marks.filter { $0.signal == UInt8(place) }.sorted { Mark.isOlder($1, $0) }.map(\.id)
            return SignalFinding(signal: signal, count: count, score: Double(score) / Double(count) / 1000, ids: ids)
        }
    }

    private func change(_ index: Int, _ cells: [Cell], _ since: Int) -> HealthChange {
        let border = cells.firstIndex { Int($0.day) >= since } ?? cells.count
        let before = judge(index, Array(cells[..<border]), since, silentDays: 0)
        let after = cells[border...]
        let signals = Signal.allCases.compactMap { signal -> (signal: Signal, count: Int)? in
            let count = after.reduce(0) { $0 + ($1.shows(signal) ? Int($1.count) : 0) }
            return count > 0 ? (signal, count) : nil
        }
        return HealthChange(
            since: since, stageBefore: before.stage, healthBefore: before.health, messages: after.reduce(0) { $0 + Int($1.count) }, signals: signals)
    }
}

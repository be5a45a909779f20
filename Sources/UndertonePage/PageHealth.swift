import UndertoneEngine
import UndertoneFormats
import UndertoneHealth

/// Brings what is known of accounts and people over from the book of health.
struct PageHealth {
    let book: HealthBook
    /// The places of accounts by their names, and of people by `key`.
    let accounts: [String: Int], people: [String: Int]

    /// What tells a person from all others.
    static func key(_ account: Int, _ contact: String) -> String { "\(account) \(contact)" }

    /// Judges all accounts as of the newest message of any.
    func fill(_ data: inout PageData) {
        let now = book.latest.map(Moment.day)
        var firstDays = [Int?](repeating: nil, count: data.accounts.count)
        for message in data.messages where message.stage != .none && firstDays[message.account] == nil { firstDays[message.account] = message.day }
        for index in 0..<book.count {
            let health = book.health(of: index, now: now)
            guard let account = accounts[health.account] else { continue }
            data.accounts[account].health = Double(Decimal.text(health.health, places: 1)) ?? 0
            data.accounts[account].stage = health.stage
            data.accounts[account].direction = health.direction == .forward ? 1 : health.direction == .backward ? -1 : 0
            data.accounts[account].cohort = Cohort.allCases.firstIndex(of: health.cohort) ?? 1
            data.accounts[account].warnings = health.warnings
            data.accounts[account].isDivided = health.isDivided
            data.accounts[account].since = health.since ?? 0
            data.accounts[account].last = health.lastMessage.map(Moment.day) ?? 0
            data.accounts[account].history = history(health, from: firstDays[account], data.months)
            for person in health.people {
                guard let place = people[PageHealth.key(account, person.contact)] else { continue }
                data.people[place].stage = person.stage
                data.people[place].feeling = person.sentiment
                data.people[place].isChampion = person.isChampion
            }
        }
    }

    /// The stage at the end of each month: none before the first message that shows one, then that of the last turn.
    private func history(_ health: AccountHealth, from first: Int?, _ months: [Int]) -> [Stage] {
        guard let first else { return months.map { _ in .none } }
        return months.map { month in
            let next = Moment.day(year: (month + 1) / 12, month: (month + 1) % 12 + 1, day: 1)
            if first >= next { return .none }
            let last = health.turns.last { $0.day ?? first < next }
            return last?.to ?? health.turns.first?.from ?? health.stage
        }
    }
}

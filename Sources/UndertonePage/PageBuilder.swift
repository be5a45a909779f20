import UndertoneEngine
import UndertoneFormats
import UndertoneHealth

/// Collects labels for a page.
package struct PageBuilder: ~Copyable {
    /// Texts are cut after so many characters.
    package static let longestText = 1500
    /// More months than this are not drawn.
    static let mostMonths = 60

    private var book: HealthBook
    private let phrases: [String: String]
    private let withText: Bool
    private let redactor: Redactor?

    private var data = PageData()
    private var accountNumbers: [String: Int] = [:]
    private var peopleNumbers: [String: Int] = [:]
    private var kindNumbers: [String: Int] = [:]
    private var entryNumbers: [String: Int] = [:]

    /// - Parameters:
    ///   - rules: what accounts are judged by.
    ///   - phrases: the phrases of lexicon entries by their names.
    ///   - withText: whether the texts of messages are put into the page.
    ///   - redactor: takes out of names and texts what identifies people; nil leaves them as they are.
    package init(rules: HealthRules, phrases: [String: String], withText: Bool, redactor: Redactor? = nil) {
        book = HealthBook(rules)
        self.phrases = phrases
        self.withText = withText
        self.redactor = redactor
        data.hasTexts = withText
    }

    /// Takes one label. Who has no account is one of their own; other years than these are slips, which would stretch every chart.
    package mutating func add(_ record: LabelRecord, _ bytes: Span<UInt8>) {
        var label = record
        if label[.account].range.isEmpty { label[.account] = label[.contact] }
        if let day = label.time.map(Moment.day), !PageBuilder.days.contains(day) { label.time = nil }
        book.add(label, bytes)
        let account = number(label.string(.account, bytes)), contact = label.string(.contact, bytes), id = label.string(.id, bytes)
        var message = PageData.Message(
            id: shown(id.isEmpty ? String(label.line) : id), account: account,
            person: contact.isEmpty || label.isNote || label.isStaff ? nil : person(contact, account), day: label.time.map(Moment.day) ?? 0,
            stage: label.stage, feeling: Sentiment(score: Double(label.score) / 1000), reason: Reason(rawValue: label.string(.reason, bytes)) ?? .noCue,
            sure: (label.confidence + 5) / 10, kind: kind(VisibleText.line(label.string(.kind, bytes))), signals: label.signals, evidence: [], text: [])
        evidence(label, bytes, into: &message)
        data.messages.append(message)
    }

    /// The days that a message can be of.
    private static let days = Moment.day(year: 1990, month: 1, day: 1)..<Moment.day(year: 2100, month: 1, day: 1)

    /// A name or an id as the page shows it.
    private func shown(_ name: String) -> String { VisibleText.line(redacted(name, isIdentity: true)) }

    private func redacted(_ text: String, isIdentity: Bool) -> String {
        guard let redactor else { return text }
        let bytes = Array(text.utf8)
        if isIdentity && bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) { return text }
        return String(decoding: redactor.redacted(bytes.span, 0..<bytes.count, isIdentity: isIdentity), as: UTF8.self)
    }

    private mutating func number(_ name: String) -> Int {
        if let known = accountNumbers[name] { return known }
        let shown = name.isEmpty ? "(no account)" : shown(name)
        data.accounts.append(
            PageData.Account(name: shown, health: 0, stage: .none, direction: 0, cohort: 1, warnings: [], isDivided: false, since: 0, last: 0, history: []))
        accountNumbers[name] = data.accounts.count - 1
        return data.accounts.count - 1
    }

    private mutating func person(_ name: String, _ account: Int) -> Int {
        let key = PageHealth.key(account, name)
        if let known = peopleNumbers[key] { return known }
        data.people.append(PageData.Person(account: account, name: shown(name), stage: .none, feeling: .neutral, isChampion: false))
        peopleNumbers[key] = data.people.count - 1
        return data.people.count - 1
    }

    private mutating func kind(_ name: String) -> Int {
        if let known = kindNumbers[name] { return known }
        // Kinds are few; a field with a thousand values is something else.
        if data.kinds.count >= 100 { return kindNumbers[""] ?? 0 }
        data.kinds.append(name)
        kindNumbers[name] = data.kinds.count - 1
        return data.kinds.count - 1
    }

    private mutating func evidence(_ label: LabelRecord, _ bytes: Span<UInt8>, into message: inout PageData.Message) {
        let found = PageEvidence.heaviest(PageEvidence.read(bytes, label[.evidence].range))
        for item in found {
            let key = item.entry + " " + item.speaksFor
            let number = entryNumbers[key] ?? data.entries.count
            if number == data.entries.count {
                let phrase = phrases[item.entry].map(ShortPhrase.of) ?? item.entry
                data.entries.append(PageData.Entry(phrase: VisibleText.line(phrase), speaksFor: VisibleText.line(item.speaksFor), weight: 0, count: 0))
                entryNumbers[key] = number
            }
            data.entries[number].weight += item.weight
            data.entries[number].count += 1
            message.evidence.append(number)
        }
        if withText {
            let text = String(redacted(label.string(.text, bytes), isIdentity: false).prefix(PageBuilder.longestText + 1))
            let isCut = text.count > PageBuilder.longestText
            message.text = [VisibleText.of(isCut ? text.dropLast() + " …" : text)] + found.map { VisibleText.of(redacted($0.words, isIdentity: false)) }
        }
    }
}

extension PageBuilder {
    /// Puts everything in order: entries by how often they decided, messages by account and time.
    package consuming func finish() -> PageData {
        var data = self.data
        for index in data.entries.indices { data.entries[index].weight /= Double(data.entries[index].count) }
        let order = data.entries.indices.sorted { (data.entries[$1].count, $0) < (data.entries[$0].count, $1) }
        var places = [Int](repeating: 0, count: order.count)
        for (place, entry) in order.enumerated() { places[entry] = place }
        data.entries = order.map { data.entries[$0] }
        for index in data.messages.indices { data.messages[index].evidence = data.messages[index].evidence.map { places[$0] } }
        let messages = data.messages
        data.messages = messages.indices.sorted { (messages[$0].account, messages[$0].day, $0) < (messages[$1].account, messages[$1].day, $1) }.map {
            messages[$0]
        }
        let days = data.messages.lazy.map(\.day).filter { $0 > 0 }
        if let first = days.min(), let last = days.max() {
            let newest = PageData.month(of: last)
            data.months = Array(max(PageData.month(of: first), newest - PageBuilder.mostMonths + 1)...newest)
        } else {
            data.months = [1970 * 12]
        }
        PageHealth(book: book, accounts: accountNumbers, people: peopleNumbers).fill(&data)
        return data
    }
}

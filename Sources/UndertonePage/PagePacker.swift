import UndertoneEngine
import UndertoneFormats
import UndertoneHealth

/// The block of data that the script of the page unpacks: JSON in which messages are strings of packed numbers, some fifteen bytes a message.
struct PagePacker {
    private let data: PageData
    private var output: [UInt8] = []

    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The words for signals and reasons in the page, in the order of `allCases`.
    static let signalWords = [
        "advocacy", "teaches others", "wants to expand", "measurable result", "threat to leave", "going back", "impatience", "seeks advice", "hands it off",
        "warmth", "executives involved", "personalization", "integrity", "expectations", "empathy", "time to value", "responsibility",
    ]
    static let reasonWords = [
        "no telling phrase", "about a matter, not a stance", "stages too close to tell", "fewer than two words", "not in English",
        "written by staff or a machine",
    ]

    static let warningWords = ["threat to leave", "going back", "fell back", "silent", "divided"]

    /// The data of a page as JSON without `<`, so that nothing in it can end the element it stands in.
    static func json(_ data: PageData) -> [UInt8] {
        var packer = PagePacker(data: data)
        packer.write()
        return packer.output
    }

    private init(data: PageData) { self.data = data }

    private mutating func write() {
        output.append(0x7B)
        list("months", data.months) { packer, month in packer.quote(PageData.name(ofMonth: month)) }
        list("kinds", data.kinds) { $0.quote($1) }
        list("signals", Signal.allCases) { $0.quote($1.rawValue) }
        list("signalWords", PagePacker.signalWords) { $0.quote($1) }
        list("warnings", PagePacker.warningWords) { $0.quote($1) }
        list("reasons", PagePacker.reasonWords) { $0.quote($1) }
        let sets = signalSets()
        list("sets", sets) { packer, bits in
            packer.raw("[" + Signal.allCases.indices.filter { bits & (1 << UInt32($0)) != 0 }.map(String.init).joined(separator: ",") + "]")
        }
        list("entries", data.entries) { packer, entry in packer.row([.text(entry.phrase), .text(entry.speaksFor), .number(entry.weight, 2)]) }
        list("accounts", data.accounts) { packer, account in
            packer.row([
                .text(account.name), .number(account.health, 1), .integer(account.stage.index), .integer(account.direction), .integer(account.cohort),
                .integer(account.isDivided ? 1 : 0), .integer(account.since), .integer(account.last), .text(account.history.map { String($0.index) }.joined()),
                .integer(account.warnings.reduce(0) { $0 | 1 << (Warning.allCases.firstIndex(of: $1) ?? 0) }),
            ])
        }
        list("people", data.people) { packer, person in
            packer.row([
                .integer(person.account), .text(person.name), .integer(person.stage.index),
                .integer(Sentiment.allCases.firstIndex(of: person.feeling) ?? 1), .integer(person.isChampion ? 1 : 0),
            ])
        }
        raw("\"count\":\(data.messages.count),\"messages\":\"")
        packMessages(sets)
        raw("\",\"ids\":")
        ids()
        if data.hasTexts {
            raw(",")
            list("texts", data.messages) { packer, message in packer.row(message.text.map { .text($0) }) }
            output.removeLast()
        }
        raw("}")
    }

    // MARK: JSON

    private enum Cell {
        case text(String), integer(Int), number(Double, Int)
    }

    private mutating func raw(_ text: String) { output.append(contentsOf: text.utf8) }

    /// Appends a string without `<`.
    private mutating func quote(_ text: String) {
        let start = output.count
        JSONText.quote(text, into: &output)
        guard output[start...].contains(0x3C) else { return }
        let quoted = output[start...].flatMap { $0 == 0x3C ? Array("\\u003c".utf8) : [$0] }
        output.replaceSubrange(start..., with: quoted)
    }

    private mutating func row(_ cells: [Cell]) {
        output.append(0x5B)
        for (index, cell) in cells.enumerated() {
            if index > 0 { output.append(0x2C) }
            switch cell {
            case .text(let text): quote(text)
            case .integer(let value): raw(String(value))
            case .number(let value, let places): Decimal.append(value, places: places, into: &output)
            }
        }
        output.append(0x5D)
    }

    /// Appends a member whose value is a list, and a comma.
    private mutating func list<Item>(_ name: String, _ items: [Item], _ write: (inout PagePacker, Item) -> Void) {
        raw("\"\(name)\":[")
        for (index, item) in items.enumerated() {
            if index > 0 { output.append(0x2C) }
            write(&self, item)
        }
        raw("],")
    }

    // MARK: Packing

    /// Appends a number, five bits a character, the lowest first; a character of 32 or more is followed by another.
    private mutating func pack(_ value: Int) {
        var rest = max(0, value)
        while rest >= 32 {
            output.append(PagePacker.digits[rest & 31 | 32])
            rest >>= 5
        }
        output.append(PagePacker.digits[rest])
    }

    /// The combinations of signals that occur, the commonest first.
    private func signalSets() -> [UInt32] {
        var counts: [UInt32: Int] = [0: 0]
        for message in data.messages { counts[message.signals, default: 0] += 1 }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    private mutating func packMessages(_ sets: [UInt32]) {
        let setNumbers = Dictionary(uniqueKeysWithValues: sets.enumerated().map { ($0.element, $0.offset) })
        // A person's number inside the account is small.
        var within = [Int](repeating: 0, count: data.people.count), seen = [Int](repeating: 0, count: data.accounts.count)
        for (index, person) in data.people.enumerated() {
            within[index] = seen[person.account]
            seen[person.account] += 1
        }
        var start = 0
        for account in data.accounts.indices {
            var end = start
            while end < data.messages.count, data.messages[end].account == account { end += 1 }
            pack(end - start)
            var day = 0
            for message in data.messages[start..<end] {
                pack(message.person.map { within[$0] } ?? seen[account])
                pack(message.day - day)
                day = message.day
                let feeling = Sentiment.allCases.firstIndex(of: message.feeling) ?? 1
                let stage = message.stage == .none ? message.stage.index + (Reason.allCases.firstIndex(of: message.reason) ?? 0) : message.stage.index
                pack(stage * 3 + feeling)
                pack(message.sure)
                pack(message.kind)
                pack(setNumbers[message.signals] ?? 0)
                pack(message.evidence.count)
                for entry in message.evidence { pack(entry) }
            }
            start = end
        }
    }

    /// Ids, each after the length of the ASCII beginning that it shares with the one before.
    private mutating func ids() {
        var text = ""
        var last: [UInt8] = []
        for (index, message) in data.messages.enumerated() {
            let bytes = Array(message.id.utf8)
            var shared = 0
            while shared < min(bytes.count, last.count, 31), bytes[shared] == last[shared], bytes[shared] < 0x80 { shared += 1 }
            if index > 0 { text += "\n" }
            text.unicodeScalars.append(Unicode.Scalar(PagePacker.digits[shared]))
            text += String(decoding: bytes[shared...], as: UTF8.self)
            last = bytes
        }
        quote(text)
    }
}

extension PagePacker {
    /// A weight as the page holds it.
    static func rounded(_ weight: Double) -> Double { Double(Decimal.text(weight, places: 2)) ?? 0 }
}

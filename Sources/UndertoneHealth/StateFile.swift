import UndertoneEngine
import UndertoneFormats

/// States of accounts as a file: a line that names the stages and signals, then a JSON object an account, sorted by the bytes of the accounts' ids.
///
/// Sums are whole numbers and come back as they were; several files are merged by reading them one after the other.
package enum StateFile {
    private static let kind = "undertone health state 1"

    /// The first line.
    package static func header() -> [UInt8] {
        var line = JSONLine()
        line.add("kind", kind)
        line.add("stages", Stage.allCases.map(\.rawValue))
        line.add("signals", Signal.allCases.map(\.rawValue))
        return line.finished()
    }

    /// Whether a file begins as such files do.
    package static func isState(_ bytes: [UInt8]) -> Bool { bytes.starts(with: header()) }

    /// The line of one account.
    package static func line(_ book: HealthBook, _ index: Int) -> [UInt8] {
        var state = book.states[index]
        state.compact()
        var places: [UInt32: Int] = [:]
        var contacts: [Int] = []
        for cell in state.cells where places[cell.person] == nil {
            places[cell.person] = contacts.count
            contacts.append(Int(cell.person))
        }
        var line = JSONLine()
        line.add("account", book.name(index))
        line.add("numbers", [state.last.map { String($0) } ?? "", state.lastStaff.map { String($0) } ?? "", String(state.staffMessages)])
        // Nobody known has an empty name, like no contact of a label.
        line.add("contacts", contacts.map { book.contacts.string($0) })
        line.add(
            "roles",
            contacts.indices.flatMap { place -> [String] in
                guard let role = book.roles[UInt64(index) &<< 32 | UInt64(contacts[place])] else { return [] }
                return [String(place), String(role.time), role.role]
            })
        line.add(
            "sums",
            state.cells.map { cell in
                [Int(cell.day), places[cell.person] ?? 0, Int(cell.shows), Int(cell.count), Int(cell.confidence), Int(cell.score)].map { String($0) }
                    .joined(separator: " ")
            })
        line.add("ids", state.marks.sorted { ($0.signal, $0.time) < ($1.signal, $1.time) }.flatMap { [String($0.signal), String($0.time), $0.id] })
        return line.finished()
    }

    /// Adds a line to a book.
    /// - Throws: when the line is none that `line` writes.
    package static func read(_ bytes: Span<UInt8>, _ range: Range<Int>, line: Int, into book: inout HealthBook) throws(RecordFault) {
        do throws(JSONScanner.Problem) {
            guard let account = try StateLine(bytes, range), book.add(account) else {
                throw JSONScanner.Problem(offset: range.lowerBound, message: "this is no state of undertone health; write it anew with --state-out")
            }
        } catch {
            throw RecordFault(line: line, column: error.offset - range.lowerBound + 1, problem: error.message.description)
        }
    }
}

/// One account of a state file, taken apart.
struct StateLine {
    var account: [UInt8] = []
    /// The lists of the line by their key.
    private(set) var lists: [String: [String]] = [:]

    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(JSONScanner.Problem) {
        var scanner = JSONScanner()
        guard try scanner.skipValue(bytes, range.lowerBound, range.upperBound) == range.upperBound, bytes[range.lowerBound] == 0x7B else { return nil }
        var index = range.lowerBound + 1
        while bytes[index] != 0x7D {
            let (key, _, value) = try JSONScanner.skipKey(bytes, index, range.upperBound)
            let next = try scanner.skipValue(bytes, value, range.upperBound)
            let name = String(decoding: key.map { bytes[$0] }, as: UTF8.self)
            if bytes[value] == 0x5B {
                lists[name] = try StateLine.strings(bytes, value, next)
            } else if name == "account", bytes[value] == 0x22 {
                JSONText.unescape(bytes, (value + 1)..<(next - 1), into: &account)
            }
            index = bytes[next] == 0x2C ? next + 1 : next
        }
    }

    /// The strings of an array; other values are passed over.
    private static func strings(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(JSONScanner.Problem) -> [String] {
        var strings: [String] = []
        var index = start + 1
        while index < end - 1 {
            guard bytes[index] == 0x22 else {
                index += 1
                continue
            }
            let next = try JSONScanner.skipString(bytes, index + 1, end).next
            var text: [UInt8] = []
            JSONText.unescape(bytes, (index + 1)..<(next - 1), into: &text)
            strings.append(String(decoding: text, as: UTF8.self))
            index = next
        }
        return strings
    }
}

extension HealthBook {
    /// Adds an account of a state file; false if its numbers make no sense.
    mutating func add(_ line: StateLine) -> Bool {
        guard let numbers = line.lists["numbers"], numbers.count == 3, let staff = Int(numbers[2]), let contacts = line.lists["contacts"],
            let sums = line.lists["sums"], let ids = line.lists["ids"], ids.count % 3 == 0, let roles = line.lists["roles"], roles.count % 3 == 0
        else { return false }
        let people = contacts.map { contact(Array($0.utf8)) }
        let account = place(line.account)
        for sum in sums {
            let parts = sum.split(separator: " ").compactMap { Int64($0) }
            guard parts.count == 6, let day = Int32(exactly: parts[0]), people.indices.contains(Int(parts[1])), let shows = UInt32(exactly: parts[2]),
                let count = UInt32(exactly: parts[3]), shows >> Cell.stageShift < Stage.allCases.count
            else { return false }
            add(
                Cell(day: day, person: UInt32(people[Int(parts[1])]), shows: shows, count: count, confidence: parts[4], score: parts[5]), to: account)
        }
        for start in stride(from: 0, to: ids.count, by: 3) {
            guard let signal = UInt8(ids[start]), signal < Signal.allCases.count, let time = Int64(ids[start + 1]) else { return false }
            add(Mark(time: time, signal: signal, id: ids[start + 2]), to: account)
        }
        for start in stride(from: 0, to: roles.count, by: 3) {
            guard let person = Int(roles[start]), people.indices.contains(person), let time = Int64(roles[start + 1]) else { return false }
            give(account, people[person], time, roles[start + 2])
        }
        heard(account, last: Int64(numbers[0]), lastStaff: Int64(numbers[1]), staffMessages: staff)
        return true
    }
}

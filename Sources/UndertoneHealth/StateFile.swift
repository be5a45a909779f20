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
        // In the order of their names: their numbers tell in which order the labels came.
        let contacts = Set(state.cells.map { Int($0.person) }).map { (number: $0, name: book.contacts[$0]) }
            .sorted { $0.name.lexicographicallyPrecedes($1.name) }.map(\.number)
        let places = Dictionary(uniqueKeysWithValues: contacts.enumerated().map { (UInt32($1), UInt32($0)) })
        let cells = state.cells.map { cell in
            var cell = cell
            cell.person = places[cell.person] ?? 0
            return cell
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
            cells.sorted(by: Cell.precedes).map { cell in
                [Int(cell.day), Int(cell.person), Int(cell.shows), Int(cell.count), Int(cell.confidence), Int(cell.score)].map { String($0) }
                    .joined(separator: " ")
            })
        let marks = state.marks.sorted { $0.signal != $1.signal ? $0.signal < $1.signal : Mark.isOlder($0, $1) }
        line.add("ids", marks.flatMap { [String($0.signal), String($0.time), $0.id] })
        return line.finished()
    }

    /// Adds a line to a book.
    /// - Throws: when the line is none that `line` writes.
    package static func read(_ bytes: Span<UInt8>, _ range: Range<Int>, line: Int, into book: inout HealthBook) throws(RecordFault) {
        guard book.add(try JSONObject(bytes, range, line: line)) else {
            throw RecordFault(line: line, column: 0, problem: "this is no state of undertone health; write it anew with --state-out")
        }
    }
}

extension HealthBook {
    /// Adds an account of a state file; false if its numbers make no sense.
    mutating func add(_ line: JSONObject) -> Bool {
        guard let numbers = line.lists["numbers"], numbers.count == 3, let staff = Int(numbers[2]), let contacts = line.lists["contacts"],
            let sums = line.lists["sums"], let ids = line.lists["ids"], ids.count % 3 == 0, let roles = line.lists["roles"], roles.count % 3 == 0,
            let name = line.values["account"]
        else { return false }
        let last = Int64(numbers[0]), lastStaff = Int64(numbers[1])
        guard staff >= 0, HealthBook.isTime(last ?? 0), HealthBook.isTime(lastStaff ?? 0) else { return false }
        var cells: [Cell] = []
        for sum in sums {
            let parts = sum.split(separator: " ").compactMap { Int64($0) }
            guard parts.count == 6, let day = Int32(exactly: parts[0]), contacts.indices.contains(Int(parts[1])), let shows = UInt32(exactly: parts[2]),
                let count = UInt32(exactly: parts[3]), shows >> Cell.stageShift < Stage.allCases.count, case let most = 1000 * Int64(count), most > 0,
                (0...most).contains(parts[4]), (-most...most).contains(parts[5])
            else { return false }
            cells.append(Cell(day: day, person: UInt32(parts[1]), shows: shows, count: count, confidence: parts[4], score: parts[5]))
        }
        var marks: [Mark] = []
        for start in stride(from: 0, to: ids.count, by: 3) {
            guard let signal = UInt8(ids[start]), signal < Signal.allCases.count, let time = Int64(ids[start + 1]), HealthBook.isTime(time) || time == .min
            else { return false }
            marks.append(Mark(time: time, signal: signal, id: ids[start + 2]))
        }
        var given: [(contact: Int, time: Int64, role: String)] = []
        for start in stride(from: 0, to: roles.count, by: 3) {
            guard let contact = Int(roles[start]), contacts.indices.contains(contact), let time = Int64(roles[start + 1]),
                HealthBook.isTime(time) || time == .min
            else { return false }
            given.append((contact, time, roles[start + 2]))
        }
        // Only now, so that a faulty line leaves nothing behind.
        let people = contacts.map { contact(Array($0.utf8)) }
        let account = place(Array(name.utf8))
        for var cell in cells {
            cell.person = UInt32(people[Int(cell.person)])
            add(cell, to: account)
        }
        for mark in marks { add(mark, to: account) }
        for role in given { give(account, people[role.contact], role.time, role.role) }
        heard(account, last: last, lastStaff: lastStaff, staffMessages: staff)
        return true
    }

    /// Whether seconds since 1970 lie in the years 0 to 9999.
    private static func isTime(_ seconds: Int64) -> Bool { (-62_167_219_200..<253_402_300_800).contains(seconds) }
}

import UndertoneEngine
import UndertoneFormats

/// Labels grouped by account in, the health of each account out as soon as the next one begins: memory of one account.
///
/// The accounts must come in the order of the bytes of their ids, as `LC_ALL=C sort` puts the lines of `score --sort-key`; so an account that comes back after it
/// was closed is noticed without remembering all of them. The order of labels within an account does not matter.
package struct PresortedBook: Sendable {
    private var book: HealthBook
    private var current: [UInt8]?
    private var next: [UInt8] = []

    package init(_ rules: HealthRules) { book = HealthBook(rules) }

    /// Adds a label.
    /// - Parameter finished: is called with the book of the account before, and its place there, when another account begins.
    /// - Throws: when the account should have come earlier.
    package mutating func add(_ record: borrowing LabelRecord, _ bytes: Span<UInt8>, finished: (HealthBook, Int) throws -> Void) throws {
        next.removeAll(keepingCapacity: true)
        record[.account].append(bytes, to: &next)
        if let current, current != next {
            // The sort key holds blanks for control characters.
            guard !PresortedBook.key(next).lexicographicallyPrecedes(PresortedBook.key(current)) else {
                throw RecordFault(
                    line: record.line, column: 0,
                    problem: "the accounts are not in order, so --presorted would part them; sort with LC_ALL=C sort, or leave --presorted out")
            }
            try finish(finished)
        }
        if current != next { current = next }
        book.add(record, bytes)
    }

    private static func key(_ name: [UInt8]) -> [UInt8] { name.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 } }

    /// Gives away the last account.
    package mutating func finish(_ finished: (HealthBook, Int) throws -> Void) throws {
        if book.count > 0 { try finished(book, 0) }
        book.removeAll()
    }
}

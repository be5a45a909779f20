import Synchronization

/// Books that several workers fill at the same time, each one that nobody else holds.
///
/// What an account comes to does not depend on which book a label went into, so any worker may take any book. There are as many as were ever held at once.
package final class SharedBooks: Sendable {
    /// A book behind a lock that is never waited for: it is lent to one worker at a time.
    private final class Place: Sendable {
        let book: Mutex<HealthBook>

        init(_ rules: HealthRules) { book = Mutex(HealthBook(rules)) }
    }

    private let rules: HealthRules
    private let free = Mutex<[Place]>([])

    package init(_ rules: HealthRules) { self.rules = rules }

    /// Lends a book.
    package func with<Result: Sendable>(_ add: (inout HealthBook) throws -> Result) rethrows -> Result {
        let place = free.withLock { $0.popLast() } ?? Place(rules)
        defer { free.withLock { $0.append(place) } }
        return try place.book.withLock { try add(&$0) }
    }

    /// Takes all books away and makes one of them. Cost: a look into two tables for each account and person of all but the largest.
    package func joined() -> HealthBook {
        let places = free.withLock { free in
            defer { free = [] }
            return free
        }
        var books = places.map { place in
            place.book.withLock { book in
                defer { book = HealthBook(rules) }
                return book
            }
        }
        books.sort { $0.count < $1.count }
        var whole = books.popLast() ?? HealthBook(rules)
        while let book = books.popLast() { whole.merge(book) }
        return whole
    }
}

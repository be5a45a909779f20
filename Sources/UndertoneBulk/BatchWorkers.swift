/// Work on items, such as batches, that is done on several workers and given away in the order of the input.
///
/// A window of `2 × jobs` items is under way at most, so a slow reader or writer holds back the rest and memory stays bounded by the window. A worker takes
/// a whole item; nothing is locked for a message.
package struct BatchWorkers: Sendable {
    private let jobs: Int

    /// - Parameter jobs: the number of workers, at least 1.
    package init(jobs: Int) { self.jobs = max(1, jobs) }

    /// Works on all items. One that comes alone is worked on where it is: threads are started for two and more.
    /// - Parameters:
    ///   - next: the next item, or nil at the end.
    ///   - work: what is done with an item, on any thread.
    ///   - emit: takes the results in order.
    package func run<Item: Sendable, Result: Sendable>(
        next: () throws -> Item?, work: @escaping @Sendable (Item) throws -> Result, emit: (Result) throws -> Void
    ) async throws {
        guard let first = try next() else { return }
        if jobs == 1 {
            try emit(work(first))
            while let item = try next() { try emit(work(item)) }
            return
        }
        let second: Item?
        do { second = try next() } catch {
            // What was read before a failure is still worked on and given away.
            try emit(work(first))
            throw error
        }
        if let second { try await run([first, second], next, work, emit) } else { try emit(work(first)) }
    }

    /// Works on some items and those that follow, on all workers.
    private func run<Item: Sendable, Result: Sendable>(
        _ begun: [Item], _ next: () throws -> Item?, _ work: @escaping @Sendable (Item) throws -> Result, _ emit: (Result) throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var waiting: [Int: Result] = [:]
            var submitted = 0, written = 0, underWay = 0
            var isAtEnd = false
            var failure: (any Error)?
            while !isAtEnd || underWay > 0 {
                while !isAtEnd, submitted - written < 2 * jobs {
                    let read: Item?
                    do { read = submitted < begun.count ? begun[submitted] : try next() } catch { (read, failure) = (nil, error) }
                    guard let item = read else {
                        isAtEnd = true
                        break
                    }
                    let number = submitted
                    group.addTask { (number, try work(item)) }
                    submitted += 1
                    underWay += 1
                }
                guard let (number, result) = try await group.next() else { break }
                underWay -= 1
                waiting[number] = result
                while let result = waiting.removeValue(forKey: written) {
                    try emit(result)
                    written += 1
                }
            }
            if let failure { throw failure }
        }
    }
}

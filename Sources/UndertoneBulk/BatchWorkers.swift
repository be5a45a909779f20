/// Work on batches that is done on several workers and given away in the order of the input.
///
/// A window of `2 × jobs` batches is under way at most, so a slow reader or writer holds back the rest and memory stays bounded by the window. A worker takes
/// a whole batch; nothing is locked for a message.
package struct BatchWorkers: Sendable {
    private let jobs: Int

    /// - Parameter jobs: the number of workers, at least 1.
    package init(jobs: Int) { self.jobs = max(1, jobs) }

    /// Works on all batches.
    /// - Parameters:
    ///   - next: the next batch, or nil at the end.
    ///   - work: what is done with a batch, on any thread.
    ///   - emit: takes the results in order.
    package func run<Result: Sendable>(
        next: () throws -> Batch?, work: @escaping @Sendable (Batch) throws -> Result, emit: (Result) throws -> Void
    ) async throws {
        if jobs == 1 {
            while let batch = try next() { try emit(work(batch)) }
            return
        }
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var waiting: [Int: Result] = [:]
            var submitted = 0, written = 0, underWay = 0
            var isAtEnd = false
            var failure: (any Error)?
            while !isAtEnd || underWay > 0 {
                while !isAtEnd, submitted - written < 2 * jobs {
                    let read: Batch?
                    // What was read before a failure is still worked on and given away.
                    do { read = try next() } catch { (read, failure) = (nil, error) }
                    guard let batch = read else {
                        isAtEnd = true
                        break
                    }
                    let number = submitted
                    group.addTask { (number, try work(batch)) }
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

import UndertoneEngine
import UndertoneFormats

/// Scores a whole input: batches in, labels out in input order, on one worker or several.
///
/// With several workers a window of `2 × jobs` batches is under way at most, so a slow reader or writer holds back the rest and memory stays bounded by
/// the window. A worker takes a whole batch; nothing is locked for a message.
package struct BulkScorer: Sendable {
    private let classifier: Classifier
    private let layout: InputLayout
    private let jobs: Int

    /// - Parameter jobs: the number of workers, at least 1.
    package init(_ classifier: Classifier, _ layout: InputLayout, jobs: Int) {
        self.classifier = classifier
        self.layout = layout
        self.jobs = max(1, jobs)
    }

    /// Scores everything on one worker.
    /// - Parameters:
    ///   - next: the next batch, or nil at the end.
    ///   - emit: takes the results in order.
    package func run(next: () throws -> Batch?, emit: (BatchResult) throws -> Void) throws {
        var scorer = BatchScorer(classifier, layout)
        while let batch = try next() { try emit(scorer.score(batch)) }
    }

    /// Scores everything on several workers.
    package func runConcurrently(next: () throws -> Batch?, emit: (BatchResult) throws -> Void) async throws {
        let classifier = self.classifier, layout = self.layout
        try await withThrowingTaskGroup(of: (Int, BatchResult).self) { group in
            var waiting: [Int: BatchResult] = [:]
            var submitted = 0, written = 0, underWay = 0
            var isAtEnd = false
            var failure: (any Error)?
            while !isAtEnd || underWay > 0 {
                while !isAtEnd, submitted - written < 2 * jobs {
                    let read: Batch?
                    // What was read before a failure is still labelled and written.
                    do { read = try next() } catch { (read, failure) = (nil, error) }
                    guard let batch = read else {
                        isAtEnd = true
                        break
                    }
                    let number = submitted
                    group.addTask {
                        var scorer = BatchScorer(classifier, layout)
                        return (number, scorer.score(batch))
                    }
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

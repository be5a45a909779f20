import UndertoneEngine
import UndertoneFormats

/// Scores a whole input: batches in, labels out in input order, on one worker or several.
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

    /// Scores everything on all workers.
    package func runConcurrently(next: () throws -> Batch?, emit: (BatchResult) throws -> Void) async throws {
        // One worker uses its memory again for every batch.
        if jobs == 1 { return try run(next: next, emit: emit) }
        let classifier = self.classifier, layout = self.layout
        try await BatchWorkers(jobs: jobs).run(
            next: next,
            work: { batch in
                var scorer = BatchScorer(classifier, layout)
                return scorer.score(batch)
            }, emit: emit)
    }
}

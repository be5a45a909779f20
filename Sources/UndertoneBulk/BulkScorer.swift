import UndertoneEngine
import UndertoneFormats

/// Scores whole inputs: batches in, labels out in input order, on one worker or several.
package struct BulkScorer: Sendable {
    private let classifier: Classifier
    private let jobs: Int

    /// - Parameter jobs: the number of workers, at least 1.
    package init(_ classifier: Classifier, jobs: Int) {
        self.classifier = classifier
        self.jobs = max(1, jobs)
    }

    /// Scores one input on the caller's thread.
    /// - Parameters:
    ///   - next: the next batch, or nil at the end.
    ///   - emit: takes the results in order.
    package func run(_ layout: InputLayout, next: () throws -> Batch?, emit: (BatchResult) throws -> Void) throws {
        // One worker uses its memory again for every batch.
        var scorer = BatchScorer(classifier, SharedLayout(layout))
        while let batch = try next() { try emit(scorer.score(batch)) }
    }

    /// Scores one input on all workers.
    package func runConcurrently(_ layout: InputLayout, next: () throws -> Batch?, emit: (BatchResult) throws -> Void) async throws {
        if jobs == 1 { return try run(layout, next: next, emit: emit) }
        let classifier = self.classifier, layout = SharedLayout(layout)
        try await BatchWorkers(jobs: jobs).run(
            next: next,
            work: { batch in
                var scorer = BatchScorer(classifier, layout)
                return scorer.score(batch)
            }, emit: emit)
    }

    /// Scores several inputs on all workers.
    /// - Parameters:
    ///   - next: the next parcel, or nil at the end; for one worker each should hold a single batch, so that memory stays small.
    ///   - emit: takes results and events in order.
    package func runConcurrently<Event>(next: () throws -> Parcel<Event>?, emit: (Parcel<Event>.Outcome) throws -> Void) async throws {
        if jobs == 1 {
            var scorer = ParcelScorer(classifier)
            while let parcel = try next() { for outcome in scorer.score(parcel) { try emit(outcome) } }
            return
        }
        let classifier = self.classifier
        try await BatchWorkers(jobs: jobs).run(
            next: next,
            work: { parcel in
                var scorer = ParcelScorer(classifier)
                return scorer.score(parcel)
            }, emit: { outcomes in for outcome in outcomes { try emit(outcome) } })
    }
}

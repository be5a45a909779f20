import UndertoneEngine

/// Some batches that one worker scores at once, of one input or of several small ones, with what happens between them.
package struct Parcel<Event: Sendable>: Sendable {
    fileprivate enum Piece: Sendable {
        case batch(Batch, SharedLayout)
        case event(Event)
    }

    /// What became of a piece.
    package enum Outcome: Sendable {
        case labels(BatchResult)
        case event(Event)
    }

    fileprivate var pieces: [Piece] = []
    /// The bytes of the batches.
    private var size = 0

    package init() {}

    package var isEmpty: Bool { pieces.isEmpty }

    /// Whether it is worth a worker's while: as much as is read of a large input at once, or so many small inputs.
    package var isFull: Bool { size >= BatchReader.chunk / 2 || pieces.count >= 512 }

    package mutating func add(_ batch: Batch, _ layout: SharedLayout) {
        pieces.append(.batch(batch, layout))
        size += batch.count
    }

    package mutating func add(_ event: Event) { pieces.append(.event(event)) }
}

/// Scores parcels; keeps its memory as long as batches of the same input follow.
struct ParcelScorer: ~Copyable {
    private let classifier: Classifier
    private var layout: SharedLayout?
    private var scorer: BatchScorer?

    init(_ classifier: Classifier) { self.classifier = classifier }

    mutating func score<Event>(_ parcel: Parcel<Event>) -> [Parcel<Event>.Outcome] {
        var outcomes: [Parcel<Event>.Outcome] = []
        for piece in parcel.pieces {
            switch piece {
            case .event(let event): outcomes.append(.event(event))
            case .batch(let batch, let layout):
                if self.layout !== layout { scorer = nil }
                var own = scorer.take() ?? BatchScorer(classifier, layout)
                outcomes.append(.labels(own.score(batch)))
                self.layout = layout
                scorer = consume own
            }
        }
        return outcomes
    }
}

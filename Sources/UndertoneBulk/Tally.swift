import UndertoneEngine

/// Counts over many records; adding two tallies gives the tally of both.
package struct Tally: Sendable, Equatable {
    /// Records read, and records refused.
    package var records = 0, refused = 0
    package var bytes = 0
    /// Labels by the place of the stage in `Stage.allCases`, and by feeling in `Sentiment.allCases`.
    package var stages = [Int](repeating: 0, count: Stage.allCases.count)
    package var sentiments = [Int](repeating: 0, count: Sentiment.allCases.count)

    package init() {}

    package static func += (a: inout Tally, b: Tally) {
        a.records += b.records
        a.refused += b.refused
        a.bytes += b.bytes
        for index in a.stages.indices { a.stages[index] += b.stages[index] }
        for index in a.sentiments.indices { a.sentiments[index] += b.sentiments[index] }
    }

    mutating func count(_ label: borrowing Label) {
        records += 1
        stages[label.stage.index] += 1
        sentiments[label.score < -0.25 ? 0 : label.score > 0.25 ? 2 : 1] += 1
    }
}

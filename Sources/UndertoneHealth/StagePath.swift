import UndertoneEngine
import UndertoneFormats

/// A lasting change of stage.
package struct StageTurn: Sendable, Equatable {
    /// The day since 1970 on which the first of the messages was written that turned the stage; nil if it has no time.
    package let day: Int?
    package let from: Stage, to: Stage

    package var isForward: Bool { to.index > from.index }
}

/// What is said on one day.
struct DaySum {
    /// The day since 1970; days without a time are those of the first day with one.
    var day: Int
    var isTimed: Bool
    /// Labelled messages and their summed confidence by stage.
    var counts = SIMD8<Int32>.zero
    var evidence = SIMD8<Int64>.zero

    /// The mean stage of the day, weighted by confidence: 0 (refusal) to 4 (adoption); nil if nothing was labelled.
    var level: Double? {
        var sum: Int64 = 0, total: Int64 = 0
        for stage in 0..<5 {
            sum += Int64(stage) * evidence[stage]
            total += evidence[stage]
        }
        return total > 0 ? Double(sum) / Double(total) : nil
    }
}

/// The stages of an account or person over time, with hysteresis.
///
/// Evidence for each stage fades with days and with further messages. The stages are an order from resistance to ownership, so the present stage is a weighted
/// median: it goes forward to the highest stage that the evidence for it and beyond outweighs the rest, and back likewise. A turn needs the margin, and some
/// messages in a row on the new side; a single message never turns it. Days are taken whole, so the order of messages within a day does not matter.
struct StagePath {
    private(set) var current: Stage?
    /// The day on which the present stage was first said; nil without a time.
    private(set) var since: Int?
    private(set) var turns: [StageTurn] = []

    private let rules: HealthRules
    private var evidence = SIMD8<Double>.zero
    private var lastDay: Int?
    /// For each stage: messages in a row that say it or something beyond it (forward), or below it (backward), and the day of the first of them.
    private var forward = SIMD8<Int32>.zero, backward = SIMD8<Int32>.zero
    private var forwardStart = InlineArray<5, Int?>(repeating: nil), backwardStart = InlineArray<5, Int?>(repeating: nil)

    init(_ rules: HealthRules) { self.rules = rules }

    /// Takes the next day with labelled messages; days come in order.
    mutating func add(_ sum: DaySum) {
        var labelled: Int32 = 0
        for stage in 0..<5 { labelled &+= sum.counts[stage] }
        guard labelled > 0 else { return }
        fade(to: sum.day, messages: Int(labelled))
        for stage in 0..<5 { evidence[stage] += Double(sum.evidence[stage]) / 1000 }
        count(sum, labelled)
        guard let current else { return begin(sum) }
        if let stage = next(current.index) { turn(stage) }
    }

    private mutating func fade(to day: Int, messages: Int) {
        var factor = rules.faded(day - (lastDay ?? day), .stageHalfLife)
        for _ in 0..<min(messages, 64) { factor *= rules[.messageFactor] }
        evidence *= factor
        lastDay = day
    }

    /// Counts messages in a row; a day that says both begins a new row with its own messages.
    private mutating func count(_ sum: DaySum, _ labelled: Int32) {
        let day = sum.isTimed ? sum.day : nil
        var below: Int32 = 0
        for stage in 0..<5 {
            let atLeast = labelled &- below
            if below > 0 || forward[stage] == 0 { forwardStart[stage] = day }
            forward[stage] = below > 0 ? atLeast : forward[stage] &+ atLeast
            below &+= sum.counts[stage]
            if below < labelled || backward[stage] == 0 { backwardStart[stage] = day }
            backward[stage] = below < labelled ? below : backward[stage] &+ below
        }
    }

    /// The first stage: the median of the first day.
    private mutating func begin(_ sum: DaySum) {
        var total = 0.0, below = 0.0
        for stage in 0..<5 { total += evidence[stage] }
        for stage in 0..<5 {
            below += evidence[stage]
            if below * 2 >= total {
                current = Stage.allCases[stage]
                since = sum.isTimed ? sum.day : nil
                return
            }
        }
    }

    /// The stage to turn to, if any.
    private func next(_ current: Int) -> Int? {
        let needed = Int32(rules.whole(.turnMessages)), margin = rules[.turnMargin]
        var total = 0.0
        for stage in 0..<5 { total += evidence[stage] }
        var beyond = 0.0
        for stage in stride(from: 4, to: current, by: -1) {
            beyond += evidence[stage]
            if forward[stage] >= needed && beyond > margin * (total - beyond) { return stage }
        }
        var below = 0.0
        for stage in 0..<current {
            below += evidence[stage]
            if backward[stage] >= needed && below > margin * (total - below) { return stage }
        }
        return nil
    }

    private mutating func turn(_ stage: Int) {
        guard let from = current else { return }
        let to = Stage.allCases[stage]
        since = stage > from.index ? forwardStart[stage] : backwardStart[stage]
        turns.append(StageTurn(day: since, from: from, to: to))
        current = to
    }
}

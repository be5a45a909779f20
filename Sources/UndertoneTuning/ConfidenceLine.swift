import UndertoneEngine
import UndertoneReport

/// How sure a stage is, by its probability: what makes probabilities of held-out predictions agree with their shares of right labels.
package struct ConfidenceLine: Sendable {
    /// What is added to the log-odds of the winner's probability, by stage.
    package let shifts: [Double]
    /// Points of the line from there to the share of right labels.
    package let points: [(raw: Double, calibrated: Double)]

    /// A held-out prediction: the stage that won and its probability, whether it is right, how much it counts.
    private struct Prediction {
        let stage: Int
        let probability: Double
        let right: Double, weight: Double
    }

    /// Makes the line out of held-out predictions.
    ///
    /// A rare stage is seen too readily, since examples weigh to make up for its rarity. So each stage is shifted until its mean confidence is its share of right labels; the
    /// line is made anew after every step. A stage of few predictions moves less: as if `held` more had been right as often as was said.
    init(_ held: [SIMD8<Double>], _ messages: [GoldMessage], _ weights: [Double]) {
        var predictions: [Prediction] = []
        for (index, message) in messages.enumerated() {
            guard let gold = message.stage, weights[index] > 0 else { continue }
            let probabilities = WeightFitter.stageProbabilities(held[index])
            let best = probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
            predictions.append(Prediction(stage: best, probability: probabilities[best], right: gold.index == best ? 1 : 0, weight: weights[index]))
        }
        var shifts = [Double](repeating: 0, count: Stage.allCases.count)
        var points = ConfidenceLine.points(predictions, shifts)
        for _ in 0..<ConfidenceLine.steps {
            var rules = Rules()
            rules.setConfidence(shifts, points)
            var said = [Double](repeating: 0, count: shifts.count), right = said, counts = said
            for prediction in predictions {
                said[prediction.stage] += prediction.weight * rules.calibrated(Stage.allCases[prediction.stage], prediction.probability)
                right[prediction.stage] += prediction.weight * prediction.right
                counts[prediction.stage] += prediction.weight
            }
            for stage in shifts.indices where counts[stage] > 0 {
                let mean = said[stage] / counts[stage]
                let share = (right[stage] + ConfidenceLine.held * mean) / (counts[stage] + ConfidenceLine.held)
                shifts[stage] = min(max(shifts[stage] + ConfidenceLine.logOdds(share) - ConfidenceLine.logOdds(mean), -2), 2)
            }
            // What all have in common is the line's.
            let common = shifts.indices.reduce(0) { $0 + shifts[$1] * counts[$1] } / max(counts.reduce(0, +), 1)
            for stage in shifts.indices where counts[stage] > 0 { shifts[stage] -= common }
            points = ConfidenceLine.points(predictions, shifts)
        }
        self.shifts = shifts.map { Double(nearestInteger($0 * 100)) / 100 }
        self.points = ConfidenceLine.points(predictions, self.shifts)
    }

    private static let steps = 10, held = 20.0

    private static func logOdds(_ share: Double) -> Double { logarithm(max(share, 0.01) / max(1 - share, 0.01)) }

    /// Twelve groups of equal weight, their shares of right labels made rising (pool adjacent violators, Ayer et al. 1955).
    private static func points(_ predictions: [Prediction], _ shifts: [Double]) -> [(raw: Double, calibrated: Double)] {
        let rows = predictions.enumerated().map { (raw: Rules.shifted($1.probability, shifts[$1.stage]), right: $1.right, weight: $1.weight, place: $0) }
            .sorted { ($0.raw, $0.place) < ($1.raw, $1.place) }
        let total = rows.reduce(0) { $0 + $1.weight }
        guard total > 0 else { return [(0, 0), (1, 1)] }
        var blocks: [(raw: Double, right: Double, weight: Double)] = []
        var block = (raw: 0.0, right: 0.0, weight: 0.0)
        for row in rows {
            block = (block.raw + row.raw * row.weight, block.right + row.right * row.weight, block.weight + row.weight)
            if block.weight >= total / 12 {
                blocks.append(block)
                block = (0, 0, 0)
            }
        }
        if block.weight > 0 { blocks.append(block) }
        var index = 0
        while index + 1 < blocks.count {
            if blocks[index].right / blocks[index].weight > blocks[index + 1].right / blocks[index + 1].weight {
                let next = blocks.remove(at: index + 1)
                blocks[index] = (blocks[index].raw + next.raw, blocks[index].right + next.right, blocks[index].weight + next.weight)
                index = max(0, index - 1)
            } else {
                index += 1
            }
        }
        var points: [(raw: Double, calibrated: Double)] = [(0, 0)]
        for block in blocks {
            let raw = Double(nearestInteger(block.raw / block.weight * 1000)) / 1000
            if raw > points[points.count - 1].raw { points.append((raw, Double(nearestInteger(block.right / block.weight * 1000)) / 1000)) }
        }
        if points[points.count - 1].raw < 1 { points.append((1, max(points[points.count - 1].calibrated, 0.99))) }
        return points
    }
}

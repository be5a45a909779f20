import UndertoneEngine
import UndertoneReport

/// Finds from where on a difference of probabilities counts as a feeling.
enum ThresholdSearch {
    /// The pair of thresholds with the best mean F1 over the three feelings, on a grid of 0.05.
    static func best(_ held: [SIMD8<Double>], _ messages: [GoldMessage], _ weights: [Double]) -> (negative: Double, positive: Double) {
        var best = (negative: -0.25, positive: 0.25)
        var bestScore = -1.0
        let differences = held.map { sums in
            let (negative, positive) = WeightFitter.feelingProbabilities(sums)
            return positive - negative
        }
        for low in stride(from: -0.6, through: -0.1, by: 0.05) {
            for high in stride(from: 0.1, through: 0.6, by: 0.05) {
                var counts = [[Double]](repeating: [0, 0, 0], count: 3)
                for (index, message) in messages.enumerated() {
                    guard let gold = message.sentiment else { continue }
                    let predicted = differences[index] < low ? 0 : differences[index] > high ? 2 : 1
                    counts[gold == .negative ? 0 : gold == .neutral ? 1 : 2][predicted] += weights[index]
                }
                let score = (0..<3).reduce(0.0) { sum, index in
                    let row = counts[index].reduce(0, +), column = counts.reduce(0) { $0 + $1[index] }
                    return sum + (row + column == 0 ? 0 : 2 * counts[index][index] / (row + column))
                }
                if score > bestScore + 1e-12 {
                    bestScore = score
                    best = (low, high)
                }
            }
        }
        return best
    }
}

import UndertoneEngine

/// How far predicted labels agree with gold labels over some classes.
package struct Agreement: Sendable {
    package let classes: [String]
    /// How often each class of gold (row) was predicted as each class (column).
    package private(set) var confusion: [[Int]]

    package init(classes: [String]) {
        self.classes = classes
        confusion = [[Int]](repeating: [Int](repeating: 0, count: classes.count), count: classes.count)
    }

    package mutating func add(gold: Int, predicted: Int) { confusion[gold][predicted] += 1 }

    package var count: Int { confusion.reduce(0) { $0 + $1.reduce(0, +) } }
    private func row(_ index: Int) -> Int { confusion[index].reduce(0, +) }
    private func column(_ index: Int) -> Int { confusion.reduce(0) { $0 + $1[index] } }

    /// The share of right labels.
    package var accuracy: Double { count == 0 ? 0 : Double(confusion.indices.reduce(0) { $0 + confusion[$1][$1] }) / Double(count) }

    package func precision(_ index: Int) -> Double { column(index) == 0 ? 0 : Double(confusion[index][index]) / Double(column(index)) }
    package func recall(_ index: Int) -> Double { row(index) == 0 ? 0 : Double(confusion[index][index]) / Double(row(index)) }

    /// The harmonic mean of precision and recall.
    package func f1(_ index: Int) -> Double {
        let sum = row(index) + column(index)
        return sum == 0 ? 0 : 2 * Double(confusion[index][index]) / Double(sum)
    }

    /// The mean F1 over all classes that occur in gold or prediction.
    package var macroF1: Double {
        let present = classes.indices.filter { row($0) + column($0) > 0 }
        return present.isEmpty ? 0 : present.reduce(0) { $0 + f1($1) } / Double(present.count)
    }

    /// Agreement beyond chance (Cohen 1960).
    package var kappa: Double {
        guard count > 0 else { return 0 }
        let chance = classes.indices.reduce(0.0) { $0 + Double(row($1)) * Double(column($1)) } / (Double(count) * Double(count))
        return chance == 1 ? 1 : (accuracy - chance) / (1 - chance)
    }
}

/// How well confidence tells right labels from wrong ones.
package struct Calibration: Sendable {
    /// Confidence and whether the label was right, by message.
    package private(set) var points: [(confidence: Double, isRight: Bool)] = []

    package init() {}

    package mutating func add(_ confidence: Double, isRight: Bool) { points.append((confidence, isRight)) }

    /// The mean difference between confidence and share of right labels over ten equally wide bins, weighted by their sizes (Naeini 2015).
    package var expectedError: Double {
        guard !points.isEmpty else { return 0 }
        var sums = [(confidence: Double, right: Double, count: Double)](repeating: (0, 0, 0), count: 10)
        for point in points {
            let bin = min(9, Int(point.confidence * 10))
            sums[bin].confidence += point.confidence
            sums[bin].right += point.isRight ? 1 : 0
            sums[bin].count += 1
        }
        return sums.reduce(0) { $0 + abs($1.confidence - $1.right) } / Double(points.count)
    }

    /// The share of right labels among the most confident share of messages.
    package func accuracy(atCoverage coverage: Double) -> Double {
        let sorted = points.enumerated().sorted { ($1.element.confidence, $0.offset) < ($0.element.confidence, $1.offset) }
        let kept = sorted.prefix(max(1, Int(Double(points.count) * coverage + 0.5)))
        return kept.isEmpty ? 0 : Double(kept.filter(\.element.isRight).count) / Double(kept.count)
    }
}

/// The correlation of two rows of numbers (Pearson), 0 if one of them does not vary.
package func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let n = Double(a.count)
    guard n > 1 else { return 0 }
    let meanA = a.reduce(0, +) / n, meanB = b.reduce(0, +) / n
    var ab = 0.0, aa = 0.0, bb = 0.0
    for (x, y) in zip(a, b) {
        ab += (x - meanA) * (y - meanB)
        aa += (x - meanA) * (x - meanA)
        bb += (y - meanB) * (y - meanB)
    }
    return aa == 0 || bb == 0 ? 0 : ab / (aa * bb).squareRoot()
}

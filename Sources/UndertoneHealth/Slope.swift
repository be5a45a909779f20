/// The slope of a line through points that some wrong points do not bend: the median of the slopes of all pairs (Theil 1950, Sen 1968).
enum Slope {
    /// At most so many points are paired: of more, neighbours are averaged first, so that the cost stays bounded.
    static let most = 60

    /// The change of the value in 30 days; 0 if all days are one.
    /// - Parameter points: days and values, days not falling. Cost: at most 1,770 pairs.
    static func perMonth(_ points: [(day: Int, value: Double)]) -> Double {
        let points = averaged(points)
        var slopes: [Double] = []
        slopes.reserveCapacity(points.count * points.count / 2)
        for later in points.indices.dropFirst() {
            for earlier in 0..<later where points[later].day > points[earlier].day {
                slopes.append((points[later].value - points[earlier].value) / (points[later].day - points[earlier].day) * 30)
            }
        }
        if slopes.isEmpty { return 0 }
        let middle = slopes.count / 2
        let upper = smallest(middle, of: &slopes)
        // All that stand before it are no greater now; the greatest of them is the one before.
        return slopes.count % 2 == 1 ? upper : (slopes[..<middle].reduce(-Double.infinity, max) + upper) / 2
    }

    /// The number that would stand at a place if all were sorted (Hoare's selection). Cost: linear on average; the numbers are put into another order.
    static func smallest(_ place: Int, of numbers: inout [Double]) -> Double {
        var low = 0, high = numbers.count - 1
        while low < high {
            let pivot = numbers[(low + high) / 2]
            var left = low, right = high
            while left <= right {
                while numbers[left] < pivot { left += 1 }
                while numbers[right] > pivot { right -= 1 }
                if left <= right {
                    numbers.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if place <= right { high = right } else if place >= left { low = left } else { break }
        }
        return numbers[place]
    }

    /// Groups of neighbours, so that no more than `most` points are left.
    private static func averaged(_ points: [(day: Int, value: Double)]) -> [(day: Double, value: Double)] {
        let size = (points.count + most - 1) / most
        if size <= 1 { return points.map { (Double($0.day), $0.value) } }
        return stride(from: 0, to: points.count, by: size).map { start in
            let group = points[start..<min(start + size, points.count)]
            let count = Double(group.count)
            return (group.reduce(0) { $0 + Double($1.day) } / count, group.reduce(0) { $0 + $1.value } / count)
        }
    }
}

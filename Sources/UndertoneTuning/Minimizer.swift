/// Finds where a smooth convex function of many numbers is least: limited-memory BFGS (Liu & Nocedal 1989) that begins with what is known of how the function
/// bends along each number.
///
/// The same function gives the same point, bit for bit. Cost: `rounds` × (one look at the function + `memory` × 4 passes over the numbers).
struct Minimizer {
    /// Numbers, eight to a vector.
    typealias Point = [SIMD8<Double>]

    /// How many of the last steps tell how the function bends.
    var memory = 8
    /// How many steps are made at most.
    var rounds = 150
    /// The search ends when ten steps together lower the function by less than this share of it.
    var tolerance = 0.0001

    /// A step and what it did to the gradient.
    private struct Step {
        let move: Point, change: Point
        /// One by their product.
        let scale: Double
    }

    /// Where the function is least.
    /// - Parameters:
    ///   - start: where the search begins.
    ///   - bends: about the second derivative along each number, above 0.
    ///   - function: told a point, gives the function's value there and writes its gradient.
    func least(from start: Point, bends: Point, _ function: (Point, inout Point) -> Double) -> Point {
        var point = start
        var gradient = Point(repeating: SIMD8(), count: start.count)
        var value = function(point, &gradient)
        var steps: [Step] = []
        var values = [value]
        var next = point, nextGradient = gradient
        for _ in 0..<rounds {
            let direction = direction(gradient, bends, steps)
            let slope = Minimizer.product(direction, gradient)
            if slope >= 0 { break }
            var length = 1.0, nextValue = value
            repeat {
                for index in point.indices { next[index] = point[index] + direction[index] * length }
                nextValue = function(next, &nextGradient)
                if nextValue <= value + 0.0001 * length * slope { break }
                length /= 2
            } while length > 1e-6
            if nextValue >= value { break }
            remember(point, next, gradient, nextGradient, &steps)
            swap(&point, &next)
            swap(&gradient, &nextGradient)
            value = nextValue
            values.append(value)
            if values.count > 10, values[values.count - 11] - value < tolerance * abs(value) { break }
        }
        return point
    }

    /// Where to go from here: against the gradient, as far as the bends and the last steps say.
    private func direction(_ gradient: Point, _ bends: Point, _ steps: [Step]) -> Point {
        var direction = gradient
        var shares: [Double] = []
        for step in steps.reversed() {
            let share = step.scale * Minimizer.product(step.move, direction)
            shares.append(share)
            for index in direction.indices { direction[index] -= step.change[index] * share }
        }
        let size = size(of: bends, steps.last)
        for index in direction.indices { direction[index] *= size / bends[index] }
        for (step, share) in zip(steps, shares.reversed()) {
            let rest = share - step.scale * Minimizer.product(step.change, direction)
            for index in direction.indices { direction[index] += step.move[index] * rest }
        }
        for index in direction.indices { direction[index] = -direction[index] }
        return direction
    }

    /// What the bends must be divided by to agree with the last step (Shanno & Phua 1978).
    private func size(of bends: Point, _ last: Step?) -> Double {
        guard let last else { return 1 }
        var product = SIMD8<Double>()
        for index in bends.indices { product += last.change[index] * last.change[index] / bends[index] }
        return 1 / (last.scale * product.sum())
    }

    /// Keeps the last step, if the function bent upwards along it.
    private func remember(_ from: Point, _ to: Point, _ before: Point, _ after: Point, _ steps: inout [Step]) {
        var move = to, change = after
        for index in move.indices {
            move[index] -= from[index]
            change[index] -= before[index]
        }
        let product = Minimizer.product(move, change)
        if product <= 1e-12 { return }
        if steps.count == memory { steps.removeFirst() }
        steps.append(Step(move: move, change: change, scale: 1 / product))
    }

    private static func product(_ first: Point, _ second: Point) -> Double {
        var sum = SIMD8<Double>()
        for index in first.indices { sum += first[index] * second[index] }
        return sum.sum()
    }
}

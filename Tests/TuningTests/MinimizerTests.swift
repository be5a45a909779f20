import Testing

@testable import UndertoneTuning

@Suite("Minimizer")
struct MinimizerTests {
    /// The logarithm of a sum of powers, which bends everywhere and nowhere alike, and a bowl that holds it: no formula gives where it is least.
    private static func value(_ point: Minimizer.Point, _ gradient: inout Minimizer.Point) -> Double {
        var powers = 0.0, bowl = 0.0
        for index in point.indices {
            for lane in 0..<8 {
                let target = Double(index * 8 + lane) / 5 - 1
                let hold = 1 + Double(lane * lane)
                bowl += hold * (point[index][lane] - target) * (point[index][lane] - target) / 2
                gradient[index][lane] = hold * (point[index][lane] - target)
                powers += exponential(of: point[index][lane])
            }
        }
        for index in point.indices { for lane in 0..<8 { gradient[index][lane] += 10 * exponential(of: point[index][lane]) / (1 + powers) } }
        return bowl + 10 * logarithm(1 + powers)
    }

    private static func exponential(of x: Double) -> Double { (1...40).reversed().reduce(1) { 1 + x / Double($1) * $0 } }

    @Test("it finds the point that small steps against the gradient find, and sooner")
    func sameAsSmallSteps() {
        let start = Minimizer.Point(repeating: SIMD8(), count: 3)
        var slow = start, gradient = start
        for _ in 0..<3000 {
            _ = Self.value(slow, &gradient)
            for index in slow.indices { slow[index] -= gradient[index] * 0.01 }
        }
        var looks = 0
        let fast = Minimizer(tolerance: 1e-9).least(from: start, bends: Minimizer.Point(repeating: SIMD8(repeating: 2), count: 3)) { point, gradient in
            looks += 1
            return Self.value(point, &gradient)
        }
        #expect(looks < 100)
        for index in fast.indices { for lane in 0..<8 { #expect(abs(fast[index][lane] - slow[index][lane]) < 1e-5) } }
    }

    @Test("each step lowers the function, and bends that are far off only cost steps")
    func wrongBends() {
        let start = Minimizer.Point(repeating: SIMD8(repeating: 3), count: 3)
        var values: [Double] = []
        for bend in [0.001, 1000] {
            var gradient = start
            let bends = Minimizer.Point(repeating: SIMD8(repeating: bend), count: 3)
            let point = Minimizer(rounds: 500, tolerance: 1e-14).least(from: start, bends: bends, Self.value)
            values.append(Self.value(point, &gradient))
        }
        var gradient = start
        #expect(abs(values[0] - values[1]) < 1e-8 && values[0] < Self.value(start, &gradient))
    }
}

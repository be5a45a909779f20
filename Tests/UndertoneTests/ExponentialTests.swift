import Testing

@testable import UndertoneEngine

@Suite("exponential")
struct ExponentialTests {
    /// Powers of e with twenty significant digits, from decimal arithmetic with fifty digits.
    static let powers: [(Double, Double)] = [
        (-0.5, 6.0653065971263342360e-1),
        (-1, 3.6787944117144232160e-1),
        (-2, 1.3533528323661269189e-1),
        (-0.001, 9.9900049983337499165e-1),
        (-0.25, 7.7880078307140486825e-1),
        (-0.34657359, 7.0710678138451809635e-1),
        (-0.6931471805599453, 5.0000000000000001160e-1),
        (-3.75, 2.3517745856009108236e-2),
        (-10, 4.5399929762484851536e-5),
        (-17.3, 3.0669412945635550553e-8),
        (-33.333, 3.3393507267750632597e-15),
        (-64, 1.6038108905486378530e-28),
        (-100.125, 3.2829555262177533387e-44),
        (-250.5, 1.6189457023307565742e-109),
        (-500, 7.1245764067412855315e-218),
        (-699.99, 9.9587679404203186099e-305),
    ]

    @Test("agrees with a table of twenty digits to the last bit but two", arguments: powers)
    func table(x: Double, power: Double) { #expect(abs(exponential(x) - power) <= 4 * power.ulp) }

    @Test("is one at zero and nothing below -700")
    func limits() {
        #expect(exponential(0) == 1)
        #expect(exponential(-700) > 0)
        #expect(exponential(-700.5) == 0)
        #expect(exponential(-.infinity) == 0)
    }

    @Test("eight at once have the same bits as one by one")
    func eight() {
        for step in 0...9000 {
            let x = SIMD8((0..<8).map { lane in lane == 7 ? -Double.infinity : -Double(step * 8 + lane) / 101.7 })
            let powers = exponentials(x)
            for lane in 0..<8 where powers[lane].bitPattern != exponential(x[lane]).bitPattern { return #expect(Bool(false), "at \(x[lane])") }
        }
    }

    @Test("never falls while its argument rises")
    func monotone() {
        var last = 0.0
        for step in 0...70_000 {
            let value = exponential(Double(step) / 100 - 700)
            if value < last { return #expect(value >= last, "at \(Double(step) / 100 - 700)") }
            last = value
        }
        #expect(last == 1)
    }

    @Test(
        "the nearest whole number takes halves away from zero",
        arguments: [(0.5, 1), (-0.5, -1), (0.49, 0), (-0.49, 0), (1.5, 2), (2.5, 3), (-2.5, -3), (7, 7), (0, 0)])
    func nearest(x: Double, whole: Int) { #expect(nearestInteger(x) == whole) }
}

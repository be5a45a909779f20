/// Sums of the weights for signals in one text: hundredths of log-odds, by the place of the signal in `Signal.allCases`.
struct SignalSums: Sendable {
    private var sums = Numbers()
    /// What the strongest cue of each signal says.
    private var strongest = Numbers()

    /// Numbers by signal, eight to a vector.
    private struct Numbers: Sendable {
        var first = SIMD8<Int32>(), second = SIMD8<Int32>(), third = SIMD8<Int32>()

        subscript(signal: Int) -> Int32 { signal < 8 ? first[signal] : signal < 16 ? second[signal - 8] : third[signal - 16] }
    }

    /// So many rows of weights add up to numbers of 16 bits (see `SignalWeights.most`).
    private static let rowsAtOnce = 32

    /// Adds the rows of general cues, which no context acts on. Cost: three additions of vectors for a row, and three comparisons.
    mutating func add(_ rows: borrowing Buffer<UInt32>, _ weights: Table<SignalWeights>) {
        var start = 0
        var most = SignalWeights()
        while start < rows.count {
            let end = min(start &+ SignalSums.rowsAtOnce, rows.count)
            var some = SignalWeights()
            for place in start..<end {
                let row = weights[Int(rows[place])]
                some.first &+= row.first
                some.second &+= row.second
                some.third &+= row.third
                most.first.replace(with: row.first, where: row.first .> most.first)
                most.second.replace(with: row.second, where: row.second .> most.second)
                most.third.replace(with: row.third, where: row.third .> most.third)
            }
            sums.first &+= SIMD8(truncatingIfNeeded: some.first)
            sums.second &+= SIMD8(truncatingIfNeeded: some.second)
            sums.third &+= SIMD8(truncatingIfNeeded: some.third)
            start = end
        }
        strongest = Numbers(
            first: SIMD8(truncatingIfNeeded: most.first), second: SIMD8(truncatingIfNeeded: most.second), third: SIMD8(truncatingIfNeeded: most.third))
    }

    /// Adds the row of another entry with what its context makes of it; one that its context turned around says nothing.
    mutating func add(_ row: SignalWeights, _ factor: Int32) {
        if factor <= 0 { return }
        SignalSums.add(row.first, factor, &sums.first, &strongest.first)
        SignalSums.add(row.second, factor, &sums.second, &strongest.second)
        SignalSums.add(row.third, factor, &sums.third, &strongest.third)
    }

    @inline(__always)
    private static func add(_ row: SIMD8<Int16>, _ factor: Int32, _ sums: inout SIMD8<Int32>, _ strongest: inout SIMD8<Int32>) {
        let said = (SIMD8<Int32>(truncatingIfNeeded: row) &* factor) &>> Judge.oneBits
        sums &+= said
        strongest.replace(with: said, where: said .> strongest)
    }

    /// The sum of a signal.
    @inline(__always)
    func hundredths(_ signal: Int) -> Int32 { sums[signal] }

    /// The sum of a signal, in log-odds.
    subscript(signal: Int) -> Double { Double(sums[signal]) / 100 }

    /// What the strongest cue of a signal says, in log-odds; 0 if none speaks for it.
    func strongest(_ signal: Int) -> Double { Double(strongest[signal]) / 100 }
}

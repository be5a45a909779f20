/// Sums of the hand weights of signals met in one text.
struct SignalSums: Sendable {
    /// Quarters times `Judge.one`, by signal; signals without any are not looked at.
    private var sums = SIMD32<Int32>()
    private var met: UInt32 = 0

    /// Adds a cue that speaks for a signal; one that its context turned around says nothing.
    mutating func add(_ role: UInt8, _ weight: Int8, _ factor: Int32) {
        guard factor > 0 else { return }
        let index = Int(role - Role.firstSignal)
        sums[index] &+= Int32(weight) &* factor
        met |= 1 << UInt32(index)
    }

    /// The signals whose sums, multiplied with what the message's stages make of them, reach a limit, as bits.
    func above(_ limit: Double, _ factor: (Signal) -> Double) -> UInt32 {
        if met == 0 { return 0 }
        var found: UInt32 = 0
        for (index, signal) in Signal.allCases.enumerated() where met & (1 << UInt32(index)) != 0 {
            if Double(sums[index]) * factor(signal) >= limit { found |= 1 << UInt32(index) }
        }
        return found
    }
}

/// The number of a piece of a phrase; pieces of phrases without gaps have the numbers of their entries.
package typealias PieceID = UInt32

/// All phrases of all lexicons as one deterministic automaton over words: the form that runs.
///
/// It is anchored: a walk begins at every token and ends after at most `PatternParser.longestPhrase` steps, so the time is linear in the number of
/// tokens whatever the lexicons hold. States are sets of places in phrases (the position automaton of Glushkov, 1961, made deterministic), so alternatives
/// that go on alike share their states.
package struct PhraseAutomaton: Sendable {
    /// For each word the state after it at the beginning of a phrase, or 0.
    package let starts: [UInt32]
    /// For each state where its transitions begin in `words` and `targets`; one more at the end.
    package let edgeStarts: [UInt32]
    /// The words of the transitions, rising within each state, and the states they lead to.
    package let words: [UInt32]
    package let targets: [UInt32]
    /// For each state where any other word leads (`_`), or 0.
    package let defaults: [UInt32]
    /// For each state where its pieces begin in `outputs`; one more at the end.
    package let outputStarts: [UInt32]
    /// The pieces that end in each state.
    package let outputs: [PieceID]
    /// One bit for each pair of words that begins some phrase, hashed: nine of ten walks end here.
    package let pairs: [UInt64]

    @inline(__always)
    package static func pairBit(_ a: UInt32, _ b: UInt32) -> Int {
        Int(truncatingIfNeeded: ((UInt64(a) &<< 20 | UInt64(b)) &* 0x9E37_79B9_7F4A_7C15) &>> 40)
    }

    /// The state after a word, or 0. Cost: the logarithm of the number of transitions.
    @inline(__always)
    package func step(_ state: UInt32, _ word: UInt32, isBorder: Bool) -> UInt32 {
        var low = Int(edgeStarts[Int(state)])
        let end = Int(edgeStarts[Int(state) &+ 1])
        var count = end &- low
        while count > 1 {
            let half = count &>> 1
            // A choice without a branch: the comparison moves the window or not.
            low = words[low &+ half] <= word ? low &+ half : low
            count &-= half
        }
        if count == 1 && words[low] == word { return targets[low] }
        return isBorder ? 0 : defaults[Int(state)]
    }

    @inline(__always)
    package func mayBegin(_ first: UInt32, _ second: UInt32) -> Bool {
        let bit = PhraseAutomaton.pairBit(first, second) & (pairs.count &<< 6 &- 1)
        return pairs[bit &>> 6] & (1 &<< UInt64(bit & 63)) != 0
    }
}

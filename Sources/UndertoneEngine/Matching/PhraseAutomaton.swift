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
    /// The states; state 0 means "no match", and one more stands at the end to say where the last one's lists end.
    package let states: [State]
    /// The words of the transitions, rising within each state, and the states they lead to.
    package let words: [UInt32]
    package let targets: [UInt32]
    /// The pieces that end in each state, but for those of cues.
    package let outputs: [PieceID]
    /// For each state where its cues begin in `cues`; one more at the end.
    package let cueStarts: [UInt32]
    /// The pieces of cues that end in each state.
    package let cues: [PieceID]
    /// The transitions of the states after one word, where most walks end: an open-addressed table of (state, word) → state, packed into 64 bits; zero is an
    /// empty slot. Such states can have thousands of transitions.
    package let seconds: [UInt64]
    /// One bit for each transition in `seconds`, hashed, so that a walk that ends there rarely looks into the table.
    package let filter: [UInt64]

    /// Where the lists of a state begin; they end where those of the next state begin.
    package struct State: Sendable, Equatable {
        /// In `outputs`, and in `words` and `targets`.
        package let outputs: UInt32, edges: UInt32
        /// The state that any other word leads to (`_`), or 0.
        package let fallback: UInt32
        /// The place of the sum of its cues' weights among those sums, or 0.
        package let cueSum: UInt32

        package init(outputs: UInt32, edges: UInt32, fallback: UInt32, cueSum: UInt32) {
            self.outputs = outputs
            self.edges = edges
            self.fallback = fallback
            self.cueSum = cueSum
        }
    }

    package static let wordBits: UInt64 = 20, stateBits: UInt64 = 22

    @inline(__always)
    package static func key(_ state: UInt32, _ word: UInt32) -> UInt64 { UInt64(state) &<< wordBits | UInt64(word) }

    /// A well mixed number for a key.
    @inline(__always)
    package static func hash(_ key: UInt64) -> UInt64 {
        let mixed = key &* 0x9E37_79B9_7F4A_7C15
        return mixed ^ mixed &>> 32
    }

    /// Whether a transition may be in `seconds`; of those that are not, few pass.
    @inline(__always)
    package func maySecond(_ hash: UInt64) -> Bool {
        let bit = Int(truncatingIfNeeded: hash) & (filter.count &<< 6 &- 1)
        return filter[bit &>> 6] & (1 &<< UInt64(bit & 63)) != 0
    }

    /// The state after the second word of a phrase by its transition, or 0.
    @inline(__always)
    package func second(_ key: UInt64, _ hash: UInt64) -> UInt32 {
        let mask = seconds.count &- 1
        var slot = Int(truncatingIfNeeded: hash &>> 20) & mask
        while true {
            let edge = seconds[slot]
            if edge &>> PhraseAutomaton.stateBits == key { return UInt32(truncatingIfNeeded: edge & ((1 &<< PhraseAutomaton.stateBits) &- 1)) }
            if edge == 0 { return 0 }
            slot = (slot &+ 1) & mask
        }
    }

    /// The state after a further word, or 0. Cost: the logarithm of the number of transitions.
    @inline(__always)
    package func step(_ state: UInt32, _ word: UInt32, isBorder: Bool) -> UInt32 {
        var low = Int(states[Int(state)].edges)
        let end = Int(states[Int(state) &+ 1].edges)
        var count = end &- low
        while count > 1 {
            let half = count &>> 1
            // A choice without a branch: the comparison moves the window or not.
            low = words[low &+ half] <= word ? low &+ half : low
            count &-= half
        }
        if count == 1 && words[low] == word { return targets[low] }
        return isBorder ? 0 : states[Int(state)].fallback
    }
}

/// The number of a piece of a phrase; pieces of phrases without gaps have the numbers of their entries.
package typealias PieceID = UInt32

/// All phrases of all lexicons as one deterministic automaton over words: the form that runs.
///
/// It is anchored: a walk begins at every token and ends after at most `PatternParser.longestPhrase` steps, so the time is linear in the number of
/// tokens whatever the lexicons hold. States are sets of places in phrases (the position automaton of Glushkov, 1961, made deterministic), and those that
/// go on alike are one. The state after the first word of a phrase has the number of that word; the others follow. They stand in `LexiconImage`, each with
/// what its cues say.
package struct PhraseAutomaton: Sendable {
    /// The transitions: a word and the state it leads to. Those of a state make a row, an open-addressed table of its own; states that lead to the same
    /// states by the same words share it. No word and no state is an empty slot.
    package let slots: Table<Slot>
    /// One bit for each transition of a state after one word, hashed, so that a walk that ends there rarely looks into the rows.
    package let filter: Table<UInt64>
    /// What is found in a state is its note; states that find the same share it. Notes with cues stand first, those with a group in the middle.
    package let cueNotes: Int, groupNotes: Range<Int>
    /// For each note where its pieces begin in `outputs`, but for those of cues and groups; one more at the end.
    package let outputStarts: Table<UInt32>
    package let outputs: Table<PieceID>
    /// For each note below `cueNotes` where its cues begin in `cues`; one more at the end.
    package let cueStarts: Table<UInt32>
    package let cues: Table<PieceID>

    /// Where to go on from a state, and what is found in it.
    package struct State: Equatable, Sendable, BitwiseCopyable {
        package let bits: UInt64

        package init(bits: UInt64) { self.bits = bits }

        init(row: Int, sizeBits: Int, hasFallback: Bool, note: Int, finds: NoteKind) {
            bits = UInt64(row) | UInt64(sizeBits) << 24 | (hasFallback ? 1 << 29 : 0) | UInt64(finds.rawValue) << 30 | UInt64(note) << 42
        }

        /// The first slot of the row, and the logarithm of the number of its slots; row 0 has no transitions.
        @inline(__always) package var row: UInt64 { bits & 0xFF_FFFF }
        @inline(__always) package var sizeBits: UInt64 { bits &>> 24 & 31 }
        /// Whether any other word that is no border leads on too (`_`); the transition stands under `WordID.any`.
        @inline(__always) package var hasFallback: Bool { bits & 1 &<< 29 != 0 }
        @inline(__always) package var finds: NoteKind { NoteKind(rawValue: UInt16(truncatingIfNeeded: bits &>> 30) & 4095) }
        @inline(__always) package var note: Int { Int(truncatingIfNeeded: bits &>> 42) }

        /// The same state, marked by what else its note holds: what some cues may be evidence for, and whether its group begins phrases.
        func marked(_ kind: NoteKind) -> State { State(bits: bits | UInt64(kind.rawValue) << 30) }
    }

    /// What a note holds.
    package struct NoteKind: OptionSet, Hashable, Sendable {
        package let rawValue: UInt16
        @inline(__always) package init(rawValue: UInt16) { self.rawValue = rawValue }

        package static let cues = NoteKind(rawValue: 1), group = NoteKind(rawValue: 2), entries = NoteKind(rawValue: 4)
        /// Some of its cues may be evidence for something.
        package static let strongCues = NoteKind(rawValue: 0x7F8)
        /// Its group begins phrases; without it the group only goes on with phrases that were begun.
        static let opens = NoteKind(rawValue: 0x800)

        /// Some of its cues may be evidence for what has this number, from 0 to 7.
        @inline(__always) static func strongCues(for number: Int) -> NoteKind { NoteKind(rawValue: 8 &<< UInt16(truncatingIfNeeded: number)) }
    }

    /// The most states, words counted, and the most transitions and notes.
    static let mostStates = 1 << 21, mostSlots = 1 << 24, mostNotes = 1 << 22

    /// A word and the state it leads to.
    package struct Slot: Equatable, Sendable, BitwiseCopyable {
        package let word: UInt32, target: UInt32

        package static let empty = Slot(word: 0, target: 0)
    }

    /// The slot of a row in which a word's transition stands, if it is free.
    @inline(__always)
    static func slot(_ word: UInt32, sizeBits: UInt64) -> UInt64 { UInt64(word &* 0x9E37_79B1) &>> (32 &- sizeBits) }

    /// What stands in the slot of a row in which a word's transition stands, if it stands where it belongs.
    @inline(__always)
    package static func look(_ state: State, _ word: UInt32, _ slots: Table<Slot>) -> Slot {
        slots[Int(truncatingIfNeeded: state.row &+ slot(word, sizeBits: state.sizeBits))]
    }

    /// The state after a further word by its own transition, or 0.
    /// - Parameter found: what `look` gave.
    @inline(__always)
    package static func step(_ found: Slot, _ state: State, _ word: UInt32, _ slots: Table<Slot>) -> UInt32 {
        if found.word == word { return found.target }
        return found == .empty || state.sizeBits == 0 ? 0 : search(state, word, slots)
    }

    /// The state after a further word, or 0, where another word's transition stands in the word's own slot. Cost: one look into the row, rarely more.
    @inline(never)
    private static func search(_ state: State, _ word: UInt32, _ slots: Table<Slot>) -> UInt32 {
        let mask = (1 &<< state.sizeBits) &- 1
        let home = PhraseAutomaton.slot(word, sizeBits: state.sizeBits)
        var distance: UInt64 = 1
        while distance <= mask {
            let found = slots[Int(truncatingIfNeeded: state.row &+ ((home &+ distance) & mask))]
            if found.word == word { return found.target }
            if found == .empty { return 0 }
            distance &+= 1
        }
        return 0
    }

    /// The state after any other word than those which have transitions of their own, or 0.
    package static func fallback(_ state: State, _ slots: Table<Slot>) -> UInt32 {
        step(look(state, WordID.any.raw, slots), state, WordID.any.raw, slots)
    }

    /// A well mixed number for a transition of a state after one word.
    @inline(__always)
    package static func hash(_ state: State, _ word: UInt32) -> UInt64 { (state.row &<< 21 | UInt64(word)) &* 0x9E37_79B9_7F4A_7C15 }
}

// Cues one by one: bulk work adds them up, evidence lists those that are strong enough for it.

/// Which cues can be listed after matching.
package enum KeptCues: Sendable {
    case none
    /// Those that may be evidence for something.
    case strong
    case all

    /// What a state must find to be kept for its cues.
    var kind: PhraseAutomaton.NoteKind {
        switch self {
        case .none: []
        case .strong: .strongCues
        case .all: .cues
        }
    }
}

extension Matcher {
    /// Sifts what was met by what it finds: afterwards `listCues` can be asked for some of it.
    ///
    /// There is no branch: a place is written over unless it counts.
    /// - Parameter kind: of what is found, one thing of which is enough; no other cues than were kept.
    func sift(_ kind: PhraseAutomaton.NoteKind, _ scratch: inout Scratch) {
        scratch.sifted.resize(to: scratch.firsts.count &+ scratch.later.count)
        var count = 0
        for first in 0..<scratch.firsts.count {
            let state = scratch.firsts[first]
            scratch.sifted[count] = MetNote(note: state.note, first: UInt32(truncatingIfNeeded: first), length: 1)
            count &+= state.finds.isDisjoint(with: kind) ? 0 : 1
        }
        for index in 0..<scratch.later.count {
            let later = scratch.later[index]
            scratch.sifted[count] = MetNote(note: later.state.note, first: later.first, length: later.length)
            count &+= later.state.finds.isDisjoint(with: kind) ? 0 : 1
        }
        scratch.sifted.resize(to: count)
    }

    /// Lists in `scratch.foundCues` cues of the notes sifted: those of one word, longer ones, those with gaps, each in order.
    /// - Parameter isWanted: told a note, whether its cues are to be listed.
    @inline(__always)
    func listCues(_ scratch: inout Scratch, where isWanted: (Int) -> Bool) {
        let starts = image.automaton.cueStarts, cues = image.automaton.cues
        scratch.foundCues.resize(to: 0)
        for index in 0..<scratch.sifted.count where isWanted(Int(scratch.sifted[index].note)) {
            let met = scratch.sifted[index], first = Int(met.first)
            for place in Int(starts[Int(met.note)])..<Int(starts[Int(met.note) &+ 1]) {
                scratch.foundCues.append(Match(entry: cues[place], first: first, next: first &+ Int(met.length)))
            }
        }
        for index in 0..<scratch.gapCues.count { scratch.foundCues.append(scratch.gapCues[index]) }
    }

    /// A note that was met.
    struct MetNote: BitwiseCopyable {
        let note: UInt32, first: UInt32, length: UInt32

        @inline(__always)
        init(note: Int, first: UInt32, length: UInt32) {
            self.note = UInt32(truncatingIfNeeded: note)
            self.first = first
            self.length = length
        }
    }

    /// All cues that were met.
    package func cues(_ scratch: inout Scratch) -> [Match] {
        sift(.cues, &scratch)
        listCues(&scratch) { _ in true }
        return scratch.foundCues.array
    }
}

/// Finds all entries in the tokens of a text: pieces by the automaton, phrases with gaps joined from their pieces, and of
/// overlapping entries that speak for the same thing the longest.
package struct Matcher: Sendable {
    let image: LexiconImage
    private let automaton: PhraseAutomaton

    package init(_ image: LexiconImage) {
        self.image = image
        automaton = image.automaton
    }

    /// What a worker keeps between messages, so that no message allocates.
    package struct Scratch: ~Copyable {
        /// Entries met, the longest of each role only; cues are added up in `cueSum` unless they are kept too.
        var found = Buffer(Match(entry: 0, first: 0, next: 0))
        /// The sum of the weights of all cues met.
        package var cueSum = SIMD8<Int32>()
        /// What all cues met say of signals: rows of `LexiconImage.signalWeights`.
        var signalRows = Buffer(0 as UInt32)
        /// Cues met, in order: what `listCues` was asked for.
        var foundCues = Buffer(Match(entry: 0, first: 0, next: 0))
        /// Notes met whose cues can be listed: what was sifted.
        var sifted = Buffer(MetNote(note: 0, first: 0, length: 0))
        /// Cues with gaps that were met.
        var gapCues = Buffer(Match(entry: 0, first: 0, next: 0))
        /// For each token the state after it as the first word of a phrase.
        var firsts = Buffer(PhraseAutomaton.State(bits: 0))
        /// Walks under way: their first tokens, the states they have reached, by number and in full, and what stands where their next transition may.
        fileprivate var walks = Buffer(0 as UInt32), numbers = Buffer(0 as UInt32)
        fileprivate var states = Buffer(PhraseAutomaton.State(bits: 0)), slots = Buffer(PhraseAutomaton.Slot.empty)
        /// What walks found after their second word and later, and for each token the first and the last of these, counted from 1.
        var later = Buffer(Later(state: PhraseAutomaton.State(bits: 0), first: 0, length: 0, next: 0))
        fileprivate var heads = Buffer(0 as UInt32), tails = Buffer(0 as UInt32)
        /// Beginnings of phrases with gaps that were met in this sentence.
        var beginnings = Buffer(Beginning(opener: 0, first: 0, next: 0, origin: 0))
        /// A bit for each opening among them, in blocks.
        var isOpen = Buffer(SIMD8<UInt64>())
        /// A phrase with gaps was met, so matches may not stand in the order of their first tokens.
        var isUnordered = false
        var covered = Buffer(0 as UInt64)
        var sorted = Buffer(Match(entry: 0, first: 0, next: 0))

        package init() {}

        // Keeps the fields from leaking: see `Classifier.Scratch`.
        deinit {}

        /// A copy of the entries met.
        package var matches: [Match] { found.array }

        /// Forgets what was met.
        mutating func clear() {
            found.resize(to: 0)
            foundCues.resize(to: 0)
            gapCues.resize(to: 0)
            firsts.resize(to: 0)
            later.resize(to: 0)
        }
    }

    /// A state that a walk from some token reached after so many words, and the next one of the same walk.
    struct Later: BitwiseCopyable {
        let state: PhraseAutomaton.State
        let first: UInt32
        let length: UInt32
        var next: UInt32
    }

    /// Beginnings of phrases with gaps that were met, up to the end of one of their pieces.
    struct Beginning: BitwiseCopyable {
        /// A group of first pieces, or behind all groups the opening that a later piece made.
        let opener: UInt32
        /// The first token of the last piece, and the one after the piece.
        let first: UInt32, next: UInt32
        /// The first token of the first piece.
        let origin: UInt32

        init(opener: UInt32, first: Int, next: Int, origin: Int) {
            self.opener = opener
            self.first = UInt32(truncatingIfNeeded: first)
            self.next = UInt32(truncatingIfNeeded: next)
            self.origin = UInt32(truncatingIfNeeded: origin)
        }
    }

    /// Finds the entries.
    /// - Parameters:
    ///   - kept: which cues can be listed afterwards; all are added up.
    package func match(_ tokens: borrowing Buffer<Token>, keeping kept: KeptCues, into scratch: inout Scratch) {
        find(tokens, keeping: kept, &scratch)
        if scratch.found.count > 1 { keepLongest(tokens.count, &scratch) }
    }

    /// Whether an entry is met somewhere in a text, even if a longer one of its role covers it.
    package func meets(_ entry: Int, _ tokens: borrowing Buffer<Token>, _ scratch: inout Scratch) -> Bool {
        find(tokens, keeping: .all, &scratch)
        return scratch.matches.contains { Int($0.entry) == entry } || cues(&scratch).contains { Int($0.entry) == entry }
    }

    /// Finds all entries, overlapping ones too.
    private func find(_ tokens: borrowing Buffer<Token>, keeping kept: KeptCues, _ scratch: inout Scratch) {
        scratch.found.resize(to: 0)
        scratch.gapCues.resize(to: 0)
        scratch.isOpen.resize(to: image.chains.openingCount &>> 9 &+ 1)
        begin(tokens, &scratch)
        goOn(tokens, kept, &scratch)
        takeNotes(tokens, &scratch)
        if scratch.isUnordered {
            Matcher.sort(&scratch.found)
            scratch.isUnordered = false
        }
        if scratch.beginnings.count > 0 { endSentence(before: .max, &scratch) }
    }

    /// Looks up the states after the first word from every token on, adds up the cues of single words, and begins a walk where a second word may follow.
    ///
    /// Here and in `goOn` all walks go one step at a time, each kind of look-up in a loop of its own: they do not wait for one another, and the memory
    /// answers many at once.
    @inline(never)
    private func begin(_ tokens: borrowing Buffer<Token>, _ scratch: inout Scratch) {
        let count = tokens.count
        scratch.firsts.resize(to: count)
        scratch.walks.resize(to: count)
        scratch.numbers.resize(to: count)
        scratch.states.resize(to: count)
        scratch.slots.resize(to: count)
        scratch.heads.resize(to: count)
        scratch.tails.resize(to: count)
        scratch.later.resize(to: 0)
        scratch.signalRows.resize(to: count)
        let firsts = image.firsts, filter = automaton.filter
        let filterMask = filter.count &<< 6 &- 1
        var sum = SIMD8<Int32>()
        var begun = 0, spoken = 0
        var word = tokens[0].word.raw
        for index in 0..<count {
            let following = index &+ 1 < count ? tokens[index &+ 1].word.raw : 0
            let reached = firsts[Int(word)], state = reached.state
            word = following
            scratch.firsts[index] = state
            scratch.heads[index] = 0
            sum &+= SIMD8<Int32>(truncatingIfNeeded: reached.weights)
            scratch.signalRows[spoken] = reached.signals
            spoken &+= reached.signals == 0 ? 0 : 1
            let bit = Int(truncatingIfNeeded: PhraseAutomaton.hash(state, following) &>> 32) & filterMask
            // A choice without a branch: the place is written over unless it counts.
            scratch.walks[begun] = UInt32(truncatingIfNeeded: index)
            begun &+= Int(truncatingIfNeeded: (filter[bit &>> 6] &>> UInt64(bit & 63) | state.bits &>> 29) & 1)
        }
        scratch.cueSum = sum
        scratch.signalRows.resize(to: spoken)
        for walk in 0..<begun { scratch.states[walk] = scratch.firsts[Int(scratch.walks[walk])] }
        scratch.walks.resize(to: begun)
        step(tokens, automaton.slots, length: 1, &scratch)
    }

    /// Takes all walks one word further; those that end are left out.
    @inline(__always)
    private func step(_ tokens: borrowing Buffer<Token>, _ slots: Table<PhraseAutomaton.Slot>, length: Int, _ scratch: inout Scratch) {
        // The message's last token is a border behind which no phrase goes on.
        let last = tokens.count &- 1
        let count = scratch.walks.count
        for walk in 0..<count {
            let place = min(Int(scratch.walks[walk]) &+ length, last)
            scratch.slots[walk] = PhraseAutomaton.look(scratch.states[walk], tokens[place].word.raw, slots)
        }
        var kept = 0
        for walk in 0..<count {
            let first = scratch.walks[walk]
            let place = Int(first) &+ length
            if place > last { continue }
            let state = scratch.states[walk]
            var number = PhraseAutomaton.step(scratch.slots[walk], state, tokens[place].word.raw, slots)
            if number == 0 {
                if !state.hasFallback || tokens[place].marks.contains(.border) { continue }
                number = PhraseAutomaton.fallback(state, slots)
            }
            scratch.walks[kept] = first
            scratch.numbers[kept] = number
            kept &+= 1
        }
        scratch.walks.resize(to: kept)
    }

    /// Follows all walks to their ends, adds up the cues met and lists what else was found.
    @inline(never)
    private func goOn(_ tokens: borrowing Buffer<Token>, _ kept: KeptCues, _ scratch: inout Scratch) {
        let laters = image.laters, slots = automaton.slots
        let listed = kept.kind.union([.group, .entries])
        let words = image.firsts.count
        var sum = scratch.cueSum
        var length = 2
        while scratch.walks.count > 0 {
            let count = scratch.walks.count
            // The first loop brings all of them at once, the second has branches that none could foresee.
            for walk in 0..<count { scratch.states[walk] = laters[Int(scratch.numbers[walk]) &- words].state }
            var kept = 0, spoken = scratch.signalRows.count
            scratch.signalRows.resize(to: spoken &+ count)
            for walk in 0..<count {
                let reached = laters[Int(scratch.numbers[walk]) &- words], state = reached.state
                let first = scratch.walks[walk]
                scratch.signalRows[spoken] = reached.signals
                spoken &+= reached.signals == 0 ? 0 : 1
                sum &+= SIMD8<Int32>(truncatingIfNeeded: reached.weights)
                if !state.finds.isDisjoint(with: listed) { list(state, Int(first), length, &scratch) }
                scratch.walks[kept] = first
                scratch.states[kept] = state
                kept &+= state.row == 0 ? 0 : 1
            }
            scratch.walks.resize(to: kept)
            scratch.signalRows.resize(to: spoken)
            step(tokens, slots, length: length, &scratch)
            length &+= 1
        }
        scratch.cueSum = sum
    }

    /// Lists a state that a walk reached after its first word.
    @inline(__always)
    private func list(_ state: PhraseAutomaton.State, _ first: Int, _ length: Int, _ scratch: inout Scratch) {
        scratch.later.append(Later(state: state, first: UInt32(truncatingIfNeeded: first), length: UInt32(truncatingIfNeeded: length), next: 0))
        let number = UInt32(truncatingIfNeeded: scratch.later.count)
        if scratch.heads[first] == 0 { scratch.heads[first] = number } else { scratch.later[Int(scratch.tails[first]) &- 1].next = number }
        scratch.tails[first] = number
    }

    /// Takes note of everything that was found, in the order of the first words, shorter before longer.
    @inline(never)
    private func takeNotes(_ tokens: borrowing Buffer<Token>, _ scratch: inout Scratch) {
        let groups = image.chains.groups, blocks = image.chains.blocks, bits = image.chains.bits
        var sentence: UInt32 = 0
        for first in 0..<tokens.count {
            if tokens[first].sentence != sentence {
                sentence = tokens[first].sentence
                if scratch.beginnings.count > 0 { endSentence(before: first, &scratch) }
            }
            note(scratch.firsts[first], groups, blocks, bits, tokens, first, first &+ 1, &scratch)
            var place = Int(scratch.heads[first])
            while place != 0 {
                let later = scratch.later[place &- 1]
                note(later.state, groups, blocks, bits, tokens, first, first &+ Int(later.length), &scratch)
                place = Int(later.next)
            }
        }
    }

    /// Takes note of what is found in a state.
    @inline(__always)
    private func note(
        _ state: PhraseAutomaton.State, _ groups: Table<LexiconImage.Group>, _ blocks: Table<UInt32>, _ bits: Table<SIMD8<UInt64>>,
        _ tokens: borrowing Buffer<Token>, _ first: Int, _ next: Int, _ scratch: inout Scratch
    ) {
        let finds = state.finds
        if finds.contains(.entries) {
            for place in Int(automaton.outputStarts[state.note])..<Int(automaton.outputStarts[state.note &+ 1]) {
                scratch.found.append(Match(entry: automaton.outputs[place], first: first, next: next))
            }
        }
        // Most pieces only go on with phrases, and in most sentences none was begun.
        if finds.contains(.group) && (scratch.beginnings.count > 0 || finds.contains(.opens)) {
            let number = state.note &- automaton.groupNotes.lowerBound
            let group = groups[number]
            if scratch.beginnings.count > 0 {
                for place in Int(group.continues)..<Int(group.opens) where Matcher.any(bits[place] & scratch.isOpen[Int(blocks[place])]) {
                    follow(place, group, tokens, first, next, &scratch)
                }
            }
            if group.opens < group.opensEnd {
                for place in Int(group.opens)..<Int(group.opensEnd) { scratch.isOpen[Int(blocks[place])] |= bits[place] }
                scratch.beginnings.append(Beginning(opener: UInt32(truncatingIfNeeded: number), first: first, next: next, origin: first))
            }
        }
    }

    /// Whether some bit is set.
    @inline(__always)
    private static func any(_ bits: SIMD8<UInt64>) -> Bool {
        let four = bits.lowHalf | bits.highHalf
        let two = four.lowHalf | four.highHalf
        return two[0] | two[1] != 0
    }
}

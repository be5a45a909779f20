/// Finds all entries in the tokens of a text: pieces by the automaton, phrases with gaps joined from their pieces, and of
/// overlapping entries that speak for the same thing the longest.
package struct Matcher: Sendable {
    let image: LexiconImage
    private let entryCount: Int

    package init(_ image: LexiconImage) {
        self.image = image
        entryCount = image.roles.count
    }

    /// What a worker keeps between messages, so that no message allocates.
    package struct Scratch: ~Copyable {
        /// Entries met, the longest of each role only; cues are added up in `cueSum` unless they are kept too.
        package var matches: [Match] = []
        /// The sum of the weights of all cues met.
        package var cueSum = SIMD8<Int32>()
        /// Cues met, in order; filled only when they are asked for.
        package var cues: [Match] = []
        /// Beginnings of phrases with gaps that were met in this text.
        fileprivate var openings: [Opening] = []
        /// For each opening the last time it was met, or -1; and a bit for each that was met.
        fileprivate var lastOpening: [Int32] = []
        fileprivate var isOpen: [UInt64] = []
        /// A phrase with gaps was met, so matches may not stand in the order of their first tokens.
        fileprivate var isUnordered = false
        fileprivate var covered: [UInt64] = []
        fileprivate var sorted: [Match] = []

        package init() {}
    }

    /// A beginning of a phrase with gaps that was met, up to the end of one of its pieces.
    fileprivate struct Opening {
        let number: UInt32
        /// The first token of its last piece, and the one after the piece.
        let first: UInt32, next: UInt32
        /// The first token of its first piece.
        let origin: UInt32
        /// The time before that the same beginning was met, or -1.
        let before: Int32
    }

    /// Finds the entries.
    /// - Parameters:
    ///   - keepsCues: whether cues are listed as well as added up.
    package func match(_ tokens: [Token], keepsCues: Bool, into scratch: inout Scratch) {
        find(tokens, keepsCues: keepsCues, &scratch)
        if scratch.matches.count > 1 { keepLongest(tokens.count, &scratch) }
    }

    /// Finds all entries, overlapping ones too.
    private func find(_ tokens: [Token], keepsCues: Bool, _ scratch: inout Scratch) {
        scratch.matches.removeAll(keepingCapacity: true)
        scratch.cues.removeAll(keepingCapacity: true)
        while scratch.lastOpening.count < image.chains.openingCount { scratch.lastOpening.append(-1) }
        while scratch.isOpen.count << 6 < image.chains.openingCount { scratch.isOpen.append(0) }
        scratch.cueSum = SIMD8()
        let count = tokens.count
        var first = 0
        while first < count {
            walk(tokens, from: first, keepsCues, &scratch)
            first &+= 1
        }
        if scratch.isUnordered {
            scratch.matches.sort { ($0.first, $0.entry) < ($1.first, $1.entry) }
            scratch.isUnordered = false
        }
        for opening in scratch.openings {
            scratch.lastOpening[Int(opening.number)] = -1
            scratch.isOpen[Int(opening.number &>> 6)] = 0
        }
        scratch.openings.removeAll(keepingCapacity: true)
    }

    /// Whether an entry is met somewhere in a text, even if a longer one of its role covers it.
    package func meets(_ entry: Int, _ tokens: [Token], _ scratch: inout Scratch) -> Bool {
        find(tokens, keepsCues: true, &scratch)
        return scratch.matches.contains { Int($0.entry) == entry } || scratch.cues.contains { Int($0.entry) == entry }
    }

    /// Follows the automaton from one token on and takes note of every piece that ends on the way.
    @inline(__always)
    private func walk(_ tokens: [Token], from first: Int, _ keepsCues: Bool, _ scratch: inout Scratch) {
        let automaton = image.automaton
        let word = tokens[first].word.raw
        var state = Int(word) < automaton.starts.count ? automaton.starts[Int(word)] : 0
        if state == 0 { return }
        var next = first &+ 1
        note(state, tokens, first, next, keepsCues, &scratch)
        guard next < tokens.count else { return }
        state = automaton.second(state, tokens[next].word.raw, isBorder: tokens[next].marks.contains(.border))
        while state != 0 {
            next &+= 1
            note(state, tokens, first, next, keepsCues, &scratch)
            guard next < tokens.count else { return }
            state = automaton.step(state, tokens[next].word.raw, isBorder: tokens[next].marks.contains(.border))
        }
    }

    /// Takes note of the pieces that end in a state.
    @inline(__always)
    private func note(_ state: UInt32, _ tokens: [Token], _ first: Int, _ next: Int, _ keepsCues: Bool, _ scratch: inout Scratch) {
        let automaton = image.automaton
        let found = automaton.states[Int(state)]
        if found.cueSum != 0 {
            scratch.cueSum &+= SIMD8<Int32>(truncatingIfNeeded: image.cueSums[Int(found.cueSum)])
            if keepsCues { keepCues(state, first, next, &scratch) }
        }
        var index = Int(found.outputs)
        let end = Int(automaton.states[Int(state) &+ 1].outputs)
        while index < end {
            let piece = automaton.outputs[index]
            if piece >= entryCount {
                follow(piece, tokens, first, next, keepsCues, &scratch)
            } else {
                scratch.matches.append(Match(entry: piece, first: first, next: next))
            }
            index &+= 1
        }
    }

    /// Lists the cues that end in a state.
    private func keepCues(_ state: UInt32, _ first: Int, _ next: Int, _ scratch: inout Scratch) {
        for place in image.automaton.cueStarts[Int(state)]..<image.automaton.cueStarts[Int(state) + 1] {
            scratch.cues.append(Match(entry: image.automaton.cues[Int(place)], first: first, next: next))
        }
    }

    /// Takes note of an entry with gaps that was met.
    private func take(_ entry: UInt32, _ first: Int, _ next: Int, _ keepsCues: Bool, _ scratch: inout Scratch) {
        if image.roles[Int(entry)] == Role.cueCode {
            scratch.cueSum &+= SIMD8<Int32>(truncatingIfNeeded: image.weights[Int(entry)])
            if keepsCues { scratch.cues.append(Match(entry: entry, first: first, next: next)) }
        } else {
            scratch.matches.append(Match(entry: entry, first: first, next: next))
            scratch.isUnordered = true
        }
    }

    /// Joins a piece of phrases with gaps to the pieces before it that stand in the same sentence and near enough.
    ///
    /// Pieces are met in the order of their first tokens, so those before are known already. Of the many phrases that go on with a frequent word only those
    /// are looked at whose beginning was met: a few bits tell.
    private func follow(_ piece: PieceID, _ tokens: [Token], _ first: Int, _ next: Int, _ keepsCues: Bool, _ scratch: inout Scratch) {
        let chains = image.chains
        let number = Int(piece) &- entryCount
        var place = Int(chains.maskStarts[number])
        let maskEnd = Int(chains.maskStarts[number &+ 1])
        let links = Int(chains.linkStarts[number])..<Int(chains.linkStarts[number &+ 1])
        while place < maskEnd {
            let mask = chains.masks[place]
            var open = scratch.isOpen[Int(mask.word)] & mask.bits
            while open != 0 {
                let opening = mask.word &<< 6 | UInt32(truncatingIfNeeded: open.trailingZeroBitCount)
                resume(opening, links, tokens, first, next, keepsCues, &scratch)
                open &= open &- 1
            }
            place &+= 1
        }
        // Links of first pieces stand last.
        place = links.upperBound &- 1
        while place >= links.lowerBound, chains.links[place].previous == LexiconImage.Link.none {
            open(chains.links[place].opening, first, next, origin: UInt32(truncatingIfNeeded: first), &scratch)
            place &-= 1
        }
    }

    /// Goes on with an opening by all links of a piece that continue it.
    private func resume(
        _ opening: UInt32, _ links: Range<Int>, _ tokens: [Token], _ first: Int, _ next: Int, _ keepsCues: Bool, _ scratch: inout Scratch
    ) {
        var low = links.lowerBound, high = links.upperBound
        while low < high {
            let middle = (low &+ high) &>> 1
            if image.chains.links[middle].previous < opening { low = middle &+ 1 } else { high = middle }
        }
        while low < links.upperBound, image.chains.links[low].previous == opening {
            let link = image.chains.links[low]
            let origin = origin(of: opening, gap: Int(link.gap), tokens, first, scratch)
            if origin >= 0 {
                if link.entry != LexiconImage.Link.none {
                    take(link.entry, origin, next, keepsCues, &scratch)
                } else {
                    open(link.opening, first, next, origin: UInt32(truncatingIfNeeded: origin), &scratch)
                }
            }
            low &+= 1
        }
    }

    /// Where the nearest match of an opening before a token began, or -1.
    private func origin(of opening: UInt32, gap: Int, _ tokens: [Token], _ first: Int, _ scratch: borrowing Scratch) -> Int {
        var index = scratch.lastOpening[Int(opening)]
        while index >= 0 {
            let candidate = scratch.openings[Int(index)]
            // Matches of one opening are listed by where they begin; none is longer than a phrase may be.
            if Int(candidate.first) &+ PatternParser.longestPhrase &+ gap < first { return -1 }
            if Int(candidate.next) <= first, first &- Int(candidate.next) <= gap, tokens[Int(candidate.next)].sentence == tokens[first].sentence {
                return Int(candidate.origin)
            }
            index = candidate.before
        }
        return -1
    }

    private func open(_ opening: UInt32, _ first: Int, _ next: Int, origin: UInt32, _ scratch: inout Scratch) {
        let before = scratch.lastOpening[Int(opening)]
        scratch.lastOpening[Int(opening)] = Int32(truncatingIfNeeded: scratch.openings.count)
        scratch.isOpen[Int(opening &>> 6)] |= 1 &<< UInt64(opening & 63)
        scratch.openings.append(
            Opening(
                number: opening, first: UInt32(truncatingIfNeeded: first), next: UInt32(truncatingIfNeeded: next), origin: origin, before: before))
    }

    /// Of entries of one role that overlap, keeps the longest (the first among equals; of equals in the same place the first in the lexicons).
    private func keepLongest(_ tokenCount: Int, _ scratch: inout Scratch) {
        scratch.sorted.removeAll(keepingCapacity: true)
        var longest = 0
        for match in scratch.matches { longest = max(longest, match.length) }
        while scratch.covered.count < tokenCount { scratch.covered.append(0) }
        var length = longest
        while length > 0 {
            for match in scratch.matches where match.length == length {
                let bit: UInt64 = 1 &<< UInt64(image.roles[Int(match.entry)])
                var isFree = true
                for token in match.range where scratch.covered[token] & bit != 0 { isFree = false }
                if isFree {
                    for token in match.range { scratch.covered[token] |= bit }
                    scratch.sorted.append(match)
                }
            }
            length -= 1
        }
        for match in scratch.sorted { for token in match.range { scratch.covered[token] = 0 } }
        swap(&scratch.matches, &scratch.sorted)
    }
}

// Phrases with gaps: their pieces are joined as they are met.

extension Matcher {
    /// Joins a piece of phrases with gaps to the pieces before it that stand in the same sentence and near enough.
    ///
    /// Pieces are met in the order of their first tokens, so those before are known already. Of the many phrases that go on with a frequent word only those
    /// are looked at whose beginning was met, and of the many that begin with one only those that some piece of the text continues: a few bits tell.
    @inline(never)
    func follow(
        _ group: LexiconImage.Group, _ tokens: borrowing Buffer<Token>, _ first: Int, _ next: Int, _ keepsCues: Bool, _ scratch: inout Scratch
    ) {
        if scratch.openings.count > 0 {
            resume(group.mask, group, tokens, first, next, keepsCues, &scratch)
            var place = Int(group.masks)
            while place < Int(group.masksEnd) {
                resume(image.chains.masks[place], group, tokens, first, next, keepsCues, &scratch)
                place &+= 1
            }
        }
        if group.opens != LexiconImage.Link.none {
            open(group.opens, first, next, origin: first, &scratch)
            var place = Int(group.end) &- 2
            while place >= Int(group.firsts) {
                open(image.chains.links[place].opening, first, next, origin: first, &scratch)
                place &-= 1
            }
        }
    }

    /// Goes on with the openings of a mask that were met.
    @inline(__always)
    private func resume(
        _ mask: LexiconImage.Mask, _ group: LexiconImage.Group, _ tokens: borrowing Buffer<Token>, _ first: Int, _ next: Int, _ keepsCues: Bool,
        _ scratch: inout Scratch
    ) {
        var open = scratch.isOpen[Int(mask.word)] & mask.bits
        while open != 0 {
            let opening = mask.word &<< 6 | UInt32(truncatingIfNeeded: open.trailingZeroBitCount)
            resume(opening, group, tokens, first, next, keepsCues, &scratch)
            open &= open &- 1
        }
    }

    /// Goes on with an opening by all links of a piece that continue it.
    private func resume(
        _ opening: UInt32, _ group: LexiconImage.Group, _ tokens: borrowing Buffer<Token>, _ first: Int, _ next: Int, _ keepsCues: Bool,
        _ scratch: inout Scratch
    ) {
        var low = Int(group.links), high = Int(group.firsts)
        while low < high {
            let middle = (low &+ high) &>> 1
            if image.chains.links[middle].previous < opening { low = middle &+ 1 } else { high = middle }
        }
        while low < Int(group.firsts) {
            let link = image.chains.links[low]
            if link.previous != opening { return }
            let origin = origin(of: opening, gap: Int(link.gap), tokens, first, scratch)
            if origin >= 0 {
                if link.entry != LexiconImage.Link.none {
                    take(link.entry, origin, next, keepsCues, &scratch)
                } else {
                    open(link.opening, first, next, origin: origin, &scratch)
                }
            }
            low &+= 1
        }
    }

    /// Takes note of an entry with gaps that was met.
    private func take(_ entry: UInt32, _ first: Int, _ next: Int, _ keepsCues: Bool, _ scratch: inout Scratch) {
        if image.roles[Int(entry)] == Role.cueCode {
            scratch.cueSum &+= SIMD8<Int32>(truncatingIfNeeded: image.weights[Int(entry)])
            if keepsCues { scratch.cues.append(Match(entry: entry, first: first, next: next)) }
        } else {
            scratch.found.append(Match(entry: entry, first: first, next: next))
            scratch.isUnordered = true
        }
    }

    /// Where the nearest match of an opening before a token began, or -1.
    private func origin(of opening: UInt32, gap: Int, _ tokens: borrowing Buffer<Token>, _ first: Int, _ scratch: borrowing Scratch) -> Int {
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

    /// Takes note of an opening, if it is wanted.
    @inline(__always)
    func open(_ opening: UInt32, _ first: Int, _ next: Int, origin: Int, _ scratch: inout Scratch) {
        let bit: UInt64 = 1 &<< UInt64(opening & 63)
        if scratch.wanted[Int(opening &>> 6)] & bit != 0 { note(opening, first, next, origin: origin, &scratch) }
    }

    private func note(_ opening: UInt32, _ first: Int, _ next: Int, origin: Int, _ scratch: inout Scratch) {
        let before = scratch.lastOpening[Int(opening)]
        scratch.lastOpening[Int(opening)] = Int32(truncatingIfNeeded: scratch.openings.count)
        scratch.isOpen[Int(opening &>> 6)] |= 1 &<< UInt64(opening & 63)
        scratch.openings.append(
            Opening(
                number: opening, first: UInt32(truncatingIfNeeded: first), next: UInt32(truncatingIfNeeded: next),
                origin: UInt32(truncatingIfNeeded: origin), before: before))
    }

    /// Forgets the openings of the sentences before a token; those that end at it, with the sign that ended the last sentence, stay.
    func closeOpenings(before token: Int, _ scratch: inout Scratch) {
        var kept = 0
        for index in 0..<scratch.openings.count {
            let opening = scratch.openings[index]
            scratch.lastOpening[Int(opening.number)] = -1
            scratch.isOpen[Int(opening.number &>> 6)] = 0
            scratch.openings[kept] = opening
            kept &+= Int(opening.next) < token ? 0 : 1
        }
        scratch.openings.resize(to: kept)
        for index in 0..<kept {
            let number = scratch.openings[index].number
            scratch.openings[index].before = scratch.lastOpening[Int(number)]
            scratch.lastOpening[Int(number)] = Int32(truncatingIfNeeded: index)
            scratch.isOpen[Int(number &>> 6)] |= 1 &<< UInt64(number & 63)
        }
    }
}

// Phrases with gaps: their pieces are joined as they are met.

extension Matcher {
    /// Joins a piece of phrases with gaps to the pieces before it that stand in the same sentence and near enough.
    ///
    /// Pieces are met in the order of their first tokens, so those before are known already. Of the many phrases that go on with a frequent word only those
    /// are looked at whose beginning was met: bits tell, 512 at a time.
    /// - Parameter place: a block of openings that the piece continues, some of which were met.
    @inline(never)
    func follow(
        _ place: Int, _ group: LexiconImage.Group, _ tokens: borrowing Buffer<Token>, _ first: Int, _ next: Int, _ scratch: inout Scratch
    ) {
        let block = image.chains.blocks[place]
        let met = image.chains.bits[place] & scratch.isOpen[Int(block)]
        for word in 0..<8 {
            var open = met[word]
            while open != 0 {
                let opening = block &<< 9 | UInt32(truncatingIfNeeded: word &<< 6 | open.trailingZeroBitCount)
                resume(opening, group, tokens, first, next, &scratch)
                open &= open &- 1
            }
        }
    }

    /// Goes on with an opening by all links of a piece that continue it.
    private func resume(
        _ opening: UInt32, _ group: LexiconImage.Group, _ tokens: borrowing Buffer<Token>, _ first: Int, _ next: Int,
        _ scratch: inout Scratch
    ) {
        var low = Int(group.links), high = Int(group.linksEnd)
        while low < high {
            let middle = (low &+ high) &>> 1
            if image.chains.links[middle].previous < opening { low = middle &+ 1 } else { high = middle }
        }
        while low < Int(group.linksEnd) {
            let link = image.chains.links[low]
            if link.previous != opening { return }
            let origin = origin(of: opening, gap: Int(link.gap), tokens, first, scratch)
            if origin >= 0 {
                if link.entry != LexiconImage.Link.none {
                    take(link.entry, origin, next, &scratch)
                } else {
                    begin(link.opening, first, next, origin: origin, &scratch)
                }
            }
            low &+= 1
        }
    }

    /// Takes note of an entry with gaps that was met.
    private func take(_ entry: UInt32, _ first: Int, _ next: Int, _ scratch: inout Scratch) {
        if image.roles[Int(entry)] == Role.cueCode {
            scratch.cueSum &+= SIMD8<Int32>(truncatingIfNeeded: image.weights[Int(entry)])
            scratch.gapCues.append(Match(entry: entry, first: first, next: next))
        } else {
            scratch.found.append(Match(entry: entry, first: first, next: next))
            scratch.isUnordered = true
        }
    }

    /// Where the nearest match of an opening before a token began, or -1.
    private func origin(of opening: UInt32, gap: Int, _ tokens: borrowing Buffer<Token>, _ first: Int, _ scratch: borrowing Scratch) -> Int {
        var index = scratch.beginnings.count
        while index > 0 {
            index &-= 1
            let candidate = scratch.beginnings[index]
            // They are listed by where they begin, and no piece is longer than a phrase may be.
            if Int(candidate.first) &+ PatternParser.longestPhrase &+ gap < first { return -1 }
            if Int(candidate.next) <= first, first &- Int(candidate.next) <= gap, makes(opening, candidate.opener),
                tokens[Int(candidate.next)].sentence == tokens[first].sentence
            {
                return Int(candidate.origin)
            }
        }
        return -1
    }

    /// Whether an opener makes an opening.
    private func makes(_ opening: UInt32, _ opener: UInt32) -> Bool {
        if Int(opener) >= image.chains.groups.count { return Int(opener) &- image.chains.groups.count == Int(opening) }
        let group = image.chains.groups[Int(opener)]
        for place in Int(group.opens)..<Int(group.opensEnd) where image.chains.blocks[place] == opening &>> 9 {
            return image.chains.bits[place][Int(opening &>> 6 & 7)] &>> UInt64(opening & 63) & 1 != 0
        }
        return false
    }

    /// Takes note of an opening that a later piece makes.
    private func begin(_ opening: UInt32, _ first: Int, _ next: Int, origin: Int, _ scratch: inout Scratch) {
        let opener = UInt32(truncatingIfNeeded: image.chains.groups.count) &+ opening
        mark(opener, &scratch)
        scratch.beginnings.append(Beginning(opener: opener, first: first, next: next, origin: origin))
    }

    /// Forgets the beginnings in the sentences before a token; those that end at it, with the sign that ended the last sentence, stay.
    @inline(never)
    func endSentence(before token: Int, _ scratch: inout Scratch) {
        for block in 0..<scratch.isOpen.count { scratch.isOpen[block] = SIMD8() }
        var kept = 0
        for index in 0..<scratch.beginnings.count {
            let beginning = scratch.beginnings[index]
            if Int(beginning.next) < token { continue }
            scratch.beginnings[kept] = beginning
            kept &+= 1
            mark(beginning.opener, &scratch)
        }
        scratch.beginnings.resize(to: kept)
    }

    /// Sets the bits of all openings that an opener makes.
    private func mark(_ opener: UInt32, _ scratch: inout Scratch) {
        if Int(opener) >= image.chains.groups.count {
            let opening = Int(opener) &- image.chains.groups.count
            scratch.isOpen[opening &>> 9][opening &>> 6 & 7] |= 1 &<< UInt64(opening & 63)
            return
        }
        let group = image.chains.groups[Int(opener)]
        for place in Int(group.opens)..<Int(group.opensEnd) { scratch.isOpen[Int(image.chains.blocks[place])] |= image.chains.bits[place] }
    }
}

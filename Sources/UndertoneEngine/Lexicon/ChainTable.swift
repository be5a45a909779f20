/// The pieces of all phrases with gaps, each once, and how they follow one another.
struct ChainTable {
    private(set) var pieces: [PhraseNode] = []
    private var numbers: [PhraseNode: Int] = [:]
    private var links: [[LexiconImage.Link]] = []
    /// Beginnings that phrases share, by the beginning before, the gap and the piece.
    private var openings: [[UInt32]: UInt32] = [:]
    private(set) var openingCount: UInt32 = 0
    /// Sets of pieces that end together, in the order of their numbers.
    private var groups: [[Int]] = []
    private var groupNumbers: [[Int]: Int] = [:]

    /// The number of a set of pieces.
    mutating func group(of pieces: [Int]) -> Int {
        if let known = groupNumbers[pieces] { return known }
        groupNumbers[pieces] = groups.count
        groups.append(pieces)
        return groups.count - 1
    }

    mutating func add(_ pattern: PhrasePattern, entry: UInt32) {
        var previous = LexiconImage.Link.none
        for (place, node) in pattern.pieces.enumerated() {
            let piece = number(of: node)
            let gap = place == 0 ? 0 : UInt32(pattern.gaps[place - 1])
            if place == pattern.pieces.count - 1 {
                links[piece].append(LexiconImage.Link(previous: previous, gap: gap, entry: entry, opening: LexiconImage.Link.none))
                return
            }
            let key = [previous, gap, UInt32(piece)]
            if let known = openings[key] {
                previous = known
                continue
            }
            openings[key] = openingCount
            links[piece].append(LexiconImage.Link(previous: previous, gap: gap, entry: LexiconImage.Link.none, opening: openingCount))
            previous = openingCount
            openingCount += 1
        }
    }

    private mutating func number(of node: PhraseNode) -> Int {
        if let known = numbers[node] { return known }
        numbers[node] = pieces.count
        pieces.append(node)
        links.append([])
        return pieces.count - 1
    }

    /// - Parameter groupOf: for each note that has a group its number.
    func chains(_ groupOf: [UInt32]) -> LexiconImage.Chains {
        let order = openingOrder()
        var flat: [LexiconImage.Link] = []
        var blocks: [UInt32] = [], bits: [SIMD8<UInt64>] = []
        func add(_ openings: [UInt32]) {
            var words: [UInt32: SIMD8<UInt64>] = [:]
            for opening in openings { words[opening >> 9, default: SIMD8()][Int(opening >> 6 & 7)] |= 1 << UInt64(opening & 63) }
            for (block, set) in words.sorted(by: { $0.key < $1.key }) {
                blocks.append(block)
                bits.append(set)
            }
        }
        let packed = groups.map { group in
            let all = group.flatMap { links[$0] }.map { link in
                LexiconImage.Link(
                    previous: link.previous == LexiconImage.Link.none ? link.previous : order[Int(link.previous)], gap: link.gap, entry: link.entry,
                    opening: link.opening == LexiconImage.Link.none ? link.opening : order[Int(link.opening)])
            }
            let continuing = all.filter { $0.previous != LexiconImage.Link.none }.sorted {
                ($0.previous, $0.gap, $0.entry, $0.opening) < ($1.previous, $1.gap, $1.entry, $1.opening)
            }
            let continues = UInt32(blocks.count), place = UInt32(flat.count)
            flat += continuing
            add(continuing.map(\.previous))
            let opens = UInt32(blocks.count)
            add(all.filter { $0.previous == LexiconImage.Link.none }.map(\.opening))
            return LexiconImage.Group(continues: continues, opens: opens, opensEnd: UInt32(blocks.count), links: place, linksEnd: UInt32(flat.count))
        }
        return LexiconImage.Chains(
            groups: Table(groupOf.map { packed[Int($0)] }), links: Table(flat), blocks: Table(blocks), bits: Table(bits), openingCount: Int(openingCount))
    }

    /// For each opening its number in the image: those that one piece makes are neighbours there, so that few blocks hold them.
    private func openingOrder() -> [UInt32] {
        var order = [UInt32](repeating: 0, count: Int(openingCount))
        var next: UInt32 = 0
        for link in links.joined() where link.opening != LexiconImage.Link.none {
            order[Int(link.opening)] = next
            next += 1
        }
        return order
    }
}

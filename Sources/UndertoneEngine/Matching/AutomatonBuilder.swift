/// Builds a `PhraseAutomaton` out of phrases whose words have numbers: the form that is easy to check.
///
/// Every leaf of a phrase is a position (Glushkov 1961); a state is the sorted list of positions that the words so far may have reached.
/// The number of states is bounded by `limit`; a set of phrases that needs more is refused.
package struct AutomatonBuilder {
    /// What one position matches: some words, or any word.
    private enum Leaf {
        case words([UInt32])
        case any
    }

    /// First and last positions of a node, and whether it can match nothing.
    private struct Ends {
        var first: [UInt32] = [], last: [UInt32] = []
        var isOptional = false
    }

    private var leaves: [Leaf] = []
    private var follow: [[UInt32]] = []
    /// The piece that ends at a position.
    private var ending: [[PieceID]] = []
    private var firsts: [UInt32] = []
    private let wordCount: Int
    private let resolve: (PhraseNode) -> [UInt32]
    private let isCue: (PieceID) -> Bool

    /// - Parameters:
    ///   - wordCount: one more than the highest word number.
    ///   - resolve: the numbers of the words that a `.words`, `.prefix` or `.signs` node matches.
    ///   - isCue: whether a piece is a whole cue, whose weights are added up by state.
    package init(wordCount: Int, resolve: @escaping (PhraseNode) -> [UInt32], isCue: @escaping (PieceID) -> Bool) {
        self.wordCount = wordCount
        self.resolve = resolve
        self.isCue = isCue
    }

    /// Adds a piece.
    package mutating func add(_ piece: PhraseNode, as id: PieceID) {
        let ends = visit(piece)
        firsts.append(contentsOf: ends.first)
        for position in ends.last { ending[Int(position)].append(id) }
    }

    private mutating func leaf(_ leaf: Leaf) -> Ends {
        leaves.append(leaf)
        follow.append([])
        ending.append([])
        let position = UInt32(leaves.count - 1)
        return Ends(first: [position], last: [position], isOptional: false)
    }

    private mutating func visit(_ node: PhraseNode) -> Ends {
        switch node {
        case .words, .prefix, .signs: return leaf(.words(resolve(node).sorted()))
        case .any: return leaf(.any)
        case .optional(let inner):
            var ends = visit(inner)
            ends.isOptional = true
            return ends
        case .choice(let nodes):
            var ends = Ends()
            for node in nodes {
                let more = visit(node)
                ends.first += more.first
                ends.last += more.last
                ends.isOptional = ends.isOptional || more.isOptional
            }
            return ends
        case .sequence(let nodes):
            var ends = Ends(isOptional: true)
            for node in nodes {
                let more = visit(node)
                for position in ends.last { follow[Int(position)] += more.first }
                if ends.isOptional { ends.first += more.first }
                ends.last = more.isOptional ? ends.last + more.last : more.last
                ends.isOptional = ends.isOptional && more.isOptional
            }
            return ends
        }
    }

    /// The most states that an automaton may have, the most transitions and positions in them, and the most words that are looked at to find them.
    package static let limit = 1 << 21
    private static let mostEdges = 1 << 24, mostPositions = 1 << 25, mostSteps = 1 << 27

    /// Makes the automaton deterministic.
    /// - Parameter grouped: the whole entries among the pieces (but for cues) that end in a state, and one number for all others.
    /// - Returns: the form that runs, or nil if it would have more than `limit` states or otherwise be too large.
    package func build(grouped: ([PieceID]) -> (entries: [PieceID], group: UInt32?)) -> PackedAutomaton? {
        var states: [[UInt32]: UInt32] = [:]
        var pending: [[UInt32]] = [[]]  // State 0 means "no match".
        var defaults: [UInt32] = [0]
        var edges: [[AutomatonPacker.Edge]] = [[]]
        func number(_ positions: [UInt32]) -> UInt32 {
            if let known = states[positions] { return known }
            let state = UInt32(pending.count)
            states[positions] = state
            pending.append(positions)
            defaults.append(0)
            edges.append([])
            return state
        }
        var starts = [UInt32](repeating: 0, count: wordCount)
        for (word, positions) in targets(of: firsts).byWord { starts[Int(word)] = number(positions) }
        var next = 1
        var edgeCount = 0, positionCount = 0, steps = 0
        while next < pending.count {
            positionCount += pending[next].count
            if pending.count > AutomatonBuilder.limit || positionCount > AutomatonBuilder.mostPositions { return nil }
            let candidates = AutomatonBuilder.union(pending[next].map { follow[Int($0)] })
            for position in candidates { if case .words(let words) = leaves[Int(position)] { steps += words.count } else { steps += 1 } }
            if steps > AutomatonBuilder.mostSteps { return nil }
            let (byWord, any) = targets(of: candidates)
            edgeCount += byWord.count
            if edgeCount > AutomatonBuilder.mostEdges { return nil }
            if !any.isEmpty { defaults[next] = number(any) }
            for (word, positions) in byWord { edges[next].append(AutomatonPacker.Edge(word: word, target: number(positions))) }
            next += 1
        }
        var packer = AutomatonPacker(edges: edges, fallbacks: defaults, found: pending.map { ended($0, grouped) })
        return packer.pack(starts)
    }

    private static func union(_ lists: [[UInt32]]) -> [UInt32] {
        if lists.count == 1 { return lists[0] }
        return Array(Set(lists.joined()))
    }

    /// Where each word leads from the positions that may come next, sorted by word, and where any other word leads.
    private func targets(of candidates: [UInt32]) -> (byWord: [(UInt32, [UInt32])], any: [UInt32]) {
        var any: [UInt32] = []
        var reached: [UInt32: [UInt32]] = [:]
        for position in candidates {
            switch leaves[Int(position)] {
            case .any: any.append(position)
            case .words(let words): for word in words { reached[word, default: []].append(position) }
            }
        }
        any.sort()
        let sorted = reached.sorted { $0.key < $1.key }
        // `_` is any word, but never a border, also where another phrase names that border.
        return (sorted.map { ($0.key, any.isEmpty || WordID.borders.contains($0.key) ? $0.value.sorted() : Array(Set($0.value + any)).sorted()) }, any)
    }

    /// The pieces that end in a state.
    private func ended(_ positions: [UInt32], _ grouped: ([PieceID]) -> (entries: [PieceID], group: UInt32?)) -> AutomatonPacker.Found {
        let ended = Set(positions.flatMap { ending[Int($0)] }).sorted()
        let others = grouped(ended.filter { !isCue($0) })
        return AutomatonPacker.Found(cues: ended.filter(isCue), group: others.group, entries: others.entries)
    }
}

/// The smallest power of two that is not below a number.
package func powerOfTwo(atLeast number: Int) -> Int {
    var power = 1
    while power < number { power *= 2 }
    return power
}

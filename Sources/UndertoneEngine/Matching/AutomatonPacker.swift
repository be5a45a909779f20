/// An automaton with its states.
package struct PackedAutomaton {
    let automaton: PhraseAutomaton
    /// The states after the first word of a phrase, by word, and all others.
    let firsts: [PhraseAutomaton.State], laters: [PhraseAutomaton.State]
    /// For each note that has a group its number.
    let groups: [UInt32]
}

/// Makes the form of an automaton that runs out of its states: alike states become one, transitions stand in small tables, what is found is listed once.
struct AutomatonPacker {
    /// A transition.
    struct Edge: Hashable {
        let word: UInt32
        var target: UInt32
    }

    /// What is found in a state: cues, a group of pieces of phrases with gaps, other entries.
    struct Found: Hashable {
        let cues: [PieceID]
        let group: UInt32?
        let entries: [PieceID]

        var kind: PhraseAutomaton.NoteKind {
            var kind: PhraseAutomaton.NoteKind = []
            if !cues.isEmpty { kind.insert(.cues) }
            if group != nil { kind.insert(.group) }
            if !entries.isEmpty { kind.insert(.entries) }
            return kind
        }
    }

    /// What tells states apart: two that find the same and lead on alike are one.
    private struct Kind: Hashable {
        let found: Found
        let edges: [Edge]
    }

    /// For each state its transitions, rising by word; where any other word leads, or 0; the pieces that end in it, cues apart.
    private let edges: [[Edge]]
    private let fallbacks: [UInt32]
    private let found: [Found]
    private let list: NoteList
    /// For each state the number that it has in the packed form, or nil while it is not known.
    private var numbers: [UInt32?]
    private var known: [Kind: UInt32] = [:]
    /// The packed states after the words; their rows.
    private var kinds: [Kind] = []
    private var rows: [[Edge]: (row: Int, sizeBits: Int)] = [[]: (0, 0)]
    private var slots: [PhraseAutomaton.Slot] = [.empty]
    private var wordCount = 0

    init(edges: [[Edge]], fallbacks: [UInt32], found: [Found]) {
        self.edges = edges
        self.fallbacks = fallbacks
        list = NoteList(found)
        self.found = found
        numbers = [UInt32?](repeating: nil, count: edges.count)
        numbers[0] = 0
    }

    /// - Parameter starts: for each word the state after it at the beginning of a phrase, or 0.
    /// - Returns: nil if there are too many states or transitions.
    mutating func pack(_ starts: [UInt32]) -> PackedAutomaton? {
        wordCount = starts.count
        let firsts = starts.map { kind(of: Int($0)) }
        guard wordCount + kinds.count < PhraseAutomaton.mostStates, list.count < PhraseAutomaton.mostNotes else { return nil }
        var firstStates: [PhraseAutomaton.State] = []
        var seconds: [(PhraseAutomaton.State, UInt32)] = []
        var seen: Set<Int> = [0]
        for kind in firsts {
            let state = self.state(kind)
            firstStates.append(state)
            if seen.insert(Int(state.row)).inserted { seconds += kind.edges.map { (state, $0.word) } }
        }
        let states = kinds.map { state($0) }
        guard slots.count < PhraseAutomaton.mostSlots else { return nil }
        var filter = [UInt64](repeating: 0, count: max(powerOfTwo(atLeast: seconds.count * 8) / 64, 1))
        for (state, word) in seconds {
            let bit = Int(truncatingIfNeeded: PhraseAutomaton.hash(state, word) >> 32) & (filter.count * 64 - 1)
            filter[bit >> 6] |= 1 << UInt64(bit & 63)
        }
        let automaton = PhraseAutomaton(
            slots: Table(slots), filter: Table(filter), cueNotes: list.cueNotes, groupNotes: list.groupNotes, outputStarts: Table(list.outputStarts),
            outputs: Table(list.outputs), cueStarts: Table(list.cueStarts), cues: Table(list.cues))
        return PackedAutomaton(automaton: automaton, firsts: firstStates, laters: states, groups: list.groups)
    }

    /// What tells a state from others. Walks through a phrase end, so this does too.
    private mutating func kind(of state: Int) -> Kind {
        if state == 0 { return Kind(found: Found(cues: [], group: nil, entries: []), edges: []) }
        var targets = edges[state].map { Edge(word: $0.word, target: number(of: Int($0.target))) }
        if fallbacks[state] != 0 { targets.insert(Edge(word: WordID.any.raw, target: number(of: Int(fallbacks[state]))), at: 0) }
        return Kind(found: found[state], edges: targets)
    }

    private mutating func number(of state: Int) -> UInt32 {
        if let number = numbers[state] { return number }
        let kind = self.kind(of: state)
        let number = known[kind] ?? UInt32(wordCount + kinds.count)
        if known[kind] == nil {
            known[kind] = number
            kinds.append(kind)
        }
        numbers[state] = number
        return number
    }

    private mutating func state(_ kind: Kind) -> PhraseAutomaton.State {
        let (row, sizeBits) = rows[kind.edges] ?? addRow(kind.edges)
        return PhraseAutomaton.State(
            row: row, sizeBits: sizeBits, hasFallback: kind.edges.contains { $0.word == WordID.any.raw }, note: list.number(kind.found),
            finds: kind.found.kind)
    }

    /// Lays out a row: at least a fifth of it stays free, so that a word is found or missed almost at once.
    private mutating func addRow(_ edges: [Edge]) -> (row: Int, sizeBits: Int) {
        let size = edges.count == 1 ? 1 : powerOfTwo(atLeast: edges.count * 5 / 4 + 1)
        let place = (row: slots.count, sizeBits: size.trailingZeroBitCount)
        slots += [PhraseAutomaton.Slot](repeating: .empty, count: size)
        for edge in edges {
            var slot = Int(PhraseAutomaton.slot(edge.word, sizeBits: UInt64(place.sizeBits)))
            while slots[place.row + slot] != .empty { slot = (slot + 1) & (size - 1) }
            slots[place.row + slot] = PhraseAutomaton.Slot(word: edge.word, target: edge.target)
        }
        rows[edges] = place
        return place
    }
}

/// What states find, each once: nothing, then what has cues and no group, cues and a group, a group and no cues, neither.
private struct NoteList {
    private var numbers: [AutomatonPacker.Found: Int] = [:]
    private(set) var outputStarts: [UInt32] = [], cueStarts: [UInt32] = []
    private(set) var outputs: [PieceID] = [], cues: [PieceID] = [], groups: [UInt32] = []
    let cueNotes: Int, groupNotes: Range<Int>, count: Int

    init(_ found: [AutomatonPacker.Found]) {
        let nothing = AutomatonPacker.Found(cues: [], group: nil, entries: [])
        var parts: [[AutomatonPacker.Found]] = [[nothing], [], [], [], []]
        var seen: Set<AutomatonPacker.Found> = [nothing]
        for found in found where seen.insert(found).inserted {
            let hasCues = !found.cues.isEmpty
            parts[found.group == nil ? (hasCues ? 1 : 4) : (hasCues ? 2 : 3)].append(found)
        }
        let first = parts[0].count + parts[1].count
        cueNotes = first + parts[2].count
        groupNotes = first..<(cueNotes + parts[3].count)
        let all = parts.flatMap { $0 }
        count = all.count
        for (number, found) in all.enumerated() {
            numbers[found] = number
            outputStarts.append(UInt32(outputs.count))
            outputs += found.entries
            if let group = found.group { groups.append(group) }
            if number < cueNotes {
                cueStarts.append(UInt32(cues.count))
                cues += found.cues
            }
        }
        outputStarts.append(UInt32(outputs.count))
        cueStarts.append(UInt32(cues.count))
    }

    func number(_ found: AutomatonPacker.Found) -> Int { numbers[found] ?? 0 }
}

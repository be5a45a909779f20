/// Turns checked entries into the form that runs: numbers for words, one automaton for all phrases, weights in arrays.
enum LexiconCompiler {
    /// - Returns: the image, or nil if the phrases need more states than an automaton may have.
    static func compile(_ source: LexiconSource) -> LexiconImage? {
        let words = WordTable(source)
        let isCue = source.entries.map { $0.role == .cue }
        var builder = AutomatonBuilder(wordCount: words.count) {
            words.numbers(of: $0)
        } isCue: {
            $0 < isCue.count && isCue[Int($0)]
        }
        var chains = ChainTable()
        for (index, entry) in source.entries.enumerated() {
            if entry.pattern.pieces.count == 1 {
                builder.add(entry.pattern.pieces[0], as: PieceID(index))
            } else {
                chains.add(entry.pattern, entry: UInt32(index))
            }
        }
        for (number, piece) in chains.pieces.enumerated() { builder.add(piece, as: PieceID(source.entries.count + number)) }
        // All pieces of phrases with gaps that end in one state are followed up together, as one group.
        let built = builder.build { pieces in
            let parts = pieces.filter { $0 >= source.entries.count }.map { Int($0) - source.entries.count }
            let entries = pieces.filter { $0 < source.entries.count }
            return (entries, parts.isEmpty ? nil : UInt32(chains.group(of: parts)))
        }
        guard let built, chains.openingCount < 1 << 22 else { return nil }
        let automaton = built.automaton
        var sections: [String] = []
        var places: [String: UInt16] = [:]
        for entry in source.entries where places[entry.section] == nil {
            places[entry.section] = UInt16(sections.count)
            sections.append(entry.section)
        }
        let entryWeights = source.entries.map { $0.packedWeights(source.rules) }
        var signals = SignalRows(rules: source.rules)
        let entryRows = source.entries.map { signals.row(of: [$0]) }
        let cueRows = (0..<automaton.cueNotes).map { note in signals.row(of: cues(of: note, automaton).map { source.entries[$0] }) }
        let kinds = source.entries.indices.map { EvidenceLimit.kind(entryWeights[$0], signals.rows[Int(entryRows[$0])]) }
        let chainTable = chains.chains(built.groups)
        func kind(_ note: Int) -> PhraseAutomaton.NoteKind {
            var kind: PhraseAutomaton.NoteKind = note < automaton.cueNotes ? cues(of: note, automaton).reduce(into: []) { $0.formUnion(kinds[$1]) } : []
            if automaton.groupNotes.contains(note) {
                let group = chainTable.groups[note - automaton.groupNotes.lowerBound]
                if group.opens < group.opensEnd { kind.insert(.opens) }
            }
            return kind
        }
        let noteKinds = (0..<automaton.outputStarts.count - 1).map { $0 > 0 ? kind($0) : [] }
        let sums = cueSums(automaton, entryWeights)
        func reached(_ states: [PhraseAutomaton.State]) -> Table<LexiconImage.Reached> {
            Table(
                states.map { state in
                    let note = state.note < automaton.cueNotes ? state.note : 0
                    return LexiconImage.Reached(weights: sums[note], state: state.marked(noteKinds[state.note]), signals: cueRows[note])
                })
        }
        return LexiconImage(
            vocabulary: words.vocabulary(source), boundaries: source.boundaries, automaton: automaton,
            roles: Table(source.entries.map { Role.codes[$0.role] ?? 0 }), weights: Table(entryWeights),
            firsts: reached(built.firsts), laters: reached(built.laters), signalWeights: Table(signals.rows), entrySignals: Table(entryRows),
            cueSignals: Table(cueRows), sectionOf: Table(source.entries.map { places[$0.section] ?? 0 }),
            numberOf: Table(source.entries.map { UInt16(clamping: $0.number) }),
            sections: sections.map { Array($0.utf8) }, chains: chainTable, rules: source.rules)
    }

    /// The sums of the weights of the cues in each note that has some; the first one is that of no cues.
    private static func cueSums(_ automaton: PhraseAutomaton, _ weights: [SIMD8<Int16>]) -> [SIMD8<Int16>] {
        (0..<automaton.cueNotes).map { note in
            var sum = SIMD8<Int32>()
            for cue in cues(of: note, automaton) { sum &+= SIMD8<Int32>(truncatingIfNeeded: weights[cue]) }
            return SIMD8<Int16>(clamping: sum)
        }
    }

    /// The entries of the cues of a note.
    private static func cues(of note: Int, _ automaton: PhraseAutomaton) -> [Int] {
        (automaton.cueStarts[note]..<automaton.cueStarts[note + 1]).map { Int(automaton.cues[Int($0)]) }
    }
}

/// The numbers of all words in the phrases of a set of lexicons.
private struct WordTable {
    private var numbers: [String: UInt32] = [:]
    /// Words in the order of their numbers, the first of which is `WordID.firstWord`: those that many phrases hold come first, so that what belongs to
    /// frequent words stands together. Beginnings end in `*` and come last.
    private var words: [String] = []
    /// The same in the order of their bytes, with their numbers.
    private var sorted: [(bytes: [UInt8], number: UInt32)] = []
    /// Numbers in digits that some phrase names by itself; they are numbers all the same.
    private var figures: [UInt32] = []

    init(_ source: LexiconSource) {
        var uses: [String: Int] = [:]
        var beginnings: Set<String> = []
        for entry in source.entries {
            for piece in entry.pattern.pieces {
                piece.forEachWord {
                    uses[$0, default: 0] += 1
                } prefix: {
                    beginnings.insert($0 + "*")
                }
            }
        }
        for reading in source.spelling.readings.values { for word in reading { uses[word, default: 0] += 1 } }
        for word in source.spelling.abbreviations { uses[word, default: 0] += 1 }
        words = uses.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key) + beginnings.sorted()
        for (index, word) in words.enumerated() { numbers[word] = WordID.firstWord + UInt32(index) }
        sorted = words.map { (Array($0.utf8), numbers[$0] ?? 0) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }
        figures = words.filter { $0.allSatisfy(\.isNumber) }.compactMap { numbers[$0] }
    }

    var count: Int { Int(WordID.firstWord) + words.count }

    /// The numbers of the words that a leaf of a phrase matches.
    func numbers(of node: PhraseNode) -> [UInt32] {
        switch node {
        case .words(let words): words.compactMap { numbers[$0] }
        case .signs(let signs): signs.flatMap { $0 == .number ? [$0.raw] + figures : [$0.raw] }
        case .prefix(let beginning): numbers(ofWordsWith: Array(beginning.utf8))
        default: []
        }
    }

    /// The numbers of the words that begin so: neighbours among the sorted words.
    private func numbers(ofWordsWith beginning: [UInt8]) -> [UInt32] {
        var low = 0, high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle].bytes.lexicographicallyPrecedes(beginning) { low = middle + 1 } else { high = middle }
        }
        return sorted[low...].prefix { $0.bytes.starts(with: beginning) }.map(\.number)
    }

    func vocabulary(_ source: LexiconSource) -> Vocabulary {
        var table = VocabularyBuilder()
        for word in words { table.add(Array(word.utf8), numbers[word] ?? 0) }
        for (word, reading) in source.spelling.readings.sorted(by: { $0.key < $1.key }) {
            table.add(Array(word.utf8), expansion: reading.compactMap { numbers[$0] })
        }
        // With their full stop, since without it they may be read as something else.
        for word in source.spelling.abbreviations.sorted() {
            table.add(Array((word + ".").utf8), numbers[word] ?? 0)
            table.addAbbreviation(numbers[word] ?? 0)
        }
        return table.vocabulary()
    }
}

/// Fills the tables of a `Vocabulary`.
private struct VocabularyBuilder {
    private var ids: [[UInt8]: UInt32] = [:]
    private var expansions: [UInt32] = []
    private var abbreviations: [UInt64] = []
    private var prefixFilter = [UInt64](repeating: 0, count: 512)

    mutating func add(_ word: [UInt8], _ id: UInt32) {
        ids[word] = id
        if word.last == UInt8(ascii: "*"), word.count > 3 {
            let bit = Vocabulary.prefixBit(word[0], word[1], word[2])
            prefixFilter[bit >> 6] |= 1 << UInt64(bit & 63)
        }
    }

    /// A word that is read as others; a single one needs no expansion.
    mutating func add(_ word: [UInt8], expansion reading: [UInt32]) {
        if reading.count == 1 {
            ids[word] = reading[0]
            return
        }
        ids[word] = WordID.firstExpansion + UInt32(expansions.count / 4)
        expansions += reading + [UInt32](repeating: 0, count: 4 - reading.count)
    }

    mutating func addAbbreviation(_ id: UInt32) {
        let index = Int(id)
        while abbreviations.count <= index >> 6 { abbreviations.append(0) }
        abbreviations[index >> 6] |= 1 << UInt64(index & 63)
    }

    func vocabulary() -> Vocabulary {
        let keys = ids.map { (WordKey($0.key), $0.value) }.sorted { ($0.0.low, $0.0.high) < ($1.0.low, $1.0.high) }
        let short = keys.filter { $0.0.high == 0 }
        let long = keys.filter { $0.0.high != 0 }
        var shortKeys = [UInt64](repeating: 0, count: powerOfTwo(atLeast: max(short.count * 2, 2)))
        var shortIDs = [UInt32](repeating: 0, count: shortKeys.count)
        for (key, id) in short {
            let slot = freeSlot(shortKeys, WordKey.slot(key.low, 0))
            shortKeys[slot] = key.low
            shortIDs[slot] = id
        }
        var longLow = [UInt64](repeating: 0, count: powerOfTwo(atLeast: max(long.count * 2, 2)))
        var longHigh = longLow
        var longIDs = [UInt32](repeating: 0, count: longLow.count)
        for (key, id) in long {
            let slot = freeSlot(longLow, WordKey.slot(key.low, key.high))
            longLow[slot] = key.low
            longHigh[slot] = key.high
            longIDs[slot] = id
        }
        return Vocabulary(
            short: Table(shortKeys.indices.flatMap { [shortKeys[$0], UInt64(shortIDs[$0])] }), longLow: Table(longLow), longHigh: Table(longHigh),
            longIDs: Table(longIDs), prefixFilter: Table(prefixFilter), expansions: Table(expansions), abbreviations: Table(abbreviations),
            abbreviationFilter: Table(abbreviationFilter(keys)))
    }

    /// A bit for each key of an abbreviation.
    private func abbreviationFilter(_ keys: [(WordKey, UInt32)]) -> [UInt64] {
        var filter = [UInt64](repeating: 0, count: 64)
        for (key, id) in keys where Int(id) >> 6 < abbreviations.count && abbreviations[Int(id) >> 6] >> UInt64(id & 63) & 1 == 1 {
            let bit = Vocabulary.abbreviationBit(key)
            filter[bit >> 6] |= 1 << UInt64(bit & 63)
        }
        return filter
    }

    private func freeSlot(_ keys: [UInt64], _ start: Int) -> Int {
        var slot = start & (keys.count - 1)
        while keys[slot] != 0 { slot = (slot + 1) & (keys.count - 1) }
        return slot
    }
}

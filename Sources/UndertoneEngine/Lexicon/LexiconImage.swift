/// A compiled set of lexicons: tables that can be stored and read where they stand.
///
/// It never changes once it is made; being a class, it is shared by one reference rather than by those of all its tables.
package final class LexiconImage: Sendable {
    package let vocabulary: Vocabulary
    package let boundaries: Boundaries
    package let automaton: PhraseAutomaton
    /// For each entry the code of its role (see `Role`).
    package let roles: Table<UInt8>
    /// For each entry its weights by `Output`, in hundredths of log-odds.
    package let weights: Table<SIMD8<Int16>>
    /// The states of the automaton with what cues say there: those after the first word of a phrase, by word, and all others.
    package let firsts: Table<Reached>, laters: Table<Reached>
    /// Weights by signal: rows that differ, the first of which is all zeros.
    package let signalWeights: Table<SignalWeights>
    /// For each entry its row in `signalWeights`, and for each note of the automaton that has cues the row of their sum.
    package let entrySignals: Table<UInt32>
    package let cueSignals: Table<UInt32>
    /// For each entry its section, as a place in `sections`, and its number there.
    package let sectionOf: Table<UInt16>
    package let numberOf: Table<UInt16>
    private let sections: [[UInt8]]
    package let chains: Chains
    package let rules: Rules
    /// The hash that the stored form holds; nil if the image was compiled just now.
    private let storedHash: UInt64?

    /// A state that a walk reaches, with all that is needed of it at once: one place in memory to wait for, not three.
    package struct Reached: Sendable, BitwiseCopyable {
        /// The sum of the weights of the cues found there.
        package let weights: SIMD8<Int16>
        package let state: PhraseAutomaton.State
        /// What these cues say of signals, as a row of `signalWeights`.
        package let signals: UInt32
        /// Fills the last of the 32 bytes, so that the stored form has no byte without a value.
        private let rest: UInt32

        init(weights: SIMD8<Int16>, state: PhraseAutomaton.State, signals: UInt32) {
            self.weights = weights
            self.state = state
            self.signals = signals
            rest = 0
        }
    }

    /// How the pieces of phrases with gaps follow one another. Pieces that end in one state of the automaton make a group.
    package struct Chains: Sendable {
        /// For each note of the automaton that has a group.
        package let groups: Table<Group>
        /// Sorted by `previous` within each group.
        package let links: Table<Link>
        /// Sets of openings that groups continue or make: the places of blocks that hold some, and their bits.
        package let blocks: Table<UInt32>
        package let bits: Table<SIMD8<UInt64>>
        /// How many different beginnings of such phrases there are.
        package let openingCount: Int
    }

    /// Pieces of phrases with gaps that end in one state.
    package struct Group: Sendable, Equatable, BitwiseCopyable {
        /// Where the blocks stand of the openings that it can continue, and of those that it makes as a first piece, and where these end.
        package let continues: UInt32, opens: UInt32, opensEnd: UInt32
        /// Its links to openings that it continues.
        package let links: UInt32, linksEnd: UInt32
    }

    /// One piece of a phrase with gaps, in its place after the pieces before it.
    package struct Link: Sendable, Equatable, BitwiseCopyable {
        /// The opening it continues.
        package let previous: UInt32
        /// How wide the gap before it may be.
        package let gap: UInt32
        /// The entry that it completes, or the opening that it makes; the other is `none`.
        package let entry: UInt32, opening: UInt32

        package static let none = UInt32.max
    }

    init(
        vocabulary: Vocabulary, boundaries: Boundaries, automaton: PhraseAutomaton, roles: Table<UInt8>, weights: Table<SIMD8<Int16>>,
        firsts: Table<Reached>, laters: Table<Reached>, signalWeights: Table<SignalWeights>, entrySignals: Table<UInt32>, cueSignals: Table<UInt32>,
        sectionOf: Table<UInt16>, numberOf: Table<UInt16>, sections: [[UInt8]], chains: Chains, rules: Rules,
        storedHash: UInt64? = nil
    ) {
        self.vocabulary = vocabulary
        self.boundaries = boundaries
        self.automaton = automaton
        self.roles = roles
        self.weights = weights
        self.firsts = firsts
        self.laters = laters
        self.signalWeights = signalWeights
        self.entrySignals = entrySignals
        self.cueSignals = cueSignals
        self.sectionOf = sectionOf
        self.numberOf = numberOf
        self.sections = sections
        self.chains = chains
        self.rules = rules
        self.storedHash = storedHash
    }

    /// The weights of an entry by signal.
    package func signalWeights(of entry: Int) -> SignalWeights { signalWeights[Int(entrySignals[entry])] }

    /// The name of an entry, as evidence shows it.
    package func name(of entry: Int) -> String { String(decoding: sections[Int(sectionOf[entry])], as: UTF8.self) + ":\(numberOf[entry])" }

    /// The parts of an entry's name: its section, in bytes, and its number there.
    package func place(of entry: Int) -> (section: [UInt8], number: Int) { (sections[Int(sectionOf[entry])], Int(numberOf[entry])) }
}

// MARK: - Storing

extension LexiconImage {
    /// Changes whenever the stored form does.
    private static let version: UInt32 = 18

    /// The stored form (see `TableBytes`): all tables, then the hash of their bytes.
    package func stored() -> [UInt8] {
        var writer = tables()
        writer.add(Table([hash]))
        return writer.bytes
    }

    /// A 64-bit FNV-1a hash of all tables, eight bytes at a time.
    package var hash: UInt64 { storedHash ?? LexiconImage.hash(of: tables().bytes.span) }

    private static func hash(of bytes: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in stride(from: 0, to: bytes.count, by: 8) {
            hash = (hash ^ load8(bytes, at: index)) &* 0x0000_0100_0000_01B3
            hash ^= hash &>> 29
        }
        return hash
    }

    private func tables() -> TableBytes.Writer {
        var writer = TableBytes.Writer()
        writer.add(Table([LexiconImage.version]))
        writer.add(vocabulary.short)
        writer.add(vocabulary.longLow)
        writer.add(vocabulary.longHigh)
        writer.add(vocabulary.longIDs)
        writer.add(vocabulary.prefixFilter)
        writer.add(vocabulary.expansions)
        writer.add(vocabulary.abbreviations)
        writer.add(vocabulary.abbreviationFilter)
        writer.add(Table([automaton.cueNotes, automaton.groupNotes.lowerBound, automaton.groupNotes.upperBound, chains.openingCount].map(UInt32.init)))
        writer.add(automaton.slots)
        writer.add(automaton.filter)
        writer.add(automaton.outputStarts)
        writer.add(automaton.outputs)
        writer.add(automaton.cueStarts)
        writer.add(automaton.cues)
        writer.add(roles)
        writer.add(weights)
        writer.add(firsts)
        writer.add(laters)
        writer.add(signalWeights)
        writer.add(entrySignals)
        writer.add(cueSignals)
        writer.add(sectionOf)
        writer.add(numberOf)
        writer.add(Table(Array(sections.joined(separator: [0x0A]))))
        writer.add(chains.groups)
        writer.add(chains.links)
        writer.add(chains.blocks)
        writer.add(chains.bits)
        writer.add(Table(rules.flat))
        for list in boundaries.lists { writer.add(Table(list)) }
        return writer
    }

    /// Reads the stored form where it stands; nil if it is of another version.
    package convenience init?(stored bytes: TableBytes) {
        var bytes = bytes
        guard bytes.table(of: UInt32.self).array == [LexiconImage.version] else { return nil }
        let vocabulary = Vocabulary(
            short: bytes.table(), longLow: bytes.table(), longHigh: bytes.table(), longIDs: bytes.table(), prefixFilter: bytes.table(),
            expansions: bytes.table(), abbreviations: bytes.table(), abbreviationFilter: bytes.table())
        let counts = bytes.table(of: UInt32.self).array.map(Int.init)
        guard counts.count == 4 else { return nil }
        let automaton = PhraseAutomaton(
            slots: bytes.table(), filter: bytes.table(), cueNotes: counts[0],
            groupNotes: counts[1]..<counts[2], outputStarts: bytes.table(), outputs: bytes.table(), cueStarts: bytes.table(),
            cues: bytes.table())
        let roles = bytes.table(of: UInt8.self), weights = bytes.table(of: SIMD8<Int16>.self)
        let firsts = bytes.table(of: Reached.self), laters = bytes.table(of: Reached.self)
        let signalWeights = bytes.table(of: SignalWeights.self), entrySignals = bytes.table(of: UInt32.self), cueSignals = bytes.table(of: UInt32.self)
        let sectionOf = bytes.table(of: UInt16.self), numberOf = bytes.table(of: UInt16.self)
        let sections = bytes.table(of: UInt8.self).array.split(separator: 0x0A).map(Array.init)
        let chains = Chains(groups: bytes.table(), links: bytes.table(), blocks: bytes.table(), bits: bytes.table(), openingCount: counts[3])
        let rules = Rules(flat: bytes.table().array)
        let boundaries = Boundaries(lists: (0..<Boundaries.listCount).map { _ in bytes.table().array })
        self.init(
            vocabulary: vocabulary, boundaries: boundaries, automaton: automaton, roles: roles, weights: weights,
            firsts: firsts, laters: laters, signalWeights: signalWeights, entrySignals: entrySignals, cueSignals: cueSignals, sectionOf: sectionOf,
            numberOf: numberOf, sections: sections, chains: chains, rules: rules, storedHash: bytes.table(of: UInt64.self).array.first)
    }
}

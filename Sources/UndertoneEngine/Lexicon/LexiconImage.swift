/// A compiled set of lexicons: flat arrays that can be stored and loaded without work.
///
/// It never changes once it is made; being a class, it is shared by one reference rather than by those of all its arrays.
package final class LexiconImage: Sendable {
    package let vocabulary: Vocabulary
    package let boundaries: Boundaries
    package let automaton: PhraseAutomaton
    /// For each entry the code of its role (see `Role`).
    package let roles: [UInt8]
    /// For each entry its weights by `Output`, in hundredths of log-odds.
    package let weights: [SIMD8<Int16>]
    /// For each note of the automaton that has cues the sum of their weights.
    package let cueSums: [SIMD8<Int16>]
    /// For each entry the weight a person gave it, in quarters; signals and modifiers are judged by it.
    package let handWeights: [Int8]
    /// For each entry its section, as a place in `sections`, and its number there.
    package let sectionOf: [UInt16]
    package let numberOf: [UInt16]
    package let sections: [String]
    package let chains: Chains
    package let rules: Rules

    /// How the pieces of phrases with gaps follow one another. Pieces that end in one state of the automaton make a group; the groups' numbers begin where those
    /// of the entries end.
    package struct Chains: Sendable {
        package let groups: [Group]
        /// Sorted by `previous` within each group.
        package let links: [Link]
        /// Sets of openings that groups continue or make: the places of blocks that hold some, and their bits.
        package let blocks: [UInt32]
        package let bits: [SIMD8<UInt64>]
        /// How many different beginnings of such phrases there are.
        package let openingCount: Int
    }

    /// Pieces of phrases with gaps that end in one state.
    package struct Group: Sendable, Equatable {
        /// Where the blocks stand of the openings that it can continue, and of those that it makes as a first piece, and where these end.
        package let continues: UInt32, opens: UInt32, opensEnd: UInt32
        /// Its links to openings that it continues.
        package let links: UInt32, linksEnd: UInt32
    }

    /// One piece of a phrase with gaps, in its place after the pieces before it.
    package struct Link: Sendable, Equatable {
        /// The opening it continues.
        package let previous: UInt32
        /// How wide the gap before it may be.
        package let gap: UInt32
        /// The entry that it completes, or the opening that it makes; the other is `none`.
        package let entry: UInt32, opening: UInt32

        package static let none = UInt32.max
    }

    init(
        vocabulary: Vocabulary, boundaries: Boundaries, automaton: PhraseAutomaton, roles: [UInt8], weights: [SIMD8<Int16>], cueSums: [SIMD8<Int16>],
        handWeights: [Int8], sectionOf: [UInt16], numberOf: [UInt16], sections: [String], chains: Chains, rules: Rules
    ) {
        self.vocabulary = vocabulary
        self.boundaries = boundaries
        self.automaton = automaton
        self.roles = roles
        self.weights = weights
        self.cueSums = cueSums
        self.handWeights = handWeights
        self.sectionOf = sectionOf
        self.numberOf = numberOf
        self.sections = sections
        self.chains = chains
        self.rules = rules
    }

    /// The name of an entry, as evidence shows it.
    package func name(of entry: Int) -> String { "\(sections[Int(sectionOf[entry])]):\(numberOf[entry])" }

    /// Where the parts of an entry's name are: its section and its number there.
    package func place(of entry: Int) -> (section: String, number: Int) { (sections[Int(sectionOf[entry])], Int(numberOf[entry])) }
}

// MARK: - Storing

extension LexiconImage {
    /// Changes whenever the stored form does.
    private static let version: UInt32 = 14

    /// The stored form as characters below 128: the arrays as `SevenBitText`, then what is read where it stands.
    package func stored() -> [UInt8] { SevenBitText.encoded(arrays()) + automaton.states.array + automaton.slots.array }

    /// Every number of the stored form, in order.
    package func serialized() -> [UInt8] { arrays() + automaton.states.array + automaton.slots.array }

    /// Every array with its length before it, little-endian.
    private func arrays() -> [UInt8] {
        let states = automaton.states.array, slots = automaton.slots.array
        var writer = ArrayWriter()
        writer.add([LexiconImage.version])
        writer.add(vocabulary.short)
        writer.add(vocabulary.longLow)
        writer.add(vocabulary.longHigh)
        writer.add(vocabulary.longIDs)
        writer.add(vocabulary.prefixFilter)
        writer.add(vocabulary.expansions)
        writer.add(vocabulary.abbreviations)
        writer.add([UInt32(states.count), UInt32(slots.count), UInt32(automaton.cueNotes), UInt32(automaton.groupNotes.lowerBound)])
        writer.add(automaton.firsts)
        writer.add(automaton.filter)
        writer.add(automaton.outputStarts)
        writer.add(automaton.outputs)
        writer.add(automaton.groups)
        writer.add(automaton.cueStarts)
        writer.add(automaton.cues)
        writer.add(roles)
        for vectors in [weights, cueSums] { writer.add(vectors.flatMap { vector in (0..<8).map { UInt16(bitPattern: vector[$0]) } }) }
        writer.add(handWeights.map { UInt8(bitPattern: $0) })
        writer.add(sectionOf)
        writer.add(numberOf)
        writer.add(Array(sections.joined(separator: "\n").utf8))
        writer.add(chains.groups.flatMap { [$0.continues, $0.opens, $0.opensEnd, $0.links, $0.linksEnd] })
        writer.add(chains.links.flatMap { [$0.previous, $0.gap, $0.entry, $0.opening] })
        // Of a block only the words that hold something.
        writer.add(chains.blocks)
        writer.add(chains.bits.map { block in (0..<8).reduce(UInt8(0)) { block[$1] == 0 ? $0 : $0 | 1 << UInt8($1) } })
        writer.add(chains.bits.flatMap { block in (0..<8).map { block[$0] }.filter { $0 != 0 } })
        writer.add([UInt32(chains.openingCount)])
        writer.add(rules.flat.map(\.bitPattern))
        for list in boundaries.lists { writer.add(list) }
        return writer.bytes
    }

    /// Loads a stored image; nil if it is of another version.
    package convenience init?(_ text: StaticString) {
        var reader = ArrayReader(text)
        guard reader.array(UInt32.self) == [LexiconImage.version] else { return nil }
        let vocabulary = Vocabulary(
            short: reader.array(), longLow: reader.array(), longHigh: reader.array(), longIDs: reader.array(),
            prefixFilter: reader.array(), expansions: reader.array(), abbreviations: reader.array())
        let counts = reader.array(UInt32.self).map(Int.init)
        guard counts.count == 4 else { return nil }
        let firsts = reader.array(UInt64.self), filter = reader.array(UInt64.self)
        let outputStarts = reader.array(UInt32.self), outputs = reader.array(UInt32.self), groupsOfNotes = reader.array(UInt32.self)
        let cueStarts = reader.array(UInt32.self), cues = reader.array(UInt32.self)
        let roles = reader.array(UInt8.self)
        let weights = LexiconImage.vectors(reader.array(UInt16.self)), cueSums = LexiconImage.vectors(reader.array(UInt16.self))
        let handWeights = reader.array(UInt8.self).map { Int8(bitPattern: $0) }
        let sectionOf = reader.array(UInt16.self)
        let numberOf = reader.array(UInt16.self)
        let sections = reader.array(UInt8.self).split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        let flatGroups = reader.array(UInt32.self)
        let groups = [Group](counting: flatGroups.count / 5) { place in
            let first = place &* 5
            return Group(
                continues: flatGroups[first], opens: flatGroups[first + 1], opensEnd: flatGroups[first + 2], links: flatGroups[first + 3],
                linksEnd: flatGroups[first + 4])
        }
        let flatLinks = reader.array(UInt32.self)
        let links = [Link](counting: flatLinks.count / 4) { place in
            Link(previous: flatLinks[place * 4], gap: flatLinks[place * 4 + 1], entry: flatLinks[place * 4 + 2], opening: flatLinks[place * 4 + 3])
        }
        let blocks = reader.array(UInt32.self), lanes = reader.array(UInt8.self), words = reader.array(UInt64.self)
        var word = 0
        let bits = [SIMD8<UInt64>](counting: blocks.count) { place in
            var block = SIMD8<UInt64>()
            for lane in 0..<8 where lanes[place] &>> UInt8(lane) & 1 != 0 {
                block[lane] = words[word]
                word &+= 1
            }
            return block
        }
        let chains = Chains(groups: groups, links: links, blocks: blocks, bits: bits, openingCount: Int(reader.array(UInt32.self).first ?? 0))
        let rules = Rules(flat: reader.array(UInt64.self).map { Double(bitPattern: $0) })
        let boundaries = Boundaries(lists: (0..<Boundaries.listCount).map { _ in reader.array(UInt8.self) })
        let middle = reader.position + counts[0]
        let automaton = PhraseAutomaton(
            firsts: firsts, states: PackedBytes(text, reader.position..<middle), slots: PackedBytes(text, middle..<(middle + counts[1])), filter: filter,
            cueNotes: counts[2], groupNotes: counts[3]..<(counts[3] + groupsOfNotes.count), outputStarts: outputStarts, outputs: outputs,
            groups: groupsOfNotes, cueStarts: cueStarts, cues: cues)
        self.init(
            vocabulary: vocabulary, boundaries: boundaries, automaton: automaton, roles: roles, weights: weights,
            cueSums: cueSums, handWeights: handWeights, sectionOf: sectionOf, numberOf: numberOf, sections: sections, chains: chains, rules: rules)
    }

    /// Eight numbers each as vectors.
    private static func vectors(_ flat: [UInt16]) -> [SIMD8<Int16>] {
        [SIMD8<Int16>](counting: flat.count / 8) { place in
            var vector = SIMD8<Int16>()
            for lane in 0..<8 { vector[lane] = Int16(bitPattern: flat[place &* 8 &+ lane]) }
            return vector
        }
    }
}

/// A compiled set of lexicons: flat arrays that can be stored and loaded without work.
package struct LexiconImage: Sendable {
    package let vocabulary: Vocabulary
    package let boundaries: Boundaries
    package let automaton: PhraseAutomaton
    /// For each entry the code of its role (see `Role`).
    package let roles: [UInt8]
    /// For each entry its weights by `Output`, in hundredths of log-odds.
    package let weights: [SIMD8<Int16>]
    /// For each entry the weight a person gave it, in quarters; signals and modifiers are judged by it.
    package let handWeights: [Int8]
    /// For each entry its section, as a place in `sections`, and its number there.
    package let sectionOf: [UInt16]
    package let numberOf: [UInt16]
    package let sections: [String]
    /// The pieces of phrases with gaps; their numbers begin where those of the entries end.
    package let parts: [Part]
    package let rules: Rules

    /// A piece of a phrase with gaps.
    package struct Part: Sendable, Equatable {
        package let entry: UInt32
        /// How wide the gap before it may be; 0 for the first piece.
        package let gap: UInt8
        package let isLast: Bool
    }

    /// The name of an entry, as evidence shows it.
    package func name(of entry: Int) -> String { "\(sections[Int(sectionOf[entry])]):\(numberOf[entry])" }
}

// MARK: - Storing

extension LexiconImage {
    /// Changes whenever the stored form does.
    private static let version: UInt32 = 3

    /// The stored form: every array with its length before it, little-endian.
    package func serialized() -> [UInt8] {
        var writer = ArrayWriter()
        writer.add([LexiconImage.version])
        writer.add(vocabulary.shortKeys)
        writer.add(vocabulary.shortIDs)
        writer.add(vocabulary.longLow)
        writer.add(vocabulary.longHigh)
        writer.add(vocabulary.longIDs)
        writer.add(vocabulary.prefixFilter)
        writer.add(vocabulary.expansions)
        writer.add(vocabulary.abbreviations)
        writer.add(automaton.starts)
        writer.add(automaton.edgeStarts)
        writer.add(automaton.words)
        writer.add(automaton.targets)
        writer.add(automaton.defaults)
        writer.add(automaton.outputStarts)
        writer.add(automaton.outputs)
        writer.add(automaton.pairs)
        writer.add(roles)
        writer.add(weights.flatMap { vector in (0..<8).map { UInt16(bitPattern: vector[$0]) } })
        writer.add(handWeights.map { UInt8(bitPattern: $0) })
        writer.add(sectionOf)
        writer.add(numberOf)
        writer.add(Array(sections.joined(separator: "\n").utf8))
        writer.add(parts.flatMap { [$0.entry, UInt32($0.gap), $0.isLast ? 1 : 0] })
        writer.add(rules.flat.map(\.bitPattern))
        for mark in boundaries.marks {
            writer.add([mark.cuts ? 1 : 0] + [UInt8(mark.prefix.count)] + mark.prefix + mark.suffix)
        }
        writer.add([UInt8]())
        writer.add(Array(boundaries.quoteClasses.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n").utf8))
        return writer.bytes
    }

    /// Loads a stored image; nil if it is of another version.
    package init?(_ bytes: [UInt8]) {
        var reader = ArrayReader(bytes)
        guard reader.array(UInt32.self) == [LexiconImage.version] else { return nil }
        vocabulary = Vocabulary(
            shortKeys: reader.array(), shortIDs: reader.array(), longLow: reader.array(), longHigh: reader.array(), longIDs: reader.array(),
            prefixFilter: reader.array(), expansions: reader.array(), abbreviations: reader.array())
        automaton = PhraseAutomaton(
            starts: reader.array(), edgeStarts: reader.array(), words: reader.array(), targets: reader.array(), defaults: reader.array(),
            outputStarts: reader.array(), outputs: reader.array(), pairs: reader.array())
        roles = reader.array()
        let flat = reader.array(UInt16.self).map { Int16(bitPattern: $0) }
        weights = stride(from: 0, to: flat.count, by: 8).map { start in SIMD8(flat[start..<(start + 8)]) }
        handWeights = reader.array(UInt8.self).map { Int8(bitPattern: $0) }
        sectionOf = reader.array()
        numberOf = reader.array()
        sections = String(decoding: reader.array(UInt8.self), as: UTF8.self).split(separator: "\n").map(String.init)
        let flatParts = reader.array(UInt32.self)
        parts = stride(from: 0, to: flatParts.count, by: 3).map {
            Part(entry: flatParts[$0], gap: UInt8(flatParts[$0 + 1]), isLast: flatParts[$0 + 2] == 1)
        }
        rules = Rules(flat: reader.array(UInt64.self).map { Double(bitPattern: $0) })
        var marks: [Boundaries.Mark] = []
        while true {
            let mark = reader.array(UInt8.self)
            if mark.isEmpty { break }
            let length = Int(mark[1])
            marks.append(Boundaries.Mark(prefix: Array(mark[2..<(2 + length)]), suffix: Array(mark[(2 + length)...]), cuts: mark[0] == 1))
        }
        let classes = reader.array(UInt8.self).split(separator: 0x0A).map(Array.init)
        boundaries = Boundaries(marks: marks, quoteClasses: classes)
    }
}

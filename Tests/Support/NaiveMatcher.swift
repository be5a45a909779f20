import UndertoneEngine

/// The slow, obvious twin of `Matcher`: tries every entry at every token by recursion over its pattern.
///
/// It compares words as text and knows neither word numbers nor states, so it shares nothing with the automaton.
package struct NaiveMatcher {
    /// A token as the twin sees it.
    private struct Seen {
        /// The small letters of a word or number; empty for signs.
        let text: String
        let sign: WordID?
        let isBorder: Bool
        let sentence: UInt32
    }

    private let entries: [Entry]

    package init(_ entries: [Entry]) { self.entries = entries }

    /// What a matcher finds: entries that kept their place, and cues.
    package struct Found: Equatable {
        package var matches: [Match]
        package var cues: [Match]

        package init(matches: [Match], cues: [Match]) {
            self.matches = matches.sorted(by: NaiveMatcher.isBefore)
            self.cues = cues.sorted(by: NaiveMatcher.isBefore)
        }
    }

    private static func isBefore(_ a: Match, _ b: Match) -> Bool { (a.first, a.next, a.entry) < (b.first, b.next, b.entry) }

    /// Finds everything in a text of plain words and signs (no contractions, no stretched letters).
    package func find(_ tokens: [Token], in text: [UInt8]) -> Found {
        let seen = tokens.map { token -> Seen in
            let isSign = token.word.raw > 0 && token.word.raw < WordID.firstWord && token.word != .number
            let slice = text[Int(token.start)..<Int(token.end)]
            return Seen(
                text: isSign ? "" : String(decoding: slice, as: UTF8.self).lowercased(), sign: isSign ? token.word : nil,
                isBorder: token.marks.contains(.border), sentence: token.sentence)
        }
        var all: [Match] = []
        for (index, entry) in entries.enumerated() {
            for (first, next) in spans(entry.pattern, seen) { all.append(Match(entry: UInt32(index), first: first, next: next)) }
        }
        let cues = all.filter { entries[Int($0.entry)].role == .cue }
        return Found(matches: longest(all.filter { entries[Int($0.entry)].role != .cue }), cues: cues)
    }

    /// Where a phrase stands: for every place of its last piece the nearest pieces before it.
    private func spans(_ pattern: PhrasePattern, _ tokens: [Seen]) -> [(Int, Int)] {
        let places = pattern.pieces.map { piece in
            tokens.indices.flatMap { first in ends(piece, first, tokens).sorted().map { (first: first, next: $0) } }
        }
        func origin(_ piece: Int, _ place: (first: Int, next: Int)) -> Int? {
            if piece == 0 { return place.first }
            let nearestFirst = places[piece - 1].sorted { ($0.first, $0.next) > ($1.first, $1.next) }
            for before in nearestFirst where before.next <= place.first && place.first - before.next <= pattern.gaps[piece - 1] {
                // A gap lies inside one sentence.
                if tokens[before.next..<place.first].contains(where: { $0.sentence != tokens[place.first].sentence }) { continue }
                if let origin = origin(piece - 1, before) { return origin }
            }
            return nil
        }
        let last = pattern.pieces.count - 1
        return places[last].compactMap { place in origin(last, place).map { ($0, place.next) } }
    }

    /// All places where a node that begins at a token can end.
    private func ends(_ node: PhraseNode, _ start: Int, _ tokens: [Seen]) -> Set<Int> {
        switch node {
        case .optional(let inner): return ends(inner, start, tokens).union([start])
        case .choice(let nodes): return nodes.reduce(into: []) { $0.formUnion(ends($1, start, tokens)) }
        case .sequence(let nodes): return nodes.reduce([start]) { starts, node in starts.reduce(into: []) { $0.formUnion(ends(node, $1, tokens)) } }
        case .words, .prefix, .signs, .any:
            return start < tokens.count && accepts(node, tokens[start]) ? [start + 1] : []
        }
    }

    private func accepts(_ leaf: PhraseNode, _ token: Seen) -> Bool {
        switch leaf {
        case .words(let words): token.sign == nil && words.contains(token.text)
        case .prefix(let beginning): token.sign == nil && token.text.hasPrefix(beginning)
        case .signs(let signs): token.sign.map(signs.contains) ?? (signs.contains(.number) && token.text.allSatisfy(\.isNumber))
        default: !token.isBorder
        }
    }

    /// Of entries of one role that overlap the longest; among equals the first in the text, then the first in the lexicons.
    private func longest(_ matches: [Match]) -> [Match] {
        let order = matches.sorted { ($1.length, $0.first, $0.entry) < ($0.length, $1.first, $1.entry) }
        var kept: [Match] = []
        for match in order {
            let role = entries[Int(match.entry)].role
            if !kept.contains(where: { entries[Int($0.entry)].role == role && $0.range.overlaps(match.range) }) { kept.append(match) }
        }
        return kept
    }
}

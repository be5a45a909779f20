/// Finds all entries in the tokens of a text: pieces by the automaton, phrases with gaps joined from their pieces, and of
/// overlapping entries that speak for the same thing the longest.
package struct Matcher: Sendable {
    let image: LexiconImage
    private let entryCount: Int

    package init(_ image: LexiconImage) {
        self.image = image
        entryCount = image.roles.count
    }

    /// What a worker keeps between messages, so that no message allocates.
    package struct Scratch: ~Copyable {
        /// Entries met, the longest of each role only; cues are added up in `cueSum` unless they are kept too.
        package var matches: [Match] = []
        /// The sum of the weights of all cues met.
        package var cueSum = SIMD8<Int32>()
        /// Cues met, in order; filled only when they are asked for.
        package var cues: [Match] = []
        fileprivate var parts: [PartMatch] = []
        fileprivate var lastPart: [Int32] = []
        fileprivate var covered: [UInt64] = []
        fileprivate var sorted: [Match] = []

        package init() {}
    }

    /// A piece of a phrase with gaps.
    fileprivate struct PartMatch {
        let part: UInt32
        let first: UInt32, next: UInt32
        /// Where the chain of pieces that ends here began, or -1 if the pieces before it are missing.
        var origin: Int32 = -1
        /// The match of the same piece before it, or -1.
        var before: Int32 = -1
    }

    /// Finds the entries.
    /// - Parameters:
    ///   - keepsCues: whether cues are listed as well as added up.
    package func match(_ tokens: [Token], keepsCues: Bool, into scratch: inout Scratch) {
        find(tokens, keepsCues: keepsCues, &scratch)
        if scratch.matches.count > 1 { keepLongest(tokens.count, &scratch) }
    }

    /// Finds all entries, overlapping ones too.
    private func find(_ tokens: [Token], keepsCues: Bool, _ scratch: inout Scratch) {
        scratch.matches.removeAll(keepingCapacity: true)
        scratch.cues.removeAll(keepingCapacity: true)
        scratch.parts.removeAll(keepingCapacity: true)
        scratch.cueSum = SIMD8()
        let count = tokens.count
        var first = 0
        while first < count {
            walk(tokens, from: first, keepsCues, &scratch)
            first &+= 1
        }
        if !scratch.parts.isEmpty { joinParts(tokens, keepsCues, &scratch) }
    }

    /// Whether an entry is met somewhere in a text, even if a longer one of its role covers it.
    package func meets(_ entry: Int, _ tokens: [Token], _ scratch: inout Scratch) -> Bool {
        find(tokens, keepsCues: true, &scratch)
        return scratch.matches.contains { Int($0.entry) == entry } || scratch.cues.contains { Int($0.entry) == entry }
    }

    /// Follows the automaton from one token on and takes note of every piece that ends on the way.
    @inline(__always)
    private func walk(_ tokens: [Token], from first: Int, _ keepsCues: Bool, _ scratch: inout Scratch) {
        let automaton = image.automaton
        let word = tokens[first].word.raw
        var state = Int(word) < automaton.starts.count ? automaton.starts[Int(word)] : 0
        if state == 0 { return }
        var next = first &+ 1
        note(state, first, next, keepsCues, &scratch)
        guard next < tokens.count, automaton.defaults[Int(state)] != 0 || automaton.mayBegin(word, tokens[next].word.raw) else { return }
        while next < tokens.count {
            let token = tokens[next]
            state = automaton.step(state, token.word.raw, isBorder: token.marks.contains(.border))
            if state == 0 { return }
            next &+= 1
            note(state, first, next, keepsCues, &scratch)
        }
    }

    /// Takes note of the pieces that end in a state.
    @inline(__always)
    private func note(_ state: UInt32, _ first: Int, _ next: Int, _ keepsCues: Bool, _ scratch: inout Scratch) {
        var index = Int(image.automaton.outputStarts[Int(state)])
        let end = Int(image.automaton.outputStarts[Int(state) &+ 1])
        while index < end {
            let piece = image.automaton.outputs[index]
            if piece >= entryCount {
                addPart(piece, first, next, &scratch)
            } else if image.roles[Int(piece)] == Role.cueCode {
                scratch.cueSum &+= SIMD8<Int32>(truncatingIfNeeded: image.weights[Int(piece)])
                if keepsCues { scratch.cues.append(Match(entry: piece, first: first, next: next)) }
            } else {
                scratch.matches.append(Match(entry: piece, first: first, next: next))
            }
            index &+= 1
        }
    }

    private func addPart(_ piece: PieceID, _ first: Int, _ next: Int, _ scratch: inout Scratch) {
        let part = UInt32(Int(piece) - entryCount)
        scratch.parts.append(PartMatch(part: part, first: UInt32(truncatingIfNeeded: first), next: UInt32(truncatingIfNeeded: next)))
    }

    /// Joins pieces that stand in order, in one sentence and near enough.
    ///
    /// Pieces come in the order of their first tokens, so the pieces before each one are complete when it is looked at; the search for
    /// them is bounded by the width of the gap.
    private func joinParts(_ tokens: [Token], _ keepsCues: Bool, _ scratch: inout Scratch) {
        while scratch.lastPart.count < image.parts.count { scratch.lastPart.append(-1) }
        for index in scratch.parts.indices {
            var found = scratch.parts[index]
            let part = image.parts[Int(found.part)]
            found.origin = part.gap == 0 ? Int32(truncatingIfNeeded: found.first) : origin(of: found, part, tokens, scratch)
            found.before = scratch.lastPart[Int(found.part)]
            scratch.parts[index] = found
            scratch.lastPart[Int(found.part)] = Int32(truncatingIfNeeded: index)
            guard part.isLast, found.origin >= 0 else { continue }
            let match = Match(entry: part.entry, first: Int(found.origin), next: Int(found.next))
            if image.roles[Int(part.entry)] == Role.cueCode {
                scratch.cueSum &+= SIMD8<Int32>(truncatingIfNeeded: image.weights[Int(part.entry)])
                if keepsCues { scratch.cues.append(match) }
            } else {
                scratch.matches.append(match)
            }
        }
        for found in scratch.parts { scratch.lastPart[Int(found.part)] = -1 }
        scratch.matches.sort { ($0.first, $0.entry) < ($1.first, $1.entry) }
    }

    /// Where the nearest chain of pieces before a piece began, or -1.
    private func origin(of found: PartMatch, _ part: LexiconImage.Part, _ tokens: [Token], _ scratch: borrowing Scratch) -> Int32 {
        var index = scratch.lastPart[Int(found.part) - 1]
        let sentence = tokens[Int(found.first)].sentence
        while index >= 0 {
            let candidate = scratch.parts[Int(index)]
            // Matches of one piece are listed by where they begin; none is longer than a phrase may be.
            if Int(candidate.first) + PatternParser.longestPhrase + Int(part.gap) < Int(found.first) { return -1 }
            if candidate.origin >= 0, candidate.next <= found.first, Int(found.first - candidate.next) <= Int(part.gap),
                tokens[Int(candidate.next)].sentence == sentence
            {
                return candidate.origin
            }
            index = candidate.before
        }
        return -1
    }

    /// Of entries of one role that overlap, keeps the longest (the first among equals; of equals in the same place the first in the lexicons).
    private func keepLongest(_ tokenCount: Int, _ scratch: inout Scratch) {
        scratch.sorted.removeAll(keepingCapacity: true)
        var longest = 0
        for match in scratch.matches { longest = max(longest, match.length) }
        while scratch.covered.count < tokenCount { scratch.covered.append(0) }
        var length = longest
        while length > 0 {
            for match in scratch.matches where match.length == length {
                let bit: UInt64 = 1 &<< UInt64(image.roles[Int(match.entry)])
                var isFree = true
                for token in match.range where scratch.covered[token] & bit != 0 { isFree = false }
                if isFree {
                    for token in match.range { scratch.covered[token] |= bit }
                    scratch.sorted.append(match)
                }
            }
            length -= 1
        }
        for match in scratch.sorted { for token in match.range { scratch.covered[token] = 0 } }
        swap(&scratch.matches, &scratch.sorted)
    }
}

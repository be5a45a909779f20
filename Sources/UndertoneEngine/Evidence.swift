/// A phrase that spoke for a label, in numbers: what bulk work writes. `Evidence` is the same in words.
package struct Clue: Sendable, BitwiseCopyable {
    /// Where it stands, in the bytes that the text stands in.
    package let start: UInt32, end: UInt32
    package let entry: UInt32
    /// What it spoke for: an output by its place in `Output`, or from `Clue.signals` on a signal by its place in `Signal`.
    package let voice: UInt8
    /// What acted on it: the bits of `ContextMarks`.
    package let marks: UInt16
    /// In log-odds.
    package let weight: Double

    /// Voices below this are outputs, the others signals.
    package static let signals = UInt8(Output.allCases.count)
    /// The names of all voices, by their numbers.
    package static let voices = Output.allCases.map(\.name) + Signal.allCases.map(\.rawValue)

    /// The names of what may act on a cue, by the bits of `marks` from the lowest.
    package static let contexts = ContextMarks.names(of: .max)

    package var range: Range<Int> { Int(start)..<Int(end) }
    /// The names of what acted on it.
    package var context: [String] { ContextMarks.names(of: marks) }
}

/// A cue that spoke strongly for something.
struct StrongCue: BitwiseCopyable {
    let cue: WeighedCue
    /// What for (see `Clue`).
    let voice: UInt8
    /// In hundredths of `Judge.one`; 0 once it was chosen.
    var strength: Int32
}

extension Evidence {
    package init(_ clue: Clue, _ image: LexiconImage) {
        self.init(
            range: clue.range, entry: image.name(of: Int(clue.entry)), speaksFor: Clue.voices[Int(clue.voice)], weight: clue.weight, context: clue.context)
    }
}

extension Label {
    /// The feeling as an output; nil if it is neutral.
    fileprivate var feeling: Output? { sentiment == .neutral ? nil : sentiment == .negative ? .negative : .positive }
}

extension Classifier {
    /// The least weight of a cue that is named as evidence: 0.2 in log-odds, in hundredths of `Judge.one`.
    private static let leastEvidence = Int32(EvidenceLimit.weight) * Judge.one
    /// The most cues that are named for one thing: a reader takes in no more.
    package static let mostEvidence = 5

    /// The cues that decided a label, in the order of their places, in words.
    package func evidence(for label: Label, _ scratch: inout Scratch) -> [Evidence] {
        findClues(for: label, &scratch)
        return scratch.clues.map { Evidence($0, lexicon.image) }
    }

    /// Lists in `scratch.clues` the cues that decided a label, in the order of their places; its cues must have been kept.
    ///
    /// These are the strongest of the cues that spoke for its stage, so many that they make at least half of all that did, five at most; the same for its
    /// feeling and for each of its signals. A cue that spoke for stage and feeling counts where it is stronger; one that spoke for a signal, too, is named for it
    /// besides. The beginning and the end of the message count, too, but are no words that one could show.
    package func findClues(for label: Label, _ scratch: inout Scratch) {
        scratch.clues.removeAll(keepingCapacity: true)
        findStrong(for: label, &scratch)
        chooseStrongest(UInt8(truncatingIfNeeded: label.stage.index), &scratch)
        if let feeling = label.feeling { chooseStrongest(UInt8(truncatingIfNeeded: feeling.rawValue), &scratch) }
        if label.signals != 0 { matcher.sift(EvidenceLimit.signals, &scratch.matcher) }
        for signal in Signal.allCases.indices where label.has(signal) {
            findStrong(forSignal: signal, &scratch)
            chooseStrongest(Clue.signals &+ UInt8(truncatingIfNeeded: signal), &scratch)
        }
        let image = lexicon.image
        scratch.clues.sort { first, second in
            if first.start != second.start { return first.start < second.start }
            if first.end != second.end { return first.end < second.end }
            if first.entry != second.entry { return image.name(of: Int(first.entry)) < image.name(of: Int(second.entry)) }
            return first.voice < second.voice
        }
    }

    /// Lists in `scratch.strong` the cues that spoke strongly for a label's stage or feeling, each for that of both for which it spoke more.
    private func findStrong(for label: Label, _ scratch: inout Scratch) {
        let weights = lexicon.image.weights
        let stage = label.stage.index, feeling = label.feeling?.rawValue ?? stage
        matcher.sift(EvidenceLimit.kind(stage).union(EvidenceLimit.kind(feeling)), &scratch.matcher)
        matcher.listCues(&scratch.matcher) { _ in true }
        keepStrong(&scratch) { cue in
            let said = weights[Int(cue.match.entry)]
            let forStage = Int32(said[stage]) &* cue.factor, forFeeling = Int32(said[feeling]) &* cue.factor
            return (UInt8(truncatingIfNeeded: forStage >= forFeeling ? stage : feeling), max(forStage, forFeeling))
        }
    }

    /// Lists in `scratch.strong` the cues that spoke strongly for a signal; what was met has been sifted for signals.
    private func findStrong(forSignal signal: Int, _ scratch: inout Scratch) {
        let weights = lexicon.image.signalWeights, rows = lexicon.image.cueSignals, starts = lexicon.image.automaton.cueStarts
        matcher.listCues(&scratch.matcher) { note in
            // Several cues of one note may outweigh each other.
            weights[Int(rows[note])][signal] >= EvidenceLimit.weight || starts[note &+ 1] &- starts[note] > 1
        }
        keepStrong(&scratch) { cue in
            (Clue.signals &+ UInt8(truncatingIfNeeded: signal), strength(cue, forSignal: signal))
        }
    }

    /// Lists in `scratch.strong` those of the cues found that are strong enough.
    /// - Parameter strength: how strongly a cue spoke, and what for.
    @inline(__always)
    private func keepStrong(_ scratch: inout Scratch, strength: (WeighedCue) -> (voice: UInt8, strength: Int32)) {
        scratch.strong.resize(to: 0)
        func consider(_ cue: WeighedCue, _ scratch: inout Scratch) {
            let (voice, strength) = strength(cue)
            if strength >= Classifier.leastEvidence { scratch.strong.append(StrongCue(cue: cue, voice: voice, strength: strength)) }
        }
        for index in 0..<scratch.weighed.count { consider(scratch.weighed[index], &scratch) }
        for index in 0..<scratch.matcher.foundCues.count {
            consider(WeighedCue(match: scratch.matcher.foundCues[index], factor: Judge.one, marks: 0), &scratch)
        }
    }

    /// Names the strongest cues for one thing until they make half of all that was said for it; of equally strong ones the first listed.
    private func chooseStrongest(_ voice: UInt8, _ scratch: inout Scratch) {
        var rest = 0
        for index in 0..<scratch.strong.count where scratch.strong[index].voice == voice { rest &+= Int(scratch.strong[index].strength) }
        let half = rest / 2
        var named = 0
        while rest > half, named < Classifier.mostEvidence {
            var best = -1
            var strength: Int32 = 0
            for index in 0..<scratch.strong.count where scratch.strong[index].strength > strength && scratch.strong[index].voice == voice {
                best = index
                strength = scratch.strong[index].strength
            }
            if best < 0 { return }
            rest &-= Int(strength)
            scratch.strong[best].strength = 0
            if let clue = clue(scratch.strong[best].cue, voice, strength, scratch.buffer.list) {
                scratch.clues.append(clue)
                named &+= 1
            }
        }
    }

    /// A cue as it is named; nil if it has no words.
    private func clue(_ cue: WeighedCue, _ voice: UInt8, _ strength: Int32, _ tokens: borrowing Buffer<Token>) -> Clue? {
        let range = range(of: cue.match, tokens)
        if range.isEmpty { return nil }
        return Clue(
            start: UInt32(truncatingIfNeeded: range.lowerBound), end: UInt32(truncatingIfNeeded: range.upperBound), entry: cue.match.entry, voice: voice,
            marks: cue.factor == Judge.one ? 0 : cue.marks, weight: Double(strength) / Double(100 * Judge.one))
    }

    /// How strongly a cue spoke for a signal, in hundredths of `Judge.one`; one that its context turned around says nothing.
    private func strength(_ cue: WeighedCue, forSignal signal: Int) -> Int32 {
        let row = lexicon.image.entrySignals[Int(cue.match.entry)]
        return row == 0 ? 0 : Int32(lexicon.image.signalWeights[Int(row)][signal]) &* max(cue.factor, 0)
    }

    /// What a cue added to an output, in log-odds.
    package func weight(_ cue: WeighedCue, _ output: Output) -> Double {
        Double(lexicon.image.weights[Int(cue.match.entry)][output.rawValue]) / 100 * Double(cue.factor) / Double(Judge.one)
    }

    /// What a cue added to a signal, in log-odds.
    package func weight(_ cue: WeighedCue, forSignal signal: Int) -> Double {
        Double(strength(cue, forSignal: signal)) / Double(100 * Judge.one)
    }

    /// The bytes between the first and the last word of a match.
    package func range(of match: Match, _ tokens: borrowing Buffer<Token>) -> Range<Int> {
        var first = Int(match.first)
        var next = Int(match.next)
        while first + 1 < next, tokens[first].marks.contains(.border) { first += 1 }
        while next - 1 > first {
            let last = tokens[next - 1]
            guard last.marks.contains(.border), last.start == last.end else { break }
            next -= 1
        }
        let start = Int(tokens[first].start)
        return start..<max(start, Int(tokens[next - 1].end))
    }

    /// The names of what acted on a cue.
    package func contexts(_ cue: WeighedCue) -> [String] {
        cue.factor == Judge.one ? [] : ContextMarks.names(of: cue.marks)
    }
}

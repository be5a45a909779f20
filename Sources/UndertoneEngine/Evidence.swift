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

    package var range: Range<Int> { Int(start)..<Int(end) }
    /// The names of what acted on it.
    package var context: [String] { ContextMarks.names(of: marks) }
}

/// A cue that spoke strongly for what its evidence is asked for, in hundredths of `Judge.one`.
struct StrongCue: BitwiseCopyable {
    /// Its place among the weighed cues.
    let place: UInt32
    /// For the stage or signal, or else for the feeling.
    let strength: Int32, ofFeeling: Int32
}

extension Evidence {
    package init(_ clue: Clue, _ image: LexiconImage) {
        self.init(
            range: clue.range, entry: image.name(of: Int(clue.entry)), speaksFor: Clue.voices[Int(clue.voice)], weight: clue.weight, context: clue.context)
    }
}

extension Classifier {
    /// The least weight of a cue that is named as evidence: 0.2 in log-odds, in hundredths of `Judge.one`.
    private static let leastEvidence: Int32 = 20 * Judge.one

    /// The cues that spoke for a label, in the order of their places, in words.
    package func evidence(for label: Label, _ scratch: inout Scratch) -> [Evidence] {
        findClues(for: label, &scratch)
        return scratch.clues.map { Evidence($0, lexicon.image) }
    }

    /// Lists in `scratch.clues` the cues that decided a label, in the order of their places.
    ///
    /// These are the strongest of the cues that spoke for its stage, so many that they make at least half of all that did; the same for its feeling and for
    /// each of its signals. A cue that spoke for stage and feeling counts where it is stronger; one that spoke for a signal, too, is named for it besides. The
    /// beginning and the end of the message count, too, but are no words that one could show.
    package func findClues(for label: Label, _ scratch: inout Scratch) {
        scratch.clues.removeAll(keepingCapacity: true)
        let image = lexicon.image
        let stage = Output.allCases[label.stage.index]
        let feeling: Output? = label.sentiment == .neutral ? nil : label.sentiment == .negative ? .negative : .positive
        findStrong(stage, feeling, &scratch)
        let leastForStage = deciding(&scratch) { $0.strength }, leastForFeeling = deciding(&scratch) { $0.ofFeeling }
        for index in 0..<scratch.strong.count {
            let strong = scratch.strong[index]
            let cue = scratch.weighed[Int(strong.place)]
            if strong.strength >= leastForStage {
                name(cue, stage.rawValue, weight(cue, stage), &scratch)
            } else if let feeling, strong.ofFeeling >= leastForFeeling {
                name(cue, feeling.rawValue, weight(cue, feeling), &scratch)
            }
        }
        for signal in Signal.allCases.indices where label.has(signal) { findClues(for: signal, &scratch) }
        scratch.clues.sort { first, second in
            if first.start != second.start { return first.start < second.start }
            if first.end != second.end { return first.end < second.end }
            if first.entry != second.entry { return image.name(of: Int(first.entry)) < image.name(of: Int(second.entry)) }
            return first.voice < second.voice
        }
    }

    /// Lists the cues that decided one signal of a label.
    private func findClues(for signal: Int, _ scratch: inout Scratch) {
        findStrong(signal, &scratch)
        let least = deciding(&scratch) { $0.strength }
        for index in 0..<scratch.strong.count where scratch.strong[index].strength >= least {
            let cue = scratch.weighed[Int(scratch.strong[index].place)]
            name(cue, Int(Clue.signals) + signal, weight(cue, forSignal: signal), &scratch)
        }
    }

    /// Lists in `scratch.strong` the cues that spoke strongly for a stage or a feeling, each for that of both for which it spoke more.
    private func findStrong(_ stage: Output, _ feeling: Output?, _ scratch: inout Scratch) {
        let weights = lexicon.image.weights
        let feelingPlace = feeling?.rawValue ?? stage.rawValue
        scratch.strong.resize(to: scratch.weighed.count)
        var count = 0
        for index in 0..<scratch.weighed.count {
            let cue = scratch.weighed[index]
            let said = weights[Int(cue.match.entry)]
            let forStage = Int32(said[stage.rawValue]) &* cue.factor
            let forFeeling = feeling == nil ? Int32.min : Int32(said[feelingPlace]) &* cue.factor
            let isOfStage = forStage >= forFeeling
            // A choice without a branch: the place is written over unless it counts.
            scratch.strong[count] = StrongCue(
                place: UInt32(truncatingIfNeeded: index), strength: isOfStage ? forStage : 0, ofFeeling: isOfStage ? 0 : forFeeling)
            count &+= max(forStage, forFeeling) >= Classifier.leastEvidence ? 1 : 0
        }
        scratch.strong.resize(to: count)
    }

    /// Lists in `scratch.strong` the cues that spoke strongly for a signal.
    private func findStrong(_ signal: Int, _ scratch: inout Scratch) {
        scratch.strong.resize(to: 0)
        for index in 0..<scratch.weighed.count {
            let strength = strength(scratch.weighed[index], forSignal: signal)
            if strength >= Classifier.leastEvidence {
                scratch.strong.append(StrongCue(place: UInt32(truncatingIfNeeded: index), strength: strength, ofFeeling: 0))
            }
        }
    }

    /// Lists a cue, unless it has no words.
    private func name(_ cue: WeighedCue, _ voice: Int, _ weight: Double, _ scratch: inout Scratch) {
        let range = range(of: cue.match, scratch)
        if range.isEmpty { return }
        scratch.clues.append(
            Clue(
                start: UInt32(truncatingIfNeeded: range.lowerBound), end: UInt32(truncatingIfNeeded: range.upperBound), entry: cue.match.entry,
                voice: UInt8(truncatingIfNeeded: voice), marks: cue.factor == Judge.one ? 0 : cue.marks, weight: weight))
    }

    /// How strongly a cue spoke for a signal, in hundredths of `Judge.one`; one that its context turned around says nothing.
    private func strength(_ cue: WeighedCue, forSignal signal: Int) -> Int32 {
        let row = lexicon.image.entrySignals[Int(cue.match.entry)]
        return row == 0 ? 0 : Int32(lexicon.image.signalWeights[Int(row)][signal]) &* max(cue.factor, 0)
    }

    /// The strength of the weakest of the strongest cues that make half of all that was said for something.
    @inline(__always)
    private func deciding(_ scratch: inout Scratch, _ strengthOf: (StrongCue) -> Int32) -> Int32 {
        scratch.strengths.removeAll(keepingCapacity: true)
        var rest = 0
        for index in 0..<scratch.strong.count {
            let strength = strengthOf(scratch.strong[index])
            if strength < Classifier.leastEvidence { continue }
            scratch.strengths.append(strength)
            rest &+= Int(strength)
        }
        scratch.strengths.sort(by: >)
        let half = rest / 2
        for strength in scratch.strengths {
            rest &-= Int(strength)
            if rest <= half { return strength }
        }
        return .max
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
    package func range(of match: Match, _ scratch: borrowing Scratch) -> Range<Int> {
        var first = Int(match.first)
        var next = Int(match.next)
        while first + 1 < next, scratch.buffer.list[first].marks.contains(.border) { first += 1 }
        while next - 1 > first {
            let last = scratch.buffer.list[next - 1]
            guard last.marks.contains(.border), last.start == last.end else { break }
            next -= 1
        }
        let start = Int(scratch.buffer.list[first].start)
        return start..<max(start, Int(scratch.buffer.list[next - 1].end))
    }

    /// The names of what acted on a cue.
    package func contexts(_ cue: WeighedCue) -> [String] {
        cue.factor == Judge.one ? [] : ContextMarks.names(of: cue.marks)
    }
}

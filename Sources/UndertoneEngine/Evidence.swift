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

extension Evidence {
    package init(_ clue: Clue, _ image: LexiconImage) {
        self.init(
            range: clue.range, entry: image.name(of: Int(clue.entry)), speaksFor: Clue.voices[Int(clue.voice)], weight: clue.weight, context: clue.context)
    }
}

extension Classifier {
    /// The least weight of a cue that is named as evidence: 0.2 in log-odds, in the units of `strength`.
    private static let leastEvidence: Int32 = 20 * Judge.one

    /// The cues that spoke for a label, in the order of their places, in words.
    package func evidence(for label: Label, _ scratch: inout Scratch) -> [Evidence] {
        findClues(for: label, &scratch)
        return scratch.clues.map { Evidence($0, lexicon.image) }
    }

    /// Lists in `scratch.clues` the cues that spoke for a label, in the order of their places.
    ///
    /// A cue is named if it spoke for the label's stage, its sentiment or one of its signals, or, for `none`, if it spoke for nothing stronger.
    package func findClues(for label: Label, _ scratch: inout Scratch) {
        scratch.clues.removeAll(keepingCapacity: true)
        let image = lexicon.image
        let stage = Output.allCases[label.stage.index]
        let feeling: Output? = label.sentiment == .neutral ? nil : label.sentiment == .negative ? .negative : .positive
        for index in 0..<scratch.weighed.count {
            let cue = scratch.weighed[index]
            let entry = Int(cue.match.entry)
            let role = image.roles[entry]
            let voice: UInt8
            let weight: Double
            if role >= Role.firstSignal, label.has(Int(role - Role.firstSignal)), cue.factor > 0 {
                voice = role - Role.firstSignal + Clue.signals
                weight = handWeight(cue, in: label)
            } else {
                let weights = image.weights[entry]
                var output = stage
                var strength = Int32(weights[stage.rawValue]) &* cue.factor
                if let feeling, case let other = Int32(weights[feeling.rawValue]) &* cue.factor, other > strength {
                    output = feeling
                    strength = other
                }
                if strength < Classifier.leastEvidence { continue }
                voice = UInt8(truncatingIfNeeded: output.rawValue)
                weight = self.weight(cue, output)
            }
            let range = range(of: cue.match, scratch)
            scratch.clues.append(
                Clue(
                    start: UInt32(truncatingIfNeeded: range.lowerBound), end: UInt32(truncatingIfNeeded: range.upperBound), entry: cue.match.entry,
                    voice: voice, marks: cue.factor == Judge.one ? 0 : cue.marks, weight: weight))
        }
        scratch.clues.sort { first, second in
            if first.start != second.start { return first.start < second.start }
            if first.end != second.end { return first.end < second.end }
            return image.name(of: Int(first.entry)) < image.name(of: Int(second.entry))
        }
    }

    /// What a cue added to an output, in log-odds.
    package func weight(_ cue: WeighedCue, _ output: Output) -> Double {
        Double(lexicon.image.weights[Int(cue.match.entry)][output.rawValue]) / 100 * Double(cue.factor) / Double(Judge.one)
    }

    /// The hand weight of a signal's cue, its context and the message's stages taken into account: what signals go by.
    package func handWeight(_ cue: WeighedCue, in label: Label) -> Double {
        let entry = Int(cue.match.entry)
        let signal = Signal.allCases[Int(lexicon.image.roles[entry] - Role.firstSignal)]
        return Double(lexicon.image.handWeights[entry]) / 4 * Double(cue.factor) / Double(Judge.one) * lexicon.image.rules.factor(signal, label.probabilities)
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

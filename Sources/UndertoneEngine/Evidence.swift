extension Classifier {
    /// The least weight, in log-odds, of a cue that is named as evidence.
    static let leastEvidence = 0.2

    /// The cues that spoke for a label, in the order of their places.
    ///
    /// A cue is named if it spoke for the label's stage, its sentiment or one of its signals, or, for `none`, if it spoke for nothing stronger.
    package func evidence(for label: Label, _ scratch: borrowing Scratch) -> [Evidence] {
        var found: [Evidence] = []
        for cue in scratch.weighed {
            guard let (name, weight) = strongest(cue, for: label) else { continue }
            found.append(
                Evidence(
                    range: range(of: cue.match, scratch), entry: lexicon.image.name(of: Int(cue.match.entry)), speaksFor: name, weight: weight,
                    context: contexts(cue)))
        }
        return found.sorted { ($0.range.lowerBound, $0.range.upperBound, $0.entry) < ($1.range.lowerBound, $1.range.upperBound, $1.entry) }
    }

    /// The output of a label for which a cue spoke most, and by how much.
    private func strongest(_ cue: WeighedCue, for label: Label) -> (name: String, weight: Double)? {
        let entry = Int(cue.match.entry)
        let role = lexicon.image.roles[entry]
        if role >= Role.firstSignal, label.has(Int(role - Role.firstSignal)), cue.factor > 0 {
            return (Role.all[Int(role)].name, handWeight(cue, in: label))
        }
        var outputs = [Output.allCases[label.stage.index]]
        if label.sentiment != .neutral { outputs.append(label.sentiment == .negative ? .negative : .positive) }
        var best: (name: String, weight: Double)?
        for output in outputs {
            let weight = self.weight(cue, output)
            if weight >= Classifier.leastEvidence && weight > best?.weight ?? 0 { best = (output.name, weight) }
        }
        return best
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
        cue.factor == Judge.one ? [] : Rules.Context.allCases.filter { cue.marks & ContextMarks.bit($0) != 0 }.map(\.rawValue)
    }
}

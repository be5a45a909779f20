/// A label with every cue that was met and what its context made of it: what `undertone explain` draws.
package struct ExplainedReading: Sendable {
    package let label: Label
    /// In the order of their places.
    package let cues: [ExplainedCue]
}

/// One cue of an explained text.
package struct ExplainedCue: Sendable {
    /// In UTF-8 bytes of the text.
    package let range: Range<Int>
    package let entry: String
    /// The output that the cue weighs most for, or the name of a signal or modifier.
    package let speaksFor: String
    /// In log-odds, context taken into account.
    package let weight: Double
    package let context: [String]
    /// A general word or turn of phrase rather than a phrase of a person's.
    package let isWeak: Bool
    /// Acts on other cues instead of speaking itself.
    package let isModifier: Bool
}

extension Classifier {
    /// Reads a text and tells of every cue in it.
    package func explained(_ bytes: [UInt8], markup: Markup) -> ExplainedReading {
        var scratch = Scratch()
        let label = label(of: bytes.span, from: 0, to: bytes.count, markup: markup, keeping: .all, using: &scratch)
        let weighed = weighedCues(&scratch)
        var cues = weighed.map { explained($0, scratch) }
        for signal in Signal.allCases.indices where label.has(signal) { cues += others(for: signal, weighed, scratch) }
        for match in scratch.matcher.matches {
            let code = lexicon.image.roles[Int(match.entry)]
            guard code >= Role.firstModifier else { continue }
            cues.append(
                ExplainedCue(
                    range: range(of: match, scratch.buffer.list), entry: lexicon.image.name(of: Int(match.entry)), speaksFor: Role.all[Int(code)].name,
                    weight: 1,
                    context: [], isWeak: false, isModifier: true))
        }
        cues.sort { ($0.range.lowerBound, $0.range.upperBound, $0.entry) < ($1.range.lowerBound, $1.range.upperBound, $1.entry) }
        return ExplainedReading(label: label, cues: cues)
    }

    /// The cues that could make a signal by themselves though they are no entries of it, once more for its sake.
    private func others(for signal: Int, _ weighed: [WeighedCue], _ scratch: borrowing Scratch) -> [ExplainedCue] {
        let least = max(lexicon.image.rules[.signalCue], 0.01)
        return weighed.filter { cue in
            lexicon.image.roles[Int(cue.match.entry)] != Role.firstSignal + UInt8(signal) && weight(cue, forSignal: signal) >= least
        }.map { cue in
            ExplainedCue(
                range: range(of: cue.match, scratch.buffer.list), entry: lexicon.image.name(of: Int(cue.match.entry)),
                speaksFor: Signal.allCases[signal].rawValue,
                weight: weight(cue, forSignal: signal), context: contexts(cue), isWeak: false, isModifier: false)
        }
    }

    private func explained(_ cue: WeighedCue, _ scratch: borrowing Scratch) -> ExplainedCue {
        let code = lexicon.image.roles[Int(cue.match.entry)]
        var best = (name: Role.all[Int(code)].name, weight: 0.0)
        if code >= Role.firstSignal {
            best.weight = weight(cue, forSignal: Int(code - Role.firstSignal))
        } else {
            for output in Output.allCases {
                let weight = self.weight(cue, output)
                if weight > best.weight { best = (output.name, weight) }
            }
        }
        return ExplainedCue(
            range: range(of: cue.match, scratch.buffer.list), entry: lexicon.image.name(of: Int(cue.match.entry)), speaksFor: best.name, weight: best.weight,
            context: contexts(cue), isWeak: code == Role.cueCode, isModifier: false)
    }
}

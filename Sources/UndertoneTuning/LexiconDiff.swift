import UndertoneEngine

/// What a change of lexicons does to the label of one message.
package struct LabelChange: Sendable {
    package let old: Label, new: Label
    /// The entries that made the difference, the strongest first; none if rules or thresholds did.
    package let causes: [Cause]

    /// An entry that weighs otherwise than before.
    package struct Cause: Sendable, Hashable {
        package enum Kind: String, Sendable {
            case added, removed
            /// The entry stands in both, with other weights.
            case weight
            /// The entry is the same, but its surroundings act otherwise: another entry covers it, or a rule changed.
            case context
        }

        package let kind: Kind
        /// Its name in the new lexicons, or in the old ones if it is gone there.
        package let entry: String
        /// The pattern, as it stands in the file.
        package let phrase: String
        /// By how much it moved the label, in log-odds.
        package let by: Double
    }

    package var turnsStage: Bool { old.stage != new.stage }
    package var turnsSentiment: Bool { old.sentiment != new.sentiment }
    /// The signals that the new label has and the old one lacks, and the other way about.
    package var signalsGained: UInt32 { new.signals & ~old.signals }
    package var signalsLost: UInt32 { old.signals & ~new.signals }
}

/// Compares two sets of lexicons on texts.
///
/// Entries are the same if section and pattern are: lines that move keep their identity, a pattern that is edited is another entry.
package struct LexiconDiff: Sendable {
    /// One of the two sets.
    fileprivate struct Side: Sendable {
        let classifier: Classifier
        let entries: [Entry]
        /// The entries' identities.
        let keys: [Int]
        /// The first entry of each identity.
        let first: [Int: Int]
    }

    private let old: Side, new: Side
    /// Entries that moved a label by less are not named.
    private static let least = 0.05

    /// - Parameters: the sources with what they compile to.
    package init(old: (LexiconSource, Lexicon), new: (LexiconSource, Lexicon)) {
        var identities: [String: Int] = [:]
        func side(_ source: LexiconSource, _ lexicon: Lexicon) -> Side {
            let keys = source.entries.map { entry in
                let identity = entry.section + "\t" + entry.phrase
                if let key = identities[identity] { return key }
                identities[identity] = identities.count
                return identities.count - 1
            }
            return Side(
                classifier: Classifier(lexicon), entries: source.entries, keys: keys,
                first: Dictionary(keys.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first }))
        }
        self.old = side(old.0, old.1)
        self.new = side(new.0, new.1)
    }

    /// Memory for readings of both sides.
    package struct Scratch: ~Copyable {
        fileprivate var old = Classifier.Scratch(), new = Classifier.Scratch()

        package init() {}
    }

    /// What the change does to a text's label: nil if stage, feeling and signals stay. Cost: two readings; four if the label turns.
    package func change(of text: [UInt8], markup: Markup, using scratch: inout Scratch) -> LabelChange? {
        let before = old.classifier.label(of: text.span, from: 0, to: text.count, markup: markup, keeping: .none, using: &scratch.old)
        let after = new.classifier.label(of: text.span, from: 0, to: text.count, markup: markup, keeping: .none, using: &scratch.new)
        if before.stage == after.stage && before.sentiment == after.sentiment && before.signals == after.signals { return nil }
        _ = old.classifier.label(of: text.span, from: 0, to: text.count, markup: markup, keeping: .all, using: &scratch.old)
        _ = new.classifier.label(of: text.span, from: 0, to: text.count, markup: markup, keeping: .all, using: &scratch.new)
        let push = Push(before, after)
        let was = pushes(&scratch.old, old, push), now = pushes(&scratch.new, new, push)
        var causes: [LabelChange.Cause] = []
        for key in Set(was.keys).union(now.keys) {
            let by = (now[key] ?? 0) - (was[key] ?? 0)
            if by >= LexiconDiff.least, let cause = cause(key, by) { causes.append(cause) }
        }
        return LabelChange(old: before, new: after, causes: causes.sorted { ($0.by, $1.entry) > ($1.by, $0.entry) })
    }

    private func cause(_ key: Int, _ by: Double) -> LabelChange.Cause? {
        let before = old.first[key], after = new.first[key]
        let kind: LabelChange.Cause.Kind
        switch (before, after) {
        case (nil, _): kind = .added
        case (_, nil): kind = .removed
        case (let before?, let after?): kind = old.weighs(before, as: after, in: new) ? .context : .weight
        }
        guard let entry = after.map({ new.entries[$0] }) ?? before.map({ old.entries[$0] }) else { return nil }
        return LabelChange.Cause(kind: kind, entry: entry.name, phrase: entry.phrase, by: by)
    }

    /// What each entry that was met adds toward the new label, by identity.
    private func pushes(_ scratch: inout Classifier.Scratch, _ side: Side, _ push: Push) -> [Int: Double] {
        var sums: [Int: Double] = [:]
        for cue in side.classifier.weighedCues(&scratch) { sums[side.keys[Int(cue.match.entry)], default: 0] += push.value(cue, side.classifier) }
        return sums
    }

    /// The direction in which a label turned.
    private struct Push {
        /// For each output, how much it counts.
        private var outputs: [(Output, Double)] = []
        private let gained: UInt32, lost: UInt32

        init(_ old: Label, _ new: Label) {
            if old.stage != new.stage { outputs = [(Output.allCases[new.stage.index], 1), (Output.allCases[old.stage.index], -1)] }
            if old.sentiment != new.sentiment && old.stage == new.stage {
                let direction: Double = new.score > old.score ? 1 : -1
                outputs = [(.positive, direction), (.negative, -direction)]
            }
            gained = new.signals & ~old.signals
            lost = old.signals & ~new.signals
        }

        func value(_ cue: WeighedCue, _ classifier: Classifier) -> Double {
            var sum = outputs.reduce(0) { $0 + classifier.weight(cue, $1.0) * $1.1 }
            for signal in Signal.allCases.indices where (gained | lost) & 1 &<< UInt32(signal) != 0 {
                sum += classifier.weight(cue, forSignal: signal) * (gained & 1 &<< UInt32(signal) != 0 ? 1 : -1)
            }
            return sum
        }
    }
}

extension LexiconDiff.Side {
    /// Whether an entry weighs the same as one of another side.
    func weighs(_ entry: Int, as other: Int, in side: Self) -> Bool {
        let image = classifier.lexicon.image, otherImage = side.classifier.lexicon.image
        return image.weights[entry] == otherImage.weights[other] && image.signalWeights(of: entry) == otherImage.signalWeights(of: other)
    }
}

/// Reads texts: which emotional stage of adoption their writers are in, and how they feel.
///
/// ```swift
/// Classifier().reading(of: "the old system was better").stage  // .anger
/// ```
/// A classifier is immutable; share one between threads and give each thread a `Scratch` of its own. The same text gets the same reading
/// always: alone or among others, on any thread and machine. The time is linear in the length of the text.
public struct Classifier: Sendable {
    private let parts: Parts

    /// What a classifier is made of; behind one reference, so that handing a classifier on costs nothing.
    private final class Parts: Sendable {
        let lexicon: Lexicon
        let tokenizer: Tokenizer
        let matcher: Matcher
        let judge: Judge

        init(_ lexicon: Lexicon) {
            self.lexicon = lexicon
            tokenizer = Tokenizer(vocabulary: lexicon.image.vocabulary, boundaries: lexicon.image.boundaries)
            matcher = Matcher(lexicon.image)
            judge = Judge(lexicon.image.rules)
        }
    }

    package var lexicon: Lexicon { parts.lexicon }
    var tokenizer: Tokenizer { parts.tokenizer }
    var matcher: Matcher { parts.matcher }

    /// Makes a classifier that judges by some lexicons. Cost: none to speak of.
    public init(_ lexicon: Lexicon) { parts = Parts(lexicon) }

    /// The memory that reading needs; used again for every text, so that a text costs no allocation.
    public struct Scratch: ~Copyable, Sendable {
        package var buffer = TokenBuffer()
        package var matcher = Matcher.Scratch()
        package var context = ContextMarks()
        /// The cues met that are no modifiers, with what the lexicons say of each.
        fileprivate var said = Buffer(Said(match: 0, role: 0, saysSignals: false, weights: SIMD8(), signals: SignalWeights()))
        /// The entries met in the last text with what they weighed, but for general cues, when they were asked for.
        var weighed = Buffer(WeighedCue(match: Match(entry: 0, first: 0, next: 0), factor: 0, marks: 0))
        /// The cues that decided its label, when they were asked for.
        package var clues: [Clue] = []
        /// Cues that spoke strongly for something, while its evidence is chosen.
        var strong = Buffer(StrongCue(cue: WeighedCue(match: Match(entry: 0, first: 0, next: 0), factor: 0, marks: 0), voice: 0, strength: 0))

        /// Memory for putting evidence into bytes; kept here, where it is given back (see below).
        package var line = Buffer(0 as UInt8)

        /// Makes empty memory; it grows with the longest text.
        public init() {}

        // Optimised builds of Swift 6.3 forget to destroy some fields of a structure with one owner that holds others, unless it and they have a deinit of
        // their own, be it empty. `Tests/Torture/run.py` counts what is lost.
        deinit {}
    }

    /// What the lexicons say of a cue.
    fileprivate struct Said: BitwiseCopyable {
        /// Its place among those found.
        let match: UInt32
        let role: UInt8
        let saysSignals: Bool
        let weights: SIMD8<Int16>
        let signals: SignalWeights
    }

    /// Reads one text, with evidence.
    /// - Parameter text: what the customer wrote, plain or HTML; quoted replies and signatures in it are left out of account.
    public func reading(of text: String) -> Reading {
        var scratch = Scratch()
        return reading(of: text, using: &scratch)
    }

    /// Reads one text, with evidence, using memory of the caller's.
    public func reading(of text: String, using scratch: inout Scratch) -> Reading {
        var text = text
        text.makeContiguousUTF8()
        let bytes = text.utf8Span.span
        let markup = Markup.guess(bytes, from: 0, to: bytes.count)
        let label = label(of: bytes, from: 0, to: bytes.count, markup: markup, keeping: .strong, using: &scratch)
        return Reading(
            stage: label.stage, confidence: label.confidence, sentiment: label.sentiment, score: label.score,
            signals: Signal.allCases.indices.filter { label.has($0) }.map { Signal.allCases[$0] }, reason: label.reason,
            evidence: evidence(for: label, &scratch), probabilities: (0..<6).map { label.probabilities[$0] })
    }

    /// Reads a text that stands in a larger span of bytes: the path of all bulk work.
    /// - Parameters:
    ///   - bytes: UTF-8, bad bytes allowed.
    ///   - start, end: where the text begins and ends.
    ///   - kept: which cues can be listed afterwards: strong ones for evidence.
    /// - Returns: the label. Cost: about 0.2 µs for each word.
    package func label(
        of bytes: Span<UInt8>, from start: Int, to end: Int, markup: Markup, keeping kept: KeptCues, using scratch: inout Scratch
    ) -> Label {
        parts.tokenizer.tokenize(bytes, from: start, to: end, markup: markup, into: &scratch.buffer)
        if scratch.buffer.shape.isAutomatic {
            scratch.weighed.resize(to: 0)
            scratch.matcher.clear()
            return .automatic
        }
        parts.matcher.match(scratch.buffer.list, keeping: kept, into: &scratch.matcher)
        var sums = parts.judge.start &+ scratch.matcher.cueSum &* Judge.one
        var stageCues = false, noneCues = false
        var signals = SignalSums()
        signals.add(scratch.matcher.signalRows, lexicon.image.signalWeights)
        scratch.weighed.resize(to: 0)
        if scratch.matcher.found.count > 0 {
            let image = lexicon.image
            lookUp(image, &scratch)
            scratch.context.mark(scratch.buffer.list, scratch.matcher.found, roles: image.roles)
            for index in 0..<scratch.said.count {
                let said = scratch.said[index]
                let match = scratch.matcher.found[Int(said.match)]
                let marks = contextMarks(match, scratch.context, scratch.buffer.list)
                let factor = parts.judge.factor(marks, sentiment: said.role == Role.sentimentCode)
                sums &+= SIMD8<Int32>(truncatingIfNeeded: said.weights) &* factor
                if said.saysSignals { signals.add(said.signals, factor) }
                if said.role < 5 { stageCues = true } else if said.role == 5 { noneCues = true }
                if kept != .none { scratch.weighed.append(WeighedCue(match: match, factor: factor, marks: marks)) }
            }
        }
        return parts.judge.decide(sums, scratch.buffer.shape, stageCues: stageCues, noneCues: noneCues, signals: signals)
    }

    /// All cues met in the last text, which must have been kept: entries in their context, then general cues, each in the order of their places.
    package func weighedCues(_ scratch: inout Scratch) -> [WeighedCue] {
        scratch.weighed.array + parts.matcher.cues(&scratch.matcher).map { WeighedCue(match: $0, factor: Judge.one, marks: 0) }
    }

    /// Looks up what the lexicons say of the cues met, all at once, so that the memory answers many together.
    private func lookUp(_ image: LexiconImage, _ scratch: inout Scratch) {
        let roles = image.roles, weights = image.weights, signalRows = image.entrySignals, signalWeights = image.signalWeights
        let count = scratch.matcher.found.count
        scratch.said.resize(to: count)
        var cues = 0
        for index in 0..<count {
            let entry = Int(scratch.matcher.found[index].entry)
            let role = roles[entry], row = signalRows[entry]
            // A choice without a branch: the place is written over unless it counts.
            scratch.said[cues] = Said(
                match: UInt32(truncatingIfNeeded: index), role: role, saysSignals: row != 0, weights: weights[entry], signals: signalWeights[Int(row)])
            cues &+= role < Role.firstModifier ? 1 : 0
        }
        scratch.said.resize(to: cues)
    }

    /// The context of a cue: that of its first word.
    private func contextMarks(_ match: Match, _ context: borrowing ContextMarks, _ tokens: borrowing Buffer<Token>) -> UInt16 {
        // A phrase that begins at a sentence border stands in the sentence after it.
        let isBorder = match.length > 1 && tokens[Int(match.first)].marks.contains(.border)
        return context.marks[Int(match.first) + (isBorder ? 1 : 0)]
    }
}

/// A cue with what its context made of it.
package struct WeighedCue: Sendable, BitwiseCopyable {
    package let match: Match
    /// In 1/64.
    package let factor: Int32
    /// The bits of `ContextMarks`.
    package let marks: UInt16
}

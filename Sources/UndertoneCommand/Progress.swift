import UndertoneBulk
import UndertoneFormats

/// Shows on standard error how far a run is, and at its end what it did.
struct Progress: ~Copyable {
    enum Choice: String, Sendable, CaseIterable { case auto, always, never }

    private let output = Descriptor(standard: Descriptor.standardError, "standard error")
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    /// The bytes of all inputs, if they are known.
    private let total: Int?
    private let drawsBar: Bool, summarizes: Bool
    /// Whether a short run is summed up too.
    private let summarizesAlways: Bool
    private let colors: Bool
    private let columns: Int
    private var nextDrawing: ContinuousClock.Instant
    private var isVisible = false

    /// A run that takes less than this draws nothing.
    private static let patience = Duration.milliseconds(500)
    private static let interval = Duration.milliseconds(100)

    /// - Parameters:
    ///   - showsRows: labels go to the same terminal, where a bar would stand in their way.
    init(_ choice: Choice, total: Int?, showsRows: Bool) {
        let onTerminal = Descriptor.isTerminal(Descriptor.standardError)
        drawsBar = choice == .always || (choice == .auto && onTerminal && !showsRows && Descriptor.environment("TERM") != "dumb")
        summarizes = choice == .always || (choice == .auto && onTerminal)
        summarizesAlways = choice == .always || showsRows
        colors = Descriptor.allowsColors(Descriptor.standardError)
        columns = Descriptor.columns(Descriptor.standardError) ?? 80
        self.total = total
        start = clock.now
        nextDrawing = start.advanced(by: Progress.patience)
    }

    private var seconds: Double { max(1e-6, (clock.now - start) / .seconds(1)) }

    /// The messages of this run: without those of an earlier one that it goes on from.
    private static func messages(_ tally: Tally) -> Int { tally.stages.reduce(0, +) }

    /// Draws the bar, if it is time to.
    mutating func update(_ tally: Tally) {
        guard drawsBar, clock.now >= nextDrawing else { return }
        nextDrawing = clock.now.advanced(by: Progress.interval)
        let line = ProgressText.line(done: tally.bytes, total: total, messages: Progress.messages(tally), seconds: seconds, columns: columns)
        try? output.write(Array("\r\u{1B}[K\(line)".utf8))
        isVisible = true
    }

    /// Takes the bar away, so that something else can be said.
    mutating func clear() {
        guard isVisible else { return }
        isVisible = false
        try? output.write(Array("\r\u{1B}[K".utf8))
    }

    /// Takes the bar away and says what the run did.
    mutating func finish(_ tally: Tally) {
        clear()
        let seconds = seconds
        guard summarizes, summarizesAlways || seconds >= Progress.patience / .seconds(1) else { return }
        let text = ProgressText.summary(
            records: Progress.messages(tally), refused: tally.refused, stages: tally.stages, sentiments: tally.sentiments, seconds: seconds, colors: colors)
        try? output.write(Array(text.utf8))
    }
}

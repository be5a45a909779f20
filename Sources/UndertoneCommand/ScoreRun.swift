import Flags
import Undertone
import UndertoneBulk
import UndertoneFormats

/// One run of `score` over its inputs.
struct ScoreRun: ~Copyable {
    private let classifier: Classifier
    private let options: ScoreCommand.Options
    private var output: OutputFile
    private var console = Console()
    private var tally = Tally()
    private var wroteHeader = false
    private var failed = false
    /// How many inputs were labelled.
    private var scored = 0
    /// Times that were not understood, and where the first stands.
    private var unknownTimes = 0, firstUnknownTime = ""

    /// The input whose labels come in.
    private var path = ""

    /// What is kept on disk with `--resume`.
    private var resumption: Resumption?

    private var progress: Progress

    init(
        _ classifier: Classifier, _ options: ScoreCommand.Options, _ output: consuming OutputFile, _ resumption: Resumption?,
        _ progress: consuming Progress
    ) {
        self.progress = progress
        self.classifier = classifier
        self.options = options
        self.output = output
        self.resumption = resumption
        guard let earlier = resumption?.earlier else { return }
        wroteHeader = true
        scored = earlier.done.count
        (tally.records, tally.refused) = (earlier.records, earlier.refused)
        console.say("going on after \(earlier.records) labels and \(earlier.refused) refused records of the run that was cut off")
    }

    /// Scores all inputs; one that cannot be read is named, and the others are still scored.
    mutating func score(_ paths: [String], _ inputs: InputOptions) async throws {
        if resumption == nil {
            var queue = InputQueue(paths, inputs, namesInputs: options.filename, jobs: ScoreRun.jobs(options))
            return try await score(&queue)
        }
        // What an earlier run used of an input is compared once those before are done.
        for (number, path) in paths.enumerated() {
            var queue = InputQueue([path], first: number, inputs, namesInputs: options.filename, jobs: ScoreRun.jobs(options))
            var goesOn = true
            try queue.open { source in goesOn = try resumption?.begin(&source, number, path) ?? true }
            if goesOn { try await score(&queue) }
        }
    }

    private mutating func score(_ queue: inout InputQueue) async throws {
        try await BulkScorer(classifier, jobs: ScoreRun.jobs(options)).runConcurrently(next: { try queue.next() }, emit: { try take($0) })
    }

    private static func jobs(_ options: ScoreCommand.Options) -> Int {
        ScoreCommand.flushes(options) ? 1 : options.jobs == 0 ? Descriptor.processors : options.jobs
    }

    /// Which version of each message is the newest, over all inputs; what cannot be read is left for the second time to name.
    static func versions(_ classifier: Classifier, _ options: ScoreCommand.Options, _ paths: [String], _ inputs: InputOptions) async throws -> LatestTable {
        var table = LatestTable(), inputs = inputs
        inputs.layout.purpose = .versions
        inputs.layout.emitsErrors = false
        var queue = InputQueue(paths, inputs, namesInputs: false, jobs: jobs(options))
        try await BulkScorer(classifier, jobs: jobs(options)).runConcurrently(next: { try queue.next() }) { outcome in
            if case .labels(let result) = outcome { table.merge(result.versions) }
        }
        return table
    }

    private mutating func take(_ outcome: Parcel<InputQueue.Event>.Outcome) throws {
        switch outcome {
        case .labels(let result): try take(result)
        case .event(.began(let path, let header)):
            self.path = path
            if !wroteHeader && !options.messages { try output.write(header) }
            wroteHeader = true
        case .event(.ended(let passed, let warnings)):
            scored += 1
            resumption?.end(passed)
            for warning in warnings {
                progress.clear()
                console.say(warning)
            }
        case .event(.failed(let path, let number, let error)):
            self.path = path
            try fail(error, number)
        }
    }

    /// Names an input that cannot be read; the others are still scored, unless it is the first and not understood as a whole.
    private mutating func fail(_ error: any Error, _ number: Int) throws {
        switch error {
        case let fault as SystemFault where resumption == nil && !fault.isClosedPipe && fault.description.hasPrefix("cannot read"):
            progress.clear()
            console.say(fault.description)
            failed = true
        case let fault as UsageFault where scored > 0:
            resumption?.end(Checksum())
            if resumption?.isPast(number) == true { return }
            // Labels of other inputs are out already; this one is refused as a whole.
            progress.clear()
            for message in fault.messages { console.refuse(message) }
            tally.refused += 1
        default: throw error
        }
    }

    private mutating func take(_ result: BatchResult) throws {
        tally += result.tally
        if result.unknownTimes > 0 {
            if unknownTimes == 0 { firstUnknownTime = "\(path == "-" ? "standard input" : printable(path)):\(result.unknownTime)" }
            unknownTimes += result.unknownTimes
        }
        try output.write(result.output)
        if result.canResume, resumption?.isDue(result.end.count) == true {
            try resumption?.note(result.end, output.synchronize(), records: tally.records, refused: tally.refused)
        }
        progress.update(tally)
        if result.faults.isEmpty { return }
        progress.clear()
        let name = path == "-" ? "standard input" : printable(path)
        for fault in result.faults {
            console.refuse("\(name):\(fault.line)\(fault.column > 0 ? ":\(fault.column)" : ""): \(fault.problem)")
        }
    }

    consuming func finish() throws -> ExitStatus {
        // A file is put in place only if every input could be read.
        if !failed || options.output ?? "-" == "-" { try output.finish() }
        resumption?.finish()
        progress.finish(tally)
        console.summarize()
        if unknownTimes > 0 {
            console.say(
                "\(firstUnknownTime): times that are not understood are left out from here on (\(unknownTimes) in all); --time-format dmy or mdy reads dates such as 3/4/2026"
            )
        }
        return failed ? .failed : tally.refused > 0 ? .someRefused : .success
    }
}

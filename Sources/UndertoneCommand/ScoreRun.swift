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

    /// What is kept on disk with `--resume`, and whether an input is just compared with what an earlier run read of it.
    private var resumption: Resumption?
    private var isComparing = false

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

    /// Scores one input; one that cannot be read is named, and the others are still scored.
    mutating func score(_ path: String, _ inputs: InputOptions) async throws {
        do {
            var inputs = inputs
            if options.filename { inputs.layout.writer.fileName = FileName.shown(path) }
            var source = try InputSource(path, inputs)
            isComparing = true
            let goesOn = try resumption?.begin(&source, inputs.layout.input, path) ?? true
            isComparing = false
            if !goesOn { return }
            if !wroteHeader && !options.messages {
                var header: [UInt8] = []
                source.layout.writer.writeHeader(into: &header)
                try output.write(header)
                wroteHeader = true
            }
            let jobs = ScoreCommand.flushes(options) ? 1 : options.jobs == 0 ? Descriptor.processors : options.jobs
            try await ScoreRun.run(BulkScorer(classifier, source.layout, jobs: jobs), &source) { try take($0, path) }
            scored += 1
            resumption?.end(source.passed)
            for warning in source.warnings {
                progress.clear()
                console.say(warning)
            }
        } catch let fault as SystemFault where resumption == nil && !fault.isClosedPipe && fault.description.hasPrefix("cannot read") {
            progress.clear()
            console.say(fault.description)
            failed = true
        } catch let fault as UsageFault where scored > 0 && !isComparing {
            resumption?.end(Checksum())
            if resumption?.isPast(inputs.layout.input) == true { return }
            // Labels of other inputs are out already; this one is refused as a whole.
            progress.clear()
            for message in fault.messages { console.refuse(message) }
            tally.refused += 1
        }
    }

    private static func run(_ scorer: BulkScorer, _ source: inout InputSource, _ emit: (BatchResult) throws -> Void) async throws {
        try await scorer.runConcurrently(next: { try source.next() }, emit: emit)
    }

    /// Which version of each message is the newest, over all inputs; what cannot be read is left for the second time to name.
    static func versions(_ classifier: Classifier, _ options: ScoreCommand.Options, _ paths: [String], _ inputs: InputOptions) async throws -> LatestTable {
        var table = LatestTable()
        let jobs = ScoreCommand.flushes(options) ? 1 : options.jobs == 0 ? Descriptor.processors : options.jobs
        for (number, path) in paths.enumerated() {
            var inputs = inputs
            inputs.layout.input = number
            inputs.layout.purpose = .versions
            inputs.layout.emitsErrors = false
            do {
                var source = try InputSource(path, inputs)
                try await run(BulkScorer(classifier, source.layout, jobs: jobs), &source) { table.merge($0.versions) }
            } catch is SystemFault {} catch is UsageFault {}
        }
        return table
    }

    private mutating func take(_ result: BatchResult, _ path: String) throws {
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

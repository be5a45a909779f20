import Flags
import Undertone
import UndertoneFormats
import UndertoneReport
import UndertoneTuning

/// `undertone tune`: gold labels in, lexicons with fitted weights out.
enum TuneCommand {
    struct Options: Sendable {
        var startFrom: String?
        var output: String?
        var weights: [String] = []
        var folds = 5
        var cues = 0
        var floor: String?
        var anew = false
    }

    static let command = Command<Options>(
        "tune", summary: "Fits the weights of the lexicons to labelled messages and reports how good they are on people left out.", operands: "GOLD...",
        operandCount: 1...Int.max, defaults: Options(),
        examples: [
            ("undertone tune mine.ndjson --output my-lexicons", "go on from the built-in lexicons with your labelled tickets, into a folder of your own"),
            ("undertone tune corpus/labelled/*.ndjson --start-from lexicons --anew --output lexicons", "fit the lexicons of this project anew"),
        ],
        flags: [
            .text("start-from", "s", "DIR", sets: \.startFrom, help: "The lexicons to begin with; built-in ones if not given"),
            .toggle("anew", nil, sets: \.anew, help: "Begin with the weights given by hand, not with those learned before"),
            .text(
                "output", "o", "DIR", sets: \.output,
                help: "Write the lexicons with fitted weights into this folder, made if it is not there; only report if not given"),
            .list(
                "weights", "w", "N,...", appendsTo: \.weights,
                help: "How much a message of each file counts; N:M counts N for its stage and M for its feeling, N:M:C also C for the confidence [1]"),
            .text("floor", nil, "F1", sets: \.floor, help: "End with status 1 if the held-out stage macro-F1 of the first file is lower"),
            .number("folds", nil, "N", in: 2...20, sets: \.folds, help: "In how many parts people are divided to measure on those left out [5]"),
            .number(
                "cues", nil, "N", in: 1...1_000_000, sets: \.cues,
                help: "Keep only the N general cues that weigh most, and N/8 for signals, and drop the others from cue.tsv"),
        ],
        notes: """
            Gold files are NDJSON with text, stage, sentiment, signals, and group, author or product (messages of one group, or else of one author, or else of one
            product, are never on both sides of a split). The files with the greatest N are what the labels are meant for: from them come the common biases and
            the confidence, unless some C is given: then that file counts as much for it. From where on a leaning is a feeling is told by the files with the
            greatest M and, as much, by those with feelings alone.

            What the lexicons learned before is where the fit begins and stays where the messages say nothing else, so some hundred of your own are of use. If the
            lexicons have learned from these very messages, the figures on people left out are too good; with --anew they are not.
            """)

    static func run(_ words: [String]) throws -> ExitStatus {
        switch try command.parse(words) {
        case .help(let complete): return try Main.printed(command.help(complete: complete))
        case .run(let options, let operands): return try run(options, operands)
        }
    }

    private static func run(_ options: Options, _ operands: [String]) throws -> ExitStatus {
        // What is wrong with the command is told before the lexicons are read, which takes a while.
        let sets = try Setup.trainingSets(operands, options.weights)
        let floor = try options.floor.map { floor throws -> Double in
            guard let limit = Double(floor), (0...1).contains(limit) else {
                throw UsageFault("'--floor' cannot be '\(printable(floor))'; a number from 0 to 1")
            }
            return limit
        }
        if let output = options.output {
            Descriptor.makeFolder(output)
            _ = try OutputFile(output + "/.undertone", flushesAlways: false)
        }
        let folder = options.startFrom == "built-in" ? nil : options.startFrom
        let files = try Setup.files(folder)
        let source: LexiconSource
        let lexicon: Lexicon
        do {
            source = try LexiconSource(files)
            lexicon = try Lexicon(source)
        } catch { throw Setup.usage(error, folder: folder) }
        let console = Console()
        let tuner = Tuner(source, lexicon, sets, anew: options.anew)
        let result = tuner.run(folds: options.folds, cues: options.cues == 0 ? nil : options.cues) { console.say($0) }
        var text = ""
        for set in result.heldOut {
            text += "\(printable(set.name)): held-out stage macro-F1 \(Decimal.text(set.stages.macroF1, places: 3))"
            text += ", sentiment macro-F1 \(Decimal.text(set.sentiments.macroF1, places: 3))"
            text += ", calibration error \(Decimal.text(set.calibration.expectedError, places: 3)), messages \(set.stages.count)"
            if set.signals.messages > 0 {
                text += ", signals micro-F1 \(Decimal.text(set.signals.microF1, places: 3)) of \(set.signals.messages)"
            }
            text += "\n"
        }
        if let output = options.output {
            let changed = LexiconRewriter(source, result).rewritten(files)
            let names = output == folder ? Set(changed.map(\.name)) : Set(files.map(\.name))
            for file in files where names.contains(file.name) {
                let new = changed.first { $0.name == file.name } ?? file
                try Setup.write(new, into: output)
            }
            text += "\(changed.count) files changed in \(printable(output))\n"
        }
        _ = try Main.printed(text)
        return (result.heldOut.first?.stages.macroF1 ?? 0) < floor ?? 0 ? .someRefused : .success
    }
}

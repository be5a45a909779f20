import Flags
import Undertone
import UndertoneFormats
import UndertoneReport

/// `undertone evaluate`: how far labels agree with gold labels.
enum EvaluateCommand {
    struct Options: Sendable {
        var lexicons: String?
        var errors = 0
        var json = false, health = false
        var floor: String?
    }

    static let command = Command<Options>(
        "evaluate", summary: "Compares labels with gold labels: F1 by stage, confusion, kappa, sentiment, calibration.", operands: "GOLD [PREDICTED]",
        operandCount: 1...2, defaults: Options(),
        examples: [
            ("undertone evaluate gold.ndjson", "label the texts of a gold file and compare"),
            ("undertone evaluate gold.ndjson labels.ndjson", "compare labels made before, or by another tool, by their ids"),
            ("undertone evaluate --health accounts.ndjson health.ndjson", "compare what 'undertone health' says with what is right for each account"),
            ("undertone evaluate gold.ndjson --errors 20", "the surest mistakes, with the words that decided"),
        ],
        flags: [
            .text("lexicons", "l", "DIR", sets: \.lexicons, help: "Use the lexicons in DIR instead of the built-in ones"),
            .number("errors", nil, "N", in: 0...100_000, sets: \.errors, help: "Show the N surest mistakes with evidence [0]"),
            .toggle("health", nil, sets: \.health, help: "Compare accounts instead of messages: stage, direction, cohort, champions, divided"),
            .toggle("json", nil, sets: \.json, help: "Write one JSON object"),
            .text("floor", nil, "F1", sets: \.floor, help: "End with status 1 if the stage macro-F1 is lower"),
        ],
        notes: "Gold files are NDJSON with id, text, stage, and sentiment or score. Exit status: 0 done; 1 below the floor; 2 wrong usage; 3 cannot read.")

    static func run(_ words: [String]) throws -> ExitStatus {
        switch try command.parse(words) {
        case .help(let complete): return try Main.printed(command.help(complete: complete))
        case .run(let options, let operands):
            let limit = try options.floor.map { floor throws -> Double in
                guard let limit = Double(floor), (0...1).contains(limit) else {
                    throw UsageFault("'--floor' cannot be '\(printable(floor))'; a number from 0 to 1")
                }
                return limit
            }
            if options.health { return try health(operands, options, floor: limit ?? 0) }
            let gold = try Setup.gold(operands[0])
            var evaluation: Evaluation
            if operands.count > 1 {
                evaluation = Evaluation(gold, predicted: try Setup.gold(operands[1]))
            } else {
                evaluation = Evaluation(gold, Classifier(try Setup.lexicon(options.lexicons)))
            }
            if evaluation.count == 0 { throw UsageFault("no message of \(printable(operands[0])) has a label to compare with") }
            let text = options.json ? evaluation.json() + "\n" : evaluation.table() + evaluation.mistakes(options.errors)
            _ = try Main.printed(text)
            return evaluation.stages.macroF1 < limit ?? 0 ? .someRefused : .success
        }
    }
    /// Compares accounts.
    private static func health(_ operands: [String], _ options: Options, floor: Double) throws -> ExitStatus {
        guard operands.count == 2 else { throw UsageFault("'evaluate --health' needs two files: what is right, and what 'undertone health' wrote") }
        let evaluation = HealthEvaluation(try Setup.objects(operands[0]), predicted: try Setup.objects(operands[1]))
        if evaluation.count == 0 { throw UsageFault("no account of \(printable(operands[0])) stands in \(printable(operands[1]))") }
        _ = try Main.printed(evaluation.table() + evaluation.differences.prefix(options.errors).map { "  " + $0 + "\n" }.joined())
        return evaluation.stages.accuracy < floor ? .someRefused : .success
    }
}

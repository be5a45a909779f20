import Flags
import Undertone
import UndertoneBulk
import UndertoneFormats
import UndertoneTuning

/// `undertone lexicon diff OLD NEW ARCHIVE`: which labels a change of lexicons turns, and what turned them.
struct LexiconDiffRun: ~Copyable {
    private let options: LexiconCommand.Options
    private let diff: LexiconDiff
    private var scratch = LexiconDiff.Scratch()
    private var console = Console()
    private var output: OutputFile
    private var tally = DiffTally()
    /// The messages that are listed.
    private var listed: [String] = []
    private var refused = 0

    static func run(_ options: LexiconCommand.Options, _ operands: [String]) throws -> ExitStatus {
        guard operands.count >= 2 else { throw UsageFault("'lexicon diff' needs OLD NEW ARCHIVE: undertone lexicon diff built-in mine tickets.ndjson") }
        if operands.count == 2 && Descriptor.isTerminal(Descriptor.standardInput) {
            throw UsageFault("nothing to compare on: name an archive of messages, or pipe one in")
        }
        var run = LexiconDiffRun(
            options, LexiconDiff(old: try side(operands[0]), new: try side(operands[1])), try OutputFile(nil, flushesAlways: false))
        let folder = operands[1] == "built-in" ? nil : operands[1]
        let mapping = try Setup.mapping(options.fields)
        let catalog = try Setup.catalog(folder, own: [])
        let layout = InputLayout(format: .ndjson, names: try Setup.fieldNames(folder, mapping: mapping), writer: LabelWriter())
        var inputs = InputOptions(catalog: catalog, mapping: mapping, layout: layout)
        (inputs.format, inputs.description) = try Setup.format(options.from, catalog)
        for path in operands.count == 2 ? ["-"] : Array(operands[2...]) { try run.read(path, inputs) }
        return try run.finish()
    }

    private static func side(_ name: String) throws -> (LexiconSource, Lexicon) {
        let folder = name == "built-in" ? nil : name
        do {
            let source = try LexiconSource(try Setup.files(folder))
            return (source, try Lexicon(source))
        } catch let faults as LexiconFaults { throw Setup.usage(faults, folder: folder) }
    }

    private init(_ options: LexiconCommand.Options, _ diff: LexiconDiff, _ output: consuming OutputFile) {
        self.options = options
        self.diff = diff
        self.output = output
    }

    private mutating func read(_ path: String, _ inputs: InputOptions) throws {
        var source = try InputSource(path, inputs)
        var reader = MessageReader(source.layout)
        while let batch = try source.next() {
            var messages: [ReadMessage] = []
            var faults: [RecordFault] = []
            reader.forEachMessage(batch) { message, fault in
                if let fault { faults.append(fault) } else { messages.append(message) }
            }
            for fault in faults {
                refused += 1
                console.refuse(
                    "\(path == "-" ? "standard input" : printable(path)):\(fault.line)\(fault.column > 0 ? ":\(fault.column)" : ""): \(fault.problem)")
            }
            for message in messages { try take(message) }
        }
    }

    private mutating func take(_ message: ReadMessage) throws {
        tally.messages += 1
        // Messages of staff have no stage, whatever the lexicons.
        guard !message.isStaff, let change = diff.change(of: message.text, markup: message.markup, using: &scratch) else { return }
        tally.count(change)
        if options.json { return try output.write(DiffRecord.json(message, change, withText: options.withText)) }
        if listed.count < options.most { listed.append(DiffRecord.text(message, change, withText: options.withText)) }
    }

    private consuming func finish() throws -> ExitStatus {
        if options.json {
            try output.write(tally.json())
        } else {
            try output.write(Array(tally.text().utf8))
            if !listed.isEmpty { try output.write(Array("\nMessages\n".utf8)) }
            for text in listed { try output.write(Array(text.utf8)) }
            let rest = tally.changed - listed.count
            if rest > 0 { try output.write(Array("  … and \(TerminalText.grouped(rest)) more; --most lists more of them\n".utf8)) }
        }
        try output.finish()
        console.summarize()
        return refused > 0 ? .someRefused : .success
    }
}

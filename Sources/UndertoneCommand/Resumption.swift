import Flags
import Undertone
import UndertoneFormats

/// What `score --resume` keeps on disk beside an unfinished output, and what an earlier run left there.
struct Resumption {
    /// The state of the run that was cut off; nil if this one begins anew.
    let earlier: Checkpoint?
    private let path: String
    private let every: Int
    private var state: Checkpoint
    /// How much of the present input the last note covers.
    private var noted = 0

    private var file: String { path + ".checkpoint" }

    /// Looks for an earlier run with the same settings.
    /// - Parameters:
    ///   - words: the command line and the inputs, which have to be the same.
    init(_ options: ScoreCommand.Options, _ words: [String], _ lexicon: Lexicon) throws {
        guard let path = options.output, path != "-", !Descriptor.isDevice(path) else { throw UsageFault("'--resume' needs a file to write: --output=FILE") }
        self.path = path
        every = options.checkpointEvery
        let settings = try Resumption.settings(words, lexicon, options)
        var earlier: Checkpoint?
        let file = path + ".checkpoint"
        if Descriptor.exists(file) && Descriptor.exists(path + ".partial") {
            guard let found = Checkpoint(String(decoding: try Descriptor.contents(of: file), as: UTF8.self)) else {
                throw UsageFault("\(Descriptor.quoted(file)) is damaged; remove it to begin anew")
            }
            if found.settings != settings {
                throw UsageFault(
                    "\(Descriptor.quoted(file)) belongs to another command line, version or lexicon; repeat that one, or remove the file to begin anew")
            }
            earlier = found
        } else {
            Descriptor.remove(file)
        }
        self.earlier = earlier
        let nothing = Checkpoint.Mark(Checksum())
        state = earlier ?? Checkpoint(settings: settings, input: nothing, output: nothing)
        state.done = []
    }

    /// A checksum of everything that makes the labels, inputs apart.
    private static func settings(_ words: [String], _ lexicon: Lexicon, _ options: ScoreCommand.Options) throws -> String {
        var checksum = Checksum()
        func add(_ bytes: [UInt8]) {
            let counted = Array("\(bytes.count) ".utf8) + bytes
            checksum.add(counted.span, 0..<counted.count)
        }
        let files = options.lexicons == nil ? [] : try Setup.files(options.lexicons)
        for text in words + [Main.version, lexicon.hash] + files.flatMap({ [$0.name, $0.text] }) { add(Array(text.utf8)) }
        for path in options.formatFiles + options.tables.users + options.tables.accounts { add(try Descriptor.contents(of: path)) }
        return checksum.digits
    }

    /// Where the earlier run's output ends; nil if this run begins anew.
    func output() throws -> OutputFile? { if let earlier { try .resuming(path, after: earlier.output) } else { nil } }

    /// Takes a new input up and passes over what the earlier run used of it.
    /// - Parameter number: its place among the inputs, from 0.
    /// - Returns: whether anything of it is left.
    mutating func begin(_ source: inout InputSource, _ number: Int, _ path: String) throws -> Bool {
        source.countBytes()
        noted = 0
        guard let earlier, number <= earlier.done.count else { return true }
        let isDone = number < earlier.done.count
        let mark = isDone ? earlier.done[number] : earlier.input
        guard try source.skip(to: mark, isDone: isDone) else {
            throw UsageFault(
                "\(path == "-" ? "standard input" : Descriptor.quoted(path)) is not what it was when the run was cut off; remove \(Descriptor.quoted(file)) to begin anew"
            )
        }
        if isDone { state.done.append(mark) }
        noted = isDone ? 0 : mark.count
        return !isDone
    }

    /// Notes that an input is used up.
    mutating func end(_ place: Checksum) { state.done.append(Checkpoint.Mark(place)) }

    /// Whether the earlier run was done with an input.
    func isPast(_ number: Int) -> Bool { number < earlier?.done.count ?? 0 }

    /// Whether so much was read that the state should be noted.
    func isDue(_ place: Int) -> Bool { place - noted >= every }

    /// Writes the state, so that it is whole on the disk or not there.
    mutating func note(_ place: Checksum, _ output: Checkpoint.Mark, records: Int, refused: Int) throws {
        noted = place.count
        state.input = Checkpoint.Mark(place)
        state.output = output
        (state.records, state.refused) = (records, refused)
        var file = try OutputFile(self.file, flushesAlways: true)
        try file.write(Array(state.text.utf8))
        try file.finish()
    }

    /// Removes the state when the output is complete.
    func finish() { Descriptor.remove(file) }
}

/// How far a run got, as it stands in the file beside an unfinished output: so that `score --resume` can go on.
package struct Checkpoint: Sendable, Equatable {
    /// So many bytes with a checksum.
    package struct Mark: Sendable, Equatable {
        package var count: Int
        package var digits: String

        package init(count: Int, digits: String) {
            self.count = count
            self.digits = digits
        }

        package init(_ checksum: Checksum) { self.init(count: checksum.count, digits: checksum.digits) }
    }

    /// A checksum of what makes the labels: the command line, the version, the lexicons.
    package var settings: String
    /// The inputs that were used up, in order.
    package var done: [Mark] = []
    /// How much of the next input was used.
    package var input: Mark
    /// The output that belongs to it.
    package var output: Mark
    package var records = 0, refused = 0

    package init(settings: String, input: Mark, output: Mark) {
        self.settings = settings
        self.input = input
        self.output = output
    }

    private static let title = "undertone checkpoint 1"

    /// The text of the file; its last line is a checksum of the lines above.
    package var text: String {
        var lines = [Checkpoint.title, "settings \(settings)"]
        lines += done.map { "done \($0.count) \($0.digits)" }
        lines += ["input \(input.count) \(input.digits)", "output \(output.count) \(output.digits)", "records \(records) \(refused)"]
        let text = lines.map { $0 + "\n" }.joined()
        return text + "check \(Checkpoint.digits(text))\n"
    }

    private static func digits(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var checksum = Checksum()
        checksum.add(bytes.span, 0..<bytes.count)
        return checksum.digits
    }

    /// Reads a file; nil if it is damaged or none of this version.
    package init?(_ text: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard lines.popLast() == "", let check = lines.popLast(), lines.popFirst()?.elementsEqual(Checkpoint.title) == true else { return nil }
        guard let settings = Checkpoint.words(lines.popFirst(), "settings"), settings.count == 1 else { return nil }
        guard let records = Checkpoint.words(lines.popLast(), "records").flatMap(Checkpoint.numbers) else { return nil }
        guard let output = Checkpoint.mark(lines.popLast(), "output"), let input = Checkpoint.mark(lines.popLast(), "input") else { return nil }
        self.init(settings: String(settings[0]), input: input, output: output)
        (self.records, refused) = records
        for line in lines {
            guard let mark = Checkpoint.mark(line, "done") else { return nil }
            done.append(mark)
        }
        // The text is rebuilt from what was read, so nothing else can stand in the file.
        guard self.text == text, self.text.hasSuffix("\(check)\n") else { return nil }
    }

    private static func words(_ line: Substring?, _ name: String) -> [Substring]? {
        guard let parts = line?.split(separator: " ", omittingEmptySubsequences: false), parts.first?.elementsEqual(name) == true else { return nil }
        return Array(parts.dropFirst())
    }

    private static func numbers(_ words: [Substring]) -> (Int, Int)? {
        guard words.count == 2, let first = Int(words[0]), let second = Int(words[1]), first >= 0, second >= 0 else { return nil }
        return (first, second)
    }

    private static func mark(_ line: Substring?, _ name: String) -> Mark? {
        guard let words = words(line, name), words.count == 2, let count = Int(words[0]), count >= 0 else { return nil }
        return Mark(count: count, digits: String(words[1]))
    }
}

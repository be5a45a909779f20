import UndertoneEngine
import UndertoneFormats

/// Whose success a sentence tells.
package enum Focus: String, Sendable, CaseIterable {
    /// The writer's.
    case own
    /// The writer's company's.
    case team
    /// The customer's.
    case customer
}

/// The words of `focus.tsv`, and how the vendor's own notes are read with them.
///
/// A sentence tells a success if it holds a word of `[success]`. Whose it is says the nearest word before it that stands for somebody: a word of one of the other
/// sections, or a name with a capital letter, which counts as the customer's. Notes often leave the writer out (*Launched the pilot.*): a sentence that begins with
/// its success is the writer's own. A success that nobody stands before is not counted. Each sentence counts once for each of the three at most.
package struct FocusWords: Sendable, Equatable {
    private var subjects: [String: Focus] = [:]
    private var successes: Set<[String]> = []
    /// The words of the longest success.
    private var longest = 1

    /// Reads `focus.tsv`: sections `own`, `team`, `customer` and `success`, a word or a few words a line.
    /// - Throws: every fault with its line.
    package init(_ file: LexiconFile) throws(LexiconFaults) {
        var faults: [LexiconFault] = []
        let sections = Focus.allCases.map(\.rawValue) + ["success"]
        var seen: Set<String> = []
        for row in file.rows(&faults) {
            guard sections.contains(row.section) else {
                let near = nearest(row.section, sections).map { "; did you mean [\($0)]?" } ?? ""
                faults.append(LexiconFault(row.place, "focus.tsv has no section [\(row.section)]\(near)", "use one of: " + sections.joined(separator: ", ")))
                continue
            }
            let words = row.columns[0].trimmed.split(separator: " ").map { $0.lowercased() }
            if words.isEmpty || row.columns.count > 1 || words.contains(where: { $0.contains { !$0.isLetter && $0 != "'" && $0 != "-" } }) {
                faults.append(LexiconFault(row.place, "the line is no word", "write a word, or a few parted by blanks, and nothing else"))
                continue
            }
            seen.insert(row.section)
            if let focus = Focus(rawValue: row.section) {
                subjects[words[words.count - 1]] = subjects[words[words.count - 1]] ?? focus
                if words.count > 1 { subjects[words.joined(separator: " ")] = focus }
            } else {
                successes.insert(words)
                longest = max(longest, words.count)
            }
        }
        for name in sections where faults.isEmpty && !seen.contains(name) {
            faults.append(LexiconFault(Place(file: file.name, line: 1), "[\(name)] is missing or empty", "add a line: [\(name)], and words below it"))
        }
        if !faults.isEmpty { throw LexiconFaults(faults) }
    }

    /// How many sentences of a note tell a success of each. Cost: linear in the text.
    package func count(_ text: String) -> [Focus: Int] {
        var counts: [Focus: Int] = [:]
        for sentence in FocusWords.sentences(text) {
            for focus in told(sentence) { counts[focus, default: 0] += 1 }
        }
        return counts
    }

    /// The words of each sentence, as they are written.
    private static func sentences(_ text: String) -> [[Substring]] {
        var sentences: [[Substring]] = []
        for sentence in text.split(whereSeparator: { ".!?;:\n\r".contains($0) }) {
            let words = sentence.split { !$0.isLetter && !$0.isNumber && $0 != "'" && $0 != "’" && $0 != "-" }
            if !words.isEmpty { sentences.append(words) }
        }
        return sentences
    }

    private func told(_ words: [Substring]) -> Set<Focus> {
        let small = words.map { $0.lowercased() }
        var found: Set<Focus> = []
        var index = 0
        while index < words.count {
            guard let length = success(small, at: index) else {
                index += 1
                continue
            }
            if let focus = subject(words, small, before: index) { found.insert(focus) }
            index += length
        }
        return found
    }

    /// The words of the longest success that begins at a place.
    private func success(_ words: [String], at start: Int) -> Int? {
        (1...longest).reversed().first { start + $0 <= words.count && successes.contains(Array(words[start..<start + $0])) }
    }

    private func isName(_ word: Substring, _ small: String) -> Bool {
        word.first?.isUppercase == true && word.dropFirst().contains(where: \.isLowercase) && !successes.contains([small])
    }

    private func subject(_ words: [Substring], _ small: [String], before end: Int) -> Focus? {
        if end == 0 { return .own }
        for index in (0..<end).reversed() {
            if index > 0, let focus = subjects[small[index - 1] + " " + small[index]] { return focus }
            if let focus = subjects[small[index]] { return focus }
            // The first word of a sentence is written large anyway, but right before a success, or before a second name, it is one.
            if isName(words[index], small[index]) && (index > 0 || end == 1 || isName(words[1], small[1])) { return .customer }
        }
        return nil
    }
}

/// Whose success the notes of each author tell: counts that add up in any order.
package struct FocusBook: Sendable {
    /// What one author's notes tell.
    package struct Author: Sendable, Equatable {
        /// Notes, and sentences by whose success they tell.
        package var notes = 0
        package var counts: [Focus: Int] = [:]

        /// Sentences that tell a success.
        package var successes: Int { counts.values.reduce(0, +) }

        /// The customer's share of the successes told; nil if none was told.
        package var customerShare: Double? { successes == 0 ? nil : Double(counts[.customer] ?? 0) / Double(successes) }
    }

    private let words: FocusWords
    private var authors: [String: Author] = [:]

    package init(_ words: FocusWords) { self.words = words }

    /// Adds a note; one that nobody is known to have written stands under an empty name.
    package mutating func add(_ author: String, _ text: String) {
        authors[author, default: Author()].notes += 1
        for (focus, count) in words.count(text) { authors[author, default: Author()].counts[focus, default: 0] += count }
    }

    /// All authors by the bytes of their names.
    package var sorted: [(name: String, author: Author)] {
        authors.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, $0.value) }
    }

    /// The lines of all authors: NDJSON, or a table with its header.
    package func lines(_ writer: HealthWriter) -> [UInt8] {
        let separator: UInt8? = writer.format == .csv ? 0x2C : writer.format == .tsv ? 0x09 : nil
        var output: [UInt8] = []
        if let separator {
            var row = TableRow(separator: separator, raw: writer.rawCells)
            for name in FocusBook.columns { row.add(writer.names(name)) }
            output += row.finished()
        }
        for (name, author) in sorted {
            let share = author.customerShare.map { Decimal.text($0, places: 2) } ?? ""
            if let separator {
                var row = TableRow(separator: separator, raw: writer.rawCells)
                row.add(name)
                for number in [author.notes] + Focus.allCases.map({ author.counts[$0] ?? 0 }) { row.add(String(number)) }
                row.add(share)
                output += row.finished()
            } else {
                var line = JSONLine()
                line.names = writer.names
                line.add("author", name)
                line.add("notes", author.notes)
                line.object("successes") { object in for focus in Focus.allCases { object.add(focus.rawValue, author.counts[focus] ?? 0, isTop: false) } }
                if let share = author.customerShare { line.add("customer_share", share, places: 2) }
                output += line.finished()
            }
        }
        return output
    }

    /// The names of the columns of tables.
    package static let columns = ["author", "notes"] + Focus.allCases.map { "successes_\($0.rawValue)" } + ["customer_share"]
}

/// Reads all files of a set of lexicons, collecting every fault before it gives up.
struct LexiconParser {
    private(set) var faults: [LexiconFault] = []
    private(set) var entries: [Entry] = []
    private(set) var spelling = Spelling()
    private(set) var sets: [String: PhraseNode] = PatternSigns.sets
    private(set) var rules = Rules()
    private(set) var boundaries = Boundaries.none

    /// The roles of the files, by name.
    private static let roles: [String: Role] = {
        var roles: [String: Role] = ["sentiment.tsv": .sentiment, "cue.tsv": .cue]
        for stage in Stage.allCases { roles["stage/\(stage.rawValue).tsv"] = .stage(stage) }
        for signal in Signal.allCases { roles["signal/\(signal.rawValue).tsv"] = .signal(signal) }
        return roles
    }()

    /// Names that a file of a set of lexicons can have.
    static let fileNames: [String] =
        roles.keys.sorted() + [
            "modifier.tsv", "set.tsv", "spelling.tsv", "rule.tsv", "boundary.tsv", "field.tsv", "redact.tsv", "health.tsv", "play.tsv", "focus.tsv",
        ]

    /// Reads the files in an order of its own: spelling and sets first, since phrases use them.
    mutating func read(_ files: [LexiconFile]) {
        let byName = Dictionary(files.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for file in files where !LexiconParser.fileNames.contains(file.name) && !file.name.hasPrefix("format/") {
            let near = nearest(file.name, LexiconParser.fileNames).map { "; did you mean \($0)?" } ?? ""
            faults.append(LexiconFault(Place(file: file.name, line: 1), "no lexicon has this name\(near)", "the names are listed in lexicons/README.md"))
        }
        if let file = byName["spelling.tsv"] { readSpelling(file) }
        if let file = byName["set.tsv"] { readSets(file) }
        if let file = byName["rule.tsv"] { readRules(file) }
        if let file = byName["boundary.tsv"] { readBoundaries(file) }
        for name in byName.keys.sorted() {
            guard let file = byName[name] else { continue }
            if let role = LexiconParser.roles[name] {
                readEntries(file) { _ in role }
            } else if name == "modifier.tsv" {
                readEntries(file) { Modifier(rawValue: $0).map(Role.modifier) }
            }
        }
        if entries.isEmpty && faults.isEmpty {
            faults.append(
                LexiconFault(Place(file: files.first?.name ?? "lexicons", line: 1), "the lexicons hold no entries", "see lexicons/README.md for their form"))
        }
    }

    /// The most sections of a set of lexicons and entries in one, and the most words that all their phrases may hold together, sets included wherever they are used.
    static let mostPlaces = 65_535
    private static let mostWords = 10_000_000
    /// After so many faults no further entries are read.
    private static let mostFaults = 1000
    private var sections: Set<String> = []
    private var words = 0

    private mutating func fault(_ place: Place, _ problem: String, _ remedy: String) {
        faults.append(LexiconFault(place, problem, remedy))
    }

    private mutating func readSpelling(_ file: LexiconFile) {
        for row in file.rows(&faults) {
            let word = String(decoding: Folding.fold(word: row.columns[0].trimmed), as: UTF8.self)
            if row.section == "abbreviation" {
                spelling.addAbbreviation(word)
                continue
            }
            let words = (row.column(1) ?? "").split(separator: " ").map { Spelling.folded($0) }
            if words.count > Spelling.longestReading {
                fault(row.place(column: 1), "the reading has more than \(Spelling.longestReading) words", "shorten it")
            } else if !spelling.add(word, reads: words) {
                fault(row.place, "'\(word)' has a reading already", "keep one of the two lines")
            }
        }
    }

    private mutating func readSets(_ file: LexiconFile) {
        var members: [(name: String, place: Place, nodes: [PhraseNode])] = []
        var names = Set(PatternSigns.sets.keys)
        for row in file.rows(&faults) {
            if members.last?.name != row.section {
                define(members.last)
                if !names.insert(row.section).inserted { fault(row.place, "the set [\(row.section)] is defined twice", "join the two") }
                members.append((row.section, row.place, []))
            }
            guard let pattern = pattern(row) else { continue }
            guard pattern.pieces.count == 1 else {
                fault(row.place, "a set holds a gap", "put the gap into the phrases that use the set")
                continue
            }
            members[members.count - 1].nodes.append(pattern.pieces[0])
        }
        define(members.last)
    }

    private mutating func define(_ set: (name: String, place: Place, nodes: [PhraseNode])?) {
        guard let set, !set.nodes.isEmpty else { return }
        if set.nodes.reduce(0, { $0 + $1.size }) > PatternParser.mostWords {
            return fault(
                set.place, "the set [\(set.name)] holds more than \(PatternParser.mostWords) words, those of its sets included", "part it into several")
        }
        sets[set.name] = PatternParser.merged(set.nodes)
    }

    /// The pattern of a row, or nil after noting what is wrong with it.
    private mutating func pattern(_ row: LexiconRow) -> PhrasePattern? {
        do {
            return try PatternParser.parse(Substring(row.columns[0].trimmed), spelling: spelling, sets: sets)
        } catch {
            let blanks = row.columns[0].prefix { $0 == " " }.count
            fault(row.place(column: 0, character: blanks + error.column), error.problem, error.remedy)
            return nil
        }
    }

    private mutating func readEntries(_ file: LexiconFile, role: (String) -> Role?) {
        for row in file.rows(&faults) {
            if faults.count >= LexiconParser.mostFaults { return }
            guard let role = role(row.section) else {
                let names = Modifier.allCases.map(\.rawValue).joined(separator: ", ")
                fault(row.place, "[\(row.section)] is no kind of modifier", "use one of: \(names)")
                continue
            }
            if row.number > LexiconParser.mostPlaces {
                return fault(row.place, "[\(row.section)] has more than \(LexiconParser.mostPlaces) entries", "part it into several sections")
            }
            if row.columns.count > 5 { fault(row.place(column: 5), "the line has more than five columns", "see lexicons/README.md for the columns") }
            let weight = weight(row, role)
            let fitted = fitted(row)
            guard let pattern = pattern(row) else { continue }
            let section = "\(sectionFile(file.name))/\(row.section)"
            words += pattern.pieces.reduce(0) { $0 + $1.size }
            if entries.last?.section != section { sections.insert(section) }
            if words > LexiconParser.mostWords {
                return fault(row.place, "the phrases up to here hold more than \(LexiconParser.mostWords) words", "use fewer entries or alternatives")
            }
            if sections.count > LexiconParser.mostPlaces {
                return fault(row.place, "the lexicons have more than \(LexiconParser.mostPlaces) sections", "join some of them")
            }
            entries.append(
                Entry(
                    phrase: row.columns[0].trimmed, role: role, section: section, number: row.number, weight: weight,
                    fitted: fitted.outputs, fittedSignals: fitted.signals, example: row.column(3), counterExample: row.column(4), pattern: pattern,
                    place: row.place))
        }
    }

    /// The file's part of an entry's name: `stage/anger.tsv` gives `anger`.
    private func sectionFile(_ name: String) -> String {
        String((name.split(separator: "/").last ?? "").dropLast(4))
    }

    /// The weights that a person may write for a role; signals are added up, so theirs may be small.
    private static func limits(of role: Role) -> ClosedRange<Double> {
        switch role {
        case .sentiment: -4...4
        case .cue: 0...0
        case .signal: 0.25...3
        case .stage, .modifier: 1...3
        }
    }

    private func number(_ limit: Double) -> String { limit == limit.rounded() ? String(Int(limit)) : String(limit) }

    private mutating func weight(_ row: LexiconRow, _ role: Role) -> Double {
        let limits = LexiconParser.limits(of: role)
        func remedy() -> String { "write a number from \(number(limits.lowerBound)) to \(number(limits.upperBound))" }
        guard let text = row.column(1) else {
            if role == .cue { return 0 }
            fault(row.place(column: 1), "the weight is missing", remedy() + " after a TAB")
            return 0
        }
        guard let weight = decimal(text), limits.contains(weight) else {
            fault(row.place(column: 1), "'\(text)' is no weight for \(role.name)", role == .cue ? "leave it empty: cues are fitted" : remedy())
            return 0
        }
        return weight
    }

    /// `anger+0.42 none-0.10 impatience+0.31` as weights by output and by signal.
    private mutating func fitted(_ row: LexiconRow) -> (outputs: [Output: Double], signals: [Signal: Double]) {
        var fitted: (outputs: [Output: Double], signals: [Signal: Double]) = ([:], [:])
        for part in (row.column(2) ?? "").utf8.split(separator: 0x20) {
            let sign = part.firstIndex { $0 == 0x2B || $0 == 0x2D } ?? part.endIndex
            let name = String(Substring(part[..<sign]))
            let output = LexiconParser.outputs[name], signal = LexiconParser.signals[name]
            guard output != nil || signal != nil, let value = decimal(Substring(part[sign...])), abs(value) <= 100 else {
                fault(row.place(column: 2), "'\(Substring(part))' is no fitted weight", "leave the column to `undertone tune`")
                return ([:], [:])
            }
            if let output { fitted.outputs[output] = value }
            if let signal { fitted.signals[signal] = value }
        }
        return fitted
    }

    private static let outputs = Dictionary(uniqueKeysWithValues: Output.allCases.map { ($0.name, $0) })
    private static let signals = Dictionary(uniqueKeysWithValues: Signal.allCases.map { ($0.rawValue, $0) })

    private mutating func readRules(_ file: LexiconFile) {
        for row in file.rows(&faults) {
            let values = row.columns.dropFirst().prefix { !$0.trimmed.isEmpty && decimal($0.trimmed) != nil }.compactMap { decimal($0.trimmed) }
            guard !values.isEmpty else {
                fault(row.place(column: 1), "the value of '\(row.columns[0].trimmed)' is no number", "write a number after a TAB")
                continue
            }
            if let problem = rules.set(row.section, row.columns[0].trimmed, values) { fault(row.place, problem.problem, problem.remedy) }
        }
    }

    private mutating func readBoundaries(_ file: LexiconFile) {
        var marks: [BoundaryMark] = []
        var headers: [[UInt8]] = []
        var classes: [Boundaries.ElementClass] = []
        for row in file.rows(&faults) {
            let text = row.columns[0].trimmed
            let small = Array(text.utf8).map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
            if let kind = BoundaryMark.Kind(rawValue: row.section) {
                if let mark = BoundaryMark(text, kind) { marks.append(mark) } else { fault(row.place, "the boundary is empty", "write how the line begins") }
            } else if let kind = Boundaries.ElementClass.Kind(rawValue: row.section) {
                classes.append(Boundaries.ElementClass(kind, small))
            } else if row.section == "header" {
                headers.append(small)
            } else {
                let sections = BoundaryMark.Kind.allCases.map(\.rawValue) + ["header"] + Boundaries.ElementClass.Kind.allCases.map(\.rawValue)
                fault(row.place, "[\(row.section)] is no kind of boundary", "use one of: " + sections.joined(separator: ", "))
            }
        }
        boundaries = Boundaries(marks: marks, headers: headers, classes: classes)
    }
}

/// A decimal number of at most twelve signs and digits with an optional sign before it, or nil: no exponents, no `nan`, no `inf`.
package func decimal(_ text: some StringProtocol) -> Double? {
    var bytes = Substring(text).utf8
    let sign = bytes.first
    if sign == 0x2B || sign == 0x2D { bytes.removeFirst() }
    guard bytes.count <= 12 else { return nil }
    // Both the digits and the power of ten are exact, so their quotient is the nearest number.
    var digits = 0.0, power = 1.0
    var hasDigits = false, hasPoint = false
    for byte in bytes {
        if byte == 0x2E {
            if hasPoint { return nil }
            hasPoint = true
        } else if byte >= 0x30 && byte <= 0x39 {
            digits = digits * 10 + Double(byte &- 0x30)
            if hasPoint { power *= 10 }
            hasDigits = true
        } else {
            return nil
        }
    }
    return hasDigits ? (sign == 0x2D ? -digits : digits) / power : nil
}

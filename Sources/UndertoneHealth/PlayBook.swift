import UndertoneEngine

/// What to do about an account: a goal, things to do and things to avoid.
package struct Play: Sendable, Equatable {
    /// The stage, or the warning: `divided`, `silent`, `backward`.
    package let name: String
    package fileprivate(set) var goal = ""
    package fileprivate(set) var steps: [String] = [], avoid: [String] = []
}

/// The plays of `play.tsv`.
package struct PlayBook: Sendable, Equatable {
    private var plays: [String: Play] = [:]

    /// The warnings that have a play of their own.
    private static let warnings: [Warning] = [.divided, .silent, .backward]
    private static let names = Stage.allCases.map(\.rawValue) + warnings.map(\.rawValue)

    /// Reads `play.tsv`: a section for each stage and for `divided`, `silent` and `backward`, each with one goal.
    /// - Throws: every fault with its line.
    package init(_ file: LexiconFile) throws(LexiconFaults) {
        var faults: [LexiconFault] = []
        for row in file.rows(&faults) {
            guard PlayBook.names.contains(row.section) else {
                let near = nearest(row.section, PlayBook.names).map { "; did you mean [\($0)]?" } ?? ""
                faults.append(
                    LexiconFault(row.place, "[\(row.section)] is no stage and no warning\(near)", "use one of: " + PlayBook.names.joined(separator: ", ")))
                continue
            }
            if let problem = add(row) { faults.append(problem) }
        }
        for name in PlayBook.names where faults.isEmpty && plays[name]?.goal.isEmpty ?? true {
            faults.append(LexiconFault(Place(file: file.name, line: 1), "[\(name)] has no goal", "add a line: goal, TAB, a sentence"))
        }
        if !faults.isEmpty { throw LexiconFaults(faults) }
    }

    private mutating func add(_ row: LexiconRow) -> LexiconFault? {
        guard let text = row.column(1), row.columns.count == 2 else {
            return LexiconFault(row.place(column: 1), "the line is not a kind and a sentence", "write goal, do or avoid, a TAB, and one sentence")
        }
        var play = plays[row.section] ?? Play(name: row.section)
        switch row.columns[0].trimmed {
        case "goal":
            if !play.goal.isEmpty { return LexiconFault(row.place, "[\(row.section)] has two goals", "keep one of them") }
            play.goal = text
        case "do": play.steps.append(text)
        case "avoid": play.avoid.append(text)
        default: return LexiconFault(row.place, "'\(row.columns[0].trimmed)' is no kind of line", "use one of: goal, do, avoid")
        }
        plays[row.section] = play
        return nil
    }

    /// All plays, those of warnings first, then those of stages from refusal on.
    package var all: [Play] { (PlayBook.warnings.map(\.rawValue) + Stage.allCases.map(\.rawValue)).compactMap { plays[$0] } }

    /// The plays for an account: those of its warnings first, then that of its stage.
    package func plays(for health: AccountHealth) -> [Play] {
        let names = PlayBook.warnings.filter { health.warnings.contains($0) }.map(\.rawValue) + [health.stage.rawValue]
        return names.compactMap { plays[$0] }
    }
}

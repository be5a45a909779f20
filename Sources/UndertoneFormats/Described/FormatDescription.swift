import UndertoneEngine

/// How the exports of one system are read: how to recognise them, where messages stand in a document, which value is which field.
///
/// It is read from a file of `lexicons/format/` or of the user's own; lexicons/README.md tells its form.
package struct FormatDescription: Sendable {
    /// A value with the condition under which it is taken.
    struct Rule: Sendable {
        let value: FormatTemplate
        let condition: FormatCondition
    }

    /// One kind of messages in a document.
    struct Shape: Sendable {
        let name: String
        /// Where these messages stand, from the record.
        var place = FormatPath()
        /// Only in records, and only messages, of which this holds.
        var needs: [FormatCondition] = []
        var skips: [FormatCondition] = []
        var isNewestFirst = false
        var fields = [[Rule]](repeating: [], count: Field.allCases.count)
        var roles: [Rule] = []
        var privates: [FormatCondition] = []
    }

    /// Where a document tells who people are.
    struct People: Sendable {
        var place = FormatPath()
        var columns = [[Rule]](repeating: [], count: UserColumn.allCases.count)
    }

    /// The name by which `--from` knows it.
    package let name: String
    package private(set) var title = ""
    /// What else it takes to tell customers from staff, in a sentence; empty if nothing.
    package private(set) var needs = ""
    private(set) var recognised: [FormatCondition] = []
    /// Where the records stand if a document holds many.
    private(set) var inside: [FormatPath] = []
    private(set) var shapes: [Shape] = []
    private(set) var people: [People] = []
    package private(set) var keys = KeyTable()

    /// Whether it knows messages, not only people.
    package private(set) var hasMessages = false
    /// Whether documents may name people.
    package private(set) var hasPeople = false

    /// Reads a description.
    /// - Throws: every fault of the file.
    package init(_ file: LexiconFile) throws(LexiconFaults) {
        name = FormatDescription.name(ofFile: file.name)
        var faults: [LexiconFault] = []
        for row in file.rows(&faults) { read(row, &faults) }
        for shape in shapes where faults.isEmpty && shape.fields[Field.text.rawValue].isEmpty {
            faults.append(LexiconFault(Place(file: file.name, line: 1), "[message_\(shape.name)] has no text", "add a line: text, TAB, where it stands"))
        }
        if shapes.isEmpty && people.isEmpty && faults.isEmpty {
            faults.append(LexiconFault(Place(file: file.name, line: 1), "the description has no message", "add a section such as [message_comment]"))
        }
        if !faults.isEmpty { throw LexiconFaults(faults) }
        hasMessages = !shapes.isEmpty
        hasPeople = !people.isEmpty
        keys.seal()
    }

    /// Reads from a description without faults only how its documents are recognised. Cost: a tenth of reading all of it.
    init(outlineOf file: LexiconFile) {
        name = FormatDescription.name(ofFile: file.name)
        var keys = KeyTable()
        file.outline("recognise") { section in
            hasMessages = hasMessages || section.starts(with: "message_".utf8)
            hasPeople = hasPeople || section.starts(with: "people_".utf8)
        } line: { line in
            if let condition = FormatCondition(line.trimmed, &keys) { recognised.append(condition) }
        }
        self.keys = keys
        self.keys.seal()
    }

    /// `mine/acme.tsv` → `acme`.
    private static func name(ofFile path: String) -> String {
        let last = path.split(separator: "/").last ?? ""
        return String(last.prefix { $0 != "." })
    }

    private mutating func read(_ row: LexiconRow, _ faults: inout [LexiconFault]) {
        let isKnown: Bool
        if row.section == "format" {
            isKnown = readFormat(row)
        } else if row.section == "recognise" {
            isKnown = condition(row, 0, &faults).map { recognised.append($0) } != nil
        } else if row.section == "inside" {
            isKnown = path(row, 0, &faults).map { inside.append($0) } != nil
        } else if row.section.hasPrefix("message_") {
            isKnown = readMessage(row, &faults)
        } else if row.section.hasPrefix("people_") {
            isKnown = readPeople(row, &faults)
        } else {
            faults.append(
                LexiconFault(row.place, "there is no section [\(row.section)]", "use [format], [recognise], [inside], [message_NAME] or [people_NAME]"))
            return
        }
        if !isKnown && !faults.contains(where: { $0.place.line == row.place.line }) {
            faults.append(
                LexiconFault(row.place, "there is no '\(row.columns[0])' in [\(row.section)]", "see lexicons/README.md for the lines of a description"))
        }
    }

    private mutating func readFormat(_ row: LexiconRow) -> Bool {
        switch row.columns[0].trimmed {
        case "title": title = row.column(1) ?? ""
        case "needs": needs = row.column(1) ?? ""
        default: return false
        }
        return true
    }

    private mutating func readMessage(_ row: LexiconRow, _ faults: inout [LexiconFault]) -> Bool {
        let name = String(row.section.dropFirst("message_".count))
        if shapes.last?.name != name { shapes.append(Shape(name: name)) }
        let last = shapes.count - 1
        let word = row.columns[0].trimmed
        switch word {
        case "at": return path(row, 1, &faults).map { shapes[last].place = $0 } != nil
        case "when": return condition(row, 1, &faults).map { shapes[last].needs.append($0) } != nil
        case "skip": return condition(row, 1, &faults).map { shapes[last].skips.append($0) } != nil
        case "private": return condition(row, 1, &faults).map { shapes[last].privates.append($0) } != nil
        case "newest_first":
            shapes[last].isNewestFirst = true
            return true
        case "role": return rule(row, &faults).map { shapes[last].roles.append($0) } != nil
        default:
            guard let field = Field(name: word), field != .role else { return false }
            return rule(row, &faults).map { shapes[last].fields[field.rawValue].append($0) } != nil
        }
    }

    private var peopleSections: [String] = []

    private mutating func readPeople(_ row: LexiconRow, _ faults: inout [LexiconFault]) -> Bool {
        if peopleSections.last != row.section {
            peopleSections.append(row.section)
            people.append(People())
        }
        let last = people.count - 1
        if row.columns[0].trimmed == "at" { return path(row, 1, &faults).map { people[last].place = $0 } != nil }
        guard let column = UserColumn(rawValue: row.columns[0].trimmed) else { return false }
        return rule(row, &faults).map { people[last].columns[column.index].append($0) } != nil
    }

    // MARK: Columns

    private mutating func path(_ row: LexiconRow, _ column: Int, _ faults: inout [LexiconFault]) -> FormatPath? {
        if let text = row.column(column), let path = FormatPath(text, &keys) { return path }
        faults.append(LexiconFault(row.place(column: column), "this is no path", "write names with points between them, such as ticket.comments[]"))
        return nil
    }

    private mutating func condition(_ row: LexiconRow, _ column: Int, _ faults: inout [LexiconFault]) -> FormatCondition? {
        if let text = row.column(column), let condition = FormatCondition(text, &keys) { return condition }
        faults.append(LexiconFault(row.place(column: column), "this is no condition", "write path, !path, path=a|b, path!=a or path={other}, joined by ' & '"))
        return nil
    }

    private mutating func rule(_ row: LexiconRow, _ faults: inout [LexiconFault]) -> Rule? {
        guard let text = row.column(1), let value = FormatTemplate(text, &keys) else {
            faults.append(
                LexiconFault(
                    row.place(column: 1), "this is no value",
                    "write text with {path} in it; after a path may stand >role, >account, >name and |FUNCTION (\(TextFunction.forms))"))
            return nil
        }
        guard row.column(2) != nil else { return Rule(value: value, condition: FormatCondition()) }
        return condition(row, 2, &faults).map { Rule(value: value, condition: $0) }
    }
}

extension FormatDescription {
    /// Lets values that no rule finds be looked for under the usual names of fields, at messages that are whole records.
    package mutating func complete(with names: FieldNames) {
        for index in shapes.indices where shapes[index].place.steps.isEmpty {
            for field in Field.allCases where field != .id && field != .kind && field != .contactRole {
                let rules = names.names(of: field).map { name, isHTML in
                    var path = FormatPath()
                    path.steps = [FormatPath.Step(key: keys.number(of: name))]
                    return Rule(value: FormatTemplate(path, isHTML: isHTML), condition: FormatCondition())
                }
                if field == .role { shapes[index].roles += rules } else { shapes[index].fields[field.rawValue] += rules }
            }
        }
        keys.seal()
    }

    /// Lets a user's mapping win over the description: a path is looked for at the message, then in the records around it.
    package mutating func map(_ mapping: [(field: String, path: String)]) {
        for pair in mapping {
            guard let field = Field(name: pair.field) else { continue }
            let isHTML = FieldNames.isHTML(pair.path.utf8)
            // The name of a column may hold points and other signs of paths.
            let paths = ["`\(pair.path)`", pair.path].compactMap { FormatPath($0, &keys) }
            let rules = paths.flatMap { path in
                (0...2).map { up -> Rule in
                    var higher = path
                    higher.up += up
                    return Rule(value: FormatTemplate(higher, isHTML: isHTML), condition: FormatCondition())
                }
            }
            for index in shapes.indices {
                if field == .role {
                    shapes[index].roles = rules + shapes[index].roles
                } else {
                    shapes[index].fields[field.rawValue] = rules + shapes[index].fields[field.rawValue]
                }
            }
        }
        keys.seal()
    }
}

/// One file of a set of lexicons: its name relative to the folder, and its text.
public struct LexiconFile: Sendable {
    /// The name relative to the folder of the lexicons, such as `stage/anger.tsv`.
    public let name: String
    /// The whole text of the file.
    public let text: String

    /// Takes a file's name and text.
    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}

/// One line of a lexicon file with its columns and the section it stands in.
package struct LexiconRow {
    package let place: Place
    package let section: String
    /// The place in the section, from 1.
    package let number: Int
    package let columns: [Substring]

    /// The column, without blanks around it; nil if it is missing or empty.
    package func column(_ index: Int) -> String? {
        guard index < columns.count else { return nil }
        let text = columns[index].trimmed
        return text.isEmpty ? nil : text
    }

    /// The place of a character of a column.
    package func place(column index: Int, character: Int = 0) -> Place {
        let before = columns[..<min(index, columns.count)].reduce(0) { $0 + $1.count + 1 }
        return Place(file: place.file, line: place.line, column: before + character + 1)
    }
}

extension LexiconFile {
    /// The lines of the file that hold something, in order.
    /// - Parameters:
    ///   - faults: receives what is wrong with sections and lines.
    package func rows(_ faults: inout [LexiconFault]) -> [LexiconRow] {
        var rows: [LexiconRow] = []
        var section = ""
        var number = 0
        var lineNumber = 0
        for line in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
            lineNumber += 1
            let place = Place(file: name, line: lineNumber)
            var bytes = line
            if bytes.last == 0x0D && bytes.endIndex != text.utf8.endIndex { bytes = bytes.dropLast() }
            if lineNumber == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
            if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) || (bytes.first == 0x23 && bytes.dropFirst().first ?? 0x20 == 0x20) { continue }
            if bytes.contains(where: { $0 < 0x20 && $0 != 0x09 }) {
                faults.append(LexiconFault(place, "the line holds a control character", "save the file as plain UTF-8 text"))
                continue
            }
            let content = Substring(bytes)
            if bytes.contains(0xEF) && content.unicodeScalars.contains("\u{FFFD}") {
                faults.append(LexiconFault(place, "the line is not UTF-8", "save the file as UTF-8 text"))
                continue
            }
            if bytes.first == 0x5B, content.trimmed.hasSuffix("]"), !bytes.contains(0x09) {
                section = String(content.trimmed.dropFirst().dropLast())
                number = 0
                if section.isEmpty || !section.allSatisfy({ $0.isLowercase || $0.isNumber || $0 == "_" }) {
                    faults.append(LexiconFault(place, "'\(section)' is no name for a section", "use small letters, digits and '_'"))
                }
                continue
            }
            if section.isEmpty {
                faults.append(LexiconFault(place, "the line stands in no section", "write a line such as [general] above it"))
            }
            number += 1
            rows.append(
                LexiconRow(
                    place: place, section: section, number: number,
                    columns: bytes.split(separator: 0x09, omittingEmptySubsequences: false).map { Substring($0) }))
        }
        return rows
    }
}

extension StringProtocol {
    /// The text without blanks at its ends.
    package var trimmed: String {
        var bytes = Substring(self).utf8
        while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        return String(Substring(bytes))
    }
}

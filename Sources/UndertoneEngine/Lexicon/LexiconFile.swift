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
    /// - Parameter faults: receives what is wrong with sections and lines.
    package func rows(_ faults: inout [LexiconFault]) -> [LexiconRow] {
        var rows: [LexiconRow] = []
        var section = ""
        var number = 0
        eachLine { line, lineNumber in
            let place = Place(file: name, line: lineNumber)
            if line.contains(where: { $0 < 0x20 && $0 != 0x09 }) {
                faults.append(LexiconFault(place, "the line holds a control character", "save the file as plain UTF-8 text"))
                return
            }
            if line.contains(0xEF) && String(decoding: line, as: UTF8.self).unicodeScalars.contains("\u{FFFD}") {
                faults.append(LexiconFault(place, "the line is not UTF-8", "save the file as UTF-8 text"))
                return
            }
            if let title = LexiconFile.title(line) {
                section = String(decoding: title, as: UTF8.self)
                number = 0
                if title.isEmpty || !(LexiconFile.isPlain(title) || section.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }) {
                    faults.append(LexiconFault(place, "'\(section)' is no name for a section", "use small letters, digits and '_'"))
                }
                return
            }
            if section.isEmpty {
                faults.append(LexiconFault(place, "the line stands in no section", "write a line such as [general] above it"))
            }
            number += 1
            rows.append(LexiconRow(place: place, section: section, number: number, columns: LexiconFile.columns(line)))
        }
        return rows
    }

    /// Calls closures with the name of every section of a file without faults, and with every line of one of them. Cost: a fraction of that of `rows`.
    package func outline(_ section: String, title: (ArraySlice<UInt8>) -> Void, line: (ArraySlice<UInt8>) -> Void) {
        var isWanted = false
        eachLine { bytes, _ in
            if let name = LexiconFile.title(bytes) {
                isWanted = name.elementsEqual(section.utf8)
                title(name)
            } else if isWanted {
                line(bytes)
            }
        }
    }

    /// Whether bytes are small letters of English, digits and `_` only, as almost all names are.
    private static func isPlain(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x5F }
    }

    private static func columns(_ line: ArraySlice<UInt8>) -> [Substring] {
        var columns: [Substring] = []
        var rest = line
        while let tab = rest.firstIndex(of: 0x09) {
            columns.append(String(decoding: rest[..<tab], as: UTF8.self)[...])
            rest = rest[(tab + 1)...]
        }
        columns.append(String(decoding: rest, as: UTF8.self)[...])
        return columns
    }

    /// The name of the section that a line begins; nil if it begins none.
    private static func title(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard line.first == 0x5B, !line.contains(0x09), let last = line.lastIndex(where: { $0 != 0x20 }), line[last] == 0x5D else { return nil }
        return line[(line.startIndex + 1)..<last]
    }

    /// Calls a closure with each line that holds something and is no comment, and its number from 1.
    private func eachLine(_ body: (ArraySlice<UInt8>, Int) -> Void) {
        let bytes = Array(text.utf8)
        var number = 0
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while start <= bytes.count {
            let end = firstIndex(of: 0x0A, bytes.span, from: start, to: bytes.count)
            number += 1
            let line = bytes[start..<(end > start && end < bytes.count && bytes[end - 1] == 0x0D ? end - 1 : end)]
            start = end + 1
            if (line.first == 0x23 && line.dropFirst().first ?? 0x20 == 0x20) || line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
            body(line, number)
        }
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

/// The size of the screen that short help fits on.
package enum HelpScreen {
    package static let columns = 80, rows = 24
}

extension CommandOutline {
    /// Help on one screen of 80 columns and 24 rows: as many options as there is room for, each on one line.
    public var screen: String {
        var lines = HelpText.lines(summary, HelpScreen.columns) + ["", "Usage: undertone \(name) [OPTION...] \(operands)", ""]
        let shown = examples.map(\.line).filter { $0.count <= HelpScreen.columns - 2 }.prefix(3)
        if !shown.isEmpty { lines += shown.map { "  " + $0 } + [""] }
        let room = HelpScreen.rows - lines.count - 3
        let listed = flags.prefix(flags.count <= room ? flags.count : room)
        let width = min(listed.map { HelpText.row(of: $0).count }.max() ?? 0, 28)
        lines.append(listed.isEmpty ? "There are no options." : "Options:")
        for flag in listed {
            let left = HelpText.row(of: flag)
            let indent = max(width, left.count) + 4
            lines.append("  " + HelpText.padded(left, indent - 2) + HelpText.brief(flag, HelpScreen.columns - indent))
        }
        let rest = flags.count - listed.count
        let more = rest > 0 ? "\(rest) more option\(rest == 1 ? "" : "s") and all about these" : "All about it"
        return (lines + ["", "\(more): undertone \(name) --help"]).joined(separator: "\n") + "\n"
    }

    /// The complete help of 80 columns.
    public var page: String {
        var text = HelpText.lines(summary, HelpScreen.columns).joined(separator: "\n") + "\n\nUsage: undertone \(name) [OPTION...] \(operands)\n"
        if !examples.isEmpty {
            text += "\nExamples:\n"
            for example in examples { text += "  \(example.line)\n" + HelpText.indented(example.does, 6) }
        }
        text += "\nOptions:\n"
        let width = min(flags.map { HelpText.row(of: $0).count }.max() ?? 0, 28)
        for flag in flags {
            let left = HelpText.row(of: flag)
            let help = HelpText.indented(HelpText.help(flag), width + 4)
            text += left.count > width ? "  \(left)\n\(help)" : "  " + HelpText.padded(left, width + 2) + help.dropFirst(width + 4)
        }
        text += "  " + HelpText.padded("-h, --help", max(width, 10) + 2) + "One screen of help; all of it\n"
        if !notes.isEmpty {
            text += "\n"
            for line in notes.split(separator: "\n", omittingEmptySubsequences: false) {
                text += HelpText.lines(String(line), HelpScreen.columns).joined(separator: "\n") + "\n"
            }
        }
        return text
    }
}

extension Program {
    /// The overview: what there is, on one screen.
    public var overview: String {
        var lines = HelpText.lines(summary, HelpScreen.columns) + ["", "Usage: \(name) COMMAND [OPTION...] [FILE...]", ""]
        let width = commands.map(\.name.count).max() ?? 0
        for command in commands { lines.append("  \(HelpText.padded(command.name, width + 2))\(command.brief)") }
        lines += ["", "'\(name) COMMAND -h' shows a command on one screen, '--help' all about it."]
        lines += HelpText.lines("'\(name) help TOPIC' tells about: \(topics.map(\.name).joined(separator: ", ")), man.", HelpScreen.columns)
        return lines.joined(separator: "\n") + "\n"
    }

    /// The page of help for a topic or a command, or nil; where both have the word, the topic tells more.
    public func page(_ word: String) -> String? {
        topics.first { $0.name == word }?.text ?? commands.first { $0.name == word }?.page
    }
}

/// Texts in columns.
enum HelpText {
    /// `-f, --from FORMAT`.
    static func row(of flag: FlagOutline) -> String {
        (flag.short.map { "-\($0), " } ?? "    ") + "--" + flag.long + (flag.placeholder.map { " " + $0 } ?? "")
    }

    /// What a flag does, with the values it takes.
    static func help(_ flag: FlagOutline) -> String { flag.help + (flag.choices.isEmpty ? "" : " (\(flag.choices.joined(separator: ", ")))") }

    /// The same on one line: all of it, or the first clause with the values, or what there is room for.
    static func brief(_ flag: FlagOutline, _ columns: Int) -> String {
        let whole = help(flag), clause = flag.help.prefix { $0 != ";" }
        let values = clause + (flag.choices.isEmpty ? "" : " (\(flag.choices.joined(separator: ", ")))")
        return whole.count <= columns ? whole : values.count <= columns ? String(values) : shortened(flag.help, columns)
    }

    static func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }

    /// Breaks a text at blanks into lines of so many columns; one empty line for an empty text. What stands before the text stays before it.
    static func lines(_ text: String, _ columns: Int) -> [String] {
        var lines = [String(text.prefix { $0 == " " })]
        for word in text.split(separator: " ") {
            let line = lines[lines.count - 1]
            let isFirst = line.allSatisfy { $0 == " " }
            if !isFirst, line.count + word.count + 1 > columns { lines.append(String(word)) } else { lines[lines.count - 1] += (isFirst ? "" : " ") + word }
        }
        return lines
    }

    /// The text broken to fit the screen, each line behind so many blanks.
    static func indented(_ text: String, _ blanks: Int) -> String {
        lines(text, HelpScreen.columns - blanks).map { String(repeating: " ", count: blanks) + $0 + "\n" }.joined()
    }

    /// The first part of a text that fits: up to a semicolon, or as many words as there is room for.
    static func shortened(_ text: String, _ columns: Int) -> String {
        if text.count <= columns { return text }
        let clause = text.prefix { $0 != ";" }
        if clause.count <= columns { return String(clause) }
        var kept = ""
        for word in clause.split(separator: " ") {
            if kept.count + word.count + 2 > columns { break }
            kept += (kept.isEmpty ? "" : " ") + word
        }
        while let last = kept.last, ",:(".contains(last) { kept.removeLast() }
        return kept + "…"
    }
}

extension Command {
    /// The help of the command.
    /// - Parameter complete: everything, or one screen.
    public func help(complete: Bool) -> String {
        var text = "\(summary)\n\nUsage: undertone \(name) [OPTION...] \(operands)\n"
        if !examples.isEmpty {
            text += "\nExamples:\n"
            for example in examples { text += "  \(example.line)\n      \(example.does)\n" }
        }
        text += "\nOptions:\n"
        let rows = flags.map { (row(of: $0), $0) } + []
        let width = min(rows.map(\.0.count).max() ?? 0, 30)
        for (left, flag) in rows {
            text += "  " + left + (left.count > width ? "\n" + String(repeating: " ", count: width + 4) : String(repeating: " ", count: width - left.count + 2))
            text += wrapped(flag.help + (flag.choices.isEmpty ? "" : " (\(flag.choices.joined(separator: ", ")))"), indent: width + 4) + "\n"
        }
        text += "  " + pad("-h, --help", width) + "  One screen of help; all of it\n"
        if complete && !notes.isEmpty { text += "\n" + notes + "\n" }
        return text
    }

    private func row(of flag: Flag<Options>) -> String {
        let short = flag.short.map { "-\($0), " } ?? "    "
        return short + "--" + flag.long + (flag.placeholder.map { " " + $0 } ?? "")
    }

    private func pad(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }

    /// Breaks a text into lines of at most 100 characters.
    private func wrapped(_ text: String, indent: Int) -> String {
        var lines = [""]
        for word in text.split(separator: " ") {
            if !lines[lines.count - 1].isEmpty, lines[lines.count - 1].count + word.count + 1 + indent > 100 { lines.append("") }
            lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
        }
        return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }
}

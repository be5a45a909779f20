extension Program {
    /// The manual page, for `man`: everything that complete help tells, in the macros of man(7).
    public var manual: String {
        var text = ".\\\" Written by '\(name) help man'.\n"
        text += ".TH \(name.uppercased()) 1 \"\" \"\(Manual.escaped("\(name) \(version)"))\" \"User Commands\"\n"
        text += ".SH NAME\n\(name) \\- \(Manual.escaped(String(summary.prefix(1).lowercased() + summary.dropFirst()).trimmingStop))\n"
        text += ".SH SYNOPSIS\n"
        for command in commands { text += ".B \(name) \(command.name)\n[\\fIOPTION\\fR...] \(Manual.escaped(command.operands))\n.br\n" }
        text += ".SH DESCRIPTION\n\(Manual.line(summary))"
        text += ".SH COMMANDS\n"
        for command in commands { text += section(command) }
        for topic in topics { text += ".SH \(Manual.escaped(topic.name.replacing("-", with: " ").uppercased()))\n.EX\n\(Manual.block(topic.text)).EE\n" }
        return text
    }

    private func section(_ command: CommandOutline) -> String {
        var text = ".SS \"\(name) \(command.name)\"\n\(Manual.line(command.summary))"
        for flag in command.flags {
            text += ".TP\n" + (flag.short.map { "\\fB\\-\(Manual.escaped(String($0)))\\fR, " } ?? "") + "\\fB\\-\\-\(Manual.escaped(flag.long))\\fR"
            text += (flag.placeholder.map { " \\fI\(Manual.escaped($0))\\fR" } ?? "") + "\n" + Manual.line(HelpText.help(flag))
        }
        for example in command.examples { text += ".PP\n\(Manual.line(example.does + ":")).EX\n    \(Manual.escaped(example.line))\n.EE\n" }
        if !command.notes.isEmpty { text += ".PP\n" + command.notes.split(separator: "\n").map { Manual.line(String($0)) }.joined() }
        return text
    }
}

/// Text in the language of troff.
private enum Manual {
    /// Signs that troff would change or run are written out.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\e"
            case "-": escaped += "\\-"
            case "'": escaped += "\\(aq"
            case "\"": escaped += "\\(dq"
            case "^": escaped += "\\(ha"
            case "~": escaped += "\\(ti"
            case "`": escaped += "\\(ga"
            default: escaped += scalar.isASCII ? String(scalar) : "\\[u" + padded(String(scalar.value, radix: 16, uppercase: true)) + "]"
            }
        }
        return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
    }

    private static func padded(_ digits: String) -> String { String(repeating: "0", count: max(0, 4 - digits.count)) + digits }

    static func line(_ text: String) -> String { escaped(text) + "\n" }

    /// Lines as they stand.
    static func block(_ text: String) -> String { text.split(separator: "\n", omittingEmptySubsequences: false).map { line(String($0)) }.joined().trimmingEnd }
}

extension String {
    /// The text without a full stop at its end.
    fileprivate var trimmingStop: String { hasSuffix(".") ? String(dropLast()) : self }

    /// The text with one line break at its end.
    fileprivate var trimmingEnd: String {
        var text = self
        while text.hasSuffix("\n\n") { text.removeLast() }
        return text
    }
}

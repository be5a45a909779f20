import UndertoneEngine

/// What is said about how far a run is, and how it went.
package enum ProgressText {
    /// One line: how much is done, how fast, how long it will still take.
    /// - Parameters:
    ///   - total: the bytes of all inputs, or nil if that is not known.
    ///   - seconds: since the run began, above 0.
    ///   - columns: of the terminal; the line is one shorter, so that it never wraps.
    package static func line(done: Int, total: Int?, messages: Int, seconds: Double, columns: Int) -> String {
        let speed = TerminalText.grouped(rounded(Double(messages) / seconds)) + " messages/s"
        guard let total, total > 0, done <= total else { return TerminalText.shortened("\(bytes(done))  \(speed)", columns - 1) }
        let share = Double(done) / Double(total)
        let left = done == 0 ? "" : "  \(duration(seconds * Double(total - done) / Double(done))) left"
        let words = "\(percent(share))  \(bytes(done)) of \(bytes(total))  \(speed)\(left)"
        let cells = min(24, columns - 3 - words.count)
        if cells < 4 { return TerminalText.shortened(words, columns - 1) }
        return TerminalText.padded(TerminalText.bar(share, cells: cells), cells + 2) + words
    }

    /// What a run did: messages, speed, what was refused, and how many are of which stage and feeling.
    package static func summary(records: Int, refused: Int, stages: [Int], sentiments: [Int], seconds: Double, colors: Bool) -> String {
        var text =
            "\(TerminalText.counted(records, "message")) in \(duration(seconds)), \(TerminalText.grouped(rounded(Double(records) / max(seconds, 1e-6)))) a second"
        if refused > 0 { text += "; \(TerminalText.counted(refused, "record")) refused" }
        text += "\n"
        if records == 0 { return text }
        let width = TerminalText.grouped(stages.max() ?? 0).count
        for (stage, count) in zip(Stage.allCases, stages) {
            let share = Double(count) / Double(records), bar = TerminalText.bar(share, cells: 40)
            let name = TerminalText.padded(stage.rawValue, 12), number = TerminalText.grouped(count)
            text += "  \(colors ? TerminalText.painted(name, as: stage.rawValue) : name)\(String(repeating: " ", count: width - number.count))\(number)  "
            let percent = percent(share)
            text += String(repeating: " ", count: 5 - percent.count) + percent + (bar.isEmpty ? "" : "  ")
            text += (colors && !bar.isEmpty ? TerminalText.painted(bar, as: stage.rawValue) : bar) + "\n"
        }
        let feelings = zip(Sentiment.allCases, sentiments).map { "\($0.rawValue) \(percent(Double($1) / Double(records)))" }
        return text + "  feeling: \(feelings.joined(separator: ", "))\n"
    }

    private static func percent(_ share: Double) -> String { "\(rounded(share * 100)) %" }

    /// `512 B`, `3.4 MB`: in powers of 1000.
    static func bytes(_ count: Int) -> String {
        var value = Double(count)
        for unit in ["B", "kB", "MB", "GB"] {
            if value < 999.5 || unit == "GB" { return Decimal.text(value, places: unit == "B" || value >= 100 ? 0 : 1) + " " + unit }
            value /= 1000
        }
        return ""
    }

    /// `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`.
    static func duration(_ seconds: Double) -> String {
        if seconds < 9.95 { return Decimal.text(seconds, places: 1) + " s" }
        let whole = rounded(min(seconds, 1e9))
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole / 60 % 60) min"
    }

    private static func rounded(_ value: Double) -> Int { value.isFinite && abs(value) < 1e15 ? Int(value + (value < 0 ? -0.5 : 0.5)) : 0 }
}

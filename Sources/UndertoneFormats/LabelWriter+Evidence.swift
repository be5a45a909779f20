import UndertoneEngine

// The phrases that decided, in NDJSON.

extension LabelWriter {
    /// What stands between the name of an entry and its weight, by what it speaks for.
    private static let voices = Clue.voices.map { Array("\",\"speaks_for\":\"\($0)\",\"weight\":".utf8) }

    func add(evidence clues: [Clue], of image: LexiconImage, _ text: Span<UInt8>, into output: inout [UInt8]) {
        append("\"evidence\":[", to: &output)
        var counter = OffsetCounter(unit: offsets)
        let redactions = redactor?.redactions(text, 0..<text.count) ?? []
        for clue in clues {
            append("{\"start\":", to: &output)
            let start = counter.offset(text, at: clue.range.lowerBound)
            Decimal.append(start, into: &output)
            append(",\"end\":", to: &output)
            Decimal.append(start + OffsetCounter.length(text, clue.range, offsets), into: &output)
            append(",\"text\":", to: &output)
            if redactions.isEmpty {
                JSONText.quote(text, clue.range, ascii: ascii, into: &output)
            } else {
                JSONText.quote(Redactor.excerpt(text, clue.range, without: redactions), ascii: ascii, into: &output)
            }
            append(",\"entry\":\"", to: &output)
            let (section, number) = image.place(of: Int(clue.entry))
            output += section
            output.append(0x3A)
            Decimal.append(number, into: &output)
            output += LabelWriter.voices[Int(clue.voice)]
            Decimal.append(clue.weight, places: 3, into: &output)
            if clue.marks != 0 { add(context: clue.context, into: &output) }
            append("},", to: &output)
        }
        if !clues.isEmpty { output.removeLast() }
        append("],", to: &output)
    }

    private func add(context: [String], into output: inout [UInt8]) {
        if context.isEmpty { return }
        append(",\"context\":[", to: &output)
        for name in context {
            JSONText.quote(name, into: &output)
            output.append(0x2C)
        }
        output[output.count - 1] = 0x5D
    }
}

import UndertoneEngine

// The phrases that decided, in NDJSON.

extension LabelWriter {
    /// What stands between the name of an entry and its weight, by what it speaks for.
    private static let voices = Clue.voices.map { Array("\",\"speaks_for\":\"\($0)\",\"weight\":".utf8) }

    /// Appends the evidence as a member.
    /// - Parameter line: memory for putting it together.
    func add(evidence clues: [Clue], of image: LexiconImage, _ text: Span<UInt8>, _ line: inout Buffer<UInt8>, into output: inout [UInt8]) {
        line.resize(to: 0)
        line.append("\"evidence\":[")
        // In ASCII every unit is a byte.
        var counter = OffsetCounter(unit: isASCII(text) ? .utf8 : offsets)
        let redactions = redactor?.redactions(text, 0..<text.count) ?? []
        for clue in clues {
            line.append("{\"start\":")
            let start = counter.offset(text, at: clue.range.lowerBound)
            Decimal.append(start, into: &line)
            line.append(",\"end\":")
            Decimal.append(start + OffsetCounter.length(text, clue.range, counter.unit), into: &line)
            line.append(",\"text\":")
            if redactions.isEmpty {
                JSONText.quote(text, clue.range, ascii: ascii, into: &line)
            } else {
                let excerpt = Array(Redactor.excerpt(text, clue.range, without: redactions).utf8)
                JSONText.quote(excerpt.span, 0..<excerpt.count, ascii: ascii, into: &line)
            }
            line.append(",\"entry\":\"")
            let (section, number) = image.place(of: Int(clue.entry))
            line.append(section.span, from: 0, to: section.count)
            line.append(0x3A)
            Decimal.append(number, into: &line)
            let voice = LabelWriter.voices[Int(clue.voice)]
            line.append(voice.span, from: 0, to: voice.count)
            Decimal.append(clue.weight, into: &line)
            if clue.marks != 0 { add(context: clue.context, into: &line) }
            line.append("},")
        }
        if !clues.isEmpty { line.resize(to: line.count &- 1) }
        line.append("],")
        append(line, to: &output)
    }

    private func add(context: [String], into line: inout Buffer<UInt8>) {
        if context.isEmpty { return }
        line.append(",\"context\":[")
        for name in context {
            line.append(0x22)
            let name = Array(name.utf8)
            line.append(name.span, from: 0, to: name.count)
            line.append("\",")
        }
        line.resize(to: line.count &- 1)
        line.append("]")
    }
}

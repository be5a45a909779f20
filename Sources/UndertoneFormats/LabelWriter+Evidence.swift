import UndertoneEngine

// The phrases that decided, in NDJSON.

extension LabelWriter {
    /// What stands between the name of an entry and its weight, by what it speaks for.
    private static let voices = Clue.voices.map { Array("\",\"speaks_for\":\"\($0)\",\"weight\":".utf8) }

    /// The names of what acts on a cue, by the bits of its marks.
    private static let contexts = Clue.contexts.map { Array("\"\($0)\",".utf8) }

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
            if clue.marks != 0 { add(context: clue.marks, into: &line) }
            line.append("},")
        }
        if !clues.isEmpty { line.resize(to: line.count &- 1) }
        line.append("],")
        append(line, to: &output)
    }

    private func add(context marks: UInt16, into line: inout Buffer<UInt8>) {
        line.append(",\"context\":[")
        for place in LabelWriter.contexts.indices where marks &>> UInt16(truncatingIfNeeded: place) & 1 != 0 {
            let name = LabelWriter.contexts[place]
            line.append(name.span, from: 0, to: name.count)
        }
        line.resize(to: line.count &- 1)
        line.append("]")
    }
}

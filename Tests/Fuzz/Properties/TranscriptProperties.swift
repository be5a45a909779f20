import UndertoneFormats

enum TranscriptProperties {
    /// The input is read as a transcript, and as the words of one that is built of it.
    static func fault(in bytes: [UInt8]) -> String? {
        if let fault = read(bytes) ?? read(Array("WEBVTT\n\n00:01.000 --> 00:02.000\n".utf8) + bytes) { return fault }
        return builtOne(bytes)
    }

    private struct Turn: Equatable {
        let line: Int
        let speaker: [UInt8], text: [UInt8]
    }

    private static func turns(_ bytes: [UInt8], _ reader: inout TranscriptReader) -> [Turn]? {
        do throws(RecordFault) { try reader.read(bytes.span, 0..<bytes.count, line: 1) } catch { return nil }
        return reader.records[..<reader.count].map { record in
            Turn(line: record.line, speaker: Array(reader.work[record[.contact].range]), text: Array(reader.work[record[.text].range]))
        }
    }

    private static func read(_ bytes: [UInt8]) -> String? {
        var reader = TranscriptReader()
        guard let turns = turns(bytes, &reader) else { return nil }
        let lines = 1 + bytes.count { $0 == 0x0A }
        if turns.contains(where: { !(1...lines).contains($0.line) }) { return "a turn stands on no line" }
        if zip(turns, turns.dropFirst()).contains(where: { $0.line > $1.line }) { return "turns go backward" }
        if zip(turns, turns.dropFirst()).contains(where: { $0.speaker == $1.speaker || $1.speaker.isEmpty }) { return "two turns of one speaker in a row" }
        if turns.reduce(0, { $0 + $1.text.count }) > bytes.count { return "more is said than stands there" }
        return self.turns(bytes, &reader) == turns ? nil : "a second reading differs"
    }

    /// Lines of the input become cues of two speakers in turn; what each says comes back.
    private static func builtOne(_ bytes: [UInt8]) -> String? {
        let said = bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).map { line in
            line.filter { $0 > 0x20 && $0 != 0x3C && $0 != 0x3E || $0 == 0x20 }
        }.filter { !$0.allSatisfy { $0 <= 0x20 } }.prefix(40)
        var file = Array("WEBVTT\n\n".utf8)
        var expected: [[UInt8]] = []
        for (number, text) in said.enumerated() {
            // A second cue of the same speaker belongs to the turn.
            let halves = number % 3 == 2 ? [text, text] : [text]
            for half in halves {
                file += Array("\(number)\n00:00:01.000 --> 00:00:02.000\n<v \(number % 2 == 0 ? "Ann Lee" : "Bo")>".utf8) + half + Array("</v>\n\n".utf8)
            }
            let end = (text.lastIndex { $0 != 0x20 } ?? -1) + 1
            expected.append(Array(halves.map { $0[..<end] }.joined(separator: [0x20])))
        }
        var reader = TranscriptReader()
        guard let turns = turns(file, &reader) else { return "a sound transcript is refused" }
        return turns.map(\.text) == expected ? nil : "\(turns.count) turns for \(expected.count), or other words"
    }
}

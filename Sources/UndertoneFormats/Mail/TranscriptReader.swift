import UndertoneEngine

/// Reads transcripts of calls as WebVTT, the way Zoom and Teams write them: one message for each turn of a speaker.
///
/// A speaker is named by a voice tag (`<v Ann Lee>`) or, where a file has none, by what stands before the first colon of a cue. Cues that follow one another and
/// belong to one speaker are one message, parted by blanks; a cue without a name goes on with the turn before it.
package struct TranscriptReader: ~Copyable {
    /// The turns' values; the records' places lie in it.
    package private(set) var work: [UInt8] = []
    /// The turns of the last transcript, the first `count` of them.
    package var records: [Record] = []
    package private(set) var count = 0

    package init() {}

    /// One cue: who speaks, if that is told, and what.
    private struct Cue {
        var id: ArraySlice<UInt8>
        var line: Int
        var speaker: [UInt8]?
        var text: [UInt8]
    }

    /// Whether the first bytes of an input are those of a transcript.
    package static func isTranscript(_ bytes: Span<UInt8>, _ count: Int) -> Bool {
        guard count >= 6, lowest(6, of: load8(bytes, at: 0)) == 0x5454_5642_4557 else { return false }
        return count == 6 || bytes[6] <= 0x20
    }

    /// Reads the transcript that fills a range; its turns are the first `count` records afterwards.
    /// - Throws: what is wrong with it.
    package mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>, line: Int) throws(RecordFault) {
        count = 0
        work.removeAll(keepingCapacity: true)
        let file = range.map { bytes[$0] }
        guard TranscriptReader.isTranscript(file.span, file.count) else {
            throw RecordFault(line: line, column: 0, problem: "this is no transcript: a WebVTT file begins with the line WEBVTT")
        }
        var cues = TranscriptReader.cues(file[...], line)
        if !cues.contains(where: { $0.speaker != nil }) { TranscriptReader.nameSpeakers(&cues) }
        var index = 0
        while index < cues.count {
            let first = index
            index += 1
            while index < cues.count, cues[index].speaker == nil || cues[index].speaker == cues[first].speaker { index += 1 }
            addTurn(cues[first..<index], number: first + 1)
        }
    }

    private mutating func addTurn(_ cues: ArraySlice<Cue>, number: Int) {
        guard let first = cues.first else { return }
        if count == records.count { records.append(Record()) }
        records[count].begin(line: first.line)
        records[count].whole = 0..<0
        set(.id, first.id.isEmpty ? Array(String(number).utf8) : Array(first.id))
        set(.contact, first.speaker ?? [])
        set(.kind, Array("transcript".utf8))
        var text: [UInt8] = []
        for cue in cues where !cue.text.isEmpty {
            if !text.isEmpty { text.append(0x20) }
            text += cue.text
        }
        set(.text, text)
        if records[count][.text].isMissing { records[count].values[Field.text.rawValue] = .plain(0..<0) }
        count += 1
    }

    private mutating func set(_ field: Field, _ value: [UInt8]) {
        if value.isEmpty { return }
        work += value
        records[count].values[field.rawValue] = .plain((work.count - value.count)..<work.count)
    }

    // MARK: Cues

    /// The cues of a file: blocks between blank lines that hold a line with an arrow; notes and styles are none.
    private static func cues(_ bytes: ArraySlice<UInt8>, _ firstLine: Int) -> [Cue] {
        var cues: [Cue] = []
        var block: [ArraySlice<UInt8>] = []
        var blockLine = firstLine
        var line = firstLine
        for piece in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let content = piece.last == 0x0D ? piece.dropLast() : piece
            if content.trimmed.isEmpty {
                add(block, blockLine, &cues)
                block = []
                blockLine = line + 1
            } else {
                block.append(content)
            }
            line += 1
        }
        add(block, blockLine, &cues)
        return cues
    }

    private static func add(_ block: [ArraySlice<UInt8>], _ line: Int, _ cues: inout [Cue]) {
        guard let arrow = block.prefix(2).firstIndex(where: isTiming) else { return }
        let id = arrow == 1 ? block[0].trimmed : []
        if id.starts(with: "NOTE".utf8) && id.count <= 4 { return }
        var cue = Cue(id: id, line: line, speaker: nil, text: [])
        for content in block[(arrow + 1)...] {
            if !cue.text.isEmpty { cue.text.append(0x20) }
            read(content, &cue, &cues)
        }
        while cue.text.last == 0x20 { cue.text.removeLast() }
        cues.append(cue)
    }

    /// Whether a line tells when a cue begins and ends.
    private static func isTiming(_ line: ArraySlice<UInt8>) -> Bool {
        var index = line.startIndex
        while let sign = line[index...].firstIndex(of: 0x2D), sign + 2 < line.endIndex {
            if line[sign + 1] == 0x2D && line[sign + 2] == 0x3E { return line[..<sign].contains(0x3A) && line[(sign + 3)...].contains(0x3A) }
            index = sign + 1
        }
        return false
    }

    /// Appends the words of a line without its tags; a second voice begins a cue of its own.
    private static func read(_ line: ArraySlice<UInt8>, _ cue: inout Cue, _ cues: inout [Cue]) {
        var index = line.startIndex
        while index < line.endIndex {
            guard line[index] == 0x3C, let close = line[index...].firstIndex(of: 0x3E) else {
                cue.text.append(line[index])
                index += 1
                continue
            }
            if let name = voice(line[(index + 1)..<close]) {
                if cue.speaker != nil && !cue.text.isEmpty {
                    cues.append(cue)
                    cue.text = []
                }
                cue.speaker = name
            }
            index = close + 1
        }
    }

    /// The speaker that a tag names: `v Ann Lee`, `v.loud Ann Lee`.
    private static func voice(_ tag: ArraySlice<UInt8>) -> [UInt8]? {
        guard tag.first == 0x76, let blank = tag.firstIndex(where: { $0 <= 0x20 }), tag[..<blank].count == 1 || tag[tag.startIndex + 1] == 0x2E else {
            return nil
        }
        let name = tag[blank...].trimmed
        return name.isEmpty ? nil : Array(name)
    }

    // MARK: Names before colons

    /// Takes what stands before the first colon of cues for speakers, if at least half of the cues have such a name.
    ///
    /// A single word counts only if it names several cues: "Note: …" is speech.
    private static func nameSpeakers(_ cues: inout [Cue]) {
        let names = cues.map { name(in: $0.text) }
        guard names.count(where: { $0 != nil }) * 2 >= cues.count else { return }
        var counts: [[UInt8]: Int] = [:]
        for case let name? in names { counts[name, default: 0] += 1 }
        for (index, name) in names.enumerated() {
            guard let name, name.contains(0x20) || counts[name, default: 0] > 1 else { continue }
            cues[index].speaker = name
            cues[index].text = Array(cues[index].text[(name.count + 1)...].trimmed)
        }
    }

    /// A name that a cue begins with: up to five words before a colon and a blank, none of them of small letters but such as "de" and "van".
    private static func name(in text: [UInt8]) -> [UInt8]? {
        guard let colon = text.prefix(60).firstIndex(of: 0x3A), colon > 0, colon + 1 >= text.count || text[colon + 1] == 0x20 else { return nil }
        let words = text[..<colon].split(separator: 0x20)
        guard (1...5).contains(words.count) else { return nil }
        for word in words {
            let first = word[word.startIndex]
            if first >= 0x61 && first <= 0x7A && (word.count > 3 || words.count == 1) { return nil }
            if word.contains(where: { $0 == 0x2C || $0 == 0x3F || $0 == 0x21 }) { return nil }
        }
        return Array(text[..<colon])
    }
}

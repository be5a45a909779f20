import UndertoneEngine

// Names after greetings, closings and titles.

extension Redactor {
    private static let mostNameWords = 3
    /// How many names may be joined ("Hi Anna, Tom and Eve").
    private static let mostNames = 4

    /// A turn of phrase that a name may follow; returns where to read on.
    func greeting(_ bytes: Span<UInt8>, at start: Int, _ end: Int, _ found: inout [Redaction]) -> Int {
        guard let phrase = words.phrase(bytes, at: start, end: end) else { return start + 1 }
        var index = afterBlanks(bytes, phrase.end, end, commas: !phrase.kinds.isDisjoint(with: [.greeting, .closing]), lines: false)
        if phrase.kinds == [.title] {
            index = phrase.end
            if index < end, bytes[index] == 0x2E { index += 1 }
            index = afterBlanks(bytes, index, end, commas: false, lines: false)
        }
        guard index > phrase.end else { return phrase.end }
        index = afterTitles(bytes, index, end)
        if let last = names(bytes, from: index, after: phrase.end, end, isTitle: phrase.kinds == [.title], &found) { return last }
        return phrase.kinds.contains(.closing) ? nextLine(bytes, after: phrase.end, end, &found) : phrase.end
    }

    /// A name that fills the line after a closing.
    private func nextLine(_ bytes: Span<UInt8>, after start: Int, _ end: Int, _ found: inout [Redaction]) -> Int {
        var index = afterBlanks(bytes, start, end, commas: true, lines: false)
        guard index < end, bytes[index] == 0x0A || bytes[index] == 0x0D else { return start }
        index = afterTitles(bytes, afterBlanks(bytes, index, end, commas: false, lines: true), end)
        guard let last = nameEnd(bytes, from: index, end, mustBeCapital: true) else { return start }
        guard last == end || bytes[last] == 0x0A || bytes[last] == 0x0D || bytes[last] == 0x2C || bytes[last] == 0x3C else { return start }
        add(bytes, name: index..<last, after: start, &found)
        return last
    }

    /// Adds a name, and before it what the tags hold that were passed over on the way there.
    private func add(_ bytes: Span<UInt8>, name: Range<Int>, after start: Int, _ found: inout [Redaction]) {
        found += redactions(bytes, start..<name.lowerBound)
        found.append(Redaction(range: name, kind: .name))
    }

    /// The names that begin at an offset; returns the offset after the last one, or nil if there is none.
    /// - Parameter read: up to where the text was read.
    private func names(_ bytes: Span<UInt8>, from start: Int, after read: Int, _ end: Int, isTitle: Bool, _ found: inout [Redaction]) -> Int? {
        var last: Int?
        var index = start
        for number in 0..<Redactor.mostNames {
            guard let stop = nameEnd(bytes, from: index, end, mustBeCapital: number > 0 || isTitle) else { break }
            add(bytes, name: index..<stop, after: last ?? read, &found)
            last = stop
            var next = afterBlanks(bytes, stop, end, commas: false, lines: false)
            let word = wordEnd(bytes, next, end)
            let connector = word > next ? next..<word : next..<min(next + 1, end)
            guard words.connectors.contains(connector.map { bytes[$0] }.small) else { break }
            next = afterBlanks(bytes, connector.upperBound, end, commas: false, lines: false)
            index = afterTitles(bytes, next, end)
        }
        return last
    }

    /// The end of up to three words that may be a name: capitals, or one small word that a sign or the line's end follows.
    private func nameEnd(_ bytes: Span<UInt8>, from start: Int, _ end: Int, mustBeCapital: Bool) -> Int? {
        var last: Int?
        var index = start
        for number in 0..<Redactor.mostNameWords {
            let stop = wordEnd(bytes, index, end)
            guard stop > index, !words.notNames.contains((index..<stop).map { bytes[$0] }.small) else { break }
            if !isCapital(bytes, index, stop) {
                let isAlone = stop == end || (!Redactor.isWordByte(bytes[stop]) && bytes[stop] != 0x20 && bytes[stop] != 0x3C)
                return number == 0 && !mustBeCapital && isAlone && stop - index > 1 ? stop : last
            }
            last = stop
            index = stop
            if index < end, bytes[index] == 0x2E, stop - index <= 1 { index += 1 }
            guard index < end, bytes[index] == 0x20 else { break }
            index += 1
        }
        return last
    }

    /// Letters with apostrophes and hyphens inside.
    private func wordEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var index = start
        while index < end {
            let byte = bytes[index]
            if Redactor.isLetter(byte) {
                let (scalar, length) = Folding.decode(bytes, at: index, end: end)
                if byte >= 0x80 && scalar != "\u{2019}" && !scalar.properties.isAlphabetic { break }
                index += length
            } else if (byte == 0x27 || byte == 0x2D) && index > start && index + 1 < end && Redactor.isLetter(bytes[index + 1]) {
                index += 1
            } else {
                break
            }
        }
        return index
    }

    /// Whether a word begins as names do: with a capital, or in a script without case.
    private func isCapital(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        let (scalar, _) = Folding.decode(bytes, at: start, end: end)
        return !scalar.properties.isLowercase
    }

    /// The offset after titles ("Dear Mr. Smith").
    private func afterTitles(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var index = start
        for _ in 0..<Redactor.mostNameWords {
            guard index < end, words.mayBegin[Int(bytes[index])], let title = words.phrase(bytes, at: index, end: end), title.kinds.contains(.title) else {
                break
            }
            var next = title.end
            if next < end, bytes[next] == 0x2E { next += 1 }
            next = afterBlanks(bytes, next, end, commas: false, lines: false)
            if next == title.end { break }
            index = next
        }
        return index
    }

    /// The offset after blanks, hard blanks and inline tags, and on demand one comma and line breaks.
    private func afterBlanks(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, commas: Bool, lines: Bool) -> Int {
        var index = start
        var mayBeComma = commas
        while index < end {
            switch bytes[index] {
            case 0x20, 0x09: index += 1
            case 0x0A, 0x0D:
                if !lines { return index }
                index += 1
            case 0x2C, 0x21, 0x2D:
                if !mayBeComma { return index }
                mayBeComma = false
                index += 1
            case 0xC2 where index + 1 < end && bytes[index + 1] == 0xA0: index += 2
            case 0x26 where load8(bytes, at: index) & 0xFFFF_FFFF_FFFF == 0x3B70_7362_6E26 && index + 6 <= end: index += 6  // &nbsp;
            case 0x3C:
                var close = index + 1
                while close < end, close - index < 64, bytes[close] != 0x3E, bytes[close] != 0x3C { close += 1 }
                guard close < end, bytes[close] == 0x3E else { return index }
                index = close + 1
            default: return index
            }
        }
        return index
    }
}

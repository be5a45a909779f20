// Looking for a mark in laid-out lines. Nothing is tried twice: a gap reaches to the first place where its text goes on.

extension BoundaryMark {
    /// How many lines a mark with a gap may be wrapped over.
    private static let mostLines = 3

    /// Whether the first line of a view, perhaps with those after it, has this mark.
    /// - Returns: the line on which the mark ends, counted from 0; nil if it is not there.
    func match(_ view: inout LineView, _ bytes: Span<UInt8>) -> Int? {
        guard view.has(line: 0, bytes) else { return nil }
        let mostLines = kind == .cut ? BoundaryMark.mostLines : 1
        var line = 0
        var place = 0
        for (number, piece) in pieces.enumerated() {
            let afterGap = number > 0 && pieces[number - 1] == .any
            switch piece {
            case .any: break
            case .literal(let literal):
                if afterGap, number == pieces.count - 1 || (number == pieces.count - 2 && pieces[number + 1] == .end) {
                    return lineEnding(with: literal, &view, bytes, from: place, mostLines)
                }
                guard let found = afterGap ? find(literal, &view, bytes, from: place, mostLines) : (has(view.text, literal, at: place) ? place : nil) else {
                    return nil
                }
                place = found + literal.count
                while place > view.ends[line], line + 1 < view.ends.count { line += 1 }
            case .word:
                guard let next = wordEnd(view.text, from: place, to: view.ends[line], before: number + 1) else { return nil }
                place = next
            default:
                guard let next = BoundaryMark.next(piece, view.text, from: place, to: view.ends[line]) else { return nil }
                place = next
            }
        }
        return line
    }

    /// The place after a piece that is no text and no gap.
    private static func next(_ piece: Piece, _ text: [UInt8], from start: Int, to end: Int) -> Int? {
        var place = start
        switch piece {
        case .run(let sign, let count):
            while place < end, text[place] == sign { place += 1 }
            guard place - start >= count else { return nil }
            while place < end, text[place] == 0x20 { place += 1 }
        case .words(let most): return words(most, text, from: start, to: end)
        case .date: return Dates.end(text, from: start, to: end, withTime: false)
        case .timestamp: return Dates.end(text, from: start, to: end, withTime: true)
        case .end:
            while place < end, [0x2C, 0x2E, 0x21, 0x3A, 0x3B, 0x20].contains(text[place]) { place += 1 }
            return place == end ? place : nil
        case .any, .literal, .word: break
        }
        return place
    }

    /// The end of a run without blanks: before the text that follows it in the mark, if one does.
    private func wordEnd(_ text: [UInt8], from start: Int, to end: Int, before number: Int) -> Int? {
        var place = start
        while place < end, text[place] != 0x20 {
            place += 1
            if number < pieces.count, case .literal(let literal) = pieces[number], has(text, literal, at: place) { return place }
        }
        return place > start ? place : nil
    }

    /// The place after up to some words of letters and digits.
    private static func words(_ most: Int, _ text: [UInt8], from start: Int, to end: Int) -> Int {
        var place = start
        for _ in 0..<most {
            var next = place
            while next < end, text[next] == 0x20 { next += 1 }
            let first = next
            while next < end, isLetterOrDigit(text[next]) || text[next] >= 0x80 || text[next] == 0x2D || text[next] == 0x27 { next += 1 }
            if next == first { break }
            place = next
        }
        return place
    }

    /// The first line that ends with a text, from a place of the first one on.
    private func lineEnding(with literal: [UInt8], _ view: inout LineView, _ bytes: Span<UInt8>, from place: Int, _ most: Int) -> Int? {
        for line in 0..<most {
            guard view.has(line: line, bytes) else { return nil }
            let start = view.ends[line] - literal.count
            if start >= place, start >= view.start(ofLine: line), has(view.text, literal, at: start) { return line }
        }
        return nil
    }

    /// The first place of a text from another place on.
    private func find(_ literal: [UInt8], _ view: inout LineView, _ bytes: Span<UInt8>, from start: Int, _ most: Int) -> Int? {
        for line in 0..<most {
            guard view.has(line: line, bytes) else { return nil }
            var place = max(start, view.start(ofLine: line))
            while place + literal.count <= view.ends[line] {
                if has(view.text, literal, at: place) { return place }
                place += 1
            }
        }
        return nil
    }

    private func has(_ text: [UInt8], _ literal: [UInt8], at place: Int) -> Bool {
        guard place + literal.count <= text.count else { return false }
        for (offset, expected) in literal.enumerated() where text[place + offset] != expected { return false }
        return true
    }
}

/// Dates as headers of replies and logs write them, in digits or with the name of the month.
enum Dates {
    /// The place after the date at a place: `2.4.2012`, `2012-04-02`, `4/2/12`, `2 Apr 2012`, `Mon, 2 Apr 2012`, `2012年`, also in a bracket; nil if there is none.
    /// - Parameter withTime: whether `hh:mm:ss` must follow; it is part of what is found.
    static func end(_ text: [UInt8], from start: Int, to end: Int, withTime: Bool) -> Int? {
        var place = start
        if place < end, text[place] == 0x5B || text[place] == 0x28 { place += 1 }
        place = afterWeekday(text, from: place, to: end)
        guard let day = digits(text, from: place, to: end, most: 4), let date = afterDay(text, from: day, to: end) else { return nil }
        if !withTime { return date }
        place = date
        if place < end, text[place] == 0x20 || text[place] == 0x74 || text[place] == 0x2C { place += 1 }
        guard let hour = digits(text, from: place, to: end, most: 2), hour < end, text[hour] == 0x3A else { return nil }
        // People who note the time do so without seconds.
        guard let minute = digits(text, from: hour + 1, to: end, most: 2), minute < end, text[minute] == 0x3A else { return nil }
        guard var last = digits(text, from: minute + 1, to: end, most: 2) else { return nil }
        // Fractions of seconds, the zone and the closing bracket.
        while last < end, text[last] <= 0x3A || text[last] == 0x5D || text[last] == 0x7A { last += 1 }
        return last
    }

    private static func afterWeekday(_ text: [UInt8], from start: Int, to end: Int) -> Int {
        var place = start
        while place < end, place - start < 6, text[place] > 0x40 { place += 1 }
        guard place > start, place + 1 < end, text[place] == 0x2C, text[place + 1] == 0x20 else { return start }
        return place + 2
    }

    private static func afterDay(_ text: [UInt8], from start: Int, to end: Int) -> Int? {
        guard start < end else { return nil }
        let sign = text[start]
        if sign == 0xE5, start + 2 < end, text[start + 1] == 0xB9, text[start + 2] == 0xB4 { return start + 3 }
        if sign == 0x2E || sign == 0x2F || sign == 0x2D {
            guard let month = digits(text, from: start + 1, to: end, most: 2), month < end, text[month] == sign else { return nil }
            return digits(text, from: month + 1, to: end, most: 4)
        }
        guard sign == 0x20 else { return nil }
        var place = start + 1
        while place < end, place - start < 16, text[place] >= 0x61 || text[place] == 0x2E { place += 1 }
        guard place - start > 3, place < end, text[place] == 0x20, let year = digits(text, from: place + 1, to: end, most: 4), year - place == 5 else {
            return nil
        }
        return year
    }

    private static func digits(_ text: [UInt8], from start: Int, to end: Int, most: Int) -> Int? {
        var place = start
        while place < end, place - start < most, text[place] >= 0x30, text[place] <= 0x39 { place += 1 }
        return place > start ? place : nil
    }
}

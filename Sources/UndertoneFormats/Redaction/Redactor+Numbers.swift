import UndertoneEngine

// Card numbers (by their check digit) and telephone numbers (by their form).

extension Redactor {
    /// The digits of a number, in groups parted by single signs.
    private struct Groups {
        var ranges: [Range<Int>] = []
        /// Whether `+` stands before the first group.
        var hasPlus = false
        var end = 0
    }

    /// A number in digits; returns where to read on.
    /// - Parameter floor: where the text begins; the range may be a part of it.
    func number(_ bytes: Span<UInt8>, at start: Int, _ range: Range<Int>, floor: Int, _ found: inout [Redaction]) -> Int {
        let groups = groups(bytes, at: start, range.upperBound)
        guard !groups.ranges.isEmpty else { return start + 1 }
        // Part of a word, a key or a version.
        var isPart = isPartOfWord(bytes, start, floor) && !groups.hasPlus
        var index = 0
        while index < groups.ranges.count {
            if index > 0, bytes[groups.ranges[index].lowerBound - 1] == 0x20 { isPart = false }
            if let last = cardEnd(bytes, groups.ranges, index) {
                found.append(Redaction(range: groups.ranges[index].lowerBound..<groups.ranges[last].upperBound, kind: .card))
                index = last + 1
            } else if let dateEnd = dateEnd(bytes, groups.ranges, index) {
                index = dateEnd
            } else if !isPart, let last = phoneEnd(bytes, groups, index, range.upperBound) {
                let first = index == 0 ? start : groups.ranges[index].lowerBound
                found.append(Redaction(range: first..<groups.ranges[last].upperBound, kind: .phone))
                index = last + 1
            } else {
                index += 1
            }
        }
        return max(groups.end, start + 1)
    }

    private func isPartOfWord(_ bytes: Span<UInt8>, _ start: Int, _ floor: Int) -> Bool {
        guard start > floor else { return false }
        let before = bytes[start - 1]
        if before == 0x23 || Redactor.isWordByte(before) { return true }
        return (before == 0x2D || before == 0x2F || before == 0x2E) && start - 1 > floor && Redactor.isWordByte(bytes[start - 2])
    }

    /// Groups of digits with at most two of the signs ` -./()` between them.
    private func groups(_ bytes: Span<UInt8>, at start: Int, _ end: Int) -> Groups {
        var groups = Groups()
        var index = start
        while index < end, bytes[index] == 0x2B || bytes[index] == 0x28 || bytes[index] == 0x20, index - start < 3 {
            if bytes[index] == 0x2B { groups.hasPlus = true }
            index += 1
        }
        while index < end, Redactor.isDigit(bytes[index]) {
            let first = index
            while index < end, Redactor.isDigit(bytes[index]) { index += 1 }
            groups.ranges.append(first..<index)
            groups.end = index
            var next = index
            while next < end, next - index < 3, Redactor.joinsDigits(bytes[next]) { next += 1 }
            if next == index || next - index > 2 { break }
            index = next
        }
        return groups
    }

    private static func joinsDigits(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x2D || byte == 0x2E || byte == 0x2F || byte == 0x28 || byte == 0x29 }

    /// The last group of a card number that begins with a group: 13 to 19 digits whose check digit is right.
    private func cardEnd(_ bytes: Span<UInt8>, _ groups: [Range<Int>], _ first: Int) -> Int? {
        let opening = bytes[groups[first].lowerBound]
        guard opening >= 0x32 && opening <= 0x36 else { return nil }
        var digits: [UInt8] = []
        var last = first
        while last < groups.count {
            if last > first {
                let between = groups[last - 1].upperBound..<groups[last].lowerBound
                if between.count != 1 || (bytes[between.lowerBound] != 0x20 && bytes[between.lowerBound] != 0x2D) { return nil }
            }
            if digits.count + groups[last].count > 19 { return nil }
            for index in groups[last] { digits.append(bytes[index] - 0x30) }
            if digits.count >= 13, Redactor.hasCheckDigit(digits), Set(digits).count > 1 { return last }
            last += 1
        }
        return nil
    }

    /// Whether the last digit is the check digit of the others (Luhn).
    static func hasCheckDigit(_ digits: [UInt8]) -> Bool {
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let value = Int(digit) * (place % 2 == 1 ? 2 : 1)
            sum += value > 9 ? value - 9 : value
        }
        return sum % 10 == 0
    }

    /// The group after a date or an address of a computer that begins with a group, or nil.
    private func dateEnd(_ bytes: Span<UInt8>, _ groups: [Range<Int>], _ first: Int) -> Int? {
        guard first + 2 < groups.count else { return nil }
        let sizes = (0..<3).map { groups[first + $0].count }
        func joint(_ after: Int) -> UInt8 { groups[after + 1].lowerBound - groups[after].upperBound == 1 ? bytes[groups[after].upperBound] : 0 }
        let sign = joint(first)
        guard sign == 0x2D || sign == 0x2E || sign == 0x2F, sign == joint(first + 1) else { return nil }
        func value(_ group: Int) -> Int { groups[group].reduce(0) { $0 * 10 + Int(bytes[$1] - 0x30) } }
        let isYearFirst = sizes[0] == 4 && sizes[1] <= 2 && sizes[2] <= 2 && value(first + 1) <= 12 && value(first + 2) <= 31
        let isYearLast = sizes[0] <= 2 && sizes[1] <= 2 && (sizes[2] == 4 || sizes[2] == 2) && value(first) <= 31 && value(first + 1) <= 31
        if isYearFirst || isYearLast { return first + 3 }
        let isComputer = first + 3 < groups.count && sign == 0x2E && joint(first + 2) == 0x2E && (0...3).allSatisfy { groups[first + $0].count <= 3 }
        return isComputer ? first + 4 : nil
    }

    /// The last group of a telephone number that begins with a group: the longest that has the form of one.
    private func phoneEnd(_ bytes: Span<UInt8>, _ groups: Groups, _ first: Int, _ end: Int) -> Int? {
        var count = 0
        var best: Int?
        for last in first..<min(groups.ranges.count, first + 8) {
            count += groups.ranges[last].count
            if count > 15 { break }
            let next = groups.ranges[last].upperBound
            if next < end, Redactor.isWordByte(bytes[next]) { break }
            if count >= 7, isPhone(bytes, groups, first...last, count) { best = last }
        }
        return best
    }

    private func isPhone(_ bytes: Span<UInt8>, _ groups: Groups, _ chosen: ClosedRange<Int>, _ count: Int) -> Bool {
        if groups.hasPlus && chosen.lowerBound == 0 { return true }
        let ranges = groups.ranges[chosen]
        let opensWithZero = bytes[groups.ranges[chosen.lowerBound].lowerBound] == 0x30
        if chosen.count == 1 {
            // The digits after a decimal point, or the end of a key.
            let before = chosen.lowerBound > 0 ? bytes[groups.ranges[chosen.lowerBound].lowerBound - 1] : 0x20
            if before == 0x2D || before == 0x2E || before == 0x2F { return false }
            return opensWithZero ? count >= 9 : count == 10 || count == 11
        }
        guard ranges.dropFirst().allSatisfy({ $0.count >= 2 }) || opensWithZero, ranges.allSatisfy({ $0.count <= 8 }) else { return false }
        let signs = Set(zip(ranges, ranges.dropFirst()).flatMap { pair in (pair.0.upperBound..<pair.1.lowerBound).map { bytes[$0] } })
        if opensWithZero || signs.contains(0x29) { return true }
        if signs.contains(0x2F) { return false }
        if signs == [0x2E] { return count >= 9 && ranges.allSatisfy { $0.count >= 2 && $0.count <= 4 } }
        if signs == [0x20] { return count >= 9 && ranges.allSatisfy { $0.count <= 4 } }
        // Two years, as in 2019-2024.
        func isYear(_ range: Range<Int>) -> Bool { range.count == 4 && (bytes[range.lowerBound] == 0x31 || bytes[range.lowerBound] == 0x32) }
        return !(ranges.count == 2 && ranges.allSatisfy(isYear))
    }
}

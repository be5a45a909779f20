import UndertoneEngine

/// Times as whole seconds since the beginning of 1970 in UTC; leap seconds are not counted.
package enum Moment {
    /// Seconds in a day.
    package static let day: Int64 = 86_400

    /// Reads a time out of bytes: RFC 3339 and its kin (`2026-03-02T09:14:05.5+02:00`, `2026-03-02 09:14`, `2026-03-02`; no zone means UTC), or seconds or
    /// milliseconds since 1970. Fractions of a second are dropped.
    /// - Returns: nil if the bytes are no such time between the years 1 and 9999. Cost: linear in the range, no allocation.
    package static func seconds(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
        if range.count == 20, let seconds = usual(bytes, range.lowerBound) { return seconds }
        var cursor = Cursor(index: range.lowerBound, end: range.upperBound)
        cursor.skipBlanks(bytes)
        let isDate = cursor.index + 8 < cursor.end && bytes[cursor.index + 4] == 0x2D
        return isDate ? cursor.calendar(bytes) : cursor.epoch(bytes)
    }

    /// Reads `2026-03-02T09:14:05Z`, the way that times are mostly written; nil if it is anything else.
    private static func usual(_ bytes: Span<UInt8>, _ start: Int) -> Int64? {
        // Eight bytes a word, the first one lowest: `2026-03-`, `02T09:14`, `:05Z`.
        let date = load8(bytes, at: start), time = load8(bytes, at: start &+ 8), end = lowest(4, of: load8(bytes, at: start &+ 16))
        let dateMarks: UInt64 = 0xFF00_00FF_0000_0000, timeMarks: UInt64 = 0x0000_FF00_00FF_0000, endMarks: UInt64 = 0xFFFF_FFFF_FF00_00FF
        guard date & dateMarks == 0x2D00_002D_0000_0000, time & timeMarks == 0x0000_3A00_0054_0000, end & endMarks == 0x5A00_003A,
            areDigits(date & ~dateMarks | repeated(0x30) & dateMarks), areDigits(time & ~timeMarks | repeated(0x30) & timeMarks),
            areDigits(end & ~endMarks | repeated(0x30) & endMarks)
        else { return nil }
        func number(_ word: UInt64, _ byte: UInt64) -> Int {
            let pair = word &>> (byte &* 8)
            return Int(pair & 0xF) &* 10 &+ Int(pair &>> 8 & 0xF)
        }
        let year = number(date, 0) &* 100 &+ number(date, 2), month = number(date, 5), day = number(time, 0)
        let hour = number(time, 3), minute = number(time, 6), second = number(end, 1)
        guard year > 0, month >= 1, month <= 12, day >= 1, day <= Cursor.length(month, year), hour < 24, minute < 60, second < 60 else { return nil }
        return Int64(Moment.day(year: year, month: month, day: day)) * Moment.day + Int64(hour * 3600 + minute * 60 + second)
    }

    /// Whether all eight bytes are digits.
    private static func areDigits(_ word: UInt64) -> Bool {
        let high = repeated(0xF0), digit = repeated(0x30)
        return word & high == digit && (word &+ repeated(0x06)) & high == digit
    }

    /// Reads a time out of a text.
    package static func seconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        return seconds(bytes.span, 0..<bytes.count)
    }

    /// The number of the day in which a second lies; days count from 0 on 1 January 1970.
    package static func day(of seconds: Int64) -> Int { Int((seconds - modulo(seconds, day)) / day) }

    private static func modulo(_ value: Int64, _ unit: Int64) -> Int64 {
        let rest = value % unit
        return rest < 0 ? rest + unit : rest
    }

    /// The number of a day of the Gregorian calendar (after H. Hinnant, "chrono-compatible low-level date algorithms").
    package static func day(year: Int, month: Int, day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// A day as `2026-03-02`.
    package static func date(_ day: Int) -> String {
        var text: [UInt8] = []
        appendDate(day, into: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// A time as `2026-03-02T09:14:05Z`.
    package static func text(_ seconds: Int64) -> String {
        var text: [UInt8] = []
        append(seconds, into: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends a time as `2026-03-02T09:14:05Z`: twenty characters, which sort as the times do.
    package static func append(_ seconds: Int64, into output: inout [UInt8]) {
        appendDate(day(of: seconds), into: &output)
        let second = Int(modulo(seconds, day))
        for (mark, value) in [(0x54, second / 3600), (0x3A, second / 60 % 60), (0x3A, second % 60)] as [(UInt8, Int)] {
            output.append(mark)
            appendDigits(value, 2, into: &output)
        }
        output.append(0x5A)
    }

    /// Appends a day as `2026-03-02`.
    package static func appendDate(_ day: Int, into output: inout [UInt8]) {
        let z = day + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted + (shifted < 10 ? 3 : -9)
        appendDigits(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 4, into: &output)
        output.append(0x2D)
        appendDigits(month, 2, into: &output)
        output.append(0x2D)
        appendDigits(dayOfYear - (153 * shifted + 2) / 5 + 1, 2, into: &output)
    }

    private static func appendDigits(_ value: Int, _ count: Int, into output: inout [UInt8]) {
        var unit = 1
        for _ in 1..<count { unit *= 10 }
        while unit > 0 {
            output.append(UInt8(0x30 + value / unit % 10))
            unit /= 10
        }
    }
}

/// Walks over the digits of a time.
private struct Cursor {
    var index: Int
    let end: Int

    mutating func skipBlanks(_ bytes: Span<UInt8>) { while index < end, bytes[index] == 0x20 { index += 1 } }

    /// A number of exactly so many digits, or nil.
    private mutating func digits(_ bytes: Span<UInt8>, _ count: Int) -> Int? {
        guard index + count <= end else { return nil }
        var value = 0
        for _ in 0..<count {
            let digit = bytes[index]
            guard digit >= 0x30, digit <= 0x39 else { return nil }
            value = value * 10 + Int(digit - 0x30)
            index += 1
        }
        return value
    }

    private mutating func take(_ bytes: Span<UInt8>, _ byte: UInt8) -> Bool {
        guard index < end, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipFraction(_ bytes: Span<UInt8>) -> Bool {
        guard take(bytes, 0x2E) || take(bytes, 0x2C) else { return true }
        let start = index
        while index < end, bytes[index] >= 0x30, bytes[index] <= 0x39 { index += 1 }
        return index > start
    }

    private func isAtEnd(_ bytes: Span<UInt8>) -> Bool {
        for place in index..<max(index, end) where bytes[place] != 0x20 { return false }
        return true
    }

    /// Digits of seconds (up to eleven) or milliseconds (twelve to fourteen), perhaps with a sign and a fraction.
    mutating func epoch(_ bytes: Span<UInt8>) -> Int64? {
        let isNegative = take(bytes, 0x2D)
        let start = index
        var value: Int64 = 0
        while index < end, bytes[index] >= 0x30, bytes[index] <= 0x39, index - start < 14 {
            value = value * 10 + Int64(bytes[index] - 0x30)
            index += 1
        }
        let count = index - start
        guard count > 0, skipFraction(bytes), isAtEnd(bytes) else { return nil }
        if count >= 12 { value /= 1000 }
        return isNegative ? -value : value
    }

    mutating func calendar(_ bytes: Span<UInt8>) -> Int64? {
        guard let year = digits(bytes, 4), year > 0, take(bytes, 0x2D), let month = digits(bytes, 2), (1...12).contains(month), take(bytes, 0x2D),
            let day = digits(bytes, 2), day >= 1, day <= Cursor.length(month, year)
        else { return nil }
        let midnight = Int64(Moment.day(year: year, month: month, day: day)) * Moment.day
        if isAtEnd(bytes) { return midnight }
        guard take(bytes, 0x54) || take(bytes, 0x74) || take(bytes, 0x20) else { return nil }
        guard let time = clock(bytes), let zone = zone(bytes), isAtEnd(bytes) else { return nil }
        return midnight + time - zone
    }

    static func length(_ month: Int, _ year: Int) -> Int {
        if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
    }

    private mutating func clock(_ bytes: Span<UInt8>) -> Int64? {
        guard let hour = digits(bytes, 2), hour < 24, take(bytes, 0x3A), let minute = digits(bytes, 2), minute < 60 else { return nil }
        var second = 0
        if take(bytes, 0x3A) {
            guard let read = digits(bytes, 2), read <= 60, skipFraction(bytes) else { return nil }
            second = min(read, 59)
        }
        return Int64(hour * 3600 + minute * 60 + second)
    }

    /// The offset of a zone from UTC in seconds; 0 if there is none.
    private mutating func zone(_ bytes: Span<UInt8>) -> Int64? {
        skipBlanks(bytes)
        if index == end || take(bytes, 0x5A) || take(bytes, 0x7A) { return 0 }
        if index + 3 == end, bytes[index] == 0x55, bytes[index + 1] == 0x54, bytes[index + 2] == 0x43 {
            index = end
            return 0
        }
        let isEast = take(bytes, 0x2B)
        guard isEast || take(bytes, 0x2D), let hours = digits(bytes, 2), hours < 24 else { return nil }
        _ = take(bytes, 0x3A)
        var minutes = 0
        if index < end {
            guard let read = digits(bytes, 2), read < 60 else { return nil }
            minutes = read
        }
        return Int64(hours * 3600 + minutes * 60) * (isEast ? 1 : -1)
    }
}

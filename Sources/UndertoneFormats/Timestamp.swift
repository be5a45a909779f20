import UndertoneEngine

/// Which of two numbers in a date such as `3/4/2026` is the day.
package enum DateOrder: String, Sendable, CaseIterable {
    case dmy, mdy
}

/// A moment, as read from any of the forms that exports use.
///
/// RFC 3339 with and without zone (then UTC), a date alone, seconds, milliseconds, microseconds or nanoseconds since 1970 (told apart by their size), RFC 5322,
/// and dates with the name of a month. Dates of three numbers are read if only one order is possible, or one was named.
package struct Timestamp: Sendable, Equatable {
    /// Since the beginning of 1970, UTC.
    package var seconds = 0
    /// Of a second.
    package var nanoseconds = 0

    /// Whether a value is RFC 3339 in UTC already, without needless zeros.
    @inline(__always)
    package static func isPlain(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count >= 20, range.count <= 30, bytes[range.upperBound &- 1] == 0x5A else { return false }
        let start = range.lowerBound
        let signs: [(Int, UInt8)] = [(4, 0x2D), (7, 0x2D), (10, 0x54), (13, 0x3A), (16, 0x3A)]
        for (place, sign) in signs where bytes[start &+ place] != sign { return false }
        for place in 0..<19 where place != 4 && place != 7 && place != 10 && place != 13 && place != 16 {
            if bytes[start &+ place] &- 0x30 > 9 { return false }
        }
        if range.count == 20 { return true }
        guard bytes[start &+ 19] == 0x2E, range.count > 21, bytes[range.upperBound &- 2] != 0x30 else { return false }
        for index in (start &+ 20)..<(range.upperBound &- 1) where bytes[index] &- 0x30 > 9 { return false }
        return true
    }

    /// Reads a moment; nil if the value is none, or has two meanings.
    package init?(_ value: ArraySlice<UInt8>, order: DateOrder? = nil) {
        var reader = TimestampReader(value)
        guard let parts = reader.read(order) else { return nil }
        seconds = parts.seconds
        nanoseconds = parts.nanoseconds
    }

    /// RFC 3339 in UTC: `2026-03-02T09:14:05Z`, with a fraction if there is one.
    package var text: String {
        var text = Moment.text(Int64(seconds))
        text.removeLast()
        if nanoseconds > 0 {
            var digits = String(nanoseconds)
            digits = String(repeating: "0", count: 9 - digits.count) + digits
            while digits.hasSuffix("0") { digits.removeLast() }
            text += "." + digits
        }
        return text + "Z"
    }

    /// How many days a month has.
    static func length(_ year: Int, _ month: Int) -> Int {
        if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }
}

/// Takes a written moment apart.
struct TimestampReader {
    private enum Piece: Equatable {
        case number(Int, digits: Int)
        case word(String)
        case sign(UInt8)
    }

    struct Instant {
        var seconds: Int
        var nanoseconds: Int
    }

    private let bytes: ArraySlice<UInt8>
    private var pieces: [Piece] = []
    private var index = 0
    /// The digits after the point of the seconds.
    private var nanoseconds = 0

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes.prefix(64) }

    mutating func read(_ order: DateOrder?) -> Instant? {
        if let epoch = epoch() { return epoch }
        guard bytes.count < 64, divide() else { return nil }
        skipWeekday()
        guard let (year, month, day) = date(order), (1...12).contains(month), (1...9999).contains(year), day >= 1, day <= Timestamp.length(year, month) else {
            return nil
        }
        guard let time = time() else { return nil }
        return Instant(seconds: Moment.day(year: year, month: month, day: day) * 86_400 + time, nanoseconds: nanoseconds)
    }

    // MARK: Seconds since 1970

    private func epoch() -> Instant? {
        let trimmed = bytes.drop { $0 <= 0x20 }
        let whole = trimmed.prefix { $0 >= 0x30 && $0 <= 0x39 }
        var rest = trimmed[whole.endIndex...]
        guard whole.count >= 9, whole.count <= 19, let number = Int(String(decoding: whole, as: UTF8.self)) else { return nil }
        var digits: [UInt8] = []
        if rest.first == 0x2E {
            digits = Array(rest.dropFirst().prefix { $0 >= 0x30 && $0 <= 0x39 })
            rest = rest[(rest.startIndex + 1 + digits.count)...]
        }
        guard rest.allSatisfy({ $0 <= 0x20 }) else { return nil }
        // Told apart by size: seconds up to the year 5138, milliseconds up to the same, and so on.
        var unit = 1_000_000_000
        var limit = 100_000_000_000
        while number >= limit, unit > 1 {
            unit /= 1000
            limit = limit > Int.max / 1000 ? Int.max : limit * 1000
        }
        let perSecond = 1_000_000_000 / unit
        var fraction = number % perSecond * unit
        if unit == 1_000_000_000 { fraction = TimestampReader.nanoseconds(digits) }
        return Instant(seconds: number / perSecond, nanoseconds: fraction)
    }

    private static func nanoseconds(_ digits: [UInt8]) -> Int {
        (0..<9).reduce(0) { $0 * 10 + ($1 < digits.count ? Int(digits[$1]) - 0x30 : 0) }
    }

    // MARK: Pieces

    /// Parts the value into numbers, words and signs; false if something else stands in it.
    private mutating func divide() -> Bool {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte >= 0x30 && byte <= 0x39 {
                let digits = bytes[index...].prefix { $0 >= 0x30 && $0 <= 0x39 }
                if digits.count > 9 { return false }
                pieces.append(.number(digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }, digits: digits.count))
                index = digits.endIndex
                // A point after h:m:s begins a fraction.
                if index < bytes.endIndex, bytes[index] == 0x2E || bytes[index] == 0x2C, pieces.suffix(2).first == .sign(0x3A) {
                    let fraction = bytes[(index + 1)...].prefix { $0 >= 0x30 && $0 <= 0x39 }
                    nanoseconds = TimestampReader.nanoseconds(Array(fraction))
                    index = fraction.endIndex
                }
            } else if byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A {
                let letters = bytes[index...].prefix { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
                pieces.append(.word(String(decoding: letters, as: UTF8.self).lowercased()))
                index = letters.endIndex
            } else {
                // A narrow blank stands before AM and PM in newer exports.
                if byte == 0xE2 || byte == 0xC2 {
                    index = bytes[(index + 1)...].firstIndex { $0 & 0xC0 != 0x80 } ?? bytes.endIndex
                    continue
                }
                if byte > 0x20 && byte != 0x28 && byte != 0x29 { pieces.append(.sign(byte)) }
                index += 1
            }
        }
        return pieces.count >= 3
    }

    private mutating func skipWeekday() {
        guard pieces.count > 2, case .word(let word) = pieces[0], ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains(word.prefix(3)) else { return }
        index = pieces[1] == .sign(0x2C) ? 2 : 1
    }

    private mutating func take() -> Piece? {
        guard index < pieces.count else { return nil }
        index += 1
        return pieces[index - 1]
    }

    private mutating func skip(_ signs: [UInt8]) {
        while index < pieces.count, case .sign(let sign) = pieces[index], signs.contains(sign) { index += 1 }
    }

    private static func month(_ word: String) -> Int? {
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        return word.count >= 3 ? months.firstIndex { word.hasPrefix($0) }.map { $0 + 1 } : nil
    }

    private static func year(_ number: Int, _ digits: Int) -> Int { digits > 2 ? number : number < 70 ? 2000 + number : 1900 + number }

    // MARK: Date

    private mutating func date(_ order: DateOrder?) -> (Int, Int, Int)? {
        var parts: [(number: Int, digits: Int)] = []
        var named: (place: Int, month: Int)?
        var sign: UInt8 = 0
        while parts.count + (named == nil ? 0 : 1) < 3 {
            switch take() {
            case .number(let number, let digits): parts.append((number, digits))
            case .word(let word):
                guard named == nil, let month = TimestampReader.month(word) else { return nil }
                named = (parts.count, month)
            case .sign(let found):
                guard found == 0x2D || found == 0x2F || found == 0x2E || found == 0x2C else { return nil }
                sign = found
            case nil: return nil
            }
        }
        if let named {
            // `2 Mar 2026`, `Mar 2, 2026`, `2026-Mar-02`.
            if parts[0].digits == 4 { return (parts[0].number, named.month, parts[1].number) }
            return (TimestampReader.year(parts[1].number, parts[1].digits), named.month, parts[0].number)
        }
        if parts[0].digits == 4 { return (parts[0].number, parts[1].number, parts[2].number) }
        guard parts[2].digits == 4 || parts[2].digits == 2 else { return nil }
        let year = TimestampReader.year(parts[2].number, parts[2].digits)
        let first = parts[0].number, second = parts[1].number
        if sign == 0x2E || order == .dmy { return (year, second, first) }
        if order == .mdy { return (year, first, second) }
        if first > 12 && second <= 12 { return (year, second, first) }
        if second > 12 && first <= 12 { return (year, first, second) }
        return first == second ? (year, first, second) : nil
    }

    // MARK: Time of day

    /// Seconds into the day, in UTC.
    private mutating func time() -> Int? {
        skip([0x2C])
        if index < pieces.count, case .word(let word) = pieces[index], word == "t" || word == "at" { index += 1 }
        guard index < pieces.count else { return 0 }
        guard case .number(var hour, _) = take(), index < pieces.count, take() == .sign(0x3A), case .number(let minute, _) = take() else { return nil }
        var second = 0
        if index < pieces.count, pieces[index] == .sign(0x3A) {
            index += 1
            guard case .number(let number, _) = take() else { return nil }
            second = number
        }
        if index < pieces.count, case .word(let half) = pieces[index], half == "am" || half == "pm" {
            index += 1
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + (half == "pm" ? 12 : 0)
        }
        guard hour <= 24, minute <= 59, second <= 60, let zone = zone() else { return nil }
        return hour * 3600 + minute * 60 + min(second, 59) - zone
    }

    /// How many seconds the zone is ahead of UTC; none is UTC; nil if it is not understood.
    private mutating func zone() -> Int? {
        guard let piece = take() else { return 0 }
        switch piece {
        case .word(let name):
            let offsets = ["z": 0, "utc": 0, "gmt": 0, "ut": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7]
            guard let hours = offsets[name] else { return nil }
            return index < pieces.count && hours == 0 ? zone() : hours * 3600
        case .sign(let sign):
            guard sign == 0x2B || sign == 0x2D, case .number(let number, let digits) = take() else { return nil }
            var minutes = digits > 2 ? number / 100 * 60 + number % 100 : number * 60
            if digits <= 2, index < pieces.count, pieces[index] == .sign(0x3A) {
                index += 1
                guard case .number(let rest, _) = take() else { return nil }
                minutes += rest
            }
            guard minutes <= 18 * 60 else { return nil }
            return (sign == 0x2D ? -minutes : minutes) * 60
        case .number: return nil
        }
    }
}

import UndertoneEngine

/// Decimal numbers, written the same way everywhere.
package enum Decimal {
    /// Appends a number rounded to so many places (halves away from zero), without zeros at its end: `0.5`, `-1`, `0`.
    package static func append(_ value: Double, places: Int, into output: inout [UInt8]) {
        guard value.isFinite, abs(value) < 1e12 else { return output.append(0x30) }
        var scale = 1
        for _ in 0..<places { scale &*= 10 }
        let scaled = Int(value * Double(scale) + (value < 0 ? -0.5 : 0.5))
        if scaled < 0 { output.append(0x2D) }
        let magnitude = abs(scaled)
        append(magnitude / scale, into: &output)
        var rest = magnitude % scale
        if rest == 0 { return }
        output.append(0x2E)
        var unit = scale / 10
        while rest > 0 {
            output.append(0x30 &+ UInt8(truncatingIfNeeded: rest / unit))
            rest %= unit
            unit /= 10
        }
    }

    /// Appends a whole number that is not negative.
    package static func append(_ whole: Int, into output: inout [UInt8]) {
        var rest = UInt(bitPattern: whole)
        if rest >= 100_000_000 {
            append(Int(bitPattern: rest / 100_000_000), into: &output)
            // Eight digits follow, however many of them are noughts.
            rest = rest % 100_000_000
            var unit: UInt = 10_000_000
            while unit > 0 {
                output.append(0x30 &+ UInt8(truncatingIfNeeded: rest / unit % 10))
                unit /= 10
            }
            return
        }
        if rest < 10 { return output.append(0x30 &+ UInt8(truncatingIfNeeded: rest)) }
        var digits = Decimal.digits(of: rest).word
        while digits > 0 {
            output.append(UInt8(truncatingIfNeeded: digits))
            digits &>>= 8
        }
    }

    /// The digits of a number of at most eight, the first one in the lowest bits, and how many there are.
    @inline(__always)
    private static func digits(of number: UInt) -> (word: UInt64, count: Int) {
        var rest = number, word: UInt64 = 0, count = 0
        repeat {
            word = word &<< 8 | UInt64(0x30 &+ rest % 10)
            rest /= 10
            count &+= 1
        } while rest > 0
        return (word, count)
    }

    /// Appends a whole number that is not negative.
    package static func append(_ whole: Int, into line: inout Buffer<UInt8>) {
        if UInt(bitPattern: whole) < 100_000_000 {
            let digits = digits(of: UInt(bitPattern: whole))
            return line.append(digits.word, count: digits.count)
        }
        var output: [UInt8] = []
        append(whole, into: &output)
        line.append(output.span, from: 0, to: output.count)
    }

    /// Appends a number rounded to three places, as `append(_:places:into:)` does.
    package static func append(_ value: Double, into line: inout Buffer<UInt8>) {
        let scaled = value.isFinite && abs(value) < 1e5 ? Int(value * 1000 + (value < 0 ? -0.5 : 0.5)) : Int.max
        if scaled == .max {
            var output: [UInt8] = []
            append(value, places: 3, into: &output)
            return line.append(output.span, from: 0, to: output.count)
        }
        if scaled < 0 { line.append(0x2D) }
        append(abs(scaled) / 1000, into: &line)
        let places = UInt64(abs(scaled) % 1000)
        if places == 0 { return }
        let tenths = places / 100, hundredths = places / 10 % 10, thousandths = places % 10
        let count = thousandths != 0 ? 4 : hundredths != 0 ? 3 : 2
        line.append(0x3030_302E &+ (tenths &<< 8 | hundredths &<< 16 | thousandths &<< 24), count: count)
    }

    /// The same as text.
    package static func text(_ value: Double, places: Int) -> String {
        var bytes: [UInt8] = []
        append(value, places: places, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What spreadsheets do to cells.
package enum Spreadsheet {
    /// Whether a spreadsheet may take a cell for a formula: it begins (after blanks and invisible characters) with a sign that formulas begin with, and is no plain number.
    package static func isFormula(_ text: String) -> Bool {
        // Most cells begin with a letter or a digit.
        guard let start = text.utf8.first else { return false }
        if (start >= 0x30 && start <= 0x39) || (start | 0x20 >= 0x61 && start | 0x20 <= 0x7A) { return false }
        var scalars = Substring(text).unicodeScalars
        while let first = scalars.first, !["\t", "\r", "\n"].contains(first) {
            guard first.properties.isWhitespace || [.format, .control].contains(first.properties.generalCategory) else { break }
            scalars.removeFirst()
        }
        guard let first = scalars.first else { return false }
        switch first {
        case "=", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF20}", "\u{FF0B}", "\u{FF0D}", "|": return true
        case "+", "-":
            let rest = scalars.dropFirst()
            let isNumber =
                !rest.isEmpty && rest.allSatisfy { ("0"..."9").contains($0) || $0 == "." || $0 == "," || $0 == " " || $0 == "(" || $0 == ")" || $0 == "/" }
            return !isNumber
        default: return false
        }
    }
}

/// Counts offsets in a text in scalars or UTF-16 units, going forward only once.
struct OffsetCounter {
    let unit: OffsetUnit
    private var byte = 0
    private var count = 0

    init(unit: OffsetUnit) { self.unit = unit }

    /// The offset of a byte; calls must go forward, or begin anew.
    mutating func offset(_ text: Span<UInt8>, at target: Int) -> Int {
        if unit == .utf8 { return target }
        if target < byte {
            byte = 0
            count = 0
        }
        count += OffsetCounter.length(text, byte..<target, unit)
        byte = target
        return count
    }

    /// How many units a range of bytes holds.
    static func length(_ text: Span<UInt8>, _ range: Range<Int>, _ unit: OffsetUnit) -> Int {
        if unit == .utf8 { return range.count }
        var count = 0
        var index = range.lowerBound
        while index < range.upperBound {
            // Eight bytes of ASCII at a time, fewer at the end.
            let rest = min(range.upperBound &- index, 8)
            if lowest(rest, of: load8(text, at: index)) & 0x8080_8080_8080_8080 == 0 {
                count &+= rest
                index &+= rest
                continue
            }
            let (scalar, length) = Folding.decode(text, at: index, end: range.upperBound)
            count += unit == .utf16 && scalar.value > 0xFFFF ? 2 : 1
            index += length
        }
        return count
    }
}

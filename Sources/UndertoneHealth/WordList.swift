import UndertoneEngine
import UndertoneFormats

/// A few words of at most 24 bytes that are looked for among bytes.
struct WordList: Sendable {
    /// A word as three numbers of eight bytes, zeros beyond its end, and its length.
    private struct Word: Equatable {
        let first: UInt64, second: UInt64, third: UInt64
        let count: Int

        init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
            func part(_ offset: Int) -> UInt64 {
                offset < range.count ? lowest(min(8, range.count &- offset), of: load8(bytes, at: range.lowerBound &+ offset)) : 0
            }
            (first, second, third, count) = (part(0), part(8), part(16), range.count)
        }
    }

    private let words: [Word]

    init(_ words: [String]) {
        self.words = words.map { text in
            let bytes = Array(text.utf8)
            precondition(bytes.count <= 24)
            return Word(bytes.span, 0..<bytes.count)
        }
    }

    /// The place of the word that fills a range, or nil.
    /// - Parameter hint: the place to look at first; the others follow in order.
    func index(_ bytes: Span<UInt8>, _ range: Range<Int>, hint: Int = 0) -> Int? {
        if range.count > 24 { return nil }
        let word = Word(bytes, range)
        var index = hint < words.count ? hint : 0
        for _ in words.indices {
            if words[index] == word { return index }
            index = index &+ 1 == words.count ? 0 : index &+ 1
        }
        return nil
    }
}

/// Decimal numbers as whole thousandths, so that sums do not depend on their order.
enum Thousandths {
    /// Reads a number such as `-0.62`, `1` or `5e-1`, rounded to thousandths, halves away from zero; nil if it is none, or beyond a million.
    static func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        var index = range.lowerBound
        let isNegative = index < range.upperBound && bytes[index] == 0x2D
        if isNegative { index &+= 1 }
        var value = 0, digits = 0, places = -1
        while index < range.upperBound, digits < 12 {
            let byte = bytes[index]
            if byte == 0x2E, places < 0 {
                places = 0
            } else if byte >= 0x30, byte <= 0x39 {
                digits &+= 1
                if places < 4 {
                    value = value &* 10 &+ Int(byte &- 0x30)
                    if places >= 0 { places &+= 1 }
                }
            } else {
                break
            }
            index &+= 1
        }
        if index < range.upperBound { return readSlowly(bytes, range) }
        guard digits > 0, value <= 10_000_000_000 else { return nil }
        for _ in max(0, places)..<4 { value &*= 10 }
        let rounded = (value &+ 5) / 10
        guard rounded <= 1_000_000_000 else { return nil }
        return isNegative ? -rounded : rounded
    }

    /// Numbers with exponents or many digits.
    private static func readSlowly(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard range.count <= 40, let first = range.first, bytes[first] == 0x2D || (bytes[first] >= 0x30 && bytes[first] <= 0x39) else { return nil }
        guard let value = Double(String(decoding: range.map { bytes[$0] }, as: UTF8.self)), abs(value) <= 1_000_000 else { return nil }
        return nearestInteger(value * 1000)
    }
}

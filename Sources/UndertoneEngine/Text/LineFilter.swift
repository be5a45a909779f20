/// Tells by the first bytes of a line whether one of the marks of `Boundaries` may stand there, so that most lines are never laid out.
///
/// A mark whose text begins with a letter is known by its first word and then by its first bytes, eight at most; any other one by its first byte.
struct LineFilter: Sendable {
    /// One bit for each of the first words that marks have, and one for each of the first eight bytes, hashed.
    private var heads = LineFilter.noBits, starts = LineFilter.noBits
    /// How many bytes those `starts` have that are shorter, one bit for each number of bytes.
    private var startLengths: UInt64 = 1 << 8
    /// How many bytes those have after which a word may go on (`sent~`), one bit for each number of bytes.
    private var openLengths: UInt64 = 0
    /// One bit for each other byte that a mark can begin with.
    private var firsts = [UInt64](repeating: 0, count: 4)
    /// Whether there are marks that begin with a date.
    private var hasDates = false

    /// The logarithm of the number of bits in `heads` and in `starts`.
    private static let logSize = 14
    private static let noBits = [UInt64](repeating: 0, count: 1 << (logSize - 6))

    /// Nothing may begin a mark but an asterisk (bold letters) or an entity, behind which any may stand.
    init() {
        add([0x2A])
        add([0x26])
    }

    /// Takes note of how a mark begins.
    /// - Parameter text: in small letters; what follows it in the mark may be anything.
    mutating func add(_ text: [UInt8]) {
        guard let first = text.first else { return }
        guard LineFilter.isLetter(first) else { return firsts[Int(first >> 6)] |= 1 << UInt64(first & 63) }
        let word = load8(text.span, at: 0)
        let length = leadingBytes(nonWordMask(word))
        if length == text.count && length < 8 { openLengths |= 1 << UInt64(length) }
        LineFilter.set(lowest(length, of: word), in: &heads)
        startLengths |= 1 << UInt64(min(text.count, 8))
        LineFilter.set(word, in: &starts)
    }

    /// Takes note of a mark that begins with a date.
    mutating func addDate() {
        hasDates = true
        add([0x5B])
    }

    /// Whether a line with these first eight bytes may hold a mark. Cost: some comparisons.
    @inline(__always)
    func mayBegin(_ word: UInt64) -> Bool {
        let first = UInt8(truncatingIfNeeded: word)
        if LineFilter.isLetter(first | 0x20) { return mayBegin(withWord: word) }
        if first >= 0x30 && first <= 0x39 { return hasDates && LineFilter.mayBeDate(word) }
        return firsts[Int(first &>> 6)] & (1 &<< UInt64(first & 63)) != 0
    }

    private func mayBegin(withWord word: UInt64) -> Bool {
        let length = leadingBytes(nonWordMask(word))
        let small = word | repeated(0x20)
        if LineFilter.holds(lowest(length, of: small), heads) { return mayStart(word) }
        if has(openLengths & ((1 &<< UInt64(length)) &- 1), small, heads) { return true }
        // A weekday and its comma may begin a date, if no letter follows.
        guard hasDates && length >= 2 && length <= 5 else { return false }
        let rest = word &>> UInt64(truncatingIfNeeded: length &* 8)
        return rest & 0xFF == 0x2C && !LineFilter.isLetter(UInt8(truncatingIfNeeded: rest &>> 16) | 0x20)
    }

    /// Whether a line whose first word begins a mark goes on like it.
    private func mayStart(_ word: UInt64) -> Bool {
        // Letters, digits and single blanks are looked for as they stand; what else there is may look otherwise when it is laid out.
        let blanks = equalMask(word, 0x20)
        if nonWordMask(word) & ~blanks != 0 || blanks & blanks &<< 8 != 0 { return true }
        return has(startLengths, word | repeated(0x20), starts)
    }

    /// Whether a line begins with something of one of these lengths.
    private func has(_ lengths: UInt64, _ small: UInt64, _ bits: [UInt64]) -> Bool {
        var rest = lengths
        while rest != 0 {
            if LineFilter.holds(lowest(rest.trailingZeroBitCount, of: small), bits) { return true }
            rest &= rest &- 1
        }
        return false
    }

    @inline(__always)
    private static func holds(_ key: UInt64, _ bits: [UInt64]) -> Bool {
        let bit = bit(key)
        return bits[bit &>> 6] & (1 &<< UInt64(bit & 63)) != 0
    }

    private static func set(_ key: UInt64, in bits: inout [UInt64]) {
        let bit = bit(key)
        bits[bit >> 6] |= 1 << UInt64(bit & 63)
    }

    @inline(__always)
    private static func bit(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> UInt64(64 - logSize)) }

    @inline(__always)
    private static func isLetter(_ small: UInt8) -> Bool { small >= 0x61 && small <= 0x7A }

    /// Whether digits are followed by a sign that dates have.
    private static func mayBeDate(_ word: UInt64) -> Bool {
        let rest = word &>> 8
        return (equalMask(rest, 0x2E) | equalMask(rest, 0x2F) | equalMask(rest, 0x2D) | equalMask(rest, 0xE5) | equalMask(rest, 0x20)) & 0x8080_8080 != 0
    }
}

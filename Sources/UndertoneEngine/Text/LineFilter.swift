/// Tells by the first bytes of a line whether one of the marks of `Boundaries`, or a sign-off, may stand there, so that most lines are never laid out.
///
/// A mark is known by its first bytes, eight at most, after a look at its first word if it begins with a letter, and at its first byte if it does not.
struct LineFilter: Sendable {
    /// One bit for each of the first words that marks have, and two for each of the first eight bytes, hashed.
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
        let word = load8(text.span, at: 0)
        startLengths |= 1 << UInt64(min(text.count, 8))
        LineFilter.set(LineFilter.start(min(text.count, 8), of: word), in: &starts)
        guard LineFilter.isLetter(first) else { return firsts[Int(first >> 6)] |= 1 << UInt64(first & 63) }
        let length = leadingBytes(nonWordMask(word))
        if length == text.count && length < 8 { openLengths |= 1 << UInt64(length) }
        LineFilter.set(LineFilter.head(lowest(length, of: word)), in: &heads)
    }

    /// Takes note of a mark that begins with a run of a sign.
    mutating func add(run sign: UInt8, _ count: Int) { add([UInt8](repeating: sign, count: min(count, 8))) }

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
        if LineFilter.isDigit(first) { return hasDates && LineFilter.mayBeDate(word) }
        return firsts[Int(first &>> 6)] & (1 &<< UInt64(first & 63)) != 0 && mayBegin(withSign: word)
    }

    private func mayBegin(withSign word: UInt64) -> Bool {
        let first = UInt8(truncatingIfNeeded: word)
        // A dash and a capital may be a sign-off (`-Ann Lee`).
        if first == 0x2D {
            let second = UInt8(truncatingIfNeeded: word &>> 8), third = UInt8(truncatingIfNeeded: word &>> 16)
            if LineFilter.isLetter(second | 0x20) && second & 0x20 == 0 || second == 0x20 && (third == 0x20 || third & 0x20 == 0) { return true }
        }
        // A date may stand in parentheses, and behind signs that are taken for letters of a weekday.
        return first == 0x28 || first > 0x40 || mayStart(word)
    }

    private func mayBegin(withWord word: UInt64) -> Bool {
        let length = leadingBytes(nonWordMask(word))
        let small = word | repeated(0x20), shorter = openLengths & ((1 &<< UInt64(length)) &- 1)
        let isHead = LineFilter.holds(LineFilter.head(lowest(length, of: small)), heads)
        if !LineFilter.changes(word) && !LineFilter.mayBeWeekday(word) { return isHead && has(startLengths, word) || has(shorter, word) }
        if isHead || hasHead(shorter, small) { return true }
        // A weekday and its comma may begin a date, if no letter follows.
        guard hasDates && length >= 2 && length <= 5 else { return false }
        let rest = word &>> UInt64(truncatingIfNeeded: length &* 8)
        return rest & 0xFF == 0x2C && !LineFilter.isLetter(UInt8(truncatingIfNeeded: rest &>> 16) | 0x20)
    }

    /// Whether the first bytes of a line are those of a mark.
    private func mayStart(_ word: UInt64) -> Bool { LineFilter.changes(word) || has(startLengths, word) }

    /// Whether there are bytes that a `LineView` may lay out in another way than they stand; case does not count.
    @inline(__always)
    private static func changes(_ word: UInt64) -> Bool {
        let blanks = equalMask(word, 0x20), high = nonWordMask(word) & ~belowMask(word, 0x41)
        let signs = equalMask(word, 0x26) | equalMask(word, 0x2A) | equalMask(word, 0x3C) | (equalMask(word, 0x3A) | blanks) & blanks &<< 8
        return signs | belowMask(word, 0x20) | high != 0
    }

    /// Whether letters are followed by a comma, a blank and a digit, as far as eight bytes tell.
    @inline(__always)
    private static func mayBeWeekday(_ word: UInt64) -> Bool {
        let length = leadingBytes(belowMask(word, 0x41))
        let rest = word &>> UInt64(truncatingIfNeeded: length &* 8)
        return length <= 6 && rest & 0xFFFF == 0x202C && (length == 6 || isDigit(UInt8(truncatingIfNeeded: rest &>> 16)))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    /// Whether a line begins with a mark's beginning of one of these lengths.
    private func has(_ lengths: UInt64, _ word: UInt64) -> Bool {
        var rest = lengths
        while rest != 0 {
            if LineFilter.holds(LineFilter.start(rest.trailingZeroBitCount, of: word), starts) { return true }
            rest &= rest &- 1
        }
        return false
    }

    /// Whether the first word of a line begins with a mark's first word of one of these lengths.
    private func hasHead(_ lengths: UInt64, _ small: UInt64) -> Bool {
        var rest = lengths
        while rest != 0 {
            if LineFilter.holds(LineFilter.head(lowest(rest.trailingZeroBitCount, of: small)), heads) { return true }
            rest &= rest &- 1
        }
        return false
    }

    /// Where the bits of some bytes stand: those of one key are in one word, two for a start and one for a head.
    private struct Key {
        let place: Int
        let bits: UInt64
    }

    @inline(__always)
    private static func head(_ word: UInt64) -> Key {
        let hash = word &* 0x9E37_79B9_7F4A_7C15
        return Key(place: Int(truncatingIfNeeded: hash &>> UInt64(70 - logSize)), bits: 1 &<< (hash &>> UInt64(64 - logSize) & 63))
    }

    /// The key of so many first bytes, whatever the case of letters (signs that this makes equal to others only let more lines be looked at).
    @inline(__always)
    private static func start(_ length: Int, of word: UInt64) -> Key {
        let hash = lowest(length, of: word | repeated(0x20)) &* 0x9E37_79B9_7F4A_7C15
        return Key(place: Int(truncatingIfNeeded: hash &>> UInt64(70 - logSize)), bits: 1 &<< (hash &>> 40 & 63) | 1 &<< (hash &>> 32 & 63))
    }

    @inline(__always)
    private static func holds(_ key: Key, _ bits: [UInt64]) -> Bool { ~bits[key.place] & key.bits == 0 }

    private static func set(_ key: Key, in bits: inout [UInt64]) { bits[key.place] |= key.bits }

    @inline(__always)
    private static func isLetter(_ small: UInt8) -> Bool { small >= 0x61 && small <= 0x7A }

    /// Whether digits are followed by a sign that dates have.
    private static func mayBeDate(_ word: UInt64) -> Bool {
        let rest = word &>> 8
        return (equalMask(rest, 0x2E) | equalMask(rest, 0x2F) | equalMask(rest, 0x2D) | equalMask(rest, 0xE5) | equalMask(rest, 0x20)) & 0x8080_8080 != 0
    }
}

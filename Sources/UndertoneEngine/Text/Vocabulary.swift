/// The words that the lexicons know, as a table from folded bytes to `WordID`.
///
/// Words of at most eight bytes (nine of ten in running text) are looked up by one 64-bit comparison, longer ones by two. Both tables
/// are open-addressed with linear probing and at most half full, so a lookup costs one or two cache lines whatever the lexicon.
package struct Vocabulary: Sendable {
    /// Words of at most eight bytes: their keys, each with its number behind it; a key of zero is an empty slot.
    package let short: Table<UInt64>
    /// Keys of longer words: the first eight bytes, and the rest (see `WordKey`).
    package let longLow: Table<UInt64>
    package let longHigh: Table<UInt64>
    package let longIDs: Table<UInt32>
    /// One bit for each beginning of three letters that some word beginning (`customiz*`) has.
    package let prefixFilter: Table<UInt64>
    /// Four words for each expansion, filled up with zeros: what a contraction is read as.
    package let expansions: Table<UInt32>
    /// One bit per word: whether a full stop after it is not a sentence end (`e.g.`).
    package let abbreviations: Table<UInt64>
    /// One bit for each abbreviation, by its key: the words before most full stops are told by it to be none.
    package let abbreviationFilter: Table<UInt64>

    /// The number of a word, a number from `WordID.firstExpansion` on for an expansion, or 0.
    @inline(__always)
    package func find(_ key: WordKey) -> UInt32 {
        key.high == 0 ? findShort(key.low) : findLong(key)
    }

    @inline(__always)
    package func findShort(_ low: UInt64) -> UInt32 {
        let mask = short.count &>> 1 &- 1
        var slot = WordKey.slot(low, 0) & mask
        while true {
            let found = short[slot &* 2]
            if found == low { return UInt32(truncatingIfNeeded: short[slot &* 2 &+ 1]) }
            if found == 0 { return 0 }
            slot = (slot &+ 1) & mask
        }
    }

    package func findLong(_ key: WordKey) -> UInt32 {
        let mask = longLow.count &- 1
        var slot = WordKey.slot(key.low, key.high) & mask
        while true {
            let found = longLow[slot]
            if found == key.low && longHigh[slot] == key.high { return longIDs[slot] }
            if found == 0 { return 0 }
            slot = (slot &+ 1) & mask
        }
    }

    /// The longest word beginning in the lexicons that a word which they do not know begins with, or 0.
    /// - Parameter word: the folded bytes of the word.
    package func findPrefix(of word: [UInt8]) -> UInt32 { findPrefix(of: WordKey(Array(word.prefix(Vocabulary.longestPrefix))), count: word.count) }

    /// The same for a word by its key.
    /// - Parameter count: how many bytes the word has; beyond the longest beginning they do not matter.
    package func findPrefix(of key: WordKey, count: Int) -> UInt32 {
        guard count >= 3, mayHavePrefix(UInt8(truncatingIfNeeded: key.low), UInt8(truncatingIfNeeded: key.low &>> 8), UInt8(truncatingIfNeeded: key.low &>> 16))
        else { return 0 }
        var length = min(count, Vocabulary.longestPrefix)
        while length >= 3 {
            let id = find(key.beginning(length))
            if id != 0 { return id }
            length &-= 1
        }
        return 0
    }

    /// Beginnings of words are no longer than this, in bytes.
    private static let longestPrefix = 15

    @inline(__always)
    package func mayHavePrefix(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Bool {
        let bit = Vocabulary.prefixBit(a, b, c)
        return prefixFilter[bit &>> 6] & (1 &<< UInt64(bit & 63)) != 0
    }

    /// The place of a beginning in `prefixFilter`, which has 2^15 bits.
    @inline(__always)
    package static func prefixBit(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Int {
        (Int(a & 31) &<< 10) | (Int(b & 31) &<< 5) | Int(c & 31)
    }

    /// Whether a word with its full stop is an abbreviation (`approx.`, `e.g.`).
    package func isAbbreviation(_ key: WordKey) -> Bool {
        let bit = Vocabulary.abbreviationBit(key)
        if abbreviationFilter[bit &>> 6] &>> UInt64(bit & 63) & 1 == 0 { return false }
        let index = Int(find(key))
        return index < abbreviations.count << 6 && abbreviations[index &>> 6] & (1 &<< UInt64(index & 63)) != 0
    }

    /// The place of an abbreviation in `abbreviationFilter`, which has 2^12 bits.
    @inline(__always)
    static func abbreviationBit(_ key: WordKey) -> Int { WordKey.slot(key.low, key.high) & 4095 }
}

/// A folded word as two 64-bit numbers: its bytes if there are at most sixteen, else its first eight and a hash of all.
///
/// Two different words of more than sixteen bytes are taken for the same with a chance of 2^-63.
package struct WordKey: Hashable, Sendable {
    package let low: UInt64
    package let high: UInt64

    @inline(__always)
    package init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    package init(_ bytes: some Collection<UInt8>) {
        var low: UInt64 = 0
        var high: UInt64 = 0
        var index: UInt64 = 0
        for byte in bytes.prefix(16) {
            if index < 8 { low |= UInt64(byte) << (index * 8) } else { high |= UInt64(byte) << ((index - 8) * 8) }
            index += 1
        }
        if bytes.count > 16 {
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            high = hash | (1 << 63)
        }
        self.init(low: low, high: high)
    }

    /// The key of an array of bytes.
    package init(_ bytes: [UInt8]) {
        guard bytes.count <= 16 else {
            self.init(bytes[...])
            return
        }
        let span = bytes.span
        self.init(low: load8(span, at: 0), high: bytes.count > 8 ? load8(span, at: 8) : 0)
    }

    /// The key of the first bytes of a word with an asterisk behind them, as beginnings of words are listed.
    /// - Parameter length: how many bytes, at most fifteen.
    func beginning(_ length: Int) -> WordKey {
        let shift = UInt64(truncatingIfNeeded: (length & 7) &* 8), asterisk: UInt64 = 0x2A &<< shift
        if length < 8 { return WordKey(low: lowest(length, of: low) | asterisk, high: 0) }
        return WordKey(low: low, high: lowest(length &- 8, of: high) | asterisk)
    }

    /// Whether three equal bytes stand side by side in a word of at most sixteen.
    var hasRunOfThree: Bool {
        // A mask of the bytes that equal the one after them; those past the end are zeros and do not count.
        let lowPairs = equalMask(low ^ (low &>> 8 | high &<< 56), 0) & ~equalMask(low, 0)
        let highPairs = equalMask(high ^ (high &>> 8), 0) & ~equalMask(high, 0)
        return (lowPairs & (lowPairs &>> 8 | highPairs &<< 56)) | (highPairs & highPairs &>> 8) != 0
    }

    /// A well mixed number for a key (multiplication by odd constants, the high half folded down).
    @inline(__always)
    package static func slot(_ low: UInt64, _ high: UInt64) -> Int {
        let mixed = (low ^ (high &* 0xC2B2_AE3D_27D4_EB4F)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: (mixed ^ (mixed &>> 29)) &>> 3)
    }
}

/// The number of a folded word in a `Vocabulary`; words that no phrase knows are all `WordID.unknown`.
///
/// The first numbers are kept for tokens that are signs or kinds of things rather than words.
package struct WordID: Hashable, Comparable, Sendable, BitwiseCopyable {
    package let raw: UInt32

    @inlinable @inline(__always)
    package init(_ raw: UInt32) { self.raw = raw }

    @inlinable
    package static func < (a: WordID, b: WordID) -> Bool { a.raw < b.raw }

    package static let unknown = WordID(0)
    /// The end of a sentence: a full stop, a blank line, a new list item.
    package static let stop = WordID(1)
    package static let question = WordID(2)
    package static let exclamation = WordID(3)
    package static let messageStart = WordID(4)
    package static let messageEnd = WordID(5)
    /// The numbers of the signs above, which end or begin a sentence.
    package static let borders: ClosedRange<UInt32> = 1...5
    package static let ellipsis = WordID(6)
    package static let percent = WordID(7)
    /// A number in digits that no phrase names by itself.
    package static let number = WordID(8)
    package static let money = WordID(9)
    package static let url = WordID(10)
    package static let email = WordID(11)
    package static let code = WordID(12)
    package static let mention = WordID(13)
    /// An emoji that no phrase names.
    package static let emoji = WordID(14)
    /// Any word: no token has it; the automaton uses it for `_`.
    package static let any = WordID(31)
    /// The first number that a word of the lexicons can have.
    package static let firstWord: UInt32 = 32
    /// Numbers from here on stand for several words: a contraction or an abbreviation.
    package static let firstExpansion: UInt32 = 1 << 24
}

/// One token of a text: a word, a sign or a masked stretch, with its place in the bytes it came from.
package struct Token: Hashable, Sendable, BitwiseCopyable {
    /// Where it begins and ends (one past the last byte) in the bytes of the text as it came in.
    package var start: UInt32, end: UInt32
    package var word: WordID
    /// The low eight bits are `TokenMark`s, the others the number of the sentence, counted from 0.
    package var bits: UInt32

    @inline(__always)
    package var marks: TokenMark { TokenMark(rawValue: UInt8(truncatingIfNeeded: bits)) }

    /// The sentence it stands in, counted from 0; borders belong to the sentence they end.
    @inline(__always)
    package var sentence: UInt32 { bits &>> 8 }
}

/// What the tokenizer saw around a token.
package struct TokenMark: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    @inline(__always)
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A comma, semicolon, colon, dash, bracket or single line break stands before it.
    package static let afterComma = TokenMark(rawValue: 1)
    /// It stands between quotation marks.
    package static let quoted = TokenMark(rawValue: 2)
    /// Two letters or more, all of them capitals.
    package static let capitals = TokenMark(rawValue: 4)
    /// It ends a sentence.
    package static let border = TokenMark(rawValue: 8)
    /// No phrase of the lexicons knows this word.
    package static let unknown = TokenMark(rawValue: 16)
    /// It is a word with letters, not a sign, a number or a masked stretch.
    package static let isWord = TokenMark(rawValue: 32)
}

import UndertoneEngine

/// Where a value stands in the bytes it was read from, and how it is written there.
package enum FieldValue: Sendable, Equatable {
    case missing
    /// Bytes that stand for themselves.
    case plain(Range<Int>)
    /// The inside of a JSON string that holds escapes.
    case escaped(Range<Int>)
    /// The inside of a quoted CSV cell that holds doubled quotation marks.
    case doubled(Range<Int>)

    package var isMissing: Bool { if case .missing = self { true } else { false } }

    /// The range in the bytes; empty if the value is missing.
    package var range: Range<Int> {
        switch self {
        case .missing: 0..<0
        case .plain(let range), .escaped(let range), .doubled(let range): range
        }
    }

    /// Appends the text that the value stands for.
    package func append(_ bytes: Span<UInt8>, to text: inout [UInt8]) {
        switch self {
        case .missing: break
        case .plain(let range): UndertoneEngine.append(bytes, from: range.lowerBound, to: range.upperBound, to: &text)
        case .escaped(let range): JSONText.unescape(bytes, range, into: &text)
        case .doubled(let range):
            var index = range.lowerBound
            while index < range.upperBound {
                // Up to and with the first of two marks.
                let mark = firstIndex(of: 0x22, bytes, from: index, to: range.upperBound)
                UndertoneEngine.append(bytes, from: index, to: min(mark + 1, range.upperBound), to: &text)
                index = mark + 2
            }
        }
    }
}

/// One message as a reader delivers it: places in the batch it was read from, not copies.
package struct Record: Sendable {
    /// Values by `Field`.
    package var values = InlineArray<10, FieldValue>(repeating: .missing)
    /// The rank of the name under which each value was found.
    fileprivate var ranks = InlineArray<10, UInt8>(repeating: .max)
    package var textIsHTML = false
    /// The line on which the record begins, from 1.
    package var line = 0
    /// Where on the line it begins, in bytes from 1, if other elements of an array stand before it on that line; 0 otherwise.
    package var column = 0
    /// The whole record in the batch, without its line break.
    package var whole: Range<Int> = 0..<0
    package var role = AuthorRole.customer
    package var isNote = false
    /// Whether only the own people see it.
    package var isPrivate = false
    /// Whether a time was there that could not be understood, and was left out.
    package var hasUnknownTime = false

    package init() { precondition(values.count == Field.allCases.count) }

    package subscript(field: Field) -> FieldValue {
        @inline(__always) get { values[field.rawValue] }
    }

    /// Empties the record for the next one.
    package mutating func begin(line: Int) {
        values = InlineArray(repeating: .missing)
        ranks = InlineArray(repeating: .max)
        textIsHTML = false
        role = .customer
        isNote = false
        isPrivate = false
        hasUnknownTime = false
        self.line = line
        column = 0
    }

    /// What stands for the id of a record that has none: its line, and its column where the line alone would not tell.
    package var placeID: String { column == 0 ? String(line) : "\(line):\(column)" }

    /// Takes a value, unless one under a better name is known.
    package mutating func set(_ target: FieldNames.Target, _ value: FieldValue) {
        let index = target.field.rawValue
        guard target.rank < ranks[index], !value.range.isEmpty || values[index].isMissing else { return }
        if !value.range.isEmpty { ranks[index] = target.rank }
        values[index] = value
        if target.field == .text { textIsHTML = target.isHTML }
    }
}

/// A record that could not be read: where, what is wrong, how to mend it. It never holds text of the record.
package struct RecordFault: Error, Sendable, Equatable {
    package let line: Int
    /// In bytes from 1; 0 if the whole record is meant.
    package let column: Int
    package let problem: String

    package init(line: Int, column: Int, problem: String) {
        self.line = line
        self.column = column
        self.problem = problem
    }
}

import UndertoneEngine
import UndertoneFormats

/// One label as `undertone score` writes it: whose message it was, when, and what it shows. Places in the bytes it was read from, not copies.
package struct LabelRecord: Sendable {
    /// Fields of a label that are texts, with the names of their keys and columns.
    package enum Text: Int, CaseIterable, Sendable {
        case id, account, contact, contactRole, time, stage, confidence, sentiment, score, signals, reason, kind
        /// The text of the message, where labels were written with `--keep`.
        case text
        /// The inside of the list of evidence, where labels were written with `--evidence`.
        case evidence

        /// The name of the key or column.
        package var name: String { self == .contactRole ? "contact_role" : "\(self)" }
    }

    /// Where the texts stand, by `Text`.
    package var places = InlineArray<14, FieldValue>(repeating: .missing)
    /// The stage.
    package var stage = Stage.none
    /// How sure the stage is, in thousandths; 1000 if the label does not say.
    package var confidence = 1000
    /// The feeling from -1000 to 1000; from `sentiment` alone -500, 0 or 500.
    package var score = 0
    /// One bit for each `Signal`, by its place in `allCases`.
    package var signals: UInt32 = 0
    /// When the message was written, in seconds since 1970 UTC; nil if the label does not say.
    package var time: Int64?
    /// Whether the message is staff's, a bot's or a system's, so that it shows nothing of the customer.
    package var isStaff = false
    /// Whether it is a note that staff wrote about the customer: its contact is not one of the customer's people.
    package var isNote = false
    /// The line on which the record begins, from 1.
    package var line = 0

    package init() { precondition(places.count == Text.allCases.count) }

    package subscript(text: Text) -> FieldValue {
        get { places[text.rawValue] }
        set { places[text.rawValue] = newValue }
    }

    mutating func begin(line: Int) {
        places = InlineArray(repeating: .missing)
        stage = .none
        confidence = 1000
        score = 0
        signals = 0
        time = nil
        isStaff = false
        isNote = false
        self.line = line
    }

    /// A text of the label, decoded; empty if it is missing.
    package func string(_ text: Text, _ bytes: Span<UInt8>) -> String {
        var value: [UInt8] = []
        places[text.rawValue].append(bytes, to: &value)
        return String(decoding: value, as: UTF8.self)
    }
}

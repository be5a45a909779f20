import Flags
import UndertoneFormats

/// A text as it may be shown to people: redacted if that is asked for, and harmless to a terminal.
struct ShownText {
    let bytes: [UInt8]
    /// What is replaced, in the order of places.
    let redactions: [Redaction]

    /// A part of the text: control, format and bidirectional characters become visible signs.
    func clean(_ range: Range<Int>) -> String {
        var text = ""
        for scalar in Redactor.excerpt(bytes.span, range, without: redactions).unicodeScalars {
            switch scalar {
            case "\n", "\r", "\t": text += scalar == "\r" ? "" : scalar == "\n" ? "\n" : " "
            case "\u{200D}", "\u{FE0F}": text.unicodeScalars.append(scalar)
            default: text += printable(String(scalar))
            }
        }
        return text
    }
}

/// Entries as people read them: one of the phrases that a pattern matches.
enum ShortPhrase {
    /// The shortest reading of a pattern: the first of alternatives, nothing optional, gaps as `…`, sets by name as `‹old›`.
    ///
    /// `(go|switch) back ~3 (to)? <old>` reads `go back … ‹old›`.
    static func of(_ pattern: String) -> String {
        var reader = Reader(rest: Array(pattern.unicodeScalars)[...])
        let words = reader.alternatives().split(separator: " ").filter { !["^", "^^", "$", "$$"].contains($0) }
        // What cannot be read so, such as an emoticon with a bracket, stays as it is.
        return words.isEmpty || !reader.rest.isEmpty ? pattern : words.joined(separator: " ")
    }

    /// `customise` for `customi[sz]e`.
    private static func firstLetters(_ word: String) -> String {
        var text = ""
        var inClass = 0
        for character in word {
            if character == "[" {
                inClass = 1
            } else if character == "]" {
                inClass = 0
            } else {
                if inClass <= 1 { text.append(character) }
                if inClass > 0 { inClass += 1 }
            }
        }
        return text
    }

    /// Reads brackets inside brackets; a pattern was checked before, so nothing is refused here.
    private struct Reader {
        var rest: ArraySlice<Unicode.Scalar>

        /// The first of the alternatives up to a closing bracket.
        mutating func alternatives() -> String {
            let first = sequence()
            while rest.first == "|" {
                rest.removeFirst()
                _ = sequence()
            }
            return first
        }

        private mutating func sequence() -> String {
            var parts: [String] = []
            while let next = rest.first, next != "|", next != ")" {
                rest.removeFirst()
                switch next {
                case " ": continue
                case "(":
                    parts.append(alternatives())
                    if rest.first == ")" { rest.removeFirst() }
                default: parts.append(word(next))
                }
                // A question mark right behind a word or bracket makes it optional.
                if rest.first == "?" {
                    rest.removeFirst()
                    parts.removeLast()
                }
            }
            return parts.joined(separator: " ")
        }

        private mutating func word(_ first: Unicode.Scalar) -> String {
            var scalars = String.UnicodeScalarView([first])
            while let next = rest.first, next != " ", next != "|", next != ")", next != "(", next != "?" {
                scalars.append(next)
                rest.removeFirst()
            }
            let text = ShortPhrase.firstLetters(String(scalars))
            if text.hasPrefix("~") || text == "_" { return "…" }
            if text.hasPrefix("<") && text.hasSuffix(">") { return "‹" + text.dropFirst().dropLast() + "›" }
            return text.replacing("*", with: "…")
        }
    }
}

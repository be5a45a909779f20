extension Classifier {
    /// The writer's own words in a text, as plain text: without markup, quoted replies, signatures and code.
    package func ownText(_ bytes: Span<UInt8>, from start: Int, to end: Int, markup: Markup) -> String {
        tokenizer.ownText(bytes, from: start, to: end, markup: markup)
    }
}

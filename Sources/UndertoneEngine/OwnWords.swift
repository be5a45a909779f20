extension Classifier {
    /// The writer's own words in a text: without quoted replies, forwarded mail, signatures below "--", footers, code and tags.
    ///
    /// Labels are made from the text as it stands, so that evidence points into it; this is what they are made of, for people. Greetings, closings and names stay,
    /// though they weigh nothing. Cost: some passes over the text.
    /// - Parameter text: plain text, HTML or both; told apart by its tags.
    /// - Returns: plain text; one line feed parts what stood in different lines or paragraphs.
    public func ownWords(in text: String) -> String {
        var text = text
        text.makeContiguousUTF8()
        let bytes = text.utf8Span.span
        return ownWords(in: bytes, from: 0, to: bytes.count, markup: Markup.guess(bytes, from: 0, to: bytes.count))
    }

    /// The writer's own words in a text that stands in a larger span of bytes.
    package func ownWords(in bytes: Span<UInt8>, from start: Int, to end: Int, markup: Markup) -> String {
        tokenizer.ownText(bytes, from: start, to: end, markup: markup)
    }
}

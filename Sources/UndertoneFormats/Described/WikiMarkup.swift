/// The markup that Jira writes: `{code}`, `{quote}`, `[~user]`, `[words|address]`.
///
/// What is no word of the writer's becomes blanks, one for each scalar, so that places in the text stay what they were.
enum WikiMarkup {
    private static let blocks: [[UInt8]] = ["code", "noformat", "quote"].map { Array($0.utf8) }

    /// The text with code, logs and quotations blanked out, mentions and links without their signs.
    static func plain(_ text: [UInt8]) -> [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if text[index] == 0x7B, let end = endOfMacro(text, index) {
                blank(text[index..<end], into: &plain)
                index = end
            } else if text[index] == 0x5B, let (words, end) = link(text, index) {
                blank(text[index..<words.lowerBound], into: &plain)
                plain += text[words]
                blank(text[words.upperBound..<end], into: &plain)
                index = end
            } else {
                plain.append(text[index])
                index += 1
            }
        }
        return plain
    }

    private static func blank(_ bytes: ArraySlice<UInt8>, into plain: inout [UInt8]) {
        for byte in bytes where byte & 0xC0 != 0x80 { plain.append(byte == 0x0A ? 0x0A : 0x20) }
    }

    /// The offset after `{code…}…{code}`, or after a single `{color}`; nil if the bracket opens no macro.
    private static func endOfMacro(_ text: [UInt8], _ start: Int) -> Int? {
        guard let close = text[start...].prefix(80).firstIndex(of: 0x7D) else { return nil }
        let name = text[(start + 1)..<close].prefix { $0 >= 0x61 && $0 <= 0x7A }
        guard !name.isEmpty, name.endIndex == close || text[name.endIndex] == 0x3A else { return nil }
        guard let block = blocks.first(where: { name.elementsEqual($0) }) else { return close + 1 }
        let closing = [0x7B] + block + [0x7D]
        // A macro that is never closed reaches to the end.
        return TextFunction.find(closing, in: text[(close + 1)...]).map { $0 + closing.count } ?? text.count
    }

    /// The words of a link or mention, and the offset after it.
    private static func link(_ text: [UInt8], _ start: Int) -> (words: Range<Int>, end: Int)? {
        guard let close = text[start...].prefix(400).firstIndex(of: 0x5D), !text[start..<close].contains(0x0A), close > start + 1 else { return nil }
        if text[start + 1] == 0x7E { return ((start + 2)..<close, close + 1) }
        guard let bar = text[start..<close].firstIndex(of: 0x7C) else { return nil }
        return ((start + 1)..<bar, close + 1)
    }
}

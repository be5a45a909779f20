import UndertoneEngine

/// The members of one JSON object that hold a string or number, by key: for small files such as gold labels, where convenience counts more than speed.
package struct JSONObject: Sendable {
    /// Strings decoded, numbers as they are written; of members with one key the last.
    package private(set) var values: [String: String] = [:]

    /// Reads the object that fills a range.
    package init(_ bytes: Span<UInt8>, _ range: Range<Int>, line: Int) throws(RecordFault) {
        var scanner = JSONScanner()
        do throws(JSONScanner.Problem) {
            let end = range.upperBound
            var index = JSONScanner.skipBlanks(bytes, range.lowerBound, end)
            guard index < end, bytes[index] == 0x7B else {
                throw JSONScanner.Problem(offset: index, message: "the record is no JSON object; write one object a line")
            }
            // The whole is checked before its members are taken.
            let last = try scanner.skipValue(bytes, index, end)
            guard JSONScanner.skipBlanks(bytes, last, end) == end else {
                throw JSONScanner.Problem(offset: last, message: "something follows the record on its line")
            }
            index = JSONScanner.skipBlanks(bytes, index + 1, end)
            while bytes[index] != 0x7D {
                let (key, keyEscapes, value) = try JSONScanner.skipKey(bytes, index, end)
                let next = try scanner.skipValue(bytes, value, end)
                if bytes[value] == 0x22 {
                    values[JSONObject.text(bytes, key, escapes: keyEscapes)] = JSONObject.text(bytes, (value + 1)..<(next - 1), escapes: true)
                } else if bytes[value] == 0x2D || (bytes[value] >= 0x30 && bytes[value] <= 0x39) {
                    values[JSONObject.text(bytes, key, escapes: keyEscapes)] = JSONObject.text(bytes, value..<next, escapes: false)
                }
                index = JSONScanner.skipBlanks(bytes, next, end)
                if bytes[index] == 0x2C { index = JSONScanner.skipBlanks(bytes, index + 1, end) }
            }
        } catch {
            throw RecordFault(line: line, column: error.offset - range.lowerBound + 1, problem: error.message.description)
        }
    }

    private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>, escapes: Bool) -> String {
        var text: [UInt8] = []
        if escapes { JSONText.unescape(bytes, range, into: &text) } else { for index in range { text.append(bytes[index]) } }
        return String(decoding: text, as: UTF8.self)
    }
}

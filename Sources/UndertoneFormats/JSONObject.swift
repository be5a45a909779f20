import UndertoneEngine

/// The members of one JSON object that hold a string, a number, true or false, or a list of strings, by key: for small files such as gold labels, where convenience counts more than speed.
package struct JSONObject: Sendable {
    /// Strings decoded, numbers as they are written; of members with one key the last.
    package private(set) var values: [String: String] = [:]
    /// The strings of lists, decoded; other elements are passed over.
    package private(set) var lists: [String: [String]] = [:]

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
                let name = JSONObject.text(bytes, key, escapes: keyEscapes)
                switch bytes[value] {
                case 0x22: values[name] = JSONObject.text(bytes, (value + 1)..<(next - 1), escapes: true)
                case 0x2D, 0x30...0x39, 0x74, 0x66: values[name] = JSONObject.text(bytes, value..<next, escapes: false)
                case 0x5B: lists[name] = try JSONObject.strings(bytes, value, next)
                default: break
                }
                index = JSONScanner.skipBlanks(bytes, next, end)
                if bytes[index] == 0x2C { index = JSONScanner.skipBlanks(bytes, index + 1, end) }
            }
        } catch {
            throw RecordFault(line: line, column: error.offset - range.lowerBound + 1, problem: error.message.description)
        }
    }

    private static func strings(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(JSONScanner.Problem) -> [String] {
        var strings: [String] = []
        var index = start + 1
        while index < end - 1 {
            guard bytes[index] == 0x22 else {
                index += 1
                continue
            }
            let next = try JSONScanner.skipString(bytes, index + 1, end).next
            strings.append(text(bytes, (index + 1)..<(next - 1), escapes: true))
            index = next
        }
        return strings
    }

    private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>, escapes: Bool) -> String {
        var text: [UInt8] = []
        if escapes { JSONText.unescape(bytes, range, into: &text) } else { for index in range { text.append(bytes[index]) } }
        return String(decoding: text, as: UTF8.self)
    }
}

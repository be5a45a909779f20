import TestSupport
import UndertoneBulk
import UndertoneFormats

enum JSONProperties {
    static func fault(in bytes: [UInt8]) -> String? {
        // The twin recurses; deeper values are a matter of the scanner's own limit.
        if depth(bytes) > 500 { return nil }
        for shift in 0..<3 {
            let framed = [UInt8](repeating: 0x22, count: shift) + bytes + Array("\"}]0".utf8)
            var scanner = JSONScanner()
            let found = (try? scanner.skipValue(framed.span, shift, shift + bytes.count)).map { $0 - shift }
            if found != NaiveJSON.length(bytes) { return "the scanner says \(found as Any), its twin \(NaiveJSON.length(bytes) as Any)" }
        }
        return strings(bytes)
    }

    /// A string that is read and written again stands for the same text.
    private static func strings(_ bytes: [UInt8]) -> String? {
        guard bytes.first == 0x22, NaiveJSON.length(bytes) == bytes.count else { return nil }
        var text: [UInt8] = [], written: [UInt8] = [], again: [UInt8] = []
        JSONText.unescape(bytes.span, 1..<(bytes.count - 1), into: &text)
        for ascii in [false, true] {
            (written, again) = ([], [])
            JSONText.quote(text.span, 0..<text.count, ascii: ascii, into: &written)
            if NaiveJSON.length(written) != written.count { return "a string is written as what is no string" }
            JSONText.unescape(written.span, 1..<(written.count - 1), into: &again)
            if String(decoding: again, as: UTF8.self) != String(decoding: text, as: UTF8.self) { return "a string changes when it is written and read" }
            if String(validating: written, as: UTF8.self) == nil { return "a string is written as what is no UTF-8" }
        }
        return nil
    }

    static func depth(_ bytes: [UInt8]) -> Int {
        var depth = 0, deepest = 0
        for byte in bytes {
            if byte == 0x5B || byte == 0x7B { depth += 1 } else if byte == 0x5D || byte == 0x7D { depth -= 1 }
            deepest = max(deepest, depth)
        }
        return deepest
    }
}

import UndertoneFormats

enum RedactionProperties {
    static func fault(in bytes: [UInt8]) -> String? {
        let found = Runs.redactor.redactions(bytes.span, 0..<bytes.count)
        var place = 0
        for item in found {
            if item.range.lowerBound < place || item.range.isEmpty || item.range.upperBound > bytes.count { return "\(item.range) after \(place)" }
            place = item.range.upperBound
        }
        // What stays is what was there, in order.
        var expected: [UInt8] = []
        place = 0
        for item in found {
            expected += bytes[place..<item.range.lowerBound] + Array("[\(item.kind.rawValue)]".utf8)
            place = item.range.upperBound
        }
        expected += bytes[place...]
        if Runs.redactor.redacted(bytes.span, 0..<bytes.count, isIdentity: false) != expected {
            return "what is written is not the text without what was found"
        }
        // A card number in digits never stays.
        var digits: [UInt8] = []
        for byte in expected + [0x20] {
            if byte >= 0x30 && byte <= 0x39 {
                digits.append(byte - 0x30)
                continue
            }
            if (13...19).contains(digits.count), (2...6).contains(digits[0]), isChecked(digits), Set(digits).count > 1, !isLonger(digits, bytes) {
                return "a card number stays"
            }
            digits = []
        }
        return nil
    }

    private static func isChecked(_ digits: [UInt8]) -> Bool {
        let doubled = digits.reversed().enumerated().map { $0.offset % 2 == 1 ? Int($0.element) * 2 : Int($0.element) }
        return doubled.reduce(0) { $0 + $1 / 10 + $1 % 10 } % 10 == 0
    }

    /// Whether the digits were part of a longer run before something was taken out beside them.
    private static func isLonger(_ digits: [UInt8], _ bytes: [UInt8]) -> Bool {
        let text = digits.map { $0 + 0x30 }
        return !bytes.split(whereSeparator: { $0 < 0x30 || $0 > 0x39 }).contains { Array($0) == text }
    }
}

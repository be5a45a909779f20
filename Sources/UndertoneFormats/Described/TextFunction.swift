import UndertoneEngine

/// What a template may do with a value.
enum TextFunction: Sendable, Equatable {
    /// `after X`, `before X`: what stands after or before the first X; the whole if there is none.
    case after([UInt8]), before([UInt8])
    /// `part N of X`: the Nth of the pieces that X parts; `rest N of X`: from the Nth to the end.
    case part(Int, [UInt8]), rest(Int, [UInt8])
    /// The address in a line such as `"Pat" <pat@example.org>`, and the part of an address after the `@`.
    case address, domain
    /// Escaped line breaks, TABs and backslashes are written out.
    case unescaped
    /// Jira's markup is taken out: code and quotations are dropped, mentions and links become words.
    case wiki

    init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        switch (words.first, words.count) {
        case ("after", 2): self = .after(Array(words[1].utf8))
        case ("before", 2): self = .before(Array(words[1].utf8))
        case ("part", 4), ("rest", 4):
            guard let number = Int(words[1]), number > 0, words[2] == "of" else { return nil }
            self = words[0] == "part" ? .part(number, Array(words[3].utf8)) : .rest(number, Array(words[3].utf8))
        case ("address", 1): self = .address
        case ("domain", 1): self = .domain
        case ("unescaped", 1): self = .unescaped
        case ("wiki", 1): self = .wiki
        default: return nil
        }
    }

    /// The names, for messages.
    static let forms = "after X, before X, part N of X, rest N of X, address, domain, unescaped, wiki"

    /// The value that comes out.
    func apply(_ value: [UInt8]) -> [UInt8] {
        switch self {
        case .after(let sign): return TextFunction.find(sign, in: value[...]).map { Array(value[($0 + sign.count)...]) } ?? value
        case .before(let sign): return TextFunction.find(sign, in: value[...]).map { Array(value[..<$0]) } ?? value
        case .part(let number, let sign): return pieces(value, number, sign, takesRest: false)
        case .rest(let number, let sign): return pieces(value, number, sign, takesRest: true)
        case .address: return TextFunction.address(value)
        case .domain:
            let address = TextFunction.address(value)
            return address.lastIndex(of: 0x40).map { address[($0 + 1)...].small } ?? []
        case .unescaped: return TextFunction.unescape(value)
        case .wiki: return WikiMarkup.plain(value)
        }
    }

    private func pieces(_ value: [UInt8], _ number: Int, _ sign: [UInt8], takesRest: Bool) -> [UInt8] {
        var rest = value[...]
        for _ in 1..<number {
            guard let place = TextFunction.find(sign, in: rest) else { return [] }
            rest = rest[(place + sign.count)...]
        }
        if takesRest { return Array(rest) }
        return Array(rest[..<(TextFunction.find(sign, in: rest) ?? rest.endIndex)])
    }

    /// Where a sign stands first.
    static func find(_ sign: [UInt8], in value: ArraySlice<UInt8>) -> Int? {
        guard let first = sign.first, value.count >= sign.count else { return nil }
        var index = value.startIndex
        while index <= value.endIndex - sign.count {
            if value[index] == first && value[index...].starts(with: sign) { return index }
            index += 1
        }
        return nil
    }

    private static func address(_ value: [UInt8]) -> [UInt8] {
        if let open = value.lastIndex(of: 0x3C), let close = value[open...].firstIndex(of: 0x3E) { return Array(value[(open + 1)..<close]) }
        return value.filter { $0 > 0x20 }
    }

    private static func unescape(_ value: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        var index = 0
        while index < value.count {
            if value[index] == 0x5C, index + 1 < value.count, let plain = [0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09, 0x5C: 0x5C][value[index + 1]] as UInt8? {
                text.append(plain)
                index += 2
            } else {
                text.append(value[index])
                index += 1
            }
        }
        return text
    }
}

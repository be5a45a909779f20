import UndertoneEngine

/// How characters are written as bytes in an input.
package enum TextEncoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case utf32LittleEndian = "utf-32le"
    case utf32BigEndian = "utf-32be"
    case windows1252 = "windows-1252"
    case latin1 = "iso-8859-1"

    /// The encoding of a name, such as `cp1252`, `latin1`, `UTF8`; without a byte order that of most machines is meant.
    package init?(name: String) {
        let plain = name.lowercased().filter { $0.isLetter || $0.isNumber }
        let names: [String: TextEncoding] = [
            "utf8": .utf8, "utf16": .utf16LittleEndian, "utf16le": .utf16LittleEndian, "utf16be": .utf16BigEndian, "ucs2": .utf16LittleEndian,
            "utf32": .utf32LittleEndian, "utf32le": .utf32LittleEndian, "utf32be": .utf32BigEndian, "windows1252": .windows1252, "cp1252": .windows1252,
            "1252": .windows1252, "ansi": .windows1252, "latin1": .latin1, "iso88591": .latin1, "ascii": .utf8,
        ]
        guard let found = names[plain] else { return nil }
        self = found
    }

    /// How many bytes a unit takes.
    var width: Int {
        switch self {
        case .utf8, .windows1252, .latin1: 1
        case .utf16LittleEndian, .utf16BigEndian: 2
        case .utf32LittleEndian, .utf32BigEndian: 4
        }
    }

    /// The encoding that the first bytes of an input speak for, and the length of the mark they begin with.
    ///
    /// A mark of two bytes may stand before units of four, as some programs write it; without a mark zeros in every other byte, or in three of four, tell.
    package static func guess(_ head: ArraySlice<UInt8>) -> (encoding: TextEncoding, mark: Int) {
        func starts(_ mark: [UInt8]) -> Bool { head.starts(with: mark) }
        if starts([0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if starts([0xFF, 0xFE, 0, 0]) { return (.utf32LittleEndian, 4) }
        if starts([0, 0, 0xFE, 0xFF]) { return (.utf32BigEndian, 4) }
        if starts([0xFF, 0xFE]) || starts([0xFE, 0xFF]) {
            if let wide = unmarked(head.dropFirst(2)), wide.width == 4 { return (wide, 2) }
            return (head.first == 0xFF ? .utf16LittleEndian : .utf16BigEndian, 2)
        }
        return (unmarked(head) ?? .utf8, 0)
    }

    private static func unmarked(_ bytes: ArraySlice<UInt8>) -> TextEncoding? {
        let sample = bytes.prefix(4096)
        guard sample.count >= 8, sample.contains(0) else { return nil }
        var zeros = [0, 0, 0, 0]
        for (index, byte) in sample.enumerated() where byte == 0 { zeros[index & 3] += 1 }
        let quarter = sample.count / 4
        let isFull = zeros.map { $0 * 10 >= quarter * 4 }, isBare = zeros.map { $0 * 20 <= quarter }
        if isBare[0] && isFull[1] && isFull[2] && isFull[3] { return .utf32LittleEndian }
        if isFull[0] && isFull[1] && isFull[2] && isBare[3] { return .utf32BigEndian }
        if isBare[0] && isFull[1] && isBare[2] && isFull[3] { return .utf16LittleEndian }
        if isFull[0] && isBare[1] && isFull[2] && isBare[3] { return .utf16BigEndian }
        return nil
    }

    /// The scalars of the bytes 0x80 to 0x9F in Windows-1252; 0 where it has none.
    private static let upperControls: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D,
        0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
    ]

    /// The scalar of a byte in Windows-1252.
    static func windows1252(_ byte: UInt8) -> UInt32 {
        guard (0x80...0x9F).contains(byte) else { return UInt32(byte) }
        let scalar = UInt32(upperControls[Int(byte) - 0x80])
        return scalar == 0 ? 0xFFFD : scalar
    }
}

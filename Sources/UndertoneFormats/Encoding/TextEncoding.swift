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
    case iso8859x2 = "iso-8859-2", iso8859x3 = "iso-8859-3", iso8859x4 = "iso-8859-4", iso8859x5 = "iso-8859-5", iso8859x6 = "iso-8859-6"
    case iso8859x7 = "iso-8859-7", iso8859x8 = "iso-8859-8", iso8859x9 = "iso-8859-9", iso8859x10 = "iso-8859-10", iso8859x11 = "iso-8859-11"
    case iso8859x13 = "iso-8859-13", iso8859x14 = "iso-8859-14", iso8859x15 = "iso-8859-15", iso8859x16 = "iso-8859-16"
    case windows874 = "windows-874", windows1250 = "windows-1250", windows1251 = "windows-1251", windows1253 = "windows-1253", windows1254 = "windows-1254"
    case windows1255 = "windows-1255", windows1256 = "windows-1256", windows1257 = "windows-1257", windows1258 = "windows-1258"
    case koi8r = "koi8-r", koi8u = "koi8-u", macintosh
    case shiftJIS = "shift_jis", eucJP = "euc-jp", iso2022JP = "iso-2022-jp", eucKR = "euc-kr", gbk, big5

    /// The encoding of a name, such as `cp1252`, `latin1`, `UTF8`; without a byte order that of most machines is meant.
    package init?(name: String) {
        let plain = TextEncoding.plain(name)
        guard let found = TextEncoding.aliases[plain] ?? TextEncoding.allCases.first(where: { TextEncoding.plain($0.rawValue) == plain }) else { return nil }
        self = found
    }

    private static func plain(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }

    /// Further names of encodings, letters and digits only. Programs say Latin-1 or Latin-5 and write the Windows page that holds it; GB 2312 and its kin are read as GBK.
    private static let aliases: [String: TextEncoding] = [
        "utf16": .utf16LittleEndian, "ucs2": .utf16LittleEndian, "utf32": .utf32LittleEndian, "cp1252": .windows1252, "1252": .windows1252,
        "ansi": .windows1252,
        "latin1": .latin1, "ascii": .utf8, "usascii": .utf8, "latin2": .iso8859x2, "latin3": .iso8859x3, "latin4": .iso8859x4, "cyrillic": .iso8859x5,
        "arabic": .iso8859x6, "greek": .iso8859x7, "hebrew": .iso8859x8, "iso88598i": .iso8859x8, "latin5": .iso8859x9, "latin6": .iso8859x10,
        "tis620": .windows874, "latin7": .iso8859x13, "latin8": .iso8859x14, "latin9": .iso8859x15, "latin0": .iso8859x15, "latin10": .iso8859x16,
        "cp874": .windows874, "cp1250": .windows1250, "cp1251": .windows1251, "cp1253": .windows1253, "cp1254": .windows1254, "cp1255": .windows1255,
        "cp1256": .windows1256, "cp1257": .windows1257, "cp1258": .windows1258, "macroman": .macintosh, "mac": .macintosh, "sjis": .shiftJIS,
        "xsjis": .shiftJIS,
        "windows31j": .shiftJIS, "cp932": .shiftJIS, "mskanji": .shiftJIS, "xeucjp": .eucJP, "iso2022jp1": .iso2022JP, "iso2022jpms": .iso2022JP,
        "ksc56011987": .eucKR, "ksc5601": .eucKR, "ksx1001": .eucKR, "cp949": .eucKR, "windows949": .eucKR, "uhc": .eucKR, "korean": .eucKR, "gb2312": .gbk,
        "gb18030": .gbk, "cp936": .gbk, "windows936": .gbk, "euccn": .gbk, "chinese": .gbk, "big5hkscs": .big5, "cp950": .big5, "cnbig5": .big5,
    ]

    /// Whether characters beyond ASCII take two bytes or more, as in charsets of East Asia.
    var hasPairs: Bool {
        switch self {
        case .shiftJIS, .eucJP, .iso2022JP, .eucKR, .gbk, .big5: true
        default: false
        }
    }

    /// How many bytes a unit takes.
    var width: Int {
        switch self {
        case .utf16LittleEndian, .utf16BigEndian: 2
        case .utf32LittleEndian, .utf32BigEndian: 4
        default: 1
        }
    }

    /// The encoding that the first bytes of an input speak for, and the length of the mark they begin with.
    ///
    /// A mark of two bytes may stand before units of four, as some programs write it; without a mark zeros in every other byte, or in three of four, tell, if one is
    /// among the first four.
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

    /// How many of the first bytes must be there before the encoding is told: few if they are UTF-8.
    static func needed(toTell head: ArraySlice<UInt8>) -> Int {
        let first = head.prefix(4)
        let isWide = first.contains(0) || first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF])
        return isWide ? sampleLength + 2 : 4
    }

    /// How many bytes are looked at for zeros.
    private static let sampleLength = 4096

    private static func unmarked(_ bytes: ArraySlice<UInt8>) -> TextEncoding? {
        let sample = bytes.prefix(sampleLength)
        guard sample.count >= 8, sample.prefix(4).contains(0) else { return nil }
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

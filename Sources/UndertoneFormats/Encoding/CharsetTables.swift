import UndertoneEngine

/// What the bytes of charsets other than Unicode stand for: facts, the same on every machine, whatever is installed there.
///
/// A table is text in the program and becomes numbers when it is first needed.
struct CharsetTables: Sendable {
    /// Characters by their place; 0xFFFD where there is none.
    let scalars: [UInt16]

    init(_ text: StaticString) {
        scalars = withBytes(of: text) { bytes in
            var scalars: [UInt16] = []
            scalars.reserveCapacity(bytes.count / 3)
            var index = 0
            while index < bytes.count {
                let (scalar, length) = Folding.decode(bytes, at: index, end: bytes.count)
                scalars.append(UInt16(scalar.value))
                index += length
            }
            return scalars
        }
    }

    subscript(place: Int) -> UInt32 { scalars.indices.contains(place) ? UInt32(scalars[place]) : CharsetTables.unknown }

    static let unknown: UInt32 = 0xFFFD

    static let japaneseTable = CharsetTables(jis), koreanTable = CharsetTables(korean), chineseTable = CharsetTables(chinese), big5Table = CharsetTables(big5)

    /// A sign of JIS X 0208.
    /// - Parameters:
    ///   - row, cell: from 1 to 94.
    static func japanese(row: Int, cell: Int) -> UInt32 {
        guard (1...94).contains(cell), let place = place(of: row, empty: [9, 10, 11, 12, 14, 15]) else { return unknown }
        return japaneseTable[place * 94 + cell - 1]
    }

    /// The place of a row, from 1 on, among those that are not empty.
    private static func place(of row: Int, empty: [Int]) -> Int? { empty.contains(row) ? nil : row - 1 - empty.count { $0 < row } }

    // MARK: Korean

    static func korean(_ lead: UInt8, _ trail: UInt8) -> UInt32 {
        if lead >= 0xA1 && trail >= 0xA1 {
            guard let place = place(of: Int(lead) - 0xA0, empty: [0xD, 0xE, 0xF, 0x29]) else { return unknown }
            return koreanTable[place * 94 + Int(trail) - 0xA1]
        }
        // The syllables that KS X 1001 lacks, in the order of Unicode: 178 a row, from 0xA1 on only the first 84.
        let cell: Int
        switch trail {
        case 0x41...0x5A: cell = Int(trail) - 0x41
        case 0x61...0x7A: cell = Int(trail) - 0x61 + 26
        case 0x81...0xFE: cell = Int(trail) - 0x81 + 52
        default: return unknown
        }
        let number = lead < 0xA1 ? (Int(lead) - 0x81) * 178 + cell : 32 * 178 + (Int(lead) - 0xA1) * 84 + cell
        return number >= 0 && number < moreSyllables.count ? UInt32(moreSyllables[number]) : unknown
    }

    private static let moreSyllables: [UInt16] = {
        let known = Set(koreanTable.scalars)
        return (0xAC00...0xD7A3).filter { !known.contains($0) }
    }()

    // MARK: Chinese

    static func chinese(_ lead: UInt8, _ trail: UInt8) -> UInt32 {
        if lead >= 0xA1 && trail >= 0xA1 {
            guard let place = place(of: Int(lead) - 0xA0, empty: [0xA, 0xB, 0xC, 0xD, 0xE, 0xF]) else { return unknown }
            return chineseTable[place * 94 + Int(trail) - 0xA1]
        }
        // The signs of GBK that GB 2312 lacks, in the order of Unicode: 190 a row, from 0xAA on only the first 96.
        guard trail >= 0x40, trail != 0x7F, trail <= 0xFE else { return unknown }
        let cell = Int(trail) - (trail > 0x7F ? 0x41 : 0x40)
        switch lead {
        case 0x81...0xA0: return more((Int(lead) - 0x81) * 190 + cell)
        case 0xAA...0xFE where trail < 0xA1: return more(32 * 190 + (Int(lead) - 0xAA) * 96 + cell)
        default: return unknown
        }
    }

    private static func more(_ number: Int) -> UInt32 { number < moreSigns.count ? UInt32(moreSigns[number]) : unknown }

    private static let moreSigns: [UInt16] = {
        let known = Set(chineseTable.scalars)
        return (0x4E00...0x9FA5).filter { !known.contains($0) }
    }()

    static func big5(_ lead: UInt8, _ trail: UInt8) -> UInt32 {
        let cell: Int
        switch trail {
        case 0x40...0x7E: cell = Int(trail) - 0x40
        case 0xA1...0xFE: cell = Int(trail) - 0xA1 + 63
        default: return unknown
        }
        guard (0xA1...0xF9).contains(lead), let place = place(of: Int(lead) - 0xA0, empty: [0x28]) else { return unknown }
        return big5Table[place * 157 + cell]
    }
}

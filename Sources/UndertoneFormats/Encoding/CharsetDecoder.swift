import UndertoneEngine

/// Makes UTF-8 of charsets other than Unicode, piece by piece; how the bytes are cut into pieces does not matter.
struct CharsetDecoder: Sendable {
    private let encoding: TextEncoding
    /// The characters of a charset of single bytes, and the byte of the first.
    private var single: CharsetTables?
    private var first = 0x80
    /// The beginning of a character or escape that is not complete.
    private var rest: [UInt8] = []
    /// In ISO-2022-JP: what bytes stand for until the next escape.
    private var mode = Mode.ascii

    private enum Mode { case ascii, signs, katakana }

    /// - Returns: nil for encodings that need no table.
    init?(_ encoding: TextEncoding) {
        self.encoding = encoding
        if let upper = CharsetTables.upper(encoding) {
            let table = CharsetTables(upper)
            single = table
            first = 256 - table.scalars.count
        } else if !encoding.hasPairs {
            return nil
        }
    }

    /// The next bytes as UTF-8.
    /// - Parameter isLast: whether nothing follows.
    mutating func decode(_ piece: [UInt8], isLast: Bool) -> [UInt8] {
        var bytes = piece
        if !rest.isEmpty { bytes = rest + bytes }
        rest = []
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 4)
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 && (encoding != .iso2022JP || mode == .ascii && bytes[index] != 0x1B) {
                text.append(bytes[index])
                index += 1
                continue
            }
            if index + 2 >= bytes.count && !isLast && !isComplete(bytes[index...]) {
                rest = Array(bytes[index...])
                return text
            }
            let (scalar, length) = character(bytes[index...])
            if let scalar { JSONText.append(scalar, to: &text) }
            index += length
        }
        return text
    }

    /// Whether a character that up to two bytes begin with is all there.
    private func isComplete(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard encoding.hasPairs, let lead = bytes.first else { return true }
        if lead == 0x1B || lead == 0x8F && encoding == .eucJP { return false }
        return bytes.count > 1
    }

    /// The character that some bytes begin with, nil for an escape, and how many bytes it takes.
    private mutating func character(_ bytes: ArraySlice<UInt8>) -> (UInt32?, Int) {
        let lead = bytes[bytes.startIndex]
        if let single {
            let place = Int(lead) - first
            return (place < 0 ? UInt32(lead) : single[place], 1)
        }
        if encoding == .iso2022JP { return escaped(bytes) }
        if encoding == .shiftJIS && (0xA1...0xDF).contains(lead) { return (0xFF61 + UInt32(lead) - 0xA1, 1) }
        if lead == 0x80 && encoding == .gbk { return (0x20AC, 1) }
        guard bytes.count > 1, lead > 0x80, lead < 0xFF else { return (CharsetTables.unknown, 1) }
        let trail = bytes[bytes.startIndex + 1]
        if lead == 0x8F && encoding == .eucJP { return (CharsetTables.unknown, min(3, bytes.count)) }
        let scalar = pair(lead, trail)
        // A sign of ASCII behind a broken character stands for itself.
        return (scalar, scalar == CharsetTables.unknown && trail < 0x80 ? 1 : 2)
    }

    private func pair(_ lead: UInt8, _ trail: UInt8) -> UInt32 {
        switch encoding {
        case .shiftJIS:
            guard trail >= 0x40, trail != 0x7F, trail <= 0xFC else { return CharsetTables.unknown }
            let rows = (Int(lead) - (lead < 0xA0 ? 0x81 : 0xC1)) * 2
            let cell = Int(trail) - (trail > 0x7F ? 0x40 : 0x3F)
            return CharsetTables.japanese(row: rows + (cell > 94 ? 2 : 1), cell: cell > 94 ? cell - 94 : cell)
        case .eucJP:
            if lead == 0x8E { return (0xA1...0xDF).contains(trail) ? 0xFF61 + UInt32(trail) - 0xA1 : CharsetTables.unknown }
            return CharsetTables.japanese(row: Int(lead) - 0xA0, cell: Int(trail) - 0xA0)
        case .eucKR: return CharsetTables.korean(lead, trail)
        case .gbk: return CharsetTables.chinese(lead, trail)
        default: return CharsetTables.big5(lead, trail)
        }
    }

    /// A character or an escape of ISO-2022-JP.
    private mutating func escaped(_ bytes: ArraySlice<UInt8>) -> (UInt32?, Int) {
        let lead = bytes[bytes.startIndex]
        if lead == 0x1B {
            guard bytes.count > 2 else { return (nil, bytes.count) }
            switch (bytes[bytes.startIndex + 1], bytes[bytes.startIndex + 2]) {
            case (0x28, 0x42), (0x28, 0x4A): mode = .ascii
            case (0x28, 0x49): mode = .katakana
            case (0x24, 0x40), (0x24, 0x42): mode = .signs
            default: return (nil, 1)
            }
            return (nil, 3)
        }
        // Line breaks end what an escape began.
        if lead <= 0x20 {
            if lead == 0x0A { mode = .ascii }
            return (UInt32(lead), 1)
        }
        if mode == .katakana && lead <= 0x5F { return (0xFF61 + UInt32(lead) - 0x21, 1) }
        guard mode == .signs, lead < 0x7F, bytes.count > 1, (0x21...0x7E).contains(bytes[bytes.startIndex + 1]) else {
            return (lead < 0x80 && mode != .signs ? UInt32(lead) : CharsetTables.unknown, 1)
        }
        return (CharsetTables.japanese(row: Int(lead) - 0x20, cell: Int(bytes[bytes.startIndex + 1]) - 0x20), 2)
    }
}

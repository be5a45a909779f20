/// Names of files as text, though they need not be UTF-8: each byte that is not stands as a private sign of its own, so that the name leads to its file again.
enum FileName {
    /// The signs of bytes begin here; a name that holds such signs of its own is written byte by byte, too.
    private static let first: UInt32 = 0x10_FE00

    private static func isSign(_ scalar: Unicode.Scalar) -> Bool { scalar.value & ~0xFF == first }

    /// A name as text.
    static func text(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains(where: isSign) { return text }
        var text = ""
        var index = 0
        while index < bytes.count {
            // The longest character that begins here, if one does.
            let lengths = (1...4).reversed().filter { index + $0 <= bytes.count }
            let whole = lengths.compactMap { String(validating: bytes[index..<(index + $0)], as: UTF8.self) }.first { $0.unicodeScalars.count == 1 }
            if let whole, let scalar = whole.unicodeScalars.first, !isSign(scalar) {
                text += whole
                index += whole.utf8.count
            } else {
                if let sign = Unicode.Scalar(first + UInt32(bytes[index])) { text.unicodeScalars.append(sign) }
                index += 1
            }
        }
        return text
    }

    /// The bytes of a name, for the system.
    static func bytes(_ text: String) -> [UInt8] {
        if !text.unicodeScalars.contains(where: isSign) { return Array(text.utf8) }
        return text.unicodeScalars.flatMap { isSign($0) ? [UInt8($0.value & 0xFF)] : Array(String($0).utf8) }
    }

    /// The bytes of a name with a zero behind them, as the system takes it.
    static func terminated(_ text: String) -> [CChar] { bytes(text).map { CChar(bitPattern: $0) } + [0] }

    /// A name as it may stand in data: what is not UTF-8 is replaced.
    static func shown(_ text: String) -> String { String(decoding: bytes(text), as: UTF8.self) }
}

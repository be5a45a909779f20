/// The slow twin of `JSONScanner`: RFC 8259 by recursive descent, a function for each production, one byte at a time.
package struct NaiveJSON {
    private let bytes: [UInt8]
    private var index: Int

    private init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
        index = 0
    }

    /// How many bytes the value at the beginning of a text has; nil if there is none.
    package static func length(_ bytes: some Sequence<UInt8>) -> Int? {
        var reader = NaiveJSON(bytes)
        return reader.value() ? reader.index : nil
    }

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func take(_ byte: Character) -> Bool {
        guard next == byte.asciiValue else { return false }
        index += 1
        return true
    }

    private mutating func take(_ word: String) -> Bool { word.allSatisfy { take($0) } }

    private mutating func blanks() { while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 } }

    private mutating func value() -> Bool {
        switch next.map({ Character(Unicode.Scalar($0)) }) {
        case "t": take("true")
        case "f": take("false")
        case "n": take("null")
        case "\"": string()
        case "[": array()
        case "{": object()
        case "-", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9": number()
        default: false
        }
    }

    private mutating func array() -> Bool {
        guard take("[") else { return false }
        blanks()
        if take("]") { return true }
        while true {
            blanks()
            guard value() else { return false }
            blanks()
            if take("]") { return true }
            guard take(",") else { return false }
        }
    }

    private mutating func object() -> Bool {
        guard take("{") else { return false }
        blanks()
        if take("}") { return true }
        while true {
            blanks()
            guard string() else { return false }
            blanks()
            guard take(":") else { return false }
            blanks()
            guard value() else { return false }
            blanks()
            if take("}") { return true }
            guard take(",") else { return false }
        }
    }

    private mutating func string() -> Bool {
        guard take("\"") else { return false }
        while let byte = next {
            if byte < 0x20 { return false }
            index += 1
            if byte == 0x22 { return true }
            if byte == 0x5C && !escape() { return false }
        }
        return false
    }

    private mutating func escape() -> Bool {
        guard let byte = next else { return false }
        index += 1
        if "\"\\/bfnrt".utf8.contains(byte) { return true }
        guard byte == UInt8(ascii: "u") else { return false }
        for _ in 0..<4 {
            guard let digit = next, Character(Unicode.Scalar(digit)).isHexDigit, digit < 0x80 else { return false }
            index += 1
        }
        return true
    }

    private mutating func digits() -> Int {
        let first = index
        while let byte = next, (0x30...0x39).contains(byte) { index += 1 }
        return index - first
    }

    private mutating func number() -> Bool {
        _ = take("-")
        if take("0") { if let byte = next, (0x30...0x39).contains(byte) { return false } } else if digits() == 0 { return false }
        if take("."), digits() == 0 { return false }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            if digits() == 0 { return false }
        }
        return true
    }
}

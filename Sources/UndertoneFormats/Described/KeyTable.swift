import UndertoneEngine

/// Numbers for the keys that a description names; case, blanks, `-` and `_` do not matter.
package struct KeyTable: Sendable {
    private var names: [[UInt8]] = []
    private var keys: [WordKey] = []
    private var slots: [Int16] = []
    /// Names of more bytes, separators included, are not looked for.
    private var longest = 0

    package init() {}

    /// The number of a name, which is taken up if it is new.
    mutating func number(of name: some Sequence<UInt8>) -> Int {
        let folded = FieldNames.folded(name)
        let key = WordKey(folded)
        if let known = keys.firstIndex(of: key) { return known }
        names.append(folded)
        keys.append(key)
        longest = max(longest, 2 * folded.count + 16)
        return keys.count - 1
    }

    /// The folded name that has a number.
    func name(of number: Int) -> [UInt8] { names[number] }

    /// Lays the names out for `find`; to be called when all are known.
    mutating func seal() {
        slots = [Int16](repeating: -1, count: powerOfTwo(atLeast: max(keys.count * 4, 4)))
        for (number, key) in keys.enumerated() {
            var slot = WordKey.slot(key.low, key.high) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int16(number)
        }
    }

    /// The number of the name that stands in a range, or -1.
    func find(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        guard range.count <= longest, !slots.isEmpty else { return -1 }
        var low: UInt64 = 0, high: UInt64 = 0
        var length = 0
        for index in range {
            var byte = bytes[index]
            if byte == 0x5F || byte == 0x20 || byte == 0x2D { continue }
            if byte >= 0x41 && byte <= 0x5A { byte |= 0x20 }
            if length >= 16 { return find(WordKey(FieldNames.folded(range.map { bytes[$0] }))) }
            if length < 8 { low |= UInt64(byte) &<< UInt64(length &* 8) } else { high |= UInt64(byte) &<< UInt64((length &- 8) &* 8) }
            length &+= 1
        }
        return find(WordKey(low: low, high: high))
    }

    private func find(_ key: WordKey) -> Int {
        var slot = WordKey.slot(key.low, key.high) & (slots.count - 1)
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            if keys[number] == key { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        return -1
    }
}

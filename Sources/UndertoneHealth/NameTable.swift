import UndertoneEngine

/// Names, each kept once and known by its number in the order in which they came.
///
/// Memory: the bytes of the names and about 16 bytes for each. Which slot a name gets changes from run to run (so that no input can be made to collide); its
/// number does not.
struct NameTable: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    /// Numbers plus one by slot, and above them the high half of the name's hash, so that other names need not be looked at; 0 is free. The count is a power of two.
    private var slots = [UInt64](repeating: 0, count: 16)
    private let seed = UInt64.random(in: 1 ... .max)

    var count: Int { ends.count }

    /// Where a name stands in `bytes`.
    private func range(_ number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }

    /// The bytes of a name.
    subscript(number: Int) -> ArraySlice<UInt8> { bytes[range(number)] }

    /// A name as text.
    func string(_ number: Int) -> String { String(decoding: self[number], as: UTF8.self) }

    /// Eight bytes at a time, multiplied to 128 bits and folded, from a seed of this run.
    private func hashed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        func mixed(_ a: UInt64, _ b: UInt64) -> UInt64 {
            let product = a.multipliedFullWidth(by: b)
            return product.high ^ product.low
        }
        var hash = seed ^ UInt64(truncatingIfNeeded: range.count)
        var index = range.lowerBound
        while index &+ 8 <= range.upperBound {
            hash = mixed(hash ^ load8(bytes, at: index), 0x9E37_79B9_7F4A_7C15 ^ seed)
            index &+= 8
        }
        hash = mixed(hash ^ lowest(range.upperBound &- index, of: load8(bytes, at: index)), 0xD6E8_FEB8_6659_FD93)
        return mixed(hash, 0xA076_1D64_78BD_642F ^ seed)
    }

    /// The number of the name that fills a range; a new one is added.
    mutating func number(_ source: Span<UInt8>, _ range: Range<Int>) -> Int {
        let hash = hashed(source, range)
        let high = hash & 0xFFFF_FFFF_0000_0000
        var slot = Int(truncatingIfNeeded: hash) & (slots.count &- 1)
        while slots[slot] != 0 {
            if slots[slot] & 0xFFFF_FFFF_0000_0000 == high {
                let number = Int(slots[slot] & 0xFFFF_FFFF) &- 1
                if equals(number, source, range) { return number }
            }
            slot = (slot &+ 1) & (slots.count &- 1)
        }
        for index in range { bytes.append(source[index]) }
        ends.append(bytes.count)
        slots[slot] = high | UInt64(ends.count)
        if ends.count &* 2 > slots.count { grow() }
        return ends.count - 1
    }

    /// The number of a name of some other table.
    mutating func number(_ name: ArraySlice<UInt8>) -> Int {
        let copy = Array(name)
        return number(copy.span, 0..<copy.count)
    }

    private func equals(_ number: Int, _ source: Span<UInt8>, _ other: Range<Int>) -> Bool {
        let own = range(number)
        guard own.count == other.count else { return false }
        var offset = 0
        while offset < own.count {
            let left = own.count &- offset
            let a = load8(bytes.span, at: own.lowerBound &+ offset), b = load8(source, at: other.lowerBound &+ offset)
            if lowest(min(8, left), of: a ^ b) != 0 { return false }
            offset &+= 8
        }
        return true
    }

    private mutating func grow() {
        slots = [UInt64](repeating: 0, count: slots.count * 2)
        for number in ends.indices {
            let hash = hashed(bytes.span, range(number))
            var slot = Int(truncatingIfNeeded: hash) & (slots.count &- 1)
            while slots[slot] != 0 { slot = (slot &+ 1) & (slots.count &- 1) }
            slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(number + 1)
        }
    }

    /// Forgets all names and keeps the memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        for slot in slots.indices { slots[slot] = 0 }
    }

    /// The numbers in the order of the names' bytes. Cost: n log n comparisons, most of them of two words.
    func sorted() -> [Int] {
        ends.indices.map { (first: head($0, 0), second: head($0, 8), number: $0) }.sorted { a, b in
            if a.first != b.first { return a.first < b.first }
            if a.second != b.second { return a.second < b.second }
            return bytes[range(a.number)].lexicographicallyPrecedes(bytes[range(b.number)])
        }.map(\.number)
    }

    /// Eight bytes of a name, the first one highest, so that they sort as the bytes do; zeros beyond its end.
    private func head(_ number: Int, _ offset: Int) -> UInt64 {
        let own = range(number)
        let count = min(8, max(0, own.count - offset))
        return count == 0 ? 0 : lowest(count, of: load8(bytes.span, at: own.lowerBound + offset)).byteSwapped
    }
}

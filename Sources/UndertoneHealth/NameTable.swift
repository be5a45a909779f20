import UndertoneEngine

/// Names, each kept once and known by its number in the order in which they came.
///
/// Memory: the bytes of the names and about 16 bytes for each. Which slot a name gets changes from run to run (so that no input can be made to collide); its
/// number does not.
struct NameTable: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    /// Numbers plus one by slot; 0 is free. The count is a power of two.
    private var slots = [UInt32](repeating: 0, count: 16)

    var count: Int { ends.count }

    /// Where a name stands in `bytes`.
    private func range(_ number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }

    /// The bytes of a name.
    subscript(number: Int) -> ArraySlice<UInt8> { bytes[range(number)] }

    /// A name as text.
    func string(_ number: Int) -> String { String(decoding: self[number], as: UTF8.self) }

    private static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        var hasher = Hasher()
        var index = range.lowerBound
        while index &+ 8 <= range.upperBound {
            hasher.combine(load8(bytes, at: index))
            index &+= 8
        }
        hasher.combine(lowest(range.upperBound &- index, of: load8(bytes, at: index)))
        hasher.combine(UInt8(truncatingIfNeeded: range.count))
        return hasher.finalize()
    }

    /// The number of the name that fills a range; a new one is added.
    mutating func number(_ source: Span<UInt8>, _ range: Range<Int>) -> Int {
        var slot = NameTable.hash(source, range) & (slots.count &- 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot] &- 1)
            if equals(number, source, range) { return number }
            slot = (slot &+ 1) & (slots.count &- 1)
        }
        for index in range { bytes.append(source[index]) }
        ends.append(bytes.count)
        slots[slot] = UInt32(ends.count)
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
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for number in ends.indices {
            var slot = NameTable.hash(bytes.span, range(number)) & (slots.count &- 1)
            while slots[slot] != 0 { slot = (slot &+ 1) & (slots.count &- 1) }
            slots[slot] = UInt32(number + 1)
        }
    }

    /// Forgets all names and keeps the memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        for slot in slots.indices { slots[slot] = 0 }
    }

    /// The numbers in the order of the names' bytes. Cost: n log n comparisons.
    func sorted() -> [Int] {
        ends.indices.sorted { bytes[range($0)].lexicographicallyPrecedes(bytes[range($1)]) }
    }
}

/// Writes arrays of numbers one after the other: the count as four bytes, then the elements, little-endian.
package struct ArrayWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func add<Number: FixedWidthInteger>(_ array: [Number]) {
        append(UInt32(array.count))
        for number in array { append(number) }
    }

    private mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        for index in 0..<(Number.bitWidth / 8) { bytes.append(UInt8(truncatingIfNeeded: number >> Number(index * 8))) }
    }
}

/// Reads what `ArrayWriter` wrote.
package struct ArrayReader {
    private let bytes: [UInt8]
    private var position = 0

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next array; empty when the bytes end too early.
    package mutating func array<Number: FixedWidthInteger & UnsignedInteger>(_ type: Number.Type = Number.self) -> [Number] {
        guard position + 4 <= bytes.count else { return [] }
        let stored = bytes
        let span = stored.span
        let count = Int(load8(span, at: position) & 0xFFFF_FFFF)
        let size = Number.bitWidth / 8
        let start = position + 4
        guard start + count * size <= bytes.count else {
            position = bytes.count
            return []
        }
        position = start + count * size
        return copiedArray(span, from: start, count: count)
    }
}

extension Array {
    /// An array of so many elements, made one after the other without growing.
    init(counting count: Int, _ element: (Int) -> Element) {
        self.init()
        reserveCapacity(count)
        for index in 0..<count { append(element(index)) }
    }
}

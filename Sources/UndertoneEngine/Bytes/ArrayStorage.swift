/// Writes arrays of numbers one after the other: the count, then the elements, little-endian.
///
/// Counts and elements begin at multiples of seven bytes, so that each array can be read out of `SevenBitText` by itself.
package struct ArrayWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func add<Number: FixedWidthInteger>(_ array: [Number]) {
        append(UInt32(array.count))
        fill()
        for number in array { append(number) }
        fill()
    }

    private mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        for index in 0..<(Number.bitWidth / 8) { bytes.append(UInt8(truncatingIfNeeded: number >> Number(index * 8))) }
    }

    private mutating func fill() { while bytes.count % 7 != 0 { bytes.append(0) } }
}

/// Reads what `ArrayWriter` wrote and `SevenBitText` encoded, each array straight into its own memory.
package struct ArrayReader {
    private let text: StaticString
    /// The next group of eight characters, and how many there are.
    private var group = 0
    private let count: Int

    package init(_ text: StaticString) {
        self.text = text
        count = text.utf8CodeUnitCount / 8
    }

    /// The character behind the arrays read so far.
    package var position: Int { group * 8 }

    /// The next array; empty when the text ends too early.
    package mutating func array<Number: FixedWidthInteger & UnsignedInteger>(_ type: Number.Type = Number.self) -> [Number] {
        guard group < count else { return [] }
        let length = Int(SevenBitText.group(text, group) & 0xFFFF_FFFF)
        let groups = (length * (Number.bitWidth / 8) + 6) / 7
        let first = group + 1
        guard first + groups <= count else {
            group = count
            return []
        }
        group = first + groups
        return SevenBitText.array(text, from: first, groups: groups, count: length)
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

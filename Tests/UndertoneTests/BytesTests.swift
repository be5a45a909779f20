import Testing
import TestSupport

@testable import UndertoneEngine

@Suite("Memory and packed numbers")
struct BytesTests {
    @Test("a buffer holds what an array holds, through growing and shrinking")
    func buffer() {
        var random = SplitMix64(seed: 11)
        var buffer = Buffer(-1), array: [Int] = []
        for _ in 0..<20_000 {
            switch random.next() % 8 {
            case 0 where !array.isEmpty:
                let index = Int(random.next() % UInt64(array.count))
                buffer[index] = 7
                array[index] = 7
            case 1 where random.next() % 64 == 0:
                let count = Int(random.next() % UInt64(array.count + 1))
                buffer.resize(to: count)
                array.removeLast(array.count - count)
            default:
                let value = Int(truncatingIfNeeded: random.next())
                buffer.append(value)
                array.append(value)
            }
        }
        #expect(buffer.array == array)
    }

    @Test("elements of a buffer that were never set hold its filler")
    func filler() {
        var buffer = Buffer(5 as UInt8)
        buffer.resize(to: 1000)
        #expect(buffer.array == [UInt8](repeating: 5, count: 1000))
    }

    @Test("packed numbers are read as they were written")
    func packed() {
        var random = SplitMix64(seed: 12)
        for _ in 0..<1000 {
            let long = random.next() >> 8, short = UInt32(truncatingIfNeeded: random.next()) & 0x1F_FFFF
            var bytes: [UInt8] = []
            PackedBytes.append(long, bytes: 8, to: &bytes)
            PackedBytes.append(UInt64(short), bytes: 3, to: &bytes)
            #expect(bytes.allSatisfy { $0 < 0x80 })
            #expect(PackedBytes.joined(load8(bytes.span, at: 0)) == long)
            #expect(PackedBytes.joinedThree(load8(bytes.span, at: 8)) == short)
            #expect(load8(bytes.span, at: 8) == PackedBytes.spread(short))
            #expect(PackedBytes(bytes).array == bytes)
        }
    }
}

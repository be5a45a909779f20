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

    @Test("a byte, and one outside ASCII, is found many at a time as it is one by one")
    func search() {
        var random = SplitMix64(seed: 0x0E_0001)
        for _ in 0..<5000 {
            let rare = 4 + random.below(60)
            let bytes = (0..<random.below(150)).map { _ in random.below(rare) == 0 ? UInt8(0x80 + random.below(128)) : UInt8(random.below(rare)) }
            let start = random.below(bytes.count + 1), end = start + random.below(bytes.count - start + 1)
            #expect(firstIndex(of: 3, bytes.span, from: start, to: end) == bytes[start..<end].firstIndex(of: 3) ?? end)
            #expect(firstWide(bytes.span, from: start, to: end) == bytes[start..<end].firstIndex { $0 >= 0x80 } ?? end)
        }
    }

    @Test("tables of any numbers are read where they stand as they were written")
    func tables() {
        var random = SplitMix64(seed: 12)
        for _ in 0..<100 {
            let bytes = (0..<Int.random(in: 0..<200, using: &random)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let words = (0..<Int.random(in: 0..<50, using: &random)).map { _ in random.next() }
            let vectors = words.map { SIMD8<Int16>(repeating: Int16(truncatingIfNeeded: $0)) }
            var writer = TableBytes.Writer()
            writer.add(Table(bytes))
            writer.add(Table(vectors))
            writer.add(Table(words))
            Table(writer.bytes).withTables { tables in
                #expect(tables.table(of: UInt8.self).array == bytes)
                #expect(tables.table(of: SIMD8<Int16>.self).array == vectors)
                #expect(tables.table(of: UInt64.self).array == words)
                #expect(tables.table(of: UInt64.self).count == 0, "nothing is left")
            }
        }
    }
}

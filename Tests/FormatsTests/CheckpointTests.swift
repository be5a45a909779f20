import Testing
import TestSupport
import UndertoneFormats

@Suite("Checkpoints")
struct CheckpointTests {
    static func checksum(_ pieces: [[UInt8]]) -> Checksum {
        var checksum = Checksum()
        for piece in pieces { checksum.add(piece.span, 0..<piece.count) }
        return checksum
    }

    @Test("a checksum does not depend on how the bytes are cut, but on every one of them")
    func checksums() {
        var random = SplitMix64(seed: 0xC4EC)
        for round in 0..<300 {
            let bytes = (0..<(1 + random.below(60))).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            var pieces: [[UInt8]] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(random.below(12))
                pieces.append(Array(piece))
                rest = rest.dropFirst(piece.count)
            }
            let whole = CheckpointTests.checksum([bytes])
            #expect(CheckpointTests.checksum(pieces).digits == whole.digits && whole.count == bytes.count, "round \(round)")
            var other = bytes
            other[random.below(bytes.count)] ^= UInt8(1 + random.below(255))
            #expect(
                CheckpointTests.checksum([other]).digits != whole.digits && CheckpointTests.checksum([bytes + [0]]).digits != whole.digits, "round \(round)")
        }
    }

    static let whole: Checkpoint = {
        var checkpoint = Checkpoint(
            settings: "00c0ffee00c0ffee", input: .init(count: 4096, digits: "0123456789abcdef"), output: .init(count: 77, digits: "fedcba9876543210"))
        checkpoint.done = [.init(count: 0, digits: "1111111111111111"), .init(count: 9, digits: "2222222222222222")]
        (checkpoint.records, checkpoint.refused) = (31, 2)
        return checkpoint
    }()

    @Test("what is written is read again")
    func roundTrip() { #expect(Checkpoint(CheckpointTests.whole.text) == CheckpointTests.whole) }

    @Test("nothing else is read: no byte may be missing, other or more")
    func damage() {
        let text = Array(CheckpointTests.whole.text.utf8)
        for index in text.indices {
            var shorter = text, other = text, longer = text
            shorter.remove(at: index)
            other[index] ^= 1
            longer.insert(text[index], at: index)
            for damaged in [shorter, other, longer, Array(text[..<index])] {
                #expect(Checkpoint(String(decoding: damaged, as: UTF8.self)) == nil, "at \(index)")
            }
        }
    }
}

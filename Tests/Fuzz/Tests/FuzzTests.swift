import Foundation
import FuzzProperties
import TestSupport
import Testing

/// The properties of the fuzz targets, on the seeds, on damaged seeds, and on what once broke them.
@Suite("Fuzz targets")
struct FuzzTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The seeds of a target, by name.
    static func seeds(_ target: FuzzTarget) -> [(name: String, bytes: [UInt8])] {
        let folder = root.appendingPathComponent("corpus/seeds/\(target.rawValue)")
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
        return names.compactMap { name in (try? Data(contentsOf: folder.appendingPathComponent(name))).map { (name, Array($0)) } }
    }

    @Test("every target has seeds, and its property holds on them", arguments: FuzzTarget.allCases)
    func seeds(target: FuzzTarget) {
        let seeds = FuzzTests.seeds(target)
        #expect(seeds.count >= 3)
        for seed in seeds { #expect(target.fault(in: seed.bytes) == nil, "corpus/seeds/\(target.rawValue)/\(seed.name)") }
    }

    @Test("the property holds on damaged seeds", arguments: FuzzTarget.allCases)
    func damaged(target: FuzzTarget) {
        let seeds = FuzzTests.seeds(target).map(\.bytes)
        let start: UInt64 = 0xF0_22_ED
        var random = SplitMix64(seed: start)
        let rounds: [FuzzTarget: Int] = [.lexicon: 60, .output: 60, .json: 2000, .table: 2000, .options: 2000, .moment: 2000, .reading: 2000]
        for round in 0..<rounds[target, default: 300] where !seeds.isEmpty {
            var bytes = random.pick(seeds)
            for _ in 0...random.below(6) { FuzzTests.damage(&bytes, seeds, &random) }
            guard let fault = target.fault(in: bytes) else { continue }
            let small = FuzzTests.shrunk(bytes) { target.fault(in: $0) != nil }
            Issue.record("seed \(start), round \(round): \(fault)\n\(small)\n\(String(decoding: small, as: UTF8.self).debugDescription)")
            return
        }
    }

    private static func damage(_ bytes: inout [UInt8], _ seeds: [[UInt8]], _ random: inout SplitMix64) {
        let place = random.below(bytes.count + 1)
        switch random.below(6) {
        case 0: if place < bytes.count { bytes[place] = UInt8(truncatingIfNeeded: random.next()) }
        case 1: bytes.insert(random.pick(Array("\"\\,\n\r\t{}[]<>&;#%@?=+-.:/'( )|^$~_*\u{0}".utf8) + [0xC3, 0xA9, 0xE2, 0x80, 0xFF]), at: place)
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(8)))
        case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + random.below(20))], at: place)
        case 4: bytes.insert(contentsOf: random.pick(seeds).dropFirst(random.below(30)).prefix(random.below(40)), at: place)
        default: bytes.removeLast(min(bytes.count, random.below(20)))
        }
    }

    /// The smallest input that still fails, by leaving out stretches.
    static func shrunk(_ bytes: [UInt8], while fails: ([UInt8]) -> Bool) -> [UInt8] {
        var small = bytes
        var size = max(1, bytes.count / 2)
        while size >= 1 {
            var place = 0
            while place < small.count {
                var candidate = small
                candidate.removeSubrange(place..<min(small.count, place + size))
                if fails(candidate) { small = candidate } else { place += size }
            }
            size = size == 1 ? 0 : size / 2
        }
        return small
    }
}

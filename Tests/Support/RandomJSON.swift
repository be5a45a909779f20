/// A piece of JSON for one trial: a random value, often damaged in a few places.
package struct RandomJSON: CustomStringConvertible {
    package var bytes: [UInt8]

    package init(_ random: inout SplitMix64) {
        bytes = Array(RandomJSON.value(&random, depth: 0).utf8)
        if random.once(in: 3) { return }
        for _ in 0...random.below(3) { damage(&random) }
    }

    package var description: String { String(decoding: bytes, as: UTF8.self).debugDescription }

    private static func blank(_ random: inout SplitMix64) -> String { random.pick(["", "", "", " ", "\n", "\t  ", "\r\n", "          "]) }

    private static func value(_ random: inout SplitMix64, depth: Int) -> String {
        switch random.below(depth > 4 ? 8 : 14) {
        case 0: return random.pick(["true", "false", "null"])
        case 1: return random.pick(["0", "-0", "7", "-12.50", "1e9", "3E-07", "0.1e+2", "123456789012345678901234567890"])
        case 2...7: return string(&random)
        case 8...10: return list(&random, "[", "]") { value(&$0, depth: depth + 1) }
        default:
            return list(&random, "{", "}") { random in
                string(&random) + blank(&random) + ":" + blank(&random) + value(&random, depth: depth + 1)
            }
        }
    }

    private static func list(_ random: inout SplitMix64, _ open: String, _ close: String, _ item: (inout SplitMix64) -> String) -> String {
        let items = (0..<random.below(4)).map { _ in blank(&random) + item(&random) + blank(&random) }
        return open + (items.isEmpty ? blank(&random) : items.joined(separator: ",")) + close
    }

    private static let parts = [
        "a", "text", "\\n", "\\\"", "\\\\", "\\u00e9", "\\ud83d\\ude00", "\\/", "é", "😀", " ", "{", "]", ",", ":", "\u{7F}", "a longer run",
    ]

    private static func string(_ random: inout SplitMix64) -> String { "\"" + (0..<random.below(5)).map { _ in random.pick(parts) }.joined() + "\"" }

    private mutating func damage(_ random: inout SplitMix64) {
        guard !bytes.isEmpty else { return }
        let place = random.below(bytes.count)
        let byte = random.pick(Array("\"\\{}[],: 0-.eutx\n".utf8) + [0x00, 0x1F, 0x80, 0xFF])
        switch random.below(4) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(byte, at: place)
        case 2: bytes[place] = byte
        default: bytes.removeLast(random.below(bytes.count))
        }
    }

    /// The smallest piece that still fails, by leaving out one byte at a time.
    package func shrunk(while fails: (RandomJSON) -> Bool) -> RandomJSON {
        var small = self
        var index = 0
        while index < small.bytes.count {
            var candidate = small
            candidate.bytes.remove(at: index)
            if fails(candidate) {
                small = candidate
                index = 0
            } else {
                index += 1
            }
        }
        return small
    }
}

// Which of overlapping entries stay.

extension Matcher {
    /// Of entries of one role that overlap, keeps the longest (the first among equals; of equals in the same place the first in the lexicons).
    func keepLongest(_ tokenCount: Int, _ scratch: inout Scratch) {
        scratch.sorted.resize(to: 0)
        scratch.covered.resize(to: tokenCount)
        var lengths: UInt64 = 0
        var longest = 0
        for index in 0..<scratch.found.count {
            let length = scratch.found[index].length
            longest = max(longest, length)
            lengths |= 1 &<< UInt64(length & 63)
        }
        let roles = image.roles
        for length in stride(from: longest, to: 0, by: -1) where lengths & (1 &<< UInt64(length & 63)) != 0 {
            for index in 0..<scratch.found.count {
                let match = scratch.found[index]
                if match.length != length { continue }
                let bit: UInt64 = 1 &<< UInt64(roles[Int(match.entry)])
                var taken: UInt64 = 0
                for token in match.range { taken |= scratch.covered[token] }
                if taken & bit == 0 {
                    for token in match.range { scratch.covered[token] |= bit }
                    scratch.sorted.append(match)
                }
            }
        }
        for index in 0..<scratch.sorted.count { for token in scratch.sorted[index].range { scratch.covered[token] = 0 } }
        swap(&scratch.found, &scratch.sorted)
    }

    /// Sorts by place and entry; matches stand almost in order, so that each moves by a few places only.
    static func sort(_ matches: inout Buffer<Match>) {
        for index in 1..<matches.count {
            let match = matches[index]
            var place = index
            while place > 0, (match.first, match.entry) < (matches[place &- 1].first, matches[place &- 1].entry) {
                matches[place] = matches[place &- 1]
                place &-= 1
            }
            matches[place] = match
        }
    }
}

// Bytes of names and keys, whose case counts only among ASCII letters.

extension Sequence<UInt8> {
    /// The bytes with the ASCII letters among them small.
    var small: [UInt8] { map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 } }
}

extension ArraySlice<UInt8> {
    /// The bytes without blanks and control characters at their ends.
    var trimmed: ArraySlice<UInt8> {
        guard let first = firstIndex(where: { $0 > 0x20 }), let last = lastIndex(where: { $0 > 0x20 }) else { return [] }
        return self[first...last]
    }
}

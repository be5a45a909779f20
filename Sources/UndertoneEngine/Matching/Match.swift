/// One entry met in a text.
package struct Match: Hashable, Sendable, BitwiseCopyable {
    package var entry: UInt32
    /// The first token, and the one after the last.
    package var first: UInt32, next: UInt32

    package init(entry: UInt32, first: Int, next: Int) {
        self.entry = entry
        self.first = UInt32(truncatingIfNeeded: first)
        self.next = UInt32(truncatingIfNeeded: next)
    }

    @inline(__always) package var length: Int { Int(next &- first) }
    @inline(__always) package var range: Range<Int> { Int(first)..<Int(next) }
}

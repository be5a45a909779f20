import UndertoneEngine

extension BatchScorer {
    /// What all records of an input have in common, shared rather than copied.
    final class Shared: Sendable {
        let layout: InputLayout

        init(_ layout: InputLayout) { self.layout = layout }
    }

    /// The line breaks between two places.
    static func lineBreaks(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        // Usually one line break stands between two records, at the end of the first.
        if start == end { return 0 }
        var breaks = 0
        var index = start
        while index < end {
            let mask = equalMask(load8(bytes, at: index), 0x0A)
            breaks &+= (index &+ 8 <= end ? mask : lowest(end &- index, of: mask)).nonzeroBitCount
            index &+= 8
        }
        return breaks
    }
}

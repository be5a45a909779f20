import UndertoneEngine

extension LabelWriter {
    /// Appends the account and the time, each with a TAB after it. Control characters of the account become blanks; the time is written as
    /// `2026-03-02T09:14:05Z`, which sorts as the times do, and left empty where it is missing or cannot be read.
    func writeSortKey(_ record: Record, _ bytes: Span<UInt8>, _ scratch: inout [UInt8], into output: inout [UInt8]) {
        scratch.removeAll(keepingCapacity: true)
        record[.account].append(bytes, to: &scratch)
        redact(&scratch, isIdentity: true)
        for byte in scratch { output.append(byte < 0x20 || byte == 0x7F ? 0x20 : byte) }
        output.append(0x09)
        scratch.removeAll(keepingCapacity: true)
        record[.time].append(bytes, to: &scratch)
        if let time = Moment.seconds(scratch.span, 0..<scratch.count) { Moment.append(time, into: &output) }
        output.append(0x09)
    }
}

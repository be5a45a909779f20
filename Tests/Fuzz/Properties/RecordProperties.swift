import UndertoneBulk
import UndertoneFormats

enum RecordProperties {
    /// The first byte chooses format and limit, the second how the rest is cut.
    static func fault(in bytes: [UInt8]) -> String? {
        guard bytes.count >= 2 else { return nil }
        let formats = InputFormat.allCases
        let format = formats[Int(bytes[0]) % formats.count]
        let longest = bytes[0] >= 0x80 ? 64 : 1 << 16
        let input = Array(bytes[2...])
        var writer = LabelWriter()
        writer.keeps = bytes[1] & 1 != 0
        writer.evidence = bytes[1] & 2 != 0
        if bytes[1] & 4 != 0 { writer.redactor = Runs.redactor }
        let layout = Runs.layout(format, writer, longest: longest)
        let whole = Runs.run(input, layout, sizes: [1 << 18])
        let cut = Runs.run(input, layout, sizes: [1 + Int(bytes[1] >> 4), 1, 7])
        if whole != cut {
            if whole.faults != cut.faults { return "\(format): \(list(whole.faults)), or cut \(list(cut.faults))" }
            return "\(format): \(whole.tally.records) labels, or cut \(cut.tally.records)"
        }
        let lines = whole.output.count { $0 == 0x0A }
        if lines != whole.tally.records { return "\(format): \(lines) lines for \(whole.tally.records) labels" }
        if whole.faults.count != whole.tally.refused { return "\(format): \(whole.faults.count) faults for \(whole.tally.refused) refused records" }
        let lineCount = 1 + input.count { $0 == 0x0A }
        if let fault = whole.faults.first(where: { !(1...lineCount).contains($0.line) || $0.column < 0 }) { return "\(format): a fault at line \(fault.line)" }
        return nil
    }

    private static func list(_ faults: [RecordFault]) -> String {
        faults.map { "\($0.line):\($0.column): \($0.problem)" }.joined(separator: "; ")
    }
}

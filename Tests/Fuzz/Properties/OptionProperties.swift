import Flags

enum OptionProperties {
    enum Choice: String, Sendable, CaseIterable { case one, two, three }

    struct Options: Sendable {
        var text: String?
        var list: [String] = []
        var on = false
        var choice = Choice.one
        var number = 5
    }

    private static let command = Command<Options>(
        "try", summary: "Tries options.", operands: "[FILE...]", operandCount: 0...3, defaults: Options(), examples: [],
        flags: [
            .text("text", "t", "TEXT", sets: \.text, help: ""), .list("list", "l", "A,B", appendsTo: \.list, help: ""),
            .toggle("on", "o", sets: \.on, help: ""),
            .choice("choice", "c", "WORD", sets: \.choice, help: ""), .number("number", "n", "N", in: -0...1 << 31, sets: \.number, help: ""),
        ])

    /// Words are parted by zero bytes.
    static func fault(in bytes: [UInt8]) -> String? {
        let words = bytes.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
        do {
            guard case .run(let options, let operands) = try command.parse(words) else { return nil }
            if !(0...1 << 31).contains(options.number) { return "a number outside its range" }
            if operands.count > 3 { return "too many operands" }
            return operands.allSatisfy(words.contains) ? nil : "an operand that nobody wrote"
        } catch {
            let isClean = error.description.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && !(0x202A...0x202E).contains($0.value)
            }
            return isClean && !error.description.isEmpty ? nil : "a fault that a terminal should not see"
        }
    }
}

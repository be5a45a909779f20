import Undertone
import UndertoneFormats
import UndertoneHealth

/// Files that runs leave for later ones.
enum StateProperties {
    private static let rules: HealthRules = {
        guard let file = Lexicon.builtInFile(named: "health.tsv"), let rules = try? HealthRules(file) else {
            preconditionFailure("health.tsv is missing or faulty")
        }
        return rules
    }()

    /// The lines of the input are states of accounts: what is taken is written as what reads back the same, and accounts can be judged by it.
    static func accounts(in bytes: [UInt8]) -> String? {
        let book = read(bytes)
        let written = lines(book)
        let again = read(Array(written.joined()))
        if lines(again) != written { return "a state changes when it is written and read" }
        var merged = HealthBook(rules)
        merged.merge(book)
        if lines(merged) != written { return "a state changes when it is merged" }
        for place in 0..<book.count {
            let health = book.health(of: place, since: 20_000)
            if !(0...100).contains(health.health) { return "health of \(health.health)" }
        }
        return nil
    }

    private static func read(_ bytes: [UInt8]) -> HealthBook {
        var book = HealthBook(rules)
        let splitter = RecordSplitter(.ndjson)
        var start = 0
        while let piece = splitter.record(bytes.span, from: start, to: bytes.count) {
            start = piece.next
            do throws(RecordFault) { try StateFile.read(bytes.span, piece.range, line: 1, into: &book) } catch { continue }
        }
        return book
    }

    private static func lines(_ book: HealthBook) -> [[UInt8]] { book.sorted().map { StateFile.line(book, $0) } }

    /// A checkpoint is taken only as it was written: any other byte is seen.
    static func checkpoint(in bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        if let taken = Checkpoint(text), taken.text != text { return "what is taken is not what stands there" }
        guard bytes.count >= 8 else { return nil }
        func mark(_ place: Int) -> Checkpoint.Mark {
            Checkpoint.Mark(
                count: Int(bytes[place]) << Int(bytes[place + 1] & 31), digits: String(UInt64(bytes[place + 1]) &* 0x9E37_79B9_7F4A_7C15, radix: 16))
        }
        var sound = Checkpoint(settings: String(bytes[0], radix: 16), input: mark(1), output: mark(3))
        for place in 0..<(Int(bytes[5]) % 4) { sound.done.append(mark(place)) }
        (sound.records, sound.refused) = (Int(bytes[6]), Int(bytes[7]))
        if Checkpoint(sound.text) != sound { return "a sound checkpoint is refused" }
        // The rest of the input damages it.
        var damaged = Array(sound.text.utf8)
        for pair in stride(from: 8, to: bytes.count - 1, by: 2) { damaged[Int(bytes[pair]) % damaged.count] = bytes[pair + 1] }
        let other = String(decoding: damaged, as: UTF8.self)
        return other != sound.text && Checkpoint(other) != nil ? "a damaged checkpoint is taken" : nil
    }
}

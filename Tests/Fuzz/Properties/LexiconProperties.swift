import Undertone
import UndertoneFormats

enum LexiconProperties {
    private static let fileNames = ["stage/anger.tsv", "modifier.tsv", "set.tsv", "spelling.tsv", "rule.tsv", "boundary.tsv", "cue.tsv", "sentiment.tsv"]

    /// The first byte chooses the file that the rest stands in; a small sound file stands beside it.
    static func fault(in bytes: [UInt8]) -> String? {
        guard let first = bytes.first else { return nil }
        let name = fileNames[Int(first) % fileNames.count]
        let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
        let files = [LexiconFile(name: "stage/adoption.tsv", text: "[x]\nroll it out\t3\n"), LexiconFile(name: name, text: text)]
        do throws(LexiconFaults) { _ = try FieldNames(files[1]) } catch { if error.faults.isEmpty { return "refused without a fault" } }
        do throws(LexiconFaults) { _ = try RedactionWords(files[1]) } catch { if error.faults.isEmpty { return "refused without a fault" } }
        let lines = 1 + text.utf8.count { $0 == 0x0A }
        do throws(LexiconFaults) {
            let lexicon = try Lexicon(files)
            let stored = lexicon.stored()
            if try Lexicon(files).stored() != stored { return "the same files compile to other bytes" }
            // A text made of the file itself meets its phrases.
            _ = Classifier(lexicon).reading(of: text)
        } catch {
            if error.faults.isEmpty { return "refused without a fault" }
            if let far = error.faults.first(where: { $0.place.file == name && !(1...lines).contains($0.place.line) }) {
                return "a fault outside the file: \(far)"
            }
        }
        return nil
    }
}

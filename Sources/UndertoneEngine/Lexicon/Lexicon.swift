/// A compiled set of lexicons: what a `Classifier` judges by.
///
/// A lexicon is immutable and can be shared by any number of classifiers and threads.
public struct Lexicon: Sendable {
    package let image: LexiconImage
    /// Changes whenever any phrase, weight or rule changes: sixteen hexadecimal digits of a hash over the compiled form. Cost: none for the
    /// lexicons that the library carries, some milliseconds at each call for others.
    public var hash: String {
        let digits = String(image.hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Compiles lexicon files, as `lexicons/README.md` describes them.
    ///
    /// Cost: about 35 µs for each entry.
    /// - Parameter files: the files with their names relative to the folder (`stage/anger.tsv`).
    /// - Throws: every fault of every file (after a thousand no further entries are looked at), each with file, line, column and how to mend it.
    public init(_ files: [LexiconFile]) throws(LexiconFaults) {
        try self.init(LexiconSource(files))
    }

    package init(_ source: LexiconSource) throws(LexiconFaults) {
        guard let image = LexiconCompiler.compile(source) else {
            let place = Place(file: source.entries.first?.place.file ?? "lexicons", line: 1)
            throw LexiconFaults([
                LexiconFault(
                    place, "the phrases together need too large a table", "use fewer entries, or fewer alternatives and wildcards in them")
            ])
        }
        self.image = image
    }

    /// Reads the stored form that `stored()` gave; nil if it is of another version.
    package init?(stored bytes: TableBytes) {
        guard let image = LexiconImage(stored: bytes) else { return nil }
        self.image = image
    }

    /// The stored form.
    package func stored() -> [UInt8] { image.stored() }
}

/// The entries of a set of lexicons as they stand in the files, checked but not compiled.
package struct LexiconSource: Sendable {
    package let entries: [Entry]
    package let rules: Rules
    let spelling: Spelling
    let boundaries: Boundaries

    /// What contractions and abbreviations are read as.
    package var wordReadings: Spelling { spelling }

    /// Reads and checks files.
    /// - Throws: all faults at once.
    package init(_ files: [LexiconFile]) throws(LexiconFaults) {
        var parser = LexiconParser()
        parser.read(files)
        if !parser.faults.isEmpty { throw LexiconFaults(parser.faults) }
        entries = parser.entries
        rules = parser.rules
        spelling = parser.spelling
        boundaries = parser.boundaries
    }
}

import UndertoneEngine

/// The descriptions that are known, and which of them a document speaks for.
package struct FormatCatalog: Sendable {
    /// A description, or only what tells whether it is the right one, with the file to read it from.
    private struct Entry: Sendable {
        let description: FormatDescription
        /// The file of a description that was not read in whole.
        let file: LexiconFile?

        /// The whole description.
        var whole: FormatDescription? {
            guard let file else { return description }
            // Only files that the package's tests read without a fault are put off.
            return try? FormatDescription(file)
        }
    }

    private var entries: [Entry] = []

    /// No descriptions.
    package init() {}

    /// Reads descriptions; of two with one name the first counts.
    /// - Parameter trusted: further files, known to have no faults; each is read when it is needed.
    /// - Throws: the faults of all files but those.
    package init(_ files: [LexiconFile], trusted: [LexiconFile] = []) throws(LexiconFaults) {
        var faults: [LexiconFault] = []
        for file in files {
            do throws(LexiconFaults) {
                add(Entry(description: try FormatDescription(file), file: nil))
            } catch { faults += error.faults }
        }
        if !faults.isEmpty { throw LexiconFaults(faults) }
        for file in trusted { add(Entry(description: FormatDescription(outlineOf: file), file: file)) }
    }

    private mutating func add(_ entry: Entry) {
        if !entries.contains(where: { $0.description.name == entry.description.name }) { entries.append(entry) }
    }

    /// All descriptions. Cost: every file is read that was put off.
    package var descriptions: [FormatDescription] { entries.compactMap(\.whole) }

    /// The names of all descriptions.
    package var names: [String] { entries.map(\.description.name) }

    /// The description of a name.
    package subscript(name: String) -> FormatDescription? { entries.first { $0.description.name == name }?.whole }

    /// How many documents are looked at.
    private static let mostDocuments = 5

    /// The description that the first JSON documents of an input speak for, or nil.
    ///
    /// The condition with the most tests wins; among equals the first description. A document that the bytes hold only the beginning of counts as far as it goes.
    /// - Parameter inPeople: whether only descriptions count that know people.
    package func recognised(json bytes: Span<UInt8>, _ count: Int, _ format: InputFormat, inPeople: Bool = false) -> FormatDescription? {
        let splitter = RecordSplitter(format)
        var start = 0
        for _ in 0..<FormatCatalog.mostDocuments {
            guard let piece = splitter.record(bytes, from: start, to: count) else { return nil }
            if let found = recognised(inPeople, { description, tape in tape.readBeginning(bytes, piece.range, description.keys) }) { return found }
            start = piece.next
        }
        return nil
    }

    /// The description that the header of a table speaks for, or nil.
    package func recognised(header names: [String], inPeople: Bool = false) -> FormatDescription? {
        let row = names.map { "\"\($0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\"" }.joined(separator: ",")
        let bytes = Array(row.utf8)
        return recognised(inPeople) { description, tape in
            let columns = names.map { name in
                let name = Array(name.utf8)
                return description.keys.find(name.span, 0..<name.count)
            }
            tape.readRow(bytes.span, 0..<bytes.count, DelimitedRecords(separator: 0x2C), columns)
            return bytes
        }
    }

    private func recognised(_ inPeople: Bool, _ read: (FormatDescription, inout DocumentTape) -> [UInt8]?) -> FormatDescription? {
        var best: (tests: Int, entry: Entry)?
        for entry in entries where inPeople ? entry.description.hasPeople : entry.description.hasMessages {
            var tape = DocumentTape()
            guard let bytes = read(entry.description, &tape) else { continue }
            let reader = DocumentReader(entry.description, tape: tape, bytes: bytes)
            if let tests = reader.recognisedTests(), tests > best?.tests ?? 0 { best = (tests, entry) }
        }
        return best?.entry.whole
    }
}

extension DocumentTape {
    /// Reads as much of a document as is there; nil if it is none.
    /// - Returns: its bytes.
    mutating func readBeginning(_ bytes: Span<UInt8>, _ range: Range<Int>, _ keys: KeyTable) -> [UInt8]? {
        let copy = range.map { bytes[$0] }
        do throws(JSONScanner.Problem) {
            try readJSON(copy.span, 0..<copy.count, keys)
        } catch {
            if error.offset < copy.count { return nil }
            closeAll()
        }
        return hasContent ? copy : nil
    }
}

extension DocumentReader {
    /// A reader of one document that was read already, to be asked what it is.
    init(_ description: FormatDescription, tape: consuming DocumentTape, bytes: [UInt8]) {
        self.init(description, FieldNames.none, SideTables())
        self.tape = tape
        work = bytes
    }

    /// The number of tests of the strictest condition by which the document is recognised; nil if it is not.
    func recognisedTests() -> Int? {
        let documents = tape.nodes[0].kind == .array ? tape.elements(of: 0).prefix(3) : [0]
        return description.recognised.filter { condition in documents.contains { holds(condition, $0, $0) } }.map(\.tests.count).max()
    }
}

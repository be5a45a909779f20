import Flags
import Undertone
import UndertoneFormats
import UndertoneReport
import UndertoneTuning

/// What several commands prepare in the same way.
enum Setup {
    /// The lexicon files of a folder, or the built-in ones.
    static func files(_ folder: String?) throws -> [LexiconFile] {
        guard let folder else { return Lexicon.builtInFiles }
        guard let names = Descriptor.files(below: folder, ending: ".tsv") else {
            throw UsageFault("cannot read the lexicons in \(Descriptor.quoted(folder)); name a folder of .tsv files")
        }
        if names.isEmpty { throw UsageFault("there are no lexicons in \(Descriptor.quoted(folder)); name a folder of .tsv files") }
        return try names.map { name in
            LexiconFile(name: name, text: String(decoding: try Descriptor.contents(of: folder + "/" + name), as: UTF8.self))
        }
    }

    /// The compiled lexicons of a folder, or the built-in ones.
    static func lexicon(_ folder: String?) throws -> Lexicon {
        guard let folder else { return .builtIn }
        let files = try self.files(folder)
        do { return try Lexicon(files) } catch { throw usage(error, folder: folder) }
    }

    /// The phrases of all lexicon entries by the names that evidence gives them.
    static func phrases(_ folder: String?) throws -> [String: String] {
        do {
            let source = try LexiconSource(try files(folder))
            return Dictionary(source.entries.map { ($0.name, $0.phrase) }, uniquingKeysWith: { first, _ in first })
        } catch let faults as LexiconFaults { throw usage(faults, folder: folder) }
    }

    /// The fields that a user mapped, with the names they have.
    static func mapping(_ words: [String]) throws -> [(field: String, path: String)] {
        try words.map { word in
            let parts = word.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { throw UsageFault("'--fields' cannot be '\(printable(word))'; write FIELD=NAME, such as text=description") }
            return (String(parts[0]), String(parts[1]))
        }
    }

    /// The names of fields: those of the lexicons, with a user's mapping before them.
    /// - Parameter folder: the lexicons that the user named, or nil; a folder without `field.tsv` uses the built-in one.
    static func fieldNames(_ folder: String?, mapping: [(field: String, path: String)]) throws -> FieldNames {
        do { return try FieldNames(try file("field.tsv", folder), mapping: mapping) } catch let faults as LexiconFaults { throw usage(faults, folder: folder) }
    }

    /// The descriptions of formats: a user's own, those of the named lexicons, and the built-in ones.
    static func catalog(_ folder: String?, own: [String]) throws -> FormatCatalog {
        func described(_ files: [LexiconFile]) -> [LexiconFile] { files.filter { $0.name.hasPrefix("format/") } }
        let mine = try own.map { LexiconFile(name: $0, text: String(decoding: try Descriptor.contents(of: $0), as: UTF8.self)) }
        let named = try folder.map { described(try files($0)) } ?? []
        do { return try FormatCatalog(mine + named, trusted: Lexicon.builtInFiles(below: "format/")) } catch { throw usage(error, folder: nil) }
    }

    /// A format of bytes, or a description, that a user named.
    static func format(_ name: String?, _ catalog: FormatCatalog) throws -> (InputFormat?, FormatDescription?) {
        guard let name else { return (nil, nil) }
        if let format = InputFormat(rawValue: name) { return (format, nil) }
        if let description = catalog[name] { return (nil, description) }
        let names = InputFormat.allCases.map(\.rawValue) + catalog.names.sorted()
        let near = nearestWord(name, names).map { "; did you mean '\($0)'?" } ?? ""
        throw UsageFault("'--from' cannot be '\(printable(name))'; one of: \(names.joined(separator: ", "))\(near)")
    }

    /// What `--redact` goes by; a folder without `redact.tsv` uses the built-in one.
    static func redactor(_ folder: String?) throws -> Redactor {
        do { return Redactor(try RedactionWords(try file("redact.tsv", folder))) } catch let faults as LexiconFaults { throw usage(faults, folder: folder) }
    }

    /// A file of a folder of lexicons, or the built-in one.
    static func file(_ name: String, _ folder: String?) throws -> LexiconFile {
        guard let file = try folder.map({ try files($0) })?.first(where: { $0.name == name }) ?? Lexicon.builtInFile(named: name) else {
            throw UsageFault("\(name) is missing from the lexicons; copy it from the built-in ones")
        }
        return file
    }

    /// What a label says about its making, with `--provenance`.
    static func provenance(_ lexicon: Lexicon) -> String { "undertone \(Main.version) lexicons \(lexicon.hash)" }

    /// Writes a lexicon file into a folder, which is made if it is not there.
    static func write(_ file: LexiconFile, into folder: String) throws {
        let path = folder + "/" + file.name
        if let slash = path.lastIndex(of: "/") { Descriptor.makeFolder(path[..<slash]) }
        var target = try OutputFile(path, flushesAlways: false)
        try target.write(Array(file.text.utf8))
        try target.finish()
    }

    /// All faults of lexicons as one mistake of the user's.
    static func usage(_ faults: LexiconFaults, folder: String?) -> UsageFault { UsageFault(faults.faults.map { line($0, folder: folder) }) }

    /// A fault in one line, under the path that the user knows.
    static func line(_ fault: LexiconFault, folder: String?, kind: String = "") -> String {
        let file = (folder.map { $0 + "/" } ?? "") + fault.place.file
        return "\(printable(file)):\(fault.place.line):\(fault.place.column): \(kind)\(printable(fault.problem)); \(printable(fault.remedy))"
    }
}

extension Setup {
    /// The labelled messages of a file.
    static func gold(_ path: String) throws -> [GoldMessage] {
        let bytes = try Descriptor.contents(of: path)
        do { return try GoldMessage.read(bytes) } catch {
            throw UsageFault("\(printable(path)):\(error.line)\(error.column > 0 ? ":\(error.column)" : ""): \(error.problem)")
        }
    }

    /// Files of labelled messages with what was said of how much they count; those of which nothing was said count 1.
    static func trainingSets(_ paths: [String], _ weights: [String]) throws -> [TrainingSet] {
        try paths.enumerated().map { index, path in
            let word = index < weights.count ? weights[index] : "1"
            let numbers = word.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) ?? 0 }
            guard (1...3).contains(numbers.count), numbers.allSatisfy({ $0 > 0 && $0.isFinite }) else {
                throw UsageFault("'--weights' cannot be '\(printable(word))'; one to three numbers above 0 with colons between them")
            }
            return TrainingSet(
                name: path, messages: try gold(path), weight: numbers[0], feelingWeight: numbers.count > 1 ? numbers[1] : nil,
                confidenceWeight: numbers.count > 2 ? numbers[2] : nil)
        }
    }

    /// The JSON objects of a file, one a line.
    static func objects(_ path: String) throws -> [JSONObject] {
        let bytes = try Descriptor.contents(of: path)
        let splitter = RecordSplitter(.ndjson)
        var objects: [JSONObject] = []
        var start = 0, line = 0
        while let piece = splitter.record(bytes.span, from: start, to: bytes.count) {
            start = piece.next
            line += 1
            if JSONScanner.skipBlanks(bytes.span, piece.range.lowerBound, piece.range.upperBound) == piece.range.upperBound { continue }
            do { objects.append(try JSONObject(bytes.span, piece.range, line: line)) } catch {
                throw UsageFault("\(printable(path)):\(error.line):\(error.column): \(error.problem)")
            }
        }
        return objects
    }
}

import Testing
import Undertone

@testable import UndertoneEngine

/// Every entry of the built-in lexicons carries its own test: an example that it matches and a counter-example that it does not.
@Suite("Examples in the lexicons")
struct LexiconExampleTests {
    /// Entries whose example or counter-example is wrong at present, by file and line; shrink this list, never let it grow.
    static let known: Set<String> = []

    /// Every entry as a cue, so that none is hidden by a longer one of its role; the numbers are those of the source's entries.
    private static func asCues(_ files: [LexiconFile], _ source: LexiconSource) throws -> Lexicon {
        let tables = files.filter { ["set.tsv", "spelling.tsv", "boundary.tsv"].contains($0.name) }
        let most = LexiconParser.mostPlaces
        let rows = source.entries.enumerated().map { $0 % most == 0 ? "[part\($0 / most)]\n\($1.phrase)" : $1.phrase }.joined(separator: "\n")
        return try Lexicon(tables + [LexiconFile(name: "cue.tsv", text: rows + "\n")])
    }

    /// The entries whose texts fail, as `file:line: what failed`.
    static func failures() throws -> [String: String] {
        let files = Lexicon.builtInFiles
        let source = try LexiconSource(files)
        let lexicon = try asCues(files, source)
        let tokenizer = Tokenizer(vocabulary: lexicon.image.vocabulary, boundaries: .none)
        let matcher = Matcher(lexicon.image)
        var buffer = TokenBuffer()
        var scratch = Matcher.Scratch()
        func met(_ text: String) -> Set<UInt32> {
            let bytes = Array(text.utf8)
            tokenizer.tokenize(bytes.span, from: 0, to: bytes.count, markup: .plain, into: &buffer)
            matcher.match(buffer.tokens, keeping: .all, into: &scratch)
            return Set(matcher.cues(&scratch).map(\.entry))
        }
        var failures: [String: String] = [:]
        for (index, entry) in source.entries.enumerated() {
            let place = "\(entry.place.file):\(entry.place.line)"
            if let example = entry.example, !met(example).contains(UInt32(index)) {
                failures[place] = "'\(entry.phrase)' is not found in its example '\(example)'"
            }
            if let counter = entry.counterExample, met(counter).contains(UInt32(index)) {
                failures[place] = "'\(entry.phrase)' is found in its counter-example '\(counter)'"
            }
        }
        return failures
    }

    @Test("every example holds its phrase and every counter-example does not")
    func examples() throws {
        let failures = try LexiconExampleTests.failures()
        let unexpected = failures.filter { !LexiconExampleTests.known.contains($0.key) }.map { "lexicons/\($0.key): \($0.value)" }.sorted()
        #expect(unexpected.isEmpty, "\(unexpected.joined(separator: "\n"))")
        for place in LexiconExampleTests.known.sorted() {
            withKnownIssue("lexicons/\(place)") { #expect(failures[place] == nil) }
        }
    }

    @Test("entries of stages and signals have examples")
    func presence() throws {
        let bare = try LexiconSource(Lexicon.builtInFiles).entries.filter { entry in
            guard entry.example == nil else { return false }
            switch entry.role {
            case .stage, .signal: return true
            default: return false
            }
        }
        #expect(bare.isEmpty, "\(bare.map { "\($0.place): \($0.phrase)" }.joined(separator: "\n"))")
    }

    @Test("the stored form is the compiled form of the files")
    func stored() throws { #expect(try Lexicon(Lexicon.builtInFiles).hash == Lexicon.builtIn.hash) }
}

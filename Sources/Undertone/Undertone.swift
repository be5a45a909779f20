internal import CompiledLexicons
@_exported import UndertoneEngine

extension Lexicon {
    /// The lexicons that the library carries. Loading them costs some tenths of a millisecond, once.
    public static let builtIn: Lexicon = {
        // SAFETY: constants of the program, laid out at multiples of 64 bytes (see EmbedLexicons).
        let tables = unsafe TableBytes(constants: undertone_compiled_lexicons(), count: undertone_compiled_lexicons_size())
        guard let lexicon = Lexicon(stored: tables) else {
            preconditionFailure("the built-in lexicons are of another version than the library; build the package anew")
        }
        return lexicon
    }()

    /// The files that the built-in lexicons were compiled from.
    public static var builtInFiles: [LexiconFile] {
        BuiltInFiles.all.map { LexiconFile(name: $0.name.description, text: $0.text.description) }
    }
}

extension Lexicon {
    /// One of the files that the built-in lexicons were compiled from; nil if there is none of that name.
    public static func builtInFile(named name: String) -> LexiconFile? {
        BuiltInFiles.all.first { $0.name.description == name }.map { LexiconFile(name: name, text: $0.text.description) }
    }
}

extension Lexicon {
    /// The files below a folder that the built-in lexicons were compiled from; their names begin with the folder's, such as `format/`.
    public static func builtInFiles(below folder: String) -> [LexiconFile] {
        BuiltInFiles.all.filter { $0.name.description.hasPrefix(folder) }.map { LexiconFile(name: $0.name.description, text: $0.text.description) }
    }
}

extension Classifier {
    /// A classifier with the built-in lexicons.
    public init() { self.init(.builtIn) }
}

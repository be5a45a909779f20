import Undertone

/// What a fuzzer feeds with bytes; each target asserts a property that every input must have.
package enum FuzzTarget: String, CaseIterable, Sendable {
    /// The JSON scanner agrees with its slow twin; a record gives one label or one fault.
    case json
    /// Records, faults and labels do not depend on where the input is cut or what surrounds it, in every format.
    case records
    /// Rows and cells are those of the slow twin; a written table reads back as it was.
    case table
    /// Files are taken or named with their faults; what is taken compiles to the same bytes each time and loads again.
    case lexicon
    /// Tokens ascend and stay inside the text, whatever stands around it.
    case tokenizer
    /// The same, tags and entities understood; what stands in hidden elements is never shown, and plain words stay as they are.
    case html
    /// The label of a text does not depend on where it stands; evidence lies inside the text.
    case label
    /// What is redacted ascends, stays inside, and is gone from what is written.
    case redaction
    /// Labels are JSON, one a line, in valid UTF-8; cells run no formulas.
    case output
    /// A text put into a mail comes back; folders are parted where their lines say.
    case mail
    /// What is said in a transcript comes back, by turns of its speakers.
    case transcript
    /// A document of another system is read the same whatever was read before, and no value lies outside.
    case document
    /// A label that was written before is taken or refused inside its line.
    case reading
    /// A text is the same however its bytes come, in every encoding.
    case encoding
    /// A moment that is read, written and read again stays.
    case moment
    /// States of accounts are written as what reads back the same.
    case state
    /// A checkpoint is taken only as it was written.
    case checkpoint
    /// A command line is taken or refused in one printable sentence.
    case options

    /// What is wrong with how an input was dealt with; nil if its property holds.
    package func fault(in bytes: [UInt8]) -> String? {
        switch self {
        case .json: JSONProperties.fault(in: bytes)
        case .records: RecordProperties.fault(in: bytes)
        case .table: TableProperties.fault(in: bytes)
        case .lexicon: LexiconProperties.fault(in: bytes)
        case .tokenizer: TextProperties.tokens(in: bytes, .plain)
        case .html: TextProperties.tokens(in: bytes, .html) ?? TextProperties.ownText(in: bytes)
        case .label: TextProperties.label(of: bytes)
        case .redaction: RedactionProperties.fault(in: bytes)
        case .output: OutputProperties.fault(in: bytes)
        case .mail: MailProperties.fault(in: bytes)
        case .transcript: TranscriptProperties.fault(in: bytes)
        case .document: DocumentProperties.document(in: bytes)
        case .reading: DocumentProperties.label(in: bytes)
        case .encoding: DocumentProperties.encoding(in: bytes)
        case .moment: DocumentProperties.moment(in: bytes)
        case .state: StateProperties.accounts(in: bytes)
        case .checkpoint: StateProperties.checkpoint(in: bytes)
        case .options: OptionProperties.fault(in: bytes)
        }
    }
}

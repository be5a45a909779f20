import Undertone
import UndertoneFormats

/// What help tells about besides commands.
enum HelpTopic: String, CaseIterable {
    case formats, lexicons, stages
    case exitStatus = "exit-status"

    var about: String {
        switch self {
        case .formats: "what is read and what is written"
        case .lexicons: "the files with all phrases, and how to change them"
        case .stages: "the stages of adoption, feelings and signals"
        case .exitStatus: "how a run ends"
        }
    }

    var text: String {
        switch self {
        case .formats: HelpTopic.formatsText
        case .lexicons: HelpTopic.lexiconsText
        case .stages: HelpTopic.stagesText
        case .exitStatus: HelpTopic.exitStatusText
        }
    }

    private static var formatsText: String {
        """
        What is read (--from; found out by content if not given):
        \(InputFormat.allCases.map { "  \(pad($0.rawValue, 10))\(about($0))\n" }.joined())
          and the exports of many systems by their names: 'undertone formats' lists them

        What is written (--to):
        \(OutputFormat.allCases.map { "  \(pad($0.rawValue, 10))\(about($0))\n" }.joined())
        Only a text is needed. Texts and the other fields are found under the names
        that exports use; the list is the lexicon field.tsv. Others are named with
          --fields text=description,id=ticket_no,account=customer.id
        Fields:  \(wrapped(Field.allCases.map(\.name).joined(separator: ", "))).

        Encodings (UTF-8, UTF-16, UTF-32, Windows-1252) and packed inputs (gzip and
        others) are found out; --encoding names one.

        """
    }

    private static func about(_ format: InputFormat) -> String {
        switch format {
        case .ndjson: "one JSON object a line"
        case .json: "an array of JSON objects"
        case .csv: "a table with a header, parted by commas or semicolons"
        case .tsv: "a table with a header, parted by TABs"
        case .text: "plain text, a message a line"
        case .whole: "plain text, the whole file one message"
        case .mbox: "a mail folder"
        case .eml: "one e-mail"
        case .vtt: "a transcript of a call"
        }
    }

    private static func about(_ format: OutputFormat) -> String {
        switch format {
        case .ndjson: "one JSON object a message: for other programs"
        case .csv: "a table for spreadsheets; no cell is run as a formula"
        case .tsv: "the same, parted by TABs"
        case .table: "for people; what a terminal gets if nothing else is asked for"
        }
    }

    private static var lexiconsText: String {
        """
        Undertone judges by phrases in text files and by nothing else. The built-in
        ones have the hash \(Lexicon.builtIn.hash); any change gives another.

        Make them yours:
          undertone lexicon copy mine                the built-in files into a folder
          $EDITOR mine/stage/refusal.tsv             a phrase a line: phrase TAB weight
          undertone lexicon check mine               every fault with file and line
          undertone explain --lexicons mine          try a text
          undertone lexicon diff built-in mine tickets.ndjson
                                                     which labels the change turns
          undertone score --lexicons mine tickets.ndjson

        In a phrase: (a|b) alternatives, word? optional, word* any ending, _ any word,
        ~3 up to three words between, <name> a set of set.tsv, ^ and $ the borders
        of a sentence. Weights: 1 leans, 2 speaks, 3 decides alone.

        Files: stage/NAME.tsv, signal/NAME.tsv, sentiment.tsv, cue.tsv (weak cues),
        modifier.tsv (negation, hedges, contrast), rule.tsv (how strongly context
        acts), set.tsv, spelling.tsv, boundary.tsv (quotes, signatures), field.tsv,
        redact.tsv, health.tsv, play.tsv, focus.tsv. The folder's README.md describes
        them.

        """
    }

    private static var stagesText: String {
        """
        Users go through stages of adoption, however good the product is. Some skip
        stages, some fall back.

        \(Stage.allCases.map { "  \(pad($0.rawValue, 13))\(about($0))\n" }.joined())
        A message with none has a reason: no_cue (no phrase met), no_stance (phrases
        met, but they speak for none), tie, too_short, language, staff.

        Feeling: negative (score below -0.25), neutral, positive (above 0.25).

        Signals: \(wrapped(Signal.allCases.map(\.rawValue).joined(separator: ", "))).

        After du Plessis & Smuts, University of Pretoria, 2021.

        """
    }

    private static func about(_ stage: Stage) -> String {
        switch stage {
        case .refusal: "denies that the change is needed, postpones it"
        case .anger: "frustrated, or bargains for the old way"
        case .acquiesce: "complies without enthusiasm"
        case .exploration: "asks what else is possible"
        case .adoption: "has made it part of the work and builds on it"
        case .none: "shows none of these"
        }
    }

    private static let exitStatusText = """
        0  all input was used
        1  finished, but some input was refused; each record is named on standard
           error by file and line
        2  wrong usage, lexicon or configuration, before any output
        3  could not be finished: cannot read, cannot write, disk full

        A closed pipe ends a run quietly with 0. 'evaluate --floor' and 'tune --floor'
        end with 1 below the floor, 'lexicon check --strict' with 1 for notes.

        """

    private static func pad(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(1, width - text.count)) }

    /// Breaks a list at its blanks into lines of less than 80 columns, behind a word of nine.
    private static func wrapped(_ text: String) -> String {
        var result = "", column = 9
        for word in text.split(separator: " ") {
            if column + word.count + 1 > 79 {
                result += "\n         "
                column = 9
            } else if !result.isEmpty {
                result += " "
                column += 1
            }
            result += word
            column += word.count
        }
        return result
    }
}

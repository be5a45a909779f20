import UndertoneFormats

/// What is made of the messages of an input.
package enum Purpose: Sendable {
    case labels
    /// The messages as they were read.
    case messages
    /// Which version of each message is the newest.
    case versions
}

/// What the records of one input have in common.
package struct InputLayout: Sendable {
    package var format: InputFormat
    package var names: FieldNames
    /// The columns of a table; empty for other formats.
    package var rows: DelimitedRecords?
    package var writer: LabelWriter
    /// Whether texts are HTML: nil decides for each text by its tags.
    package var isHTML: Bool?
    /// Whether records that could not be read leave a record in the output too.
    package var emitsErrors = false
    /// Whether kept records are copied as they stand; otherwise only what messages have is kept, under our own names.
    package var copies = true
    /// The most bytes that one record may have.
    package var longest = 16 << 20
    /// How the documents of the input are read if a description knows them; nil for plain records.
    package var description: FormatDescription?
    /// The names of a table's columns.
    package var columns: [String] = []
    package var purpose = Purpose.labels
    /// Whether messages are written with their writers' own words only.
    package var givesOwnWords = false
    /// Of several versions of a message only the newest is labelled, if this table is there.
    package var latest: LatestTable?
    /// Which of the inputs of a run this is, from 0.
    package var input = 0
    /// Side tables that complete the records.
    package var tables = SideTables()

    package init(format: InputFormat, names: FieldNames, writer: LabelWriter) {
        self.format = format
        self.names = names
        self.writer = writer
    }
}

/// What all records of an input have in common, shared rather than copied.
package final class SharedLayout: Sendable {
    package let layout: InputLayout

    package init(_ layout: InputLayout) { self.layout = layout }
}

extension InputLayout {
    /// A reader of the documents that the description knows.
    func documents() -> DocumentReader? {
        guard let description else { return nil }
        let isTable = format == .csv || format == .tsv
        return DocumentReader(description, names, tables, rows: isTable ? rows : nil, header: isTable ? columns : [])
    }

    /// What divides documents that are too long to be held, if the description tells where their records are.
    /// - Parameter inPeople: whether people are looked for, not messages.
    package func divider(inPeople: Bool) -> DocumentDivider? {
        guard let description, format == .json || format == .ndjson else { return nil }
        return DocumentDivider(description, longest: longest, inPeople: inPeople)
    }

    /// Whether records are kept as the JSON they were, not field by field.
    var keepsJSON: Bool { copies && (format == .ndjson || format == .json) && description == nil }
}

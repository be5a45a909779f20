import UndertoneEngine
import UndertoneFormats

/// The names of fields that these tests know, fewer than those of the lexicons.
enum Names {
    private static let file = LexiconFile(
        name: "field.tsv",
        text: """
            [id]
            id
            ticket_id
            [account]
            account
            [contact]
            author
            [role]
            role
            [kind]
            kind
            [time]
            time
            [text]
            text
            body
            body_html
            [role_customer]
            end-user
            [role_staff]
            agent
            [role_bot]
            bot
            [role_system]
            auto
            [kind_note]
            call_note
            """)

    static func known(_ mapping: [(field: String, path: String)] = []) throws -> FieldNames { try FieldNames(file, mapping: mapping) }

    /// The values of a record that are there, the role and what else was found out.
    static func shown(_ record: Record, _ bytes: [UInt8]) -> String {
        var parts: [String] = []
        for field in Field.allCases where !record[field].isMissing {
            var value: [UInt8] = []
            record[field].append(bytes.span, to: &value)
            parts.append("\(field.name)=\(String(decoding: value, as: UTF8.self))")
        }
        if record.role != .customer { parts.append("by \(record.role)") }
        if record.isNote { parts.append("note") }
        if record.textIsHTML { parts.append("html") }
        return parts.joined(separator: "|")
    }
}

/// A field of a message, as all readers deliver it.
package enum Field: Int, CaseIterable, Sendable {
    case id, account, contact, role, contactRole, kind, time, subject, text

    /// The name as it stands in files, options and output.
    package var name: String { self == .contactRole ? "contact_role" : "\(self)" }

    package init?(name: some StringProtocol) {
        guard let field = Field.allCases.first(where: { $0.name == name }) else { return nil }
        self = field
    }
}

/// Who wrote a message.
package enum AuthorRole: UInt8, Sendable, CaseIterable {
    case customer, staff, bot, system
}

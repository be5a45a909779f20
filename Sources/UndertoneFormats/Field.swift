/// A field of a message, as all readers deliver it.
package enum Field: Int, CaseIterable, Sendable {
    case id, account, contact, role, contactRole, kind, time, subject, text, updated

    /// The name as it stands in files, options and output.
    package var name: String {
        switch self {
        case .id: "id"
        case .account: "account"
        case .contact: "contact"
        case .role: "role"
        case .contactRole: "contact_role"
        case .kind: "kind"
        case .time: "time"
        case .subject: "subject"
        case .text: "text"
        case .updated: "updated"
        }
    }

    package init?(name: some StringProtocol) {
        guard let field = Field.allCases.first(where: { $0.name == name }) else { return nil }
        self = field
    }
}

/// Who wrote a message.
package enum AuthorRole: UInt8, Sendable, CaseIterable {
    case customer, staff, bot, system

    /// The name as it stands in files.
    var name: String {
        switch self {
        case .customer: "customer"
        case .staff: "staff"
        case .bot: "bot"
        case .system: "system"
        }
    }

    /// The role of a name, as it stands in descriptions.
    init?(name: [UInt8]) {
        guard let role = AuthorRole.allCases.first(where: { $0.name.utf8.elementsEqual(name) }) else { return nil }
        self = role
    }
}

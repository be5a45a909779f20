import Flags
import UndertoneEngine
import UndertoneFormats
import UndertoneHealth

/// The health of accounts for people: one line an account, with bars.
enum HealthTable {
    static let header =
        "account               stage               health                direction  sentiment  relationship cohort           what needs a look\n"

    static func rows(_ health: AccountHealth, people: Bool, plays: PlayBook?) -> String {
        let name = health.account.isEmpty ? "(no account)" : health.account
        var text = pad(shortened(printable(name), 20), 22)
        text += pad(steps(health.stage) + " " + health.stage.rawValue, 20)
        text += pad(bar(health.health / 100, 12) + " " + Decimal.text(health.health, places: 0), 22)
        text += pad(arrow(health.direction) + " " + health.direction.rawValue, 11)
        text += pad(health.sentiment.rawValue, 11) + pad(Decimal.text(health.relationship, places: 1) + " of 4", 13) + pad(health.cohort.rawValue, 17)
        text += health.warnings.map(\.rawValue).joined(separator: ", ")
        if let change = health.change {
            text += (health.warnings.isEmpty ? "" : "; ") + "\(change.messages) messages since \(Moment.date(change.since))"
            if change.stageBefore != health.stage { text += ", was \(change.stageBefore.rawValue)" }
        }
        text = trimmed(text) + "\n"
        if people { for person in health.people { text += row(person) } }
        if let plays { for play in plays.plays(for: health) { text += paragraph(play) } }
        return text
    }

    private static func row(_ person: PersonHealth) -> String {
        let role = person.role.map { printable($0) + (person.isRoleInferred ? " (shown)" : "") } ?? ""
        let text =
            pad("  " + shortened(printable(person.contact), 18), 22) + pad(steps(person.stage) + " " + person.stage.rawValue, 20)
            + pad("\(person.messages) message\(person.messages == 1 ? "" : "s")", 22) + pad(arrow(person.direction) + " " + person.direction.rawValue, 11)
            + pad(person.sentiment.rawValue, 11) + pad(person.level.rawValue, 13) + role
        return trimmed(text) + "\n"
    }

    private static func paragraph(_ play: Play) -> String {
        var text = "  for \(play.name): \(play.goal)\n"
        for step in play.steps { text += "    + \(step)\n" }
        for step in play.avoid { text += "    - \(step)\n" }
        return text
    }

    /// The stage as one to five squares.
    private static func steps(_ stage: Stage) -> String {
        stage == .none ? "·····" : String(repeating: "■", count: stage.index + 1) + String(repeating: "·", count: 4 - stage.index)
    }

    private static func arrow(_ direction: Direction) -> String { direction == .forward ? "↑" : direction == .backward ? "↓" : "→" }

    /// A bar of so many cells, in eighths.
    private static func bar(_ share: Double, _ width: Int) -> String {
        let eighths = Int(min(1, max(0, share)) * Double(width * 8) + 0.5)
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        let text = String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
        return pad(text, width)
    }

    private static func pad(_ text: String, _ width: Int) -> String { TerminalText.padded(text, width) }

    private static func shortened(_ text: String, _ width: Int) -> String { TerminalText.shortened(text, width) }

    private static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

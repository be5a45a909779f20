import UndertoneEngine
import UndertoneFormats
import UndertoneHealth

/// Everything that a page shows: accounts, their people, and the messages by account and time.
package struct PageData: Sendable {
    /// One message; places in the lists of the page.
    struct Message: Sendable {
        var id: String
        var account: Int
        var person: Int?
        /// In days since 1970; 0 if the label does not say.
        var day: Int
        var stage: Stage
        var feeling: Sentiment
        var reason: Reason
        /// In percent.
        var sure: Int
        var kind: Int
        var signals: UInt32
        var evidence: [Int]
        /// The text, and the words in it that decided; empty where texts are left out.
        var text: [String]
    }

    /// One account as it stands at the end of the data.
    struct Account: Sendable {
        var name: String
        /// From 0 to 100.
        var health: Double
        var stage: Stage
        /// 1 forward, 0 flat, -1 backward.
        var direction: Int
        /// 0 at risk, 1 middle, 2 ready for expansion.
        var cohort: Int
        var warnings: [Warning]
        var isDivided: Bool
        /// Whether somebody should look: the cohort, or words of leaving or going back.
        var isAtRisk: Bool { cohort == 0 || warnings.contains(.churnThreat) || warnings.contains(.goingBack) }
        /// The day since when it is at its stage, and of its last message; 0 if unknown.
        var since: Int, last: Int
        /// The stage at the end of each month.
        var history: [Stage]
    }

    struct Person: Sendable {
        var account: Int
        var name: String
        var stage: Stage
        var feeling: Sentiment
        var isChampion: Bool
    }

    /// What entries say and how much they weigh in the mean.
    struct Entry: Sendable {
        var phrase: String
        var speaksFor: String
        var weight: Double
        var count: Int
    }

    /// The months shown, as years times twelve and the month from 0.
    var months: [Int] = []
    var accounts: [Account] = []
    var people: [Person] = []
    /// By account, then time.
    var messages: [Message] = []
    var entries: [Entry] = []
    var kinds: [String] = []
    var hasTexts = false

    /// The last day with a message; 0 if no message says when it was written.
    var lastDay: Int { messages.reduce(0) { max($0, $1.day) } }
    /// Messages read.
    package var count: Int { messages.count }

    /// A month as `2026-03`.
    static func name(ofMonth month: Int) -> String { String(Moment.date(Moment.day(year: month / 12, month: month % 12 + 1, day: 1)).prefix(7)) }

    /// The month in which a day lies.
    static func month(of day: Int) -> Int {
        let date = Moment.date(day).split(separator: "-")
        return (Int(date[0]) ?? 1970) * 12 + (Int(date[1]) ?? 1) - 1
    }
}

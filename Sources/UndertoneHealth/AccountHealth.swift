import UndertoneEngine

/// Where the last lasting move of the stage went.
package enum Direction: String, Sendable, CaseIterable {
    case forward, flat, backward
}

/// Which accounts need what: measurable results × relationships.
package enum Cohort: String, Sendable, CaseIterable {
    /// Poor relationships and no measurable result.
    case atRisk = "at_risk"
    case middle
    /// Strong relationships and measurable results.
    case expansionReady = "expansion_ready"
}

/// What should make somebody look at an account now.
package enum Warning: String, Sendable, CaseIterable {
    case churnThreat = "churn_threat"
    case goingBack = "going_back"
    /// The stage fell.
    case backward
    /// Nothing was heard for long.
    case silent
    /// One person is in exploration or adoption, another in refusal or anger.
    case divided
}

/// The relationship to a person on five steps, as far as messages show it.
package enum Relationship: Int, Sendable, CaseIterable {
    /// Nothing was heard for long.
    case none
    /// Has come, but only with issues.
    case initial
    /// Has come without a problem at least once.
    case developing
    /// Comes even without a problem, mostly.
    case strong
    /// Asks for advice besides.
    case advisor
}

/// The relationship to a person on the scale of four levels.
package enum RelationshipLevel: String, Sendable, CaseIterable {
    /// Nothing was heard for long.
    case none
    /// Has come only once, complains, or refuses.
    case weak
    /// Comes when there is an issue.
    case okay
    /// Comes even without a problem.
    case veryGood = "very_good"
}

/// The six drivers of a customer's experience, and all other signals, are `Signal`s; this is what was found of one.
package struct SignalFinding: Sendable, Equatable {
    package let signal: Signal
    /// Messages that show it.
    package let count: Int
    /// The mean score of these messages, from -1 to 1.
    package let score: Double
    /// Ids of the newest of them, the newest first.
    package let ids: [String]
}

/// For the product, or against it.
package enum Side: Sendable {
    /// Exploration or adoption.
    case ahead
    /// Refusal or anger.
    case against
}

/// What is known of one person of an account.
package struct PersonHealth: Sendable, Equatable {
    package let contact: String
    /// The role as the labels give it (champion, economic_buyer, end_user, admin, …), else `champion` where inferred, else nil.
    package let role: String?
    package let isRoleInferred: Bool
    package let stage: Stage
    package let previousStage: Stage?
    package let direction: Direction
    package let relationship: Relationship
    package let level: RelationshipLevel
    /// The side on which the person stands at present, if messages show it clearly.
    package let side: Side?
    /// From -1 to 1, faded with age.
    package let score: Double
    package let isChampion: Bool
    /// Messages, and those of them that show a stage.
    package let messages: Int, labelled: Int
    /// The day of the last message since 1970; nil if none has a time.
    package let lastDay: Int?

    package var sentiment: Sentiment { Sentiment(score: score) }
}

/// The four parts of health, each from 0 to 100.
package struct HealthParts: Sendable, Equatable {
    package var stage = 0.0, velocity = 0.0, sentiment = 0.0, champions = 0.0
}

/// What changed since a day.
package struct HealthChange: Sendable, Equatable {
    /// The day since 1970.
    package let since: Int
    package let stageBefore: Stage, healthBefore: Double
    /// Messages since then, and how many of them show each signal, in the order of `Signal.allCases`.
    package let messages: Int
    package let signals: [(signal: Signal, count: Int)]

    package static func == (a: HealthChange, b: HealthChange) -> Bool {
        a.since == b.since && a.stageBefore == b.stageBefore && a.healthBefore == b.healthBefore && a.messages == b.messages
            && a.signals.elementsEqual(b.signals) { $0 == $1 }
    }
}

/// What the labels of one account say together: one record of `undertone health`.
package struct AccountHealth: Sendable, Equatable {
    /// The account's id; empty for messages without one.
    package var account = ""
    /// The present stage; `none` if no message shows one.
    package var stage = Stage.none
    /// The day since 1970 on which it was first said; nil without times.
    package var since: Int?
    /// The stage before the last turn.
    package var previousStage: Stage?
    /// All lasting changes of the stage, in time.
    package var turns: [StageTurn] = []
    package var direction = Direction.flat
    /// Stages per 30 days; negative is backward.
    package var velocity = 0.0
    /// From 0 to 100, and its four parts.
    package var health = 0.0
    package var parts = HealthParts()
    package var cohort = Cohort.middle
    /// From -1 to 1, faded with age.
    package var score = 0.0
    /// The change of the score in 30 days.
    package var trend = 0.0
    /// Contacts who speak for the product, sorted.
    package var champions: [String] = []
    package var isDivided = false
    /// The mean relationship of all people by how much they wrote, faded, from 0 to 4.
    package var relationship = 0.0
    /// Signals that occur, in the order of `Signal.allCases`; those of staff's messages do not count.
    package var signals: [SignalFinding] = []
    package var warnings: [Warning] = []
    /// The customer's messages, those of them that show a stage, and staff's.
    package var messages = 0, labelled = 0, staffMessages = 0
    /// Seconds since 1970; nil if no message has a time.
    package var lastMessage: Int64?
    /// Days from the last message of the customer to the last of staff, or to the day that was asked for.
    package var silentDays = 0
    /// The people, sorted by the bytes of their ids.
    package var people: [PersonHealth] = []
    package var change: HealthChange?

    package init() {}

    package var sentiment: Sentiment { Sentiment(score: score) }

    /// The share of messages that show no stage.
    package var noneShare: Double { messages == 0 ? 0 : Double(messages - labelled) / Double(messages) }
}

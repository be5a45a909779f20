/// The emotional stages of adoption (du Plessis & Smuts, 2021) and `none`, in the order from resistance to ownership.
public enum Stage: String, Sendable, CaseIterable, Codable {
    /// Denies that the change is needed, postpones it, stays with something else.
    case refusal
    /// Frustrated by disruption or complexity, or bargaining for the familiar thing.
    case anger
    /// Complies without enthusiasm.
    case acquiesce
    /// Curious what else is possible.
    case exploration
    /// Has made it part of the work and builds on it.
    case adoption
    /// Shows none of these.
    case none

    /// The place in `allCases`, from 0.
    @inlinable
    public var index: Int {
        switch self {
        case .refusal: 0
        case .anger: 1
        case .acquiesce: 2
        case .exploration: 3
        case .adoption: 4
        case .none: 5
        }
    }
}

/// The writer's feeling toward the product, the brand or the service.
public enum Sentiment: String, Sendable, CaseIterable, Codable {
    case negative, neutral, positive

    /// The word for a score: negative below -0.25, positive above 0.25.
    public init(score: Double) { self = score < -0.25 ? .negative : score > 0.25 ? .positive : .neutral }
}

/// A further thing that a message shows, independent of its stage.
public enum Signal: String, Sendable, CaseIterable, Codable {
    case championAdvocacy = "champion_advocacy"
    case peerTeaching = "peer_teaching"
    case expansionRequest = "expansion_request"
    case measurableResult = "measurable_result"
    case churnThreat = "churn_threat"
    case goingBack = "going_back"
    case impatience
    case adviceSeeking = "advice_seeking"
    case delegationAvoidance = "delegation_avoidance"
    case relationshipWarmth = "relationship_warmth"
    case executiveInvolvement = "executive_involvement"
    case driverPersonalization = "driver_personalization"
    case driverIntegrity = "driver_integrity"
    case driverExpectations = "driver_expectations"
    case driverEmpathy = "driver_empathy"
    case driverTimeToValue = "driver_time_to_value"
    case driverResponsibility = "driver_responsibility"

    /// The place in `allCases`, from 0.
    package var index: Int { Signal.indices[self] ?? 0 }

    private static let indices = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}

/// Why a message has no stage.
public enum Reason: String, Sendable, CaseIterable, Codable {
    /// No phrase that speaks for a stage was met.
    case noCue = "no_cue"
    /// Phrases were met, but they speak for `none`: administration, an outage, courtesies.
    case noStance = "no_stance"
    /// Stages are so close to one another that none of them wins.
    case tie
    /// Fewer than two words.
    case tooShort = "too_short"
    /// Most words are of a language that the lexicons do not know.
    case language
    /// Written by staff, a bot or a system.
    case staff
}

/// What an entry speaks for. Where entries of one role overlap in a text, the longest wins.
package enum Role: Hashable, Sendable {
    case stage(Stage)
    case sentiment
    /// A general word or turn of phrase whose weights are fitted; cues may overlap.
    case cue
    case signal(Signal)
    case modifier(Modifier)

    /// All roles; a role's code is its place here.
    package static let all: [Role] =
        Stage.allCases.map(Role.stage) + [.sentiment, .cue] + Signal.allCases.map(Role.signal) + Modifier.allCases.map(Role.modifier)

    package static let codes: [Role: UInt8] = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, UInt8($0)) })

    /// The roles of the codes from `firstSignal` up to `firstModifier` are signals, those from there on modifiers.
    package static let sentimentCode: UInt8 = 6, cueCode: UInt8 = 7, firstSignal: UInt8 = 8
    package static let firstModifier: UInt8 = 25

    /// The modifier that a code stands for, if it stands for one.
    @inline(__always)
    package static func modifier(_ code: UInt8) -> Modifier? {
        switch code {
        case firstModifier: .negation
        case firstModifier + 1: .notNegation
        case firstModifier + 2: .booster
        case firstModifier + 3: .downtoner
        case firstModifier + 4: .contrast
        case firstModifier + 5: .hedge
        case firstModifier + 6: .conditional
        case firstModifier + 7: .reported
        case firstModifier + 8: .past
        case firstModifier + 9: .now
        default: nil
        }
    }

    /// The name as it stands in files and output.
    package var name: String {
        switch self {
        case .stage(let stage): stage.rawValue
        case .sentiment: "sentiment"
        case .cue: "cue"
        case .signal(let signal): signal.rawValue
        case .modifier(let modifier): modifier.rawValue
        }
    }
}

/// What acts on the cues near it; the sections of `modifier.tsv`.
package enum Modifier: String, Sendable, CaseIterable {
    case negation
    /// Looks like a negation but turns nothing around (`not only`).
    case notNegation = "not_negation"
    case booster, downtoner, contrast, hedge, conditional, reported, past, now
}

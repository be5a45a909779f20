import UndertoneEngine

/// The weights and thresholds of account health: `health.tsv`.
package struct HealthRules: Sendable, Equatable {
    /// The numbers by their section and name in the file.
    package enum Number: Int, CaseIterable, Sendable {
        // What a stage is worth, from 0 to 100.
        case refusalPoints
        case angerPoints
        case acquiescePoints
        case explorationPoints
        case adoptionPoints
        case nonePoints
        // The shares of the four parts of health.
        case stageWeight
        case velocityWeight
        case sentimentWeight
        case championsWeight
        // How the present stage is found.
        case stageHalfLife
        case messageFactor
        case turnMargin
        case turnMessages
        case flatAfter
        // Velocity and trend: a line through what was said by day.
        case window
        case leastDays
        case leastSpan
        case velocityPoints
        case sentimentHalfLife
        // Relationship, by person.
        case relationshipHalfLife
        case silentAfter
        case unpromptedShare
        case strongMessages
        case advice
        // Champions.
        case championHalfLife
        case championThreshold
        case championHalfPoints
        case advocacyWeight
        case teachingWeight
        case expansionWeight
        case resultWeight
        // Cohorts.
        case resultHalfLife
        case resultThreshold
        case strongRelationship
        case strongMean
        case poorMean
        // Warnings and divided accounts.
        case warningDays
        case silentAccountAfter
        case dividedMessages
        case dividedDays
        case shownIDs

        /// Section and name in the file.
        var name: String {
            switch self {
            case .refusalPoints: "stage_points/refusal"
            case .angerPoints: "stage_points/anger"
            case .acquiescePoints: "stage_points/acquiesce"
            case .explorationPoints: "stage_points/exploration"
            case .adoptionPoints: "stage_points/adoption"
            case .nonePoints: "stage_points/none"
            case .stageWeight: "part/stage"
            case .velocityWeight: "part/velocity"
            case .sentimentWeight: "part/sentiment"
            case .championsWeight: "part/champions"
            case .stageHalfLife: "stage/half_life_days"
            case .messageFactor: "stage/message_factor"
            case .turnMargin: "stage/turn_margin"
            case .turnMessages: "stage/turn_messages"
            case .flatAfter: "stage/flat_after_days"
            case .window: "velocity/window_days"
            case .leastDays: "velocity/least_days"
            case .leastSpan: "velocity/least_span_days"
            case .velocityPoints: "velocity/points"
            case .sentimentHalfLife: "sentiment/half_life_days"
            case .relationshipHalfLife: "relationship/half_life_days"
            case .silentAfter: "relationship/silent_after_days"
            case .unpromptedShare: "relationship/unprompted_share"
            case .strongMessages: "relationship/strong_messages"
            case .advice: "relationship/advice"
            case .championHalfLife: "champion/half_life_days"
            case .championThreshold: "champion/threshold"
            case .championHalfPoints: "champion/half_points"
            case .advocacyWeight: "champion/champion_advocacy"
            case .teachingWeight: "champion/peer_teaching"
            case .expansionWeight: "champion/expansion_request"
            case .resultWeight: "champion/measurable_result"
            case .resultHalfLife: "cohort/result_half_life_days"
            case .resultThreshold: "cohort/result_threshold"
            case .strongRelationship: "cohort/strong_relationship"
            case .strongMean: "cohort/strong_mean"
            case .poorMean: "cohort/poor_mean"
            case .warningDays: "warning/days"
            case .silentAccountAfter: "warning/silent_after_days"
            case .dividedMessages: "warning/divided_messages"
            case .dividedDays: "warning/divided_days"
            case .shownIDs: "show/ids"
            }
        }

        /// The values that make sense.
        var range: ClosedRange<Double> {
            switch self {
            case .refusalPoints, .angerPoints, .acquiescePoints, .explorationPoints, .adoptionPoints, .nonePoints: 0...100
            case .stageWeight, .velocityWeight, .sentimentWeight, .championsWeight, .messageFactor, .unpromptedShare: 0...1
            case .turnMargin: 1...100
            case .turnMessages, .leastDays, .strongMessages, .dividedMessages: 1...1000
            case .shownIDs: 0...100
            case .velocityPoints, .advocacyWeight, .teachingWeight, .expansionWeight, .resultWeight, .championThreshold, .advice, .resultThreshold: 0...100
            case .strongRelationship, .strongMean, .poorMean: 0...4
            case .championHalfPoints: 0.1...1000
            default: 1...36_500
            }
        }
    }

    private var numbers: [Double]
    /// What a weight is worth after some days, by the number that holds the half-life: computed once, since every message needs it.
    private var fading: [[Double]] = []

    package subscript(number: Number) -> Double { numbers[number.rawValue] }

    /// What a weight is worth after some days: 1 today, half of it after the half-life that a number holds.
    package func faded(_ days: Int, _ halfLife: Number) -> Double {
        if days <= 0 { return 1 }
        let table = fading[halfLife.rawValue]
        return days < table.count ? table[days] : HealthRules.faded(days, numbers[halfLife.rawValue])
    }

    private static func faded(_ days: Int, _ halfLife: Double) -> Double { exponential(max(-700, -0.6931471805599453 * Double(days) / halfLife)) }

    /// A number that counts something.
    package func whole(_ number: Number) -> Int { Int(self[number]) }

    /// What a stage is worth, from 0 to 100.
    package func points(_ stage: Stage) -> Double {
        let all: [Number] = [.refusalPoints, .angerPoints, .acquiescePoints, .explorationPoints, .adoptionPoints, .nonePoints]
        return self[all[stage.index]]
    }

    /// Reads `health.tsv`.
    /// - Throws: every fault with its line: names that do not exist, values that are no numbers or out of range, names that stand twice or not at all.
    package init(_ file: LexiconFile) throws(LexiconFaults) {
        var faults: [LexiconFault] = []
        var found: [Number: Double] = [:]
        let byName = Dictionary(uniqueKeysWithValues: Number.allCases.map { ($0.name, $0) })
        for row in file.rows(&faults) {
            let name = row.section + "/" + row.columns[0].trimmed
            guard let number = byName[name] else {
                faults.append(HealthRules.unknown(row, name))
                continue
            }
            guard let text = row.column(1), let value = decimal(text), number.range.contains(value) else {
                let range = "\(HealthRules.plain(number.range.lowerBound)) to \(HealthRules.plain(number.range.upperBound))"
                faults.append(
                    LexiconFault(
                        row.place(column: 1), "the value of '\(row.columns[0].trimmed)' is missing or out of range", "write a number from \(range) after a TAB")
                )
                continue
            }
            if found.updateValue(value, forKey: number) != nil { faults.append(LexiconFault(row.place, "'\(name)' stands twice", "keep one of the two lines")) }
        }
        for number in Number.allCases where found[number] == nil && faults.isEmpty {
            let parts = number.name.split(separator: "/")
            faults.append(
                LexiconFault(Place(file: file.name, line: 1), "[\(parts[0])] lacks '\(parts[1])'", "add the line; lexicons/README.md says what it means"))
        }
        let weights: [Number] = [.stageWeight, .velocityWeight, .sentimentWeight, .championsWeight]
        if faults.isEmpty, abs(weights.reduce(0) { $0 + (found[$1] ?? 0) } - 1) > 1e-9 {
            faults.append(LexiconFault(Place(file: file.name, line: 1), "the shares in [part] do not add up to 1", "change them so that they do"))
        }
        if !faults.isEmpty { throw LexiconFaults(faults) }
        numbers = Number.allCases.map { found[$0] ?? 0 }
        fading = Number.allCases.map { number in
            guard number.name.hasSuffix("half_life_days") else { return [] }
            return (0...800).map { HealthRules.faded($0, found[number] ?? 1) }
        }
    }

    private static func unknown(_ row: LexiconRow, _ name: String) -> LexiconFault {
        let names = Number.allCases.map(\.name).filter { $0.hasPrefix(row.section + "/") }.map { String($0.dropFirst(row.section.count + 1)) }
        if names.isEmpty {
            let sections = Set(Number.allCases.map { String($0.name.split(separator: "/")[0]) }).sorted()
            return LexiconFault(row.place, "[\(row.section)] is no section of account health", "use one of: " + sections.joined(separator: ", "))
        }
        let near = nearest(row.columns[0].trimmed, names).map { "; did you mean '\($0)'?" } ?? ""
        return LexiconFault(row.place, "[\(row.section)] has no '\(row.columns[0].trimmed)'\(near)", "use one of: " + names.joined(separator: ", "))
    }

    private static func plain(_ value: Double) -> String { value == value.rounded() ? String(Int(value)) : String(value) }
}

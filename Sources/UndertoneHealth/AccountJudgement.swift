import UndertoneEngine
import UndertoneFormats

extension HealthJudge {
    /// Everything about an account but its name, marks and times.
    /// - Parameters:
    ///   - names: the contact for a person's number.
    ///   - role: the role of a person, as labels give it.
    func account(names: (Int) -> String, role: (Int) -> String?, silentDays: Int) -> AccountHealth {
        var result = AccountHealth()
        let all = cells.indices
        let days = days(all), path = path(days)
        result.stage = path.current ?? .none
        result.since = path.since
        result.turns = path.turns
        result.previousStage = path.turns.last?.from
        result.direction = direction(path)
        result.velocity = velocity(days)
        result.score = score(all)
        result.trend = trend()
        result.silentDays = silentDays
        for cell in cells {
            result.messages += Int(cell.count)
            if cell.stage < 5 { result.labelled += Int(cell.count) }
        }
        addPeople(&result, names, role)
        result.parts = parts(result)
        result.health =
            rules[.stageWeight] * result.parts.stage + rules[.velocityWeight] * result.parts.velocity + rules[.sentimentWeight] * result.parts.sentiment
            + rules[.championsWeight] * result.parts.champions
        result.warnings = warnings(result)
        return result
    }

    private func parts(_ result: AccountHealth) -> HealthParts {
        var parts = HealthParts()
        parts.stage = rules.points(result.stage)
        parts.velocity = min(100, max(0, 50 + rules[.velocityPoints] * result.velocity))
        parts.sentiment = 50 + 50 * result.score
        parts.champions = 100 * (1 - exponential(max(-700, -0.6931471805599453 * championPoints(cells.indices) / rules[.championHalfPoints])))
        return parts
    }

    // MARK: People

    /// The places of the cells of each person, sorted by the bytes of the contacts; nobody known comes last.
    private func groups(_ names: (Int) -> String) -> [(person: Int, contact: String, chosen: [Int])] {
        let order = cells.indices.map { UInt64(cells[$0].person) &<< 32 | UInt64(UInt32(truncatingIfNeeded: $0)) }.sorted()
        var groups: [(person: Int, contact: String, chosen: [Int])] = []
        for entry in order {
            let person = Int(entry &>> 32)
            if groups.last?.person != person { groups.append((person, person == 0 ? "" : names(person), [])) }
            groups[groups.count - 1].chosen.append(Int(entry & 0xFFFF_FFFF))
        }
        return groups.sorted { $0.person == 0 ? false : $1.person == 0 ? true : $0.contact.utf8.lexicographicallyPrecedes($1.contact.utf8) }
    }

    private func addPeople(_ result: inout AccountHealth, _ names: (Int) -> String, _ role: (Int) -> String?) {
        var weight = 0.0, sum = 0.0, best = 0
        for group in groups(names) {
            let person = person(group.contact, role: role(group.person), group.chosen)
            // Messages that nobody is known to have written are somebody's too, if there is nobody else.
            if group.person == 0 && !result.people.isEmpty { continue }
            let activity = activity(group.chosen)
            weight += activity
            sum += activity * Double(person.relationship.rawValue)
            best = max(best, person.relationship.rawValue)
            if group.person != 0 { result.people.append(person) }
        }
        result.relationship = weight > 0 ? sum / weight : 0
        result.champions = result.people.filter(\.isChampion).map(\.contact)
        result.isDivided = result.people.contains { $0.side == .ahead } && result.people.contains { $0.side == .against }
        result.cohort = cohort(result, best: best)
    }

    private func cohort(_ result: AccountHealth, best: Int) -> Cohort {
        let hasResults = faded(.measurableResult, cells.indices, halfLife: .resultHalfLife) >= rules[.resultThreshold]
        let isStrong = Double(best) >= rules[.strongRelationship] && result.relationship >= rules[.strongMean]
        // Nobody expands what is being refused or fought over.
        let isOpen = result.stage != .refusal && result.stage != .anger && !result.isDivided
        if isStrong && hasResults && isOpen { return .expansionReady }
        return result.relationship < rules[.poorMean] && !hasResults ? .atRisk : .middle
    }

    // MARK: Warnings

    private func warnings(_ result: AccountHealth) -> [Warning] {
        func isRecent(_ day: Int) -> Bool { asOf - day <= rules.whole(.warningDays) }
        func isShown(_ signal: Signal) -> Bool { cells.contains { $0.shows(signal) && (isRecent(Int($0.day)) || $0.day == Cell.untimed) } }
        return Warning.allCases.filter { warning in
            switch warning {
            case .churnThreat: isShown(.churnThreat)
            case .goingBack: isShown(.goingBack)
            case .backward: result.turns.last.map { !$0.isForward && isRecent($0.day ?? asOf) } ?? false
            case .silent: result.silentDays >= rules.whole(.silentAccountAfter)
            case .divided: result.isDivided
            }
        }
    }
}

import UndertoneEngine
import UndertoneFormats

/// Works out what the state of an account says: a pure function of its sums, the rules and the day that is asked for.
struct HealthJudge {
    let rules: HealthRules
    /// The cells of the account, sorted by day.
    let cells: [Cell]
    /// The day up to which labels fade.
    let asOf: Int
    /// The day that messages without a time count for.
    private let firstDay: Int

    /// - Parameters:
    ///   - cells: in the order of their days.
    ///   - asOf: the day up to which labels fade.
    init(_ rules: HealthRules, _ cells: [Cell], asOf: Int) {
        self.rules = rules
        self.cells = cells
        self.asOf = asOf
        firstDay = cells.first { $0.day != Cell.untimed }.map { Int($0.day) } ?? asOf
    }

    private func day(_ cell: Cell) -> Int { cell.day == Cell.untimed ? firstDay : Int(cell.day) }

    private func age(_ cell: Cell) -> Int { asOf - day(cell) }

    // MARK: What any group of messages says

    /// What is said by day.
    /// - Parameter chosen: the places of cells, in order.
    func days(_ chosen: some Sequence<Int>) -> [DaySum] {
        var days: [DaySum] = []
        days.reserveCapacity(chosen.underestimatedCount)
        for index in chosen {
            let cell = cells[index], stage = cell.stage
            if stage > 4 { continue }
            let day = day(cell)
            if days.last?.day != day { days.append(DaySum(day: day, isTimed: cell.day != Cell.untimed)) }
            days[days.count - 1].counts[stage] &+= Int32(clamping: cell.count)
            days[days.count - 1].evidence[stage] &+= cell.confidence
        }
        return days
    }

    func path(_ days: [DaySum]) -> StagePath {
        var path = StagePath(rules)
        for day in days { path.add(day) }
        return path
    }

    func direction(_ path: StagePath) -> Direction {
        guard let turn = path.turns.last, asOf - (turn.day ?? asOf) <= rules.whole(.flatAfter) else { return .flat }
        return turn.isForward ? .forward : .backward
    }

    /// A sum over messages, faded with age. What is added up within a day are whole numbers, so that the sum does not depend on the order of people.
    func fadedSum(_ chosen: some Sequence<Int>, _ halfLife: HealthRules.Number, _ value: (Cell) -> Int64) -> Double {
        var sum = 0.0
        var current = Int.min
        var part: Int64 = 0
        for index in chosen {
            let day = day(cells[index])
            if day != current {
                if part != 0 { sum += Double(part) * rules.faded(asOf - current, halfLife) }
                current = day
                part = 0
            }
            part &+= value(cells[index])
        }
        return part != 0 ? sum + Double(part) * rules.faded(asOf - current, halfLife) : sum
    }

    /// The mean score, faded with age.
    func score(_ chosen: some Sequence<Int>) -> Double {
        let total = fadedSum(chosen, .sentimentHalfLife) { Int64($0.count) }
        return total > 0 ? fadedSum(chosen, .sentimentHalfLife) { $0.score } / total / 1000 : 0
    }

    /// Messages that show a signal, faded with age.
    func faded(_ signal: Signal, _ chosen: some Sequence<Int>, halfLife: HealthRules.Number) -> Double {
        let mask = Cell.mask(signal)
        return fadedSum(chosen, halfLife) { $0.shows & mask != 0 ? Int64($0.count) : 0 }
    }

    /// Stages per 30 days over the window.
    func velocity(_ days: [DaySum]) -> Double {
        slope(days.filter { asOf - $0.day <= rules.whole(.window) }.compactMap { day in day.level.map { (day.day, $0) } })
    }

    /// The change of the score in 30 days over the window.
    func trend() -> Double {
        var points: [(day: Int, sum: Int64, count: Int64)] = []
        for cell in cells where age(cell) <= rules.whole(.window) {
            let day = day(cell)
            if points.last?.day != day { points.append((day, 0, 0)) }
            points[points.count - 1].sum &+= cell.score
            points[points.count - 1].count += Int64(cell.count)
        }
        return slope(points.map { ($0.day, Double($0.sum) / Double($0.count) / 1000) })
    }

    private func slope(_ points: [(day: Int, value: Double)]) -> Double {
        guard points.count >= rules.whole(.leastDays), let first = points.first, let last = points.last,
            last.day - first.day >= rules.whole(.leastSpan)
        else { return 0 }
        return Slope.perMonth(points)
    }

    // MARK: One person

    /// How much a person's messages weigh, faded.
    func activity(_ chosen: some Sequence<Int>) -> Double { fadedSum(chosen, .relationshipHalfLife) { Int64($0.count) } }

    /// Signals that come without a problem.
    private static let friendly: UInt32 = [Signal.relationshipWarmth, .adviceSeeking, .championAdvocacy, .peerTeaching, .measurableResult, .expansionRequest]
        .reduce(0) { $0 | Cell.mask($1) }

    /// Whether a message came without a problem: a step ahead, praise, advice, news, and no bad feeling.
    static func isUnprompted(_ cell: Cell) -> Bool {
        let isAhead = cell.stage == Stage.exploration.index || cell.stage == Stage.adoption.index
        return (isAhead || cell.shows & friendly != 0) && cell.score >= -250 * Int64(cell.count)
    }

    func relationship(_ chosen: [Int], isNegative: Bool) -> Relationship {
        guard let last = chosen.last, age(cells[last]) <= rules.whole(.silentAfter) else { return .none }
        let all = activity(chosen)
        let unprompted = fadedSum(chosen, .relationshipHalfLife) { HealthJudge.isUnprompted($0) ? Int64($0.count) : 0 }
        if !isNegative, messages(chosen) >= rules.whole(.strongMessages), unprompted >= rules[.unpromptedShare] * all {
            return faded(.adviceSeeking, chosen, halfLife: .relationshipHalfLife) >= rules[.advice] ? .advisor : .strong
        }
        return unprompted > 0 && !isNegative ? .developing : .initial
    }

    private func level(_ relationship: Relationship, _ stage: Stage?, isNegative: Bool, messages: Int) -> RelationshipLevel {
        switch relationship {
        case .none: .none
        case .initial, .developing: isNegative || stage == .refusal || messages < 2 ? .weak : .okay
        case .strong, .advisor: .veryGood
        }
    }

    private func messages(_ chosen: [Int]) -> Int { chosen.reduce(0) { $0 + Int(cells[$1].count) } }

    /// On which side a person stands at present: what they said on the last day that shows a stage, if they said so often enough and not too long ago.
    private func side(_ days: [DaySum]) -> Side? {
        guard let last = days.last, asOf - last.day <= rules.whole(.dividedDays) else { return nil }
        func count(_ day: DaySum, _ stages: ClosedRange<Int>) -> Int { stages.reduce(0) { $0 + Int(day.counts[$1]) } }
        // From refusal to anger, or from exploration to adoption.
        for (side, stages) in [(Side.ahead, 3...4), (.against, 0...1)] {
            let isLast = count(last, stages) == count(last, 0...4)
            if isLast && days.reduce(0, { $0 + count($1, stages) }) >= rules.whole(.dividedMessages) { return side }
        }
        return nil
    }

    /// The faded sum of what makes a champion.
    func championPoints(_ chosen: some Sequence<Int>) -> Double {
        let weights: [(mask: UInt32, points: Int64)] = [
            (.championAdvocacy, .advocacyWeight), (.peerTeaching, .teachingWeight), (.expansionRequest, .expansionWeight), (.measurableResult, .resultWeight),
        ].map { (signal: Signal, number: HealthRules.Number) in (Cell.mask(signal), Int64(rules[number] * 1000 + 0.5)) }
        return fadedSum(chosen, .championHalfLife) { cell in
            guard HealthJudge.isUnprompted(cell) else { return 0 }
            return weights.reduce(0) { cell.shows & $1.mask != 0 ? $0 + $1.points * Int64(cell.count) : $0 }
        } / 1000
    }

    func person(_ contact: String, role: String?, _ chosen: [Int]) -> PersonHealth {
        let days = days(chosen), path = path(days), score = score(chosen)
        let isNegative = Sentiment(score: score) == .negative
        let isAhead = path.current == .exploration || path.current == .adoption
        let isChampion = isAhead && !isNegative && championPoints(chosen) >= rules[.championThreshold]
        let relationship = relationship(chosen, isNegative: isNegative)
        return PersonHealth(
            contact: contact, role: role ?? (isChampion ? "champion" : nil), isRoleInferred: role == nil && isChampion, stage: path.current ?? .none,
            previousStage: path.turns.last?.from, direction: direction(path), relationship: relationship,
            level: level(relationship, path.current, isNegative: isNegative, messages: messages(chosen)), side: side(days), score: score,
            isChampion: isChampion, messages: messages(chosen), labelled: messages(chosen.filter { cells[$0].stage < 5 }),
            lastDay: chosen.last.flatMap { cells[$0].day == Cell.untimed ? nil : Int(cells[$0].day) })
    }
}

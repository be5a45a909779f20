import UndertoneEngine
import UndertoneFormats

/// The rows of the page's tables over all data, as the script computes them for a part of it.
struct PageFigures {
    let data: PageData
    static let stages: [Stage] = [.adoption, .exploration, .acquiesce, .anger, .refusal]
    static let cohorts = ["at risk", "middle", "ready to expand"]
    static let directions = ["↓ back", "–", "↑ forward"]
    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]

    // MARK: Words

    /// A number with a comma after each three digits.
    static func count(_ value: Int) -> String {
        var text = ""
        for (index, digit) in String(value).reversed().enumerated() {
            if index > 0 && index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }

    /// A share in whole percent, halves up.
    static func percent(_ part: Int, _ whole: Int) -> Int { whole == 0 ? 0 : Int(100 * Double(part) / Double(whole) + 0.5) }

    static func monthName(_ month: Int) -> String { "\(monthNames[month % 12]) \(month / 12)" }

    static func date(_ day: Int) -> String { day > 0 ? Moment.date(day) : "no date" }

    private static func name(_ stage: Stage) -> String { stage == .none ? "no stage" : stage.rawValue }

    // MARK: Figures

    /// How many accounts stand at each stage at the end of a month.
    func counts(atMonth month: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: Stage.allCases.count)
        for account in data.accounts { counts[account.history[month].index] += 1 }
        return counts
    }

    /// The sentence at the top: how many explore or have adopted, and how that changed since the first month.
    var lead: String {
        func at(_ month: Int) -> (good: Int, all: Int) {
            let counts = counts(atMonth: month)
            return (counts[3] + counts[4], counts[0..<5].reduce(0, +))
        }
        let now = at(data.months.count - 1), then = at(0)
        if now.all == 0 { return "No customer shown here has shown a stage yet." }
        let share = PageFigures.percent(now.good, now.all)
        let start = "\(share)\u{A0}% of customers explore or have adopted the product"
        if data.months.count == 1 || then.all == 0 { return start + "." }
        let points = share - PageFigures.percent(then.good, then.all), month = PageFigures.monthName(data.months[0])
        if points == 0 { return start + ", as many as in \(month)." }
        return start + ", \(abs(points)) \(abs(points) == 1 ? "point" : "points") \(points > 0 ? "more" : "fewer") than in \(month)."
    }

    /// Names and values of the tiles.
    var tiles: [(name: String, value: Int)] {
        [
            ("accounts", data.accounts.count), ("at risk", data.accounts.count(where: \.isAtRisk)), ("ready to expand", data.accounts.count { $0.cohort == 2 }),
            ("divided", data.accounts.count(where: \.isDivided)), ("moved forward", data.accounts.count { $0.direction > 0 }),
            ("fell back", data.accounts.count { $0.direction < 0 }),
        ]
    }

    var stageRows: [[String]] {
        data.months.indices.map { month in
            let counts = counts(atMonth: month), all = counts[0..<5].reduce(0, +)
            return [PageFigures.monthName(data.months[month])]
                + PageFigures.stages.map { stage in
                    let n = counts[stage.index]
                    return n == 0 ? "0" : "\(PageFigures.percent(n, all))\u{A0}% (\(PageFigures.count(n)))"
                } + [PageFigures.count(counts[5])]
        }
    }

    var flowRows: [[String]] {
        var flows = [[Int]](repeating: [Int](repeating: 0, count: 6), count: 6)
        for account in data.accounts {
            guard let from = account.history.first, let to = account.history.last, from != .none || to != .none else { continue }
            flows[from.index][to.index] += 1
        }
        let order = PageFigures.stages + [.none]
        return order.map { from in [PageFigures.name(from)] + order.map { PageFigures.count(flows[from.index][$0.index]) } }
    }

    var feelingRows: [[String]] {
        var cells = [[Int]](repeating: [0, 0, 0], count: 6)
        for message in data.messages { cells[message.stage.index][Sentiment.allCases.firstIndex(of: message.feeling) ?? 1] += 1 }
        return (PageFigures.stages + [.none]).map { stage in
            let row = cells[stage.index]
            return [PageFigures.name(stage)] + row.map(PageFigures.count) + [PageFigures.count(row.reduce(0, +))]
        }
    }

    /// All accounts, lowest health first.
    var ranked: [PageData.Account] {
        data.accounts.enumerated().sorted { ($0.element.health, $0.offset) < ($1.element.health, $1.offset) }.map(\.element)
    }

    /// The first rows of the accounts.
    func accountRows(_ most: Int) -> [[String]] {
        var counts = [String: Int]()
        for message in data.messages { counts[data.accounts[message.account].name, default: 0] += 1 }
        return ranked.prefix(most).map { account in
            [
                account.name, String(Int(account.health + 0.5)), account.stage.rawValue, PageFigures.date(account.since),
                PageFigures.directions[account.direction + 1],
                "", PageFigures.cohorts[account.cohort], PageFigures.count(counts[account.name] ?? 0), PageFigures.date(account.last),
            ]
        }
    }

    func championRows(_ most: Int) -> [[String]] {
        let signs: [Signal] = [.championAdvocacy, .peerTeaching, .expansionRequest, .measurableResult]
        let bits = signs.map { UInt32(1) << UInt32(Signal.allCases.firstIndex(of: $0) ?? 0) }
        var found: [Int: [Int]] = [:]
        for message in data.messages {
            guard let person = message.person, data.people[person].isChampion else { continue }
            for (index, bit) in bits.enumerated() { found[person, default: [0, 0, 0, 0]][index] += message.signals & bit != 0 ? 1 : 0 }
        }
        let sorted = found.sorted { ($1.value.reduce(0, +), $0.key) < ($0.value.reduce(0, +), $1.key) }
        return sorted.prefix(most).map { index, counts in
            let person = data.people[index]
            return [person.name, data.accounts[person.account].name, person.stage.rawValue] + counts.map(PageFigures.count)
        }
    }

    var driverRows: [[String]] {
        let drivers = Signal.allCases.enumerated().filter { $0.element.rawValue.hasPrefix("driver_") }.map(\.offset)
        var cells = [Int: [Int]]()
        for message in data.messages where message.signals != 0 {
            let feeling = Sentiment.allCases.firstIndex(of: message.feeling) ?? 1
            for driver in drivers where message.signals & (1 << UInt32(driver)) != 0 { cells[driver, default: [0, 0, 0]][feeling] += 1 }
        }
        let rows = drivers.map { ($0, cells[$0] ?? [0, 0, 0]) }.sorted { ($1.1.reduce(0, +), $0.0) < ($0.1.reduce(0, +), $1.0) }
        return rows.map { [PagePacker.signalWords[$0.0]] + [$0.1[0], $0.1[2], $0.1[1]].map(PageFigures.count) }
    }

    /// The five heaviest entries of each stage.
    var phraseRows: [[String]] {
        PageFigures.stages.flatMap { stage in
            data.entries.filter { $0.speaksFor == stage.rawValue }
                .map { (entry: $0, weight: PagePacker.rounded($0.weight) * Double($0.count)) }.enumerated()
                .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }.prefix(5)
                .map { [$0.element.entry.phrase, stage.rawValue, PageFigures.count($0.element.entry.count), PageFigures.count(Int($0.element.weight + 0.5))] }
        }
    }

    var sureRows: [[String]] {
        var bins = [Int](repeating: 0, count: 10)
        for message in data.messages where message.stage != .none { bins[min(9, message.sure / 10)] += 1 }
        return bins.indices.map { ["\($0 * 10)–\($0 * 10 + 10)\u{A0}%", PageFigures.count(bins[$0])] }
    }

    var noneRows: [[String]] {
        var counts = [Int](repeating: 0, count: Reason.allCases.count)
        for message in data.messages where message.stage == .none { counts[Reason.allCases.firstIndex(of: message.reason) ?? 0] += 1 }
        return counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }.map { [PagePacker.reasonWords[$0], PageFigures.count(counts[$0])] }
    }
}

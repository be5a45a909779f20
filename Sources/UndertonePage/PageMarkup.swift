import UndertoneEngine
import UndertoneFormats
import UndertoneHealth

/// The parts of the page that are written as HTML: they can be read without scripts.
struct PageMarkup {
    let figures: PageFigures
    var plays: PlayBook?
    private var data: PageData { figures.data }

    /// Rows of accounts and people that are written out; the script shows all.
    private static let mostRows = 100

    /// Text with the characters that mean something in HTML written as references.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    private struct Column {
        let title: String
        var style = ""
        /// The key by which the script sorts.
        var key: String?
    }

    private static let stageColumns = PageFigures.stages.map { Column(title: $0.rawValue) }

    /// What stands in a place of the template, or nil if there is no such place.
    func part(_ name: String) -> String? {
        switch name {
        case "lead": PageMarkup.escaped(figures.lead)
        case "tiles": figures.tiles.map { "<div class=\"tile\"><b>\(PageFigures.count($0.value))</b><span>\($0.name)</span></div>" }.joined()
        case "asof": PageFigures.date(data.lastDay)
        case "phrases": data.entries.isEmpty ? "The labels hold no evidence; make them with <code>undertone score --evidence</code>." : ""
        case "list:risk": cards(figures.ranked.filter(\.isAtRisk))
        case "list:ready": cards(figures.ranked.reversed().filter { $0.cohort == 2 })
        case "list:divided": dividedList
        case "plays": playList
        case "table:stages":
            table("stages", "Customers", [Column(title: "Month")] + PageMarkup.stageColumns + [Column(title: "no stage yet")], figures.stageRows)
        case "table:flow": table("flow", "Customers", [Column(title: "from \\ to")] + PageMarkup.stageColumns + [Column(title: "no stage")], figures.flowRows)
        case "table:feeling":
            table(
                "feeling", "Messages",
                [Column(title: "Stage")] + Sentiment.allCases.map { Column(title: $0.rawValue, style: "figure") } + [Column(title: "all", style: "wide")],
                figures.feelingRows)
        case "table:accounts": accountTable
        case "table:champions":
            table(
                "champions", "Messages in which they do so",
                [
                    Column(title: "Person"), Column(title: "Account", style: "text"), Column(title: "Stage", style: "start"), Column(title: "advocates"),
                    Column(title: "teaches"),
                    Column(title: "wants more"), Column(title: "reports results"),
                ],
                figures.championRows(12))
        case "table:drivers":
            table(
                "drivers", "Messages",
                [Column(title: "Driver"), Column(title: "negative", style: "figure"), Column(title: "positive", style: "figure"), Column(title: "neutral")],
                figures.driverRows)
        case "table:phrases":
            table(
                "phrases", "The five heaviest of each stage",
                [Column(title: "Phrase"), Column(title: "Speaks for", style: "start"), Column(title: "Messages"), Column(title: "Weight", style: "figure")],
                figures.phraseRows)
        case "table:sure": table("sure", "Messages with a stage", [Column(title: "Confidence"), Column(title: "Messages")], figures.sureRows)
        case "table:none": table("none", "Messages", [Column(title: "Why"), Column(title: "Messages", style: "figure")], figures.noneRows)
        default: nil
        }
    }

    private var accountTable: String {
        table(
            "accounts", "",
            [
                Column(title: "Account", key: "account"), Column(title: "Health", style: "figure", key: "health"),
                Column(title: "Stage", style: "start", key: "stage"),
                Column(title: "Since", style: "wide", key: "since"), Column(title: "Moved", style: "wide start", key: "moved"),
                Column(title: "Over the months"),
                Column(title: "Cohort", style: "wide start", key: "cohort"), Column(title: "Messages", key: "messages"),
                Column(title: "Last message", style: "wide", key: "last"),
            ], figures.accountRows(PageMarkup.mostRows))
    }

    private func table(_ name: String, _ caption: String, _ columns: [Column], _ rows: [[String]]) -> String {
        var html = "<div class=\"scroll\"><table id=\"t-\(name)\">"
        if !caption.isEmpty { html += "<caption>\(caption)</caption>" }
        html += "<thead><tr>"
        for column in columns {
            html += "<th scope=\"col\"\(attribute("class", column.style))\(attribute("data-key", column.key ?? ""))>\(PageMarkup.escaped(column.title))</th>"
        }
        html += "</tr></thead><tbody>"
        for row in rows {
            html += "\n<tr>"
            for (index, cell) in row.enumerated() {
                let style = attribute("class", columns[index].style)
                html += index == 0 ? "<th scope=\"row\"\(style)><bdi>\(PageMarkup.escaped(cell))</bdi></th>" : "<td\(style)>\(PageMarkup.escaped(cell))</td>"
            }
            html += "</tr>"
        }
        return html + "</tbody></table></div>"
    }

    private func attribute(_ name: String, _ value: String) -> String { value.isEmpty ? "" : " \(name)=\"\(value)\"" }

    private func stageMark(_ stage: Stage) -> String { "<span class=\"stage\" data-stage=\"\(stage.rawValue)\">\(stage.rawValue)</span>" }

    private func cards(_ accounts: [PageData.Account]) -> String {
        if accounts.isEmpty { return "<p class=\"note\">None.</p>" }
        return "<ul class=\"cards\">"
            + accounts.prefix(PageMarkup.mostRows).map {
                "\n<li><div class=\"head\"><b><bdi>\(PageMarkup.escaped($0.name))</bdi></b><span class=\"quiet\">health \(Int($0.health + 0.5))</span>\(stageMark($0.stage))</div></li>"
            }.joined() + "</ul>"
    }

    private var dividedList: String {
        let divided = data.accounts.indices.filter { data.accounts[$0].isDivided }.prefix(PageMarkup.mostRows)
        if divided.isEmpty { return "<p class=\"note\">None.</p>" }
        var people: [Int: [PageData.Person]] = [:]
        for person in data.people where person.stage != .none { people[person.account, default: []].append(person) }
        return "<ul class=\"cards grid\">"
            + divided.map { index in
                let stances = (people[index] ?? []).enumerated().sorted { ($1.element.stage.index, $0.offset) < ($0.element.stage.index, $1.offset) }
                return "\n<li><div class=\"head\"><b><bdi>\(PageMarkup.escaped(data.accounts[index].name))</bdi></b></div><div class=\"head\">"
                    + stances.map { "<span><bdi>\(PageMarkup.escaped($0.element.name))</bdi> \(stageMark($0.element.stage))</span>" }.joined() + "</div></li>"
            }.joined() + "</ul>"
    }
}

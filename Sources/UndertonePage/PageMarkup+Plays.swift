import UndertoneHealth

extension PageMarkup {
    /// The plays of the warnings and stages that accounts are in, warnings first, each with how many accounts it is for and the worst of them.
    var playList: String {
        guard let plays else { return "" }
        var accounts: [String: [PageData.Account]] = [:]
        for account in figures.ranked {
            for warning in account.warnings { accounts[warning.rawValue, default: []].append(account) }
            accounts[account.stage.rawValue, default: []].append(account)
        }
        let shown = plays.all.filter { accounts[$0.name] != nil }
        if shown.isEmpty { return "<p class=\"note\">None.</p>" }
        return "<ul class=\"cards grid\">" + shown.map { card($0, accounts[$0.name] ?? []) }.joined() + "</ul>"
    }

    private func card(_ play: Play, _ accounts: [PageData.Account]) -> String {
        let count = PageFigures.count(accounts.count) + (accounts.count == 1 ? " account" : " accounts")
        var html = "\n<li><div class=\"head\"><b>\(PageMarkup.escaped(play.name))</b><span class=\"quiet\">\(count)</span></div>"
        html += "<p>\(PageMarkup.escaped(play.goal))</p>"
        html += list("Do", play.steps) + list("Avoid", play.avoid)
        let names = accounts.prefix(3).map { "<bdi>\(PageMarkup.escaped($0.name))</bdi>" }.joined(separator: ", ")
        return html + "<p class=\"quiet\">First for \(names)\(accounts.count > 3 ? ", …" : "")</p></li>"
    }

    private func list(_ title: String, _ sentences: [String]) -> String {
        if sentences.isEmpty { return "" }
        return "<p>\(title)</p><ul>" + sentences.map { "<li>\(PageMarkup.escaped($0))</li>" }.joined() + "</ul>"
    }
}

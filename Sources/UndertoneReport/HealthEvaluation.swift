import UndertoneEngine
import UndertoneFormats

/// How far the health of accounts agrees with what is right for them: records of `undertone health` against the same fields written by people.
package struct HealthEvaluation {
    package private(set) var stages = Agreement(classes: Stage.allCases.map(\.rawValue))
    package private(set) var directions = Agreement(classes: ["forward", "flat", "backward"])
    package private(set) var cohorts = Agreement(classes: ["at_risk", "middle", "expansion_ready"])
    package private(set) var divided = Agreement(classes: ["true", "false"])
    /// Champions over all accounts: found and right, found and wrong, missed.
    package private(set) var champions = (right: 0, wrong: 0, missed: 0)
    /// Accounts that were compared.
    package private(set) var count = 0
    /// What differs, a line each.
    package private(set) var differences: [String] = []

    /// Compares by account; accounts that stand in one of the files only are left out.
    package init(_ gold: [JSONObject], predicted: [JSONObject]) {
        let byAccount = Dictionary(predicted.map { ($0.values["account"] ?? "", $0) }, uniquingKeysWith: { _, last in last })
        for right in gold {
            guard let account = right.values["account"], let found = byAccount[account] else { continue }
            count += 1
            HealthEvaluation.compare("stage", right, found, &stages, &differences)
            HealthEvaluation.compare("direction", right, found, &directions, &differences)
            HealthEvaluation.compare("cohort", right, found, &cohorts, &differences)
            HealthEvaluation.compare("divided", right, found, &divided, &differences)
            guard let names = right.lists["champions"].map(Set.init) else { continue }
            let others = Set(found.lists["champions"] ?? [])
            champions.right += names.intersection(others).count
            champions.wrong += others.subtracting(names).count
            champions.missed += names.subtracting(others).count
        }
    }

    private static func compare(
        _ key: String, _ right: JSONObject, _ found: JSONObject, _ agreement: inout Agreement, _ differences: inout [String]
    ) {
        guard let gold = right.values[key], let predicted = found.values[key], let row = agreement.classes.firstIndex(of: gold),
            let column = agreement.classes.firstIndex(of: predicted)
        else { return }
        agreement.add(gold: row, predicted: column)
        if row != column { differences.append("\(Evaluation.harmless(right.values["account"] ?? "")): \(key) is \(gold), found \(predicted)") }
    }

    /// F1 of the champions.
    package var championF1: Double {
        let sum = 2 * champions.right + champions.wrong + champions.missed
        return sum == 0 ? 0 : Double(2 * champions.right) / Double(sum)
    }

    /// The figures for people.
    package func table() -> String {
        var text = "accounts \(count)\n"
        for (name, agreement) in [("stage", stages), ("direction", directions), ("cohort", cohorts), ("divided", divided)] where agreement.count > 0 {
            text += pad(name, 11) + "right " + Decimal.text(agreement.accuracy, places: 3) + "   kappa " + Decimal.text(agreement.kappa, places: 3) + "\n"
        }
        text += pad("champions", 11) + "F1    " + Decimal.text(championF1, places: 3)
        return text + "   right \(champions.right), wrong \(champions.wrong), missed \(champions.missed)\n"
    }

    private func pad(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }
}

import UndertoneEngine
import UndertoneFormats

/// Everything that gold labels say about predicted ones.
package struct Evaluation {
    package private(set) var stages = Agreement(classes: Stage.allCases.map(\.rawValue))
    package private(set) var sentiments = Agreement(classes: Sentiment.allCases.map(\.rawValue))
    package private(set) var signals = SignalAgreement()
    package private(set) var calibration = Calibration()
    private var goldScores: [Double] = [], predictedScores: [Double] = []
    private var wrong: [Mistake] = []
    /// Messages that were compared.
    package private(set) var count = 0

    /// A message whose stage was predicted otherwise than its gold label.
    private struct Mistake {
        let id: String
        let text: String
        let gold: Stage, predicted: Stage
        let confidence: Double
        let evidence: [Evidence]
    }

    /// Labels the texts of gold messages and compares.
    package init(_ gold: [GoldMessage], _ classifier: Classifier) {
        var scratch = Classifier.Scratch()
        for message in gold {
            let reading = classifier.reading(of: message.text, using: &scratch)
            compare(message, stage: reading.stage, sentiment: reading.sentiment, score: reading.score, confidence: reading.confidence, reading.evidence)
            signals.add(gold: message.signals, predicted: Set(reading.signals))
        }
    }

    /// Compares with labels made elsewhere, by id; gold messages without one are left out.
    package init(_ gold: [GoldMessage], predicted: [GoldMessage]) {
        let byID = Dictionary(predicted.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        for message in gold {
            guard let label = byID[message.id] else { continue }
            compare(message, stage: label.stage, sentiment: label.sentiment, score: label.score, confidence: label.confidence, [])
            signals.add(gold: message.signals, predicted: label.signals ?? [])
        }
    }

    private mutating func compare(
        _ gold: GoldMessage, stage: Stage?, sentiment: Sentiment?, score: Double?, confidence: Double?, _ evidence: [Evidence]
    ) {
        count += 1
        if let expected = gold.stage, let stage {
            stages.add(gold: expected.index, predicted: stage.index)
            if let confidence { calibration.add(confidence, isRight: expected == stage) }
            if expected != stage {
                wrong.append(Mistake(id: gold.id, text: gold.text, gold: expected, predicted: stage, confidence: confidence ?? 0, evidence: evidence))
            }
        }
        if let expected = gold.sentiment, let sentiment {
            let order = Sentiment.allCases
            sentiments.add(gold: order.firstIndex(of: expected) ?? 0, predicted: order.firstIndex(of: sentiment) ?? 0)
        }
        if let expected = gold.score, let score {
            goldScores.append(expected)
            predictedScores.append(score)
        }
    }

    private func number(_ value: Double) -> String {
        let text = Decimal.text(value, places: 3)
        return text.contains(".") ? text + String(repeating: "0", count: max(0, 4 - text.split(separator: ".")[1].count - 1)) : text + ".000"
    }

    private func pad(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }

    /// The figures for people.
    package func table() -> String {
        var text = "messages \(count)\n\n" + section("stage", stages) + "\n" + section("sentiment", sentiments)
        text += signals.table()
        if !goldScores.isEmpty { text += "\nscore correlation  \(number(correlation(goldScores, predictedScores)))\n" }
        if !calibration.points.isEmpty {
            text += "\ncalibration error  \(number(calibration.expectedError))\n"
            text +=
                "accuracy of the surest  "
                + [0.25, 0.5, 0.75, 1].map { "\(Int($0 * 100)) %: \(number(calibration.accuracy(atCoverage: $0)))" }.joined(separator: "  ") + "\n"
        }
        return text
    }

    private func section(_ name: String, _ agreement: Agreement) -> String {
        if agreement.count == 0 { return "" }
        var text = pad(name, 12) + pad("precision", 11) + pad("recall", 9) + pad("F1", 8) + "   gold ↓ predicted →" + "\n"
        text += pad("", 40) + agreement.classes.map { pad(String($0.prefix(7)), 8) }.joined() + "\n"
        for index in agreement.classes.indices {
            text += pad(agreement.classes[index], 12) + pad(number(agreement.precision(index)), 11) + pad(number(agreement.recall(index)), 9)
            text += pad(number(agreement.f1(index)), 8) + agreement.confusion[index].map { pad(String($0), 8) }.joined() + "\n"
        }
        text += pad("macro-F1", 12) + pad(number(agreement.macroF1), 28) + "   accuracy \(number(agreement.accuracy))  kappa \(number(agreement.kappa))\n"
        return text
    }

    /// The surest mistakes with the phrases that decided; texts are cut and control characters shown as blanks.
    package func mistakes(_ most: Int) -> String {
        let sorted = wrong.enumerated().sorted { ($1.element.confidence, $0.offset) < ($0.element.confidence, $1.offset) }.map(\.element)
        return sorted.prefix(most).map { mistake in
            let shown = Evaluation.harmless(mistake.text).prefix(300)
            let phrases = mistake.evidence.map { "\($0.entry) \(Decimal.text($0.weight, places: 2))" }.joined(separator: ", ")
            return
                "\n\(Evaluation.harmless(mistake.id)): gold \(mistake.gold.rawValue), predicted \(mistake.predicted.rawValue) (\(number(mistake.confidence)))\n  \(shown)\n  \(phrases)\n"
        }.joined()
    }

    /// Text with blanks for control, format and bidirectional characters, which could do a terminal harm.
    static func harmless(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: " "
                    default: scalar
                    }
                }))
    }

    /// The figures as one JSON object.
    package func json() -> String {
        func object(_ agreement: Agreement) -> String {
            let classes = agreement.classes.indices.map { index in
                "\"\(agreement.classes[index])\":{\"precision\":\(Decimal.text(agreement.precision(index), places: 4)),\"recall\":\(Decimal.text(agreement.recall(index), places: 4)),\"f1\":\(Decimal.text(agreement.f1(index), places: 4))}"
            }
            let rows = agreement.confusion.map { "[" + $0.map(String.init).joined(separator: ",") + "]" }
            return
                "{\"macro_f1\":\(Decimal.text(agreement.macroF1, places: 4)),\"accuracy\":\(Decimal.text(agreement.accuracy, places: 4)),\"kappa\":\(Decimal.text(agreement.kappa, places: 4)),\"classes\":{\(classes.joined(separator: ","))},\"confusion\":[\(rows.joined(separator: ","))]}"
        }
        var parts = ["\"messages\":\(count)", "\"stage\":\(object(stages))", "\"sentiment\":\(object(sentiments))"]
        if !goldScores.isEmpty { parts.append("\"score_correlation\":\(Decimal.text(correlation(goldScores, predictedScores), places: 4))") }
        if signals.messages > 0 { parts.append("\"signal_micro_f1\":\(Decimal.text(signals.microF1, places: 4))") }
        if !calibration.points.isEmpty {
            parts.append("\"calibration_error\":\(Decimal.text(calibration.expectedError, places: 4))")
            parts.append("\"accuracy_at_half_coverage\":\(Decimal.text(calibration.accuracy(atCoverage: 0.5), places: 4))")
        }
        return "{" + parts.joined(separator: ",") + "}"
    }
}

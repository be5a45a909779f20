import UndertoneEngine
import UndertoneFormats

/// A message with the labels that a reader gave it.
package struct GoldMessage: Sendable {
    package var id: String
    package var text: String
    package var stage: Stage?
    package var sentiment: Sentiment?
    package var score: Double?
    /// How sure a prediction was; nil in gold files.
    package var confidence: Double?
    /// What else it shows; nil where the file does not say.
    package var signals: Set<Signal>?
    /// Whose messages must not be on both sides of a split: the group that the file names, or else the author, or else the product.
    package var group: String
    package var kind: String

    /// Reads a file of labels: NDJSON with `id`, `text`, `stage`, `sentiment` (or `label`), `score`, `author` or `product`, `kind`.
    /// - Throws: the first line that is no JSON object or holds a label that does not exist.
    package static func read(_ bytes: [UInt8]) throws(RecordFault) -> [GoldMessage] {
        let splitter = RecordSplitter(.ndjson)
        var messages: [GoldMessage] = []
        var start = 0
        var line = 0
        while let piece = splitter.record(bytes.span, from: start, to: bytes.count) {
            start = piece.next
            line += 1
            if JSONScanner.skipBlanks(bytes.span, piece.range.lowerBound, piece.range.upperBound) == piece.range.upperBound { continue }
            let object = try JSONObject(bytes.span, piece.range, line: line)
            messages.append(try GoldMessage(object, line: line))
        }
        return messages
    }

    private init(_ object: JSONObject, line: Int) throws(RecordFault) {
        let values = object.values
        func label<Value: RawRepresentable & CaseIterable>(_ key: String, _ type: Value.Type) throws(RecordFault) -> Value? where Value.RawValue == String {
            guard let word = values[key] else { return nil }
            guard let value = Value(rawValue: word) else {
                let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
                throw RecordFault(line: line, column: 0, problem: "the value of '\(key)' is no label; use one of: \(names)")
            }
            return value
        }
        id = values["id"] ?? String(line)
        text = values["text"] ?? ""
        stage = try label("stage", Stage.self)
        sentiment = try label(values["sentiment"] == nil ? "label" : "sentiment", Sentiment.self)
        score = values["score"].flatMap(Double.init)
        confidence = values["confidence"].flatMap(Double.init)
        group = values["group"] ?? values["author"] ?? values["product"] ?? id
        kind = values["kind"] ?? ""
        signals = object.lists["signals"].map { Set($0.compactMap(Signal.init)) }
    }
}

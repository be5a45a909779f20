/// One option of a command, as a value: parser, help and suggestions all read the same table.
///
/// Key paths are made only for options that a command line holds: making them costs more than all the rest of a table.
public struct Flag<Options>: Sendable {
    /// The name after `--`, without the dashes.
    public let long: String
    /// The letter after `-`, if it has one.
    public let short: Character?
    /// What stands for the value in help; nil for a flag without one.
    public let placeholder: String?
    /// The values it takes, if they are few.
    public let choices: [String]
    /// What the flag does, for help.
    public let help: String
    /// Where an option's value is kept.
    public typealias Path<Value> = @Sendable () -> WritableKeyPath<Options, Value> & Sendable
    /// Takes the value (empty for a flag without one); returns what is wrong with it, or nil.
    let apply: @Sendable (String, inout Options) -> String?

    /// A flag without a value that switches something on.
    public static func toggle(_ long: String, _ short: Character? = nil, sets path: @autoclosure @escaping Path<Bool>, help: String) -> Flag {
        Flag(long: long, short: short, placeholder: nil, choices: [], help: help) { _, options in
            options[keyPath: path()] = true
            return nil
        }
    }

    /// A flag whose value is a word out of an enumeration.
    public static func choice<Value: RawRepresentable & CaseIterable & Sendable>(
        _ long: String, _ short: Character? = nil, _ placeholder: String, sets path: @autoclosure @escaping Path<Value>, help: String
    ) -> Flag where Value.RawValue == String {
        let choices = Value.allCases.map(\.rawValue)
        return Flag(long: long, short: short, placeholder: placeholder, choices: choices, help: help) { word, options in
            guard let value = Value(rawValue: word) else { return unknown(word, choices) }
            options[keyPath: path()] = value
            return nil
        }
    }

    /// A flag whose value is a text.
    /// - Parameter choices: the words it can be; any text if there are none.
    public static func text(
        _ long: String, _ short: Character? = nil, _ placeholder: String, oneOf choices: [String] = [],
        sets path: @autoclosure @escaping Path<String?>, help: String
    ) -> Flag {
        Flag(long: long, short: short, placeholder: placeholder, choices: choices, help: help) { word, options in
            if !choices.isEmpty && !choices.contains(word) { return unknown(word, choices) }
            options[keyPath: path()] = word
            return nil
        }
    }

    /// A flag that may be given several times; its values may also be joined by commas (`\,` is a comma of a value).
    public static func list(
        _ long: String, _ short: Character? = nil, _ placeholder: String, appendsTo path: @autoclosure @escaping Path<[String]>, help: String
    ) -> Flag {
        Flag(long: long, short: short, placeholder: placeholder, choices: [], help: help) { word, options in
            options[keyPath: path()] += commaSeparated(word)
            return nil
        }
    }

    /// A flag that may be given several times, with one value each.
    public static func path(
        _ long: String, _ short: Character? = nil, _ placeholder: String, appendsTo path: @autoclosure @escaping Path<[String]>, help: String
    ) -> Flag {
        Flag(long: long, short: short, placeholder: placeholder, choices: [], help: help) { word, options in
            options[keyPath: path()].append(word)
            return nil
        }
    }

    /// A flag whose value is a whole number in a range; `k`, `M` and `G` after it stand for 2^10, 2^20 and 2^30.
    public static func number(
        _ long: String, _ short: Character? = nil, _ placeholder: String, in range: ClosedRange<Int>, sets path: @autoclosure @escaping Path<Int>,
        help: String
    ) -> Flag {
        Flag(long: long, short: short, placeholder: placeholder, choices: [], help: help) { word, options in
            guard let value = wholeNumber(word), range.contains(value) else {
                return "cannot be '\(printable(word))'; a whole number from \(range.lowerBound) to \(range.upperBound)"
            }
            options[keyPath: path()] = value
            return nil
        }
    }
}

/// The pieces of a word that commas part; `\,` is a comma that parts nothing.
func commaSeparated(_ word: String) -> [String] {
    var pieces = [""]
    var isEscaped = false
    for character in word {
        if isEscaped && character != "," { pieces[pieces.count - 1].append("\\") }
        if character == "\\" && !isEscaped {
            isEscaped = true
            continue
        }
        if character == "," && !isEscaped { pieces.append("") } else { pieces[pieces.count - 1].append(character) }
        isEscaped = false
    }
    if isEscaped { pieces[pieces.count - 1].append("\\") }
    return pieces.filter { !$0.isEmpty }
}

/// What is wrong with a word that is none of those it can be.
private func unknown(_ word: String, _ choices: [String]) -> String {
    let near = nearestWord(word, choices).map { "; did you mean '\($0)'?" } ?? ""
    return "cannot be '\(printable(word))'; one of: " + choices.joined(separator: ", ") + near
}

/// A whole number with an optional unit, or nil.
func wholeNumber(_ word: String) -> Int? {
    var digits = Substring(word)
    var shift = 0
    if let unit = digits.last, let found = ["k": 10, "K": 10, "M": 20, "G": 30][unit] {
        shift = found
        digits.removeLast()
    }
    guard !digits.isEmpty, digits.count < 12, digits.allSatisfy({ ("0"..."9").contains($0) }), let value = Int(digits) else { return nil }
    let scaled = value.multipliedReportingOverflow(by: 1 << shift)
    return scaled.overflow ? nil : scaled.partialValue
}

/// A word as it may stand in a message to a terminal: control characters and the like are written out.
public func printable(_ word: String) -> String {
    var text = ""
    for scalar in word.unicodeScalars {
        let isPlain: Bool
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: isPlain = false
        default: isPlain = true
        }
        if isPlain { text.unicodeScalars.append(scalar) } else { text += "\\u{\(String(scalar.value, radix: 16))}" }
    }
    return text
}

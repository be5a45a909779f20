import UndertoneEngine

/// A way through a document: `^` goes up to the record or message around, names go down, `[]` goes into the elements of an array.
///
/// `requester.role`, `^id`, `comments[].author.type`, `recipients[role=from].handle`, `body.content**text` (all `text` below, through `content`),
/// `.` (here), `#` (the place among its siblings, from 1), `` `a.b` `` (a name with signs in it).
struct FormatPath: Sendable, Equatable {
    struct Step: Sendable, Equatable {
        let key: Int
        /// Whether the elements of an array are meant, or all cells of columns that have one name.
        var entersArray = false
        /// Only elements in which a key has a value.
        var filter: Filter?
        /// Not the value itself but everything under this key below it, at any depth.
        var deepKey: Int?
    }

    struct Filter: Sendable, Equatable {
        let key: Int
        let value: [UInt8]
    }

    var up = 0
    var steps: [Step] = []
    var isPosition = false

    /// Here.
    init() {}

    /// Reads a path; nil if it is none.
    init?(_ text: some StringProtocol, _ keys: inout KeyTable) {
        var rest = Substring(text.trimmed)
        while rest.first == "^" {
            up += 1
            rest.removeFirst()
        }
        if rest == "#" {
            isPosition = true
            return
        }
        if rest == "." || (rest.isEmpty && up > 0) { return }
        while true {
            guard let step = FormatPath.step(&rest, &keys) else { return nil }
            steps.append(step)
            if rest.isEmpty { return }
            if rest.removeFirst() != "." { return nil }
        }
    }

    private static func step(_ rest: inout Substring, _ keys: inout KeyTable) -> Step? {
        guard let name = name(&rest) else { return nil }
        var step = Step(key: keys.number(of: name))
        if rest.hasPrefix("**") {
            rest.removeFirst(2)
            guard let deep = self.name(&rest) else { return nil }
            step.deepKey = keys.number(of: deep)
        } else if rest.first == "[", let close = rest.firstIndex(of: "]") {
            step.entersArray = true
            let filter = rest[rest.index(after: rest.startIndex)..<close]
            if !filter.isEmpty {
                let parts = filter.split(separator: "=", maxSplits: 1)
                guard parts.count == 2 else { return nil }
                step.filter = Filter(key: keys.number(of: parts[0]), value: Array(parts[1].trimmed.lowercased().utf8))
            }
            rest = rest[rest.index(after: close)...]
        }
        return step
    }

    private static func name(_ rest: inout Substring) -> Substring? {
        if rest.first == "`" {
            rest.removeFirst()
            guard let close = rest.firstIndex(of: "`") else { return nil }
            defer { rest = rest[rest.index(after: close)...] }
            return close == rest.startIndex ? nil : rest[..<close]
        }
        let end = rest.firstIndex { $0 == "." || $0 == "[" || $0 == "*" } ?? rest.endIndex
        defer { rest = rest[end...] }
        return end == rest.startIndex ? nil : rest[..<end]
    }
}

/// What must hold of a document or message: tests joined by ` & `, each `path`, `!path`, `path=a|b`, `path!=a|b`, `path*=part`, or `path={other.path}`.
struct FormatCondition: Sendable {
    enum Demand: Sendable {
        /// The path leads to a value that is not empty, or to an array or object that is not.
        case present
        case equals([[UInt8]])
        case contains([UInt8])
        case same(FormatPath)
    }

    struct Test: Sendable {
        let path: FormatPath
        let demand: Demand
        let isNegated: Bool
    }

    private(set) var tests: [Test] = []

    init() {}

    /// Reads a condition; nil if it is none.
    init?(_ text: String, _ keys: inout KeyTable) {
        for part in FormatCondition.parts(text) {
            guard let test = FormatCondition.test(part, &keys) else { return nil }
            tests.append(test)
        }
    }

    private static func parts(_ text: String) -> [String] {
        var parts: [String] = [""]
        for word in text.split(separator: " ") {
            if word == "&" { parts.append("") } else { parts[parts.count - 1] += (parts[parts.count - 1].isEmpty ? "" : " ") + word }
        }
        return parts
    }

    private static func test(_ text: String, _ keys: inout KeyTable) -> Test? {
        var left = Substring(text), right: Substring?
        var depth = 0
        for index in text.indices {
            if text[index] == "[" { depth += 1 } else if text[index] == "]" { depth -= 1 }
            if text[index] == "=" && depth == 0 {
                left = text[..<index]
                right = text[text.index(after: index)...]
                break
            }
        }
        var isNegated = false
        guard let right else {
            if left.first == "!" {
                isNegated = true
                left.removeFirst()
            }
            return FormatPath(left, &keys).map { Test(path: $0, demand: .present, isNegated: isNegated) }
        }
        let sign = left.last
        if sign == "!" || sign == "*" { left.removeLast() }
        isNegated = sign == "!"
        guard let path = FormatPath(left, &keys), !right.trimmed.isEmpty else { return nil }
        if right.hasPrefix("{") && right.hasSuffix("}") {
            return FormatPath(right.dropFirst().dropLast(), &keys).map { Test(path: path, demand: .same($0), isNegated: isNegated) }
        }
        if sign == "*" { return Test(path: path, demand: .contains(Array(right.trimmed.lowercased().utf8)), isNegated: false) }
        return Test(path: path, demand: .equals(right.split(separator: "|").map { Array($0.trimmed.lowercased().utf8) }), isNegated: isNegated)
    }
}

/// How a value is made: text with `{path}` in it, after which functions may stand: `{from|domain}`.
///
/// With one path and nothing else the value itself is taken; where a path leads to nothing the template has no value.
struct FormatTemplate: Sendable {
    enum Part: Sendable {
        case text([UInt8])
        case value(FormatPath, lookUp: UserColumn?, functions: [TextFunction])
    }

    private(set) var parts: [Part] = []
    /// Whether the last name of its path says that the value is HTML.
    private(set) var isHTML = false

    /// The path, if the template is nothing but one.
    var onlyPath: FormatPath? {
        guard parts.count == 1, case .value(let path, nil, let functions) = parts[0], functions.isEmpty else { return nil }
        return path
    }

    /// A template of nothing but a path.
    init(_ path: FormatPath, isHTML: Bool) {
        parts = [.value(path, lookUp: nil, functions: [])]
        self.isHTML = isHTML
    }

    /// Reads a template; nil if it is none.
    init?(_ text: String, _ keys: inout KeyTable) {
        var rest = Substring(text)
        while !rest.isEmpty {
            if rest.first == "{" {
                guard let close = rest.firstIndex(of: "}"), let part = FormatTemplate.part(rest[rest.index(after: rest.startIndex)..<close], &keys) else {
                    return nil
                }
                isHTML = isHTML || rest[..<close].lowercased().contains("html")
                parts.append(part)
                rest = rest[rest.index(after: close)...]
            } else {
                let end = rest.firstIndex(of: "{") ?? rest.endIndex
                parts.append(.text(Array(rest[..<end].utf8)))
                rest = rest[end...]
            }
        }
        if parts.isEmpty { return nil }
    }

    private static func part(_ text: Substring, _ keys: inout KeyTable) -> Part? {
        let words = text.split(separator: "|", omittingEmptySubsequences: false)
        var path = words[0]
        var column: UserColumn?
        if let arrow = path.firstIndex(of: ">") {
            guard let found = UserColumn(rawValue: path[path.index(after: arrow)...].trimmed) else { return nil }
            column = found
            path = path[..<arrow]
        }
        guard let path = FormatPath(path, &keys) else { return nil }
        var functions: [TextFunction] = []
        for word in words.dropFirst() {
            guard let function = TextFunction(word.trimmed) else { return nil }
            functions.append(function)
        }
        return .value(path, lookUp: column, functions: functions)
    }
}

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
    init?(_ text: String, _ keys: inout KeyTable) { self.init(Array(text.utf8)[...], &keys) }

    /// Reads a path out of UTF-8; nil if it is none.
    init?(_ text: ArraySlice<UInt8>, _ keys: inout KeyTable) {
        var rest = text.trimmed
        while rest.first == UInt8(ascii: "^") {
            up += 1
            rest.removeFirst()
        }
        if rest.elementsEqual([UInt8(ascii: "#")]) {
            isPosition = true
            return
        }
        if rest.elementsEqual([UInt8(ascii: ".")]) || (rest.isEmpty && up > 0) { return }
        while true {
            guard let step = FormatPath.step(&rest, &keys) else { return nil }
            steps.append(step)
            if rest.isEmpty { return }
            if rest.removeFirst() != UInt8(ascii: ".") { return nil }
        }
    }

    private static func step(_ rest: inout ArraySlice<UInt8>, _ keys: inout KeyTable) -> Step? {
        guard let name = name(&rest) else { return nil }
        var step = Step(key: keys.number(of: name))
        if rest.starts(with: [UInt8(ascii: "*"), UInt8(ascii: "*")]) {
            rest.removeFirst(2)
            guard let deep = self.name(&rest) else { return nil }
            step.deepKey = keys.number(of: deep)
        } else if rest.first == UInt8(ascii: "["), let close = rest.firstIndex(of: UInt8(ascii: "]")) {
            step.entersArray = true
            let filter = rest[(rest.startIndex + 1)..<close]
            if !filter.isEmpty {
                let parts = filter.split(separator: UInt8(ascii: "="), maxSplits: 1)
                guard parts.count == 2 else { return nil }
                step.filter = Filter(key: keys.number(of: parts[0]), value: parts[1].trimmed.small)
            }
            rest = rest[(close + 1)...]
        }
        return step
    }

    private static func name(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        if rest.first == UInt8(ascii: "`") {
            rest.removeFirst()
            guard let close = rest.firstIndex(of: UInt8(ascii: "`")) else { return nil }
            defer { rest = rest[(close + 1)...] }
            return close == rest.startIndex ? nil : rest[..<close]
        }
        let end = rest.firstIndex { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "*") } ?? rest.endIndex
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
    init?(_ text: String, _ keys: inout KeyTable) { self.init(Array(text.utf8)[...], &keys) }

    /// Reads a condition out of UTF-8; nil if it is none.
    init?(_ text: ArraySlice<UInt8>, _ keys: inout KeyTable) {
        var start = text.startIndex
        while start < text.endIndex {
            // A test ends at an `&` that stands by itself.
            var end = start
            while end < text.endIndex, text[end] != UInt8(ascii: "&") || !FormatCondition.isAlone(end, text) { end += 1 }
            guard end + 1 != text.endIndex, let test = FormatCondition.test(text[start..<end].trimmed, &keys) else { return nil }
            tests.append(test)
            start = end + 1
        }
        if tests.isEmpty { return nil }
    }

    /// Whether blanks or ends stand around a place.
    private static func isAlone(_ place: Int, _ text: ArraySlice<UInt8>) -> Bool {
        (place == text.startIndex || text[place - 1] == 0x20) && (place + 1 == text.endIndex || text[place + 1] == 0x20)
    }

    private static func test(_ text: ArraySlice<UInt8>, _ keys: inout KeyTable) -> Test? {
        guard let sign = equalsSign(text) else {
            let isNegated = text.first == UInt8(ascii: "!")
            return FormatPath(isNegated ? text.dropFirst() : text, &keys).map { Test(path: $0, demand: .present, isNegated: isNegated) }
        }
        var left = text[..<sign]
        let right = text[(sign + 1)...]
        let before = left.last
        if before == UInt8(ascii: "!") || before == UInt8(ascii: "*") { left.removeLast() }
        let isNegated = before == UInt8(ascii: "!")
        let wanted = right.trimmed
        guard let path = FormatPath(left, &keys), !wanted.isEmpty else { return nil }
        if right.first == UInt8(ascii: "{") && right.last == UInt8(ascii: "}") {
            return FormatPath(right.dropFirst().dropLast(), &keys).map { Test(path: path, demand: .same($0), isNegated: isNegated) }
        }
        if before == UInt8(ascii: "*") { return Test(path: path, demand: .contains(wanted.small), isNegated: false) }
        return Test(path: path, demand: .equals(right.split(separator: UInt8(ascii: "|")).map(\.trimmed.small)), isNegated: isNegated)
    }

    /// Where the first equals sign stands that is in no bracket.
    private static func equalsSign(_ text: ArraySlice<UInt8>) -> Int? {
        var depth = 0
        for (index, byte) in zip(text.indices, text) {
            if byte == UInt8(ascii: "[") { depth += 1 } else if byte == UInt8(ascii: "]") { depth -= 1 }
            if byte == UInt8(ascii: "=") && depth == 0 { return index }
        }
        return nil
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
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            if rest.first == UInt8(ascii: "{") {
                guard let close = rest.firstIndex(of: UInt8(ascii: "}")), let part = FormatTemplate.part(rest[(rest.startIndex + 1)..<close], &keys) else {
                    return nil
                }
                isHTML = isHTML || FieldNames.isHTML(rest[..<close])
                parts.append(part)
                rest = rest[(close + 1)...]
            } else {
                let end = rest.firstIndex(of: UInt8(ascii: "{")) ?? rest.endIndex
                parts.append(.text(Array(rest[..<end])))
                rest = rest[end...]
            }
        }
        if parts.isEmpty { return nil }
    }

    private static func part(_ text: ArraySlice<UInt8>, _ keys: inout KeyTable) -> Part? {
        let words = text.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
        var path = words[0]
        var column: UserColumn?
        if let arrow = path.firstIndex(of: UInt8(ascii: ">")) {
            guard let found = UserColumn(rawValue: String(decoding: path[(arrow + 1)...].trimmed, as: UTF8.self)) else { return nil }
            column = found
            path = path[..<arrow]
        }
        guard let path = FormatPath(path, &keys) else { return nil }
        var functions: [TextFunction] = []
        for word in words.dropFirst() {
            guard let function = TextFunction(String(decoding: word.trimmed, as: UTF8.self)) else { return nil }
            functions.append(function)
        }
        return .value(path, lookUp: column, functions: functions)
    }
}

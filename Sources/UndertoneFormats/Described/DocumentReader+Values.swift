import UndertoneEngine

// Paths, conditions and templates, looked up in a document.
extension DocumentReader {
    // MARK: Paths

    /// Calls a closure with every node that a path leads to, until it returns true.
    /// - Parameters:
    ///   - from: the message or record where the path begins.
    ///   - record: the record around it.
    /// - Returns: whether the closure returned true.
    @discardableResult
    func visit(_ path: FormatPath, from: Int, record: Int, _ found: (Int) -> Bool) -> Bool {
        var start = from
        for _ in 0..<path.up { start = above(start, record) }
        return descend(path.steps[...], start, found)
    }

    /// The record, or element of an array, around a node; the whole document at the end.
    private func above(_ node: Int, _ record: Int) -> Int {
        var index = tape.nodes[node].parent
        while index > 0 {
            if index == record || tape.nodes[tape.nodes[index].parent].kind == .array { return index }
            index = tape.nodes[index].parent
        }
        return 0
    }

    private func descend(_ steps: ArraySlice<FormatPath.Step>, _ node: Int, _ found: (Int) -> Bool) -> Bool {
        guard let step = steps.first else { return found(node) }
        guard tape.nodes[node].kind == .object else { return false }
        var child = node + 1
        while child < tape.nodes[node].next {
            if tape.nodes[child].key == step.key {
                if step.entersArray && tape.nodes[child].kind == .array {
                    var element = child + 1
                    while element < tape.nodes[child].next {
                        if passes(step.filter, element) && descend(steps.dropFirst(), element, found) { return true }
                        element = tape.nodes[element].next
                    }
                } else if descend(steps.dropFirst(), child, found) {
                    return true
                }
            }
            child = tape.nodes[child].next
        }
        return false
    }

    private func passes(_ filter: FormatPath.Filter?, _ element: Int) -> Bool {
        guard let filter else { return true }
        guard tape.nodes[element].kind == .object else { return false }
        var child = element + 1
        while child < tape.nodes[element].next {
            if tape.nodes[child].key == filter.key && lowercased(child).elementsEqual(filter.value) { return true }
            child = tape.nodes[child].next
        }
        return false
    }

    // MARK: Conditions

    /// A scalar without the case of its ASCII letters.
    private func lowercased(_ node: Int) -> [UInt8] { bytes(tape.value(node)).small }

    func holds(_ condition: FormatCondition, _ node: Int, _ record: Int) -> Bool {
        condition.tests.allSatisfy { test in
            let met = visit(test.path, from: node, record: record) { meets(test.demand, $0, node, record) }
            return met != test.isNegated
        }
    }

    private func meets(_ demand: FormatCondition.Demand, _ value: Int, _ node: Int, _ record: Int) -> Bool {
        switch demand {
        case .present:
            let kind = tape.nodes[value].kind
            return kind == .object || kind == .array ? !tape.isEmpty(value) || kind == .object : !tape.value(value).range.isEmpty
        case .equals(let words): return words.contains(lowercased(value))
        case .contains(let part): return TextFunction.find(part, in: lowercased(value)[...]) != nil
        case .same(let path):
            let own = bytes(tape.value(value))
            return !own.isEmpty && visit(path, from: node, record: record) { bytes(tape.value($0)) == own }
        }
    }

    // MARK: Values

    /// What a template stands for; missing if a path of it leads to nothing.
    /// - Parameter joins: whether all values that a path leads to are taken, not the first.
    mutating func value(_ template: FormatTemplate, _ node: Int, _ record: Int, position: Int, joins: Bool) -> FieldValue {
        if let path = template.onlyPath, !path.isPosition {
            let isMany = joins && path.steps.contains { $0.entersArray || $0.deepKey != nil }
            if !isMany { return first(path, node, record).map { tape.value($0) } ?? .missing }
        }
        made.removeAll(keepingCapacity: true)
        for part in template.parts {
            switch part {
            case .text(let text): made += text
            case .value(let path, let column, let functions):
                guard var value = text(path, node, record, position, joins) else { return .missing }
                if let column {
                    guard let found = looked(up: column, of: value[...]) else { return .missing }
                    value = Array(found)
                }
                for function in functions { value = function.apply(value) }
                if value.isEmpty { return .missing }
                made += value
            }
        }
        work += made
        return .plain((work.count - made.count)..<work.count)
    }

    /// What the document's own people, and then the user's tables, tell of an id.
    private func looked(up column: UserColumn, of id: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        people.value(column, of: id) ?? tables.users.value(column, of: id) ?? tables.accounts.value(column, of: id)
    }

    /// The first value that is not empty.
    private func first(_ path: FormatPath, _ node: Int, _ record: Int) -> Int? {
        var first: Int?
        visit(path, from: node, record: record) { found in
            if tape.value(found).range.isEmpty { return false }
            first = found
            return true
        }
        return first
    }

    private func text(_ path: FormatPath, _ node: Int, _ record: Int, _ position: Int, _ joins: Bool) -> [UInt8]? {
        if path.isPosition { return Array(String(position).utf8) }
        var text: [UInt8] = []
        visit(path, from: node, record: record) { found in
            if let deep = path.steps.last?.deepKey {
                deepText(found, deep, into: &text)
            } else {
                let value = bytes(tape.value(found))
                if !value.isEmpty && !text.isEmpty { text.append(0x20) }
                text += value
            }
            return !joins && !text.isEmpty
        }
        return text.isEmpty ? nil : text
    }

    /// All values under a key below a node, in order; a line break after each block.
    private func deepText(_ node: Int, _ key: Int, into text: inout [UInt8]) {
        var index = node + 1
        var block = -1
        while index < tape.nodes[node].next {
            if tape.nodes[index].key == key {
                let own = tape.nodes[tape.nodes[index].parent].parent
                if own != block && !text.isEmpty { text.append(0x0A) }
                block = own
                text += bytes(tape.value(index))
            }
            index += 1
        }
    }
}

import UndertoneEngine

/// The parts of one document that a description names, in the order in which they stand: no more of the document is kept.
///
/// Arrays and objects under other keys are checked and skipped, so a document costs little more than its scan. There is no recursion.
package struct DocumentTape: ~Copyable {
    enum Kind: UInt8 {
        case object, array, plain, escaped, doubled, literal, null
    }

    struct Node {
        let kind: Kind
        /// The number of its key; -1 for elements of arrays and for the whole.
        let key: Int
        /// The node that holds it; -1 for the whole.
        let parent: Int
        /// Its bytes; of a string what stands between the quotation marks.
        var range: Range<Int>
        /// The node after everything in it.
        var next: Int
    }

    private(set) var nodes: [Node] = []
    private var open: [Int] = []
    private var scanner = JSONScanner()
    private var unescaped: [UInt8] = []

    package init() {}

    private mutating func add(_ kind: Kind, _ key: Int, _ range: Range<Int>) {
        nodes.append(Node(kind: kind, key: key, parent: open.last ?? -1, range: range, next: nodes.count + 1))
    }

    // MARK: Tables

    /// Takes a row of cells as an object whose keys are the names of the columns.
    /// - Parameter keys: the number of each column's name, or -1.
    mutating func readRow(_ bytes: Span<UInt8>, _ range: Range<Int>, _ rows: DelimitedRecords, _ keys: [Int]) {
        nodes.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
        add(.object, -1, range)
        open.append(0)
        var column = 0
        rows.forEachCell(bytes, range) { value in
            if column < keys.count, keys[column] >= 0 {
                if case .doubled(let range) = value { add(.doubled, keys[column], range) } else { add(.plain, keys[column], value.range) }
            }
            column += 1
        }
        nodes[0].next = nodes.count
    }

    // MARK: JSON

    /// Reads the value that fills a range.
    mutating func readJSON(_ bytes: Span<UInt8>, _ range: Range<Int>, _ keys: KeyTable) throws(JSONScanner.Problem) {
        nodes.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
        let end = range.upperBound
        var index = JSONScanner.skipBlanks(bytes, range.lowerBound, end)
        var key = -1
        while true {
            index = try value(bytes, index, end, key)
            // A bracket was opened, or a value has ended: go on to the next value that is looked for.
            guard let (place, nextKey) = try next(bytes, index, end, keys) else { break }
            index = place
            key = nextKey
        }
        let rest = JSONScanner.skipBlanks(bytes, ended, end)
        if rest < end { throw JSONScanner.Problem(offset: rest, message: "something follows the record on its line") }
    }

    /// Where the last value ended.
    private var ended = 0
    /// Whether an array or object was opened and nothing of it is read yet.
    private var isFresh = false

    /// Takes the value that begins at an offset: the whole of a scalar, or the bracket of an array or object.
    private mutating func value(_ bytes: Span<UInt8>, _ index: Int, _ end: Int, _ key: Int) throws(JSONScanner.Problem) -> Int {
        guard index < end else { throw JSONScanner.Problem(offset: index, message: "here should be a value, but the record ends") }
        switch bytes[index] {
        case 0x7B, 0x5B:
            if open.count >= JSONScanner.deepest { throw JSONScanner.Problem(offset: index, message: "arrays and objects are nested more than 10,000 deep") }
            add(bytes[index] == 0x7B ? .object : .array, key, index..<index)
            open.append(nodes.count - 1)
            isFresh = true
            return index + 1
        case 0x22:
            let (next, escapes) = try JSONScanner.skipString(bytes, index + 1, end)
            add(escapes ? .escaped : .plain, key, (index + 1)..<(next - 1))
            return next
        default:
            let next = try scanner.skipValue(bytes, index, end)
            add(bytes[index] == 0x6E ? .null : bytes[index] == 0x74 || bytes[index] == 0x66 ? .literal : .plain, key, index..<next)
            return next
        }
    }

    /// The next value that is looked for, and its key; nil if the whole has ended.
    private mutating func next(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ keys: KeyTable) throws(JSONScanner.Problem) -> (Int, Int)? {
        var index = start
        while let top = open.last {
            index = JSONScanner.skipBlanks(bytes, index, end)
            guard index < end else { throw JSONScanner.Problem(offset: index, message: "the record ends inside an array or object") }
            let isObject = nodes[top].kind == .object
            if bytes[index] == (isObject ? 0x7D : 0x5D) {
                index += 1
                nodes[top].range = nodes[top].range.lowerBound..<index
                nodes[top].next = nodes.count
                open.removeLast()
                isFresh = false
                continue
            }
            if !isFresh {
                guard bytes[index] == 0x2C else {
                    throw JSONScanner.Problem(
                        offset: index, message: isObject ? "here should be a comma or '}'" : "here should be a comma or a closing bracket")
                }
                index = JSONScanner.skipBlanks(bytes, index + 1, end)
            }
            isFresh = false
            if !isObject { return (index, -1) }
            let (key, escapes, value) = try JSONScanner.skipKey(bytes, index, end)
            let number = find(bytes, key, escapes, keys)
            if number >= 0 { return (value, number) }
            index = try scanner.skipValue(bytes, value, end)
        }
        ended = index
        return nil
    }

    private mutating func find(_ bytes: Span<UInt8>, _ key: Range<Int>, _ escapes: Bool, _ keys: KeyTable) -> Int {
        guard escapes else { return keys.find(bytes, key) }
        unescaped.removeAll(keepingCapacity: true)
        JSONText.unescape(bytes, key, into: &unescaped)
        return keys.find(unescaped.span, 0..<unescaped.count)
    }

    /// The value of a node: missing for null, and for arrays and objects.
    func value(_ node: Int) -> FieldValue {
        let range = nodes[node].range
        switch nodes[node].kind {
        case .plain, .literal: return .plain(range)
        case .escaped: return .escaped(range)
        case .doubled: return .doubled(range)
        case .object, .array, .null: return .missing
        }
    }

    /// Ends what a document that is not complete leaves open.
    mutating func closeAll() {
        for node in open {
            nodes[node].next = nodes.count
        }
        open.removeAll(keepingCapacity: true)
    }

    /// Whether an array or object was read.
    var hasContent: Bool { !nodes.isEmpty && (nodes[0].kind == .object || nodes[0].kind == .array) }

    /// The elements of an array, or what stands in an object.
    func elements(of node: Int) -> [Int] {
        var elements: [Int] = []
        var child = node + 1
        while child < nodes[node].next {
            elements.append(child)
            child = nodes[child].next
        }
        return elements
    }

    /// Whether nothing stands in an array or object.
    func isEmpty(_ node: Int) -> Bool { nodes[node].next == node + 1 }
}

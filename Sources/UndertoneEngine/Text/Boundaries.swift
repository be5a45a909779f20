/// The marks at which a writer's own words end or that are not theirs: headers of quoted replies, signatures, footers, machine text, quoting elements of HTML.
///
/// They come from `boundary.tsv` in the lexicons.
package struct Boundaries: Sendable, Equatable {
    /// In the order of the file; of several that fit, the first one acts.
    package let marks: [BoundaryMark]
    /// Names of the header lines of a quoted or forwarded message (`from`, `gesendet`), small letters, without the colon.
    package let headers: [[UInt8]]
    /// Classes, ids and attributes of HTML elements, small letters, with what is theirs.
    package let classes: [ElementClass]

    /// A class, id or attribute that says whose words an HTML element holds.
    package struct ElementClass: Sendable, Equatable {
        package enum Kind: String, Sendable, CaseIterable {
            /// The whole element is somebody else's.
            case quote = "quote_class"
            /// The element tells who wrote what its quotations hold; what stands after a quotation is the writer's own.
            case attribution = "attribution_class"
            /// Nothing from here on is the writer's own, if words of theirs stand before it.
            case cut = "cut_class"
        }

        package let kind: Kind
        package let name: [UInt8]

        package init(_ kind: Kind, _ name: [UInt8]) {
            self.kind = kind
            self.name = name
        }
    }

    /// No marks at all.
    package static let none = Boundaries(marks: [], headers: [], classes: [])

    /// The places in `marks` by the first byte of what they look for, each with the beginning of its text; the list behind them holds those that begin with no
    /// text, the last one those of them that do not begin with a date either.
    private let byFirst: [[(beginning: UInt64, mark: Int)]]
    /// The same for `headers`.
    private let headersByFirst: [[Int]]
    /// Tells most lines apart that hold no mark.
    private let filter: LineFilter

    package init(marks: [BoundaryMark], headers: [[UInt8]], classes: [ElementClass]) {
        self.marks = marks
        self.headers = headers
        self.classes = classes
        var byFirst = [[(beginning: UInt64, mark: Int)]](repeating: [], count: 258)
        var headersByFirst = [[Int]](repeating: [], count: 256)
        var filter = LineFilter()
        for (number, mark) in marks.enumerated() {
            switch mark.pieces[0] {
            case .literal(let literal):
                filter.add(literal)
                byFirst[Int(literal[0])].append((load8(literal.span, at: 0), number))
            case .run(let sign, let count):
                filter.add(run: sign, count)
                byFirst[Int(sign)].append((UInt64(sign), number))
            default:
                filter.addDate()
                byFirst[256].append((0, number))
                if mark.pieces[0] != .date && mark.pieces[0] != .timestamp { byFirst[257].append((0, number)) }
            }
        }
        for (number, header) in headers.enumerated() where !header.isEmpty {
            filter.add(header + [0x3A])
            headersByFirst[Int(header[0])].append(number)
        }
        self.byFirst = byFirst
        self.headersByFirst = headersByFirst
        self.filter = filter
    }

    package static func == (a: Boundaries, b: Boundaries) -> Bool { a.marks == b.marks && a.headers == b.headers && a.classes == b.classes }

    /// Whether a line with these first eight bytes may hold a mark. Cost: some comparisons.
    @inline(__always)
    package func mayBegin(_ word: UInt64) -> Bool { filter.mayBegin(word) }

    /// The mark that the first line of a view holds, and the line it ends on.
    package func match(_ view: inout LineView, _ bytes: Span<UInt8>) -> (mark: BoundaryMark, line: Int)? {
        guard view.has(line: 0, bytes), let first = view.text.first else { return nil }
        let head = load8(view.text.span, at: 0)
        for (beginning, number) in byFirst[Int(first)] where lowest(8 - beginning.leadingZeroBitCount / 8, of: head) == beginning {
            if let line = marks[number].match(&view, bytes) { return (marks[number], line) }
        }
        if first < 0x61 || view.text.prefix(6).contains(0x2C) || first >= 0x80 {
            let isDated = Dates.end(view.text, from: 0, to: view.ends[0], withTime: false) != nil
            for (_, number) in byFirst[isDated ? 256 : 257] {
                if let line = marks[number].match(&view, bytes) { return (marks[number], line) }
            }
        }
        return nil
    }

    /// How many lines of a view may belong to a header of a message.
    private static let longestHeader = 10

    /// The last line of the header of a quoted message that a view begins with: at least three header lines, or two and an address; nil if there is none.
    package func headerEnd(_ view: inout LineView, _ bytes: Span<UInt8>) -> Int? {
        guard view.has(line: 0, bytes), isHeaderLine(view, 0) else { return nil }
        var last = 0
        var count = 1
        var hasAddress = contains(view, 0x40, line: 0)
        for line in 1..<Boundaries.longestHeader {
            guard line - last <= 3, view.has(line: line, bytes) else { break }
            if isHeaderLine(view, line) {
                last = line
                count += 1
            }
            if line - last <= 1 && contains(view, 0x40, line: line) { hasAddress = true }
        }
        return count >= 3 || (count == 2 && hasAddress) ? last : nil
    }

    private func isHeaderLine(_ view: LineView, _ line: Int) -> Bool {
        let start = view.start(ofLine: line), end = view.ends[line]
        guard start < end else { return false }
        return headersByFirst[Int(view.text[start])].contains { number in
            let header = headers[number]
            return start + header.count < end && view.text[start + header.count] == 0x3A && view.text[start..<(start + header.count)].elementsEqual(header)
        }
    }

    private func contains(_ view: LineView, _ byte: UInt8, line: Int) -> Bool {
        view.text[view.start(ofLine: line)..<view.ends[line]].contains(byte)
    }

    /// What the attributes of a tag say about whose words it holds; nil if they say nothing.
    package func elementClass(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> ElementClass.Kind? {
        var index = start
        while index < end {
            // Values begin after a quotation mark, an equals sign or a blank.
            let before = byte(bytes, at: index)
            index += 1
            guard before == 0x22 || before == 0x27 || before == 0x3D || before == 0x20 else { continue }
            for element in classes where has(bytes, element.name, at: index, end: end) { return element.kind }
        }
        return nil
    }

    private func has(_ bytes: Span<UInt8>, _ pattern: [UInt8], at start: Int, end: Int) -> Bool {
        guard start + pattern.count <= end else { return false }
        for (offset, expected) in pattern.enumerated() {
            var found = byte(bytes, at: start + offset)
            if found >= 0x41 && found <= 0x5A { found |= 0x20 }
            if found != expected { return false }
        }
        return true
    }
}

// MARK: - Storing

extension Boundaries {
    /// How many lists `lists` has.
    package static let listCount = 3

    /// Everything as lists of lines of text, from which `init(lists:)` makes the same again. A line begins with the place of its kind among all kinds, as a letter.
    package var lists: [[UInt8]] {
        let lines = [
            marks.map { [Boundaries.letter(of: $0.kind)] + $0.source }, headers, classes.map { [Boundaries.letter(of: $0.kind)] + $0.name },
        ]
        return lines.map { Array($0.joined(separator: CollectionOfOne(0x0A))) }
    }

    /// Reads what `lists` wrote.
    package init(lists: [[UInt8]]) {
        func lines(_ list: [UInt8]) -> [ArraySlice<UInt8>] {
            var lines: [ArraySlice<UInt8>] = []
            var start = 0
            while start < list.count {
                let end = firstIndex(of: 0x0A, list.span, from: start, to: list.count)
                lines.append(list[start..<end])
                start = end + 1
            }
            return lines
        }
        self.init(
            marks: lines(lists[0]).compactMap { line in BoundaryMark(line.dropFirst(), Boundaries.kind(of: line[line.startIndex])) },
            headers: lines(lists[1]).map(Array.init),
            classes: lines(lists[2]).map { line in ElementClass(Boundaries.kind(of: line[line.startIndex]), Array(line.dropFirst())) })
    }

    private static func letter<Kind: CaseIterable & Equatable>(of kind: Kind) -> UInt8 {
        UInt8(ascii: "a") + UInt8(Array(Kind.allCases).firstIndex(of: kind) ?? 0)
    }

    private static func kind<Kind: CaseIterable>(of letter: UInt8) -> Kind where Kind.AllCases == [Kind] { Kind.allCases[Int(letter - UInt8(ascii: "a"))] }
}

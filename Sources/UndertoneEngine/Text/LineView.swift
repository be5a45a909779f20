/// Some lines of a text as a reader sees them: without tags, entities read, small letters, one blank between words.
///
/// The marks of `Boundaries` are looked for in it, so that they are found in plain text and in HTML alike. Only lines that may hold a mark are ever laid out.
package struct LineView: Sendable {
    /// The lines, each ended by a line feed.
    package private(set) var text: [UInt8] = []
    /// The same with capital letters; only if that is asked for.
    package private(set) var cased: [UInt8] = []
    /// Where each line ends in `text`, before its line feed.
    package private(set) var ends: [Int] = []
    /// Where, in the bytes of the text as it came in, each line begins and is over: at a line break, or at the tag that ends it.
    package private(set) var starts: [Int] = [], overs: [Int] = []

    private var index = 0
    private var end = 0
    private var markup = Markup.plain
    /// Whether a tag without an end was met: nothing more is laid out.
    private var isBroken = false
    private var keepsCase = false

    package init() {}

    /// Only this many bytes of a line are kept; no mark is longer.
    package static let longestLine = 300
    /// A tag of more bytes ends the view.
    private static let longestTag = 4096

    /// Empties the view; the first line will be the one at an offset.
    /// - Parameter keepsCase: whether `cased` is wanted.
    package mutating func begin(at start: Int, end: Int, markup: Markup, keepsCase: Bool = false) {
        self.keepsCase = keepsCase
        text.removeAll(keepingCapacity: true)
        cased.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        overs.removeAll(keepingCapacity: true)
        index = start
        self.end = end
        self.markup = markup
        isBroken = false
    }

    /// Lays out lines up to a number of them.
    /// - Returns: whether the line of that number, counted from 0, is there: the text goes on, and no blank line or quoting element comes before it.
    package mutating func has(line number: Int, _ bytes: Span<UInt8>) -> Bool {
        while ends.count <= number {
            if !addLine(bytes) { return false }
        }
        return true
    }

    /// The place in `text` where a line begins.
    package func start(ofLine line: Int) -> Int { line == 0 ? 0 : ends[line - 1] + 1 }

    /// Whether a digit or an at-sign stands in the lines up to one.
    package func hasDigitOrAddress(upTo line: Int) -> Bool {
        text[..<ends[line]].contains { ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x40 }
    }

    private mutating func addLine(_ bytes: Span<UInt8>) -> Bool {
        if isBroken || (!ends.isEmpty && !skipBreak(bytes)) { return false }
        guard index < end else { return false }
        let first = text.count
        let start = index
        lay(bytes)
        if isBroken { return false }
        if text.count > first, text[text.count - 1] == 0x20 { removeLast() }
        if text.count == first && (index == start || markup != .html) { return false }
        starts.append(start)
        ends.append(text.count)
        overs.append(index)
        add(0x0A)
        return true
    }

    /// Goes over what ends a line; in HTML over empty lines, too.
    private mutating func skipBreak(_ bytes: Span<UInt8>) -> Bool {
        var breaks = 0
        while index < end {
            let next = byte(bytes, at: index)
            if next == 0x0A {
                breaks += 1
            } else if next == 0x3C, markup != .plain, let tag = try? Tag.read(bytes, at: index, end: end, limit: LineView.longestTag) {
                if tag.kind.rawValue >= Tag.Kind.quote.rawValue { return false }
                index = tag.end
                continue
            } else if next > 0x20 {
                break
            }
            if breaks > 1 && markup != .html { return false }
            index += 1
        }
        return index < end
    }

    /// Appends what is seen of a line, up to its end.
    private mutating func lay(_ bytes: Span<UInt8>) {
        let first = text.count
        while index < end {
            if markup == .plain && text.count &- first >= LineView.longestLine { return skipLine(bytes) }
            let run = plainRun(bytes, most: LineView.longestLine &- (text.count &- first))
            if run > index {
                addRun(bytes, to: run)
                continue
            }
            let next = byte(bytes, at: index)
            switch next {
            case 0x0A, 0x0D:
                if markup != .html { return }
                append(0x20, first)
                index += 1
            case 0x3C where markup != .plain:
                do throws(Tag.Miss) {
                    let tag = try Tag.read(bytes, at: index, end: end, limit: LineView.longestTag)
                    if tag.kind != .inline { return }
                    index = tag.end
                } catch {
                    isBroken = error == .noEnd
                    if isBroken { return }
                    append(next, first)
                    index += 1
                }
            case 0x26:
                if let (scalar, length) = Entities.decode(bytes, at: index, end: end) {
                    append(scalar, first)
                    index += length
                } else {
                    append(next, first)
                    index += 1
                }
            case 0x80...:
                let (scalar, length) = Mojibake.decode(bytes, at: index, end: end)
                append(scalar, first)
                index += length
            default:
                append(next, first)
                index += 1
            }
        }
    }

    /// Where a run ends of bytes that are laid out as they stand: plain ones, and single blanks between them.
    private func plainRun(_ bytes: Span<UInt8>, most: Int) -> Int {
        var stop = index
        let last = min(end, index &+ most)
        while stop < last {
            let next = byte(bytes, at: stop)
            if !LineView.isPlain(next) && !(next == 0x20 && stop > index && stop &+ 1 < last && LineView.isPlain(byte(bytes, at: stop &+ 1))) { break }
            stop &+= 1
        }
        return stop
    }

    /// Appends a run at once.
    private mutating func addRun(_ bytes: Span<UInt8>, to stop: Int) {
        let start = text.count
        UndertoneEngine.append(bytes, from: index, to: stop, to: &text)
        var added = text.mutableSpan
        for place in start..<added.count where added[place] >= 0x41 && added[place] <= 0x5A { added[place] |= 0x20 }
        if keepsCase { UndertoneEngine.append(bytes, from: index, to: stop, to: &cased) }
        index = stop
    }

    /// Goes to the end of a line of plain text.
    private mutating func skipLine(_ bytes: Span<UInt8>) {
        while index < end, byte(bytes, at: index) != 0x0A, byte(bytes, at: index) != 0x0D { index &+= 1 }
    }

    /// Whether a byte is laid out as it stands: printing ASCII but for the blank and `& * : <`.
    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte < 0x40 ? 0xEBFF_FBBE_0000_0000 &>> UInt64(byte) & 1 != 0 : byte < 0x7F
    }

    private mutating func append(_ scalar: Unicode.Scalar, _ first: Int) {
        switch scalar.value {
        case ..<0x80: append(UInt8(scalar.value), first)
        case 0xA0, 0x202F, 0x2000...0x200A, 0x3000: append(0x20, first)
        case 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xAD: break
        case 0xFF1A: append(0x3A, first)
        default:
            guard text.count - first < LineView.longestLine else { return }
            for unit in String(scalar).utf8 { add(unit) }
        }
    }

    /// Appends one byte: letters small, asterisks (bold letters of Markdown) gone, one blank for several and none at the head or before a colon.
    private mutating func append(_ ascii: UInt8, _ first: Int) {
        guard text.count - first < LineView.longestLine else { return }
        switch ascii {
        case 0x2A: break
        case ...0x20: if text.count > first, text[text.count - 1] != 0x20 { add(0x20) }
        case 0x3A:
            if text.count > first, text[text.count - 1] == 0x20 { removeLast() }
            add(ascii)
        default: add(ascii)
        }
    }

    private mutating func add(_ unit: UInt8) {
        text.append(unit >= 0x41 && unit <= 0x5A ? unit | 0x20 : unit)
        if keepsCase { cased.append(unit) }
    }

    private mutating func removeLast() {
        text.removeLast()
        if keepsCase { cased.removeLast() }
    }
}

// Constant numbers read where they stand, with the bytes that hold many such tables one behind the other. The second file of the engine with unsafe code.

/// Values that never change, read by place: a part of the program's own constant data, which costs nothing at start, or of memory that tables share.
///
/// Every place is checked.
@safe
package struct Table<Element: BitwiseCopyable & Sendable>: Sendable {
    // SAFETY: `count` initialised elements stand there, which nobody changes; `owner` keeps the memory, unless it is a constant of the program.
    nonisolated(unsafe) private let base: UnsafePointer<Element>
    package let count: Int
    private let owner: TableMemory?

    /// A copy of some values.
    package init(_ elements: [Element]) {
        let memory = TableMemory(elements.count * MemoryLayout<Element>.stride)
        unsafe elements.withUnsafeBytes { unsafe UnsafeMutableRawBufferPointer(start: memory.start, count: $0.count).copyMemory(from: $0) }
        unsafe self.init(UnsafeRawPointer(memory.start), elements.count, memory)
    }

    fileprivate init(_ start: UnsafeRawPointer, _ count: Int, _ owner: TableMemory?) {
        unsafe base = start.assumingMemoryBound(to: Element.self)
        self.count = count
        self.owner = owner
    }

    package subscript(index: Int) -> Element {
        @inline(__always) get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return unsafe base[index]
        }
    }

    /// A copy of the values.
    package var array: [Element] { (0..<count).map { self[$0] } }

    /// Calls a closure with the tables that the values hold, as bytes, which must not outlive the closure.
    package func withTables(_ body: (inout TableBytes) -> Void) {
        var tables = unsafe TableBytes(constants: UnsafeRawPointer(base), count: count * MemoryLayout<Element>.stride)
        body(&tables)
    }

    /// Calls a closure with the values as they stand in memory.
    fileprivate func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        unsafe body(UnsafeRawBufferPointer(start: base, count: count * MemoryLayout<Element>.stride))
    }
}

/// Memory of tables that are no constants; filled before a table is made of it, and never changed again.
@safe
private final class TableMemory: Sendable {
    // SAFETY: allocated here, freed in `deinit`, written by whoever made it before anybody else sees it.
    nonisolated(unsafe) let start: UnsafeMutableRawPointer

    init(_ count: Int) { unsafe start = .allocate(byteCount: max(count, 1), alignment: TableBytes.alignment) }

    deinit { unsafe start.deallocate() }
}

/// Tables one behind the other, as a build writes them and a program carries them: for each the number of its values, then the values as they stand in memory,
/// both beginning at multiples of `alignment`.
///
/// Bytes are for machines that lay numbers out as the one does on which they were written; a build writes them for its own.
@safe
package struct TableBytes: Sendable {
    package static let alignment = 64

    // SAFETY: constants of the program, which nobody changes or frees.
    nonisolated(unsafe) private let start: UnsafeRawPointer
    private let count: Int
    private var place = 0

    /// Constants of the program.
    /// - Parameters:
    ///   - start: where they begin, at a multiple of `alignment`; they must never change or go.
    ///   - count: how many bytes there are.
    @unsafe
    package init(constants start: UnsafeRawPointer, count: Int) {
        unsafe self.start = start
        self.count = count
    }

    /// The next table; empty when the bytes end too early.
    package mutating func table<Element>(of type: Element.Type = Element.self) -> Table<Element> {
        let first = place + TableBytes.alignment
        guard first <= count else { return Table([]) }
        // SAFETY: the line above; the place is a multiple of the alignment.
        let length = unsafe Int(start.load(fromByteOffset: place, as: UInt64.self))
        guard length <= (count - first) / MemoryLayout<Element>.stride else {
            place = count
            return Table([])
        }
        place = TableBytes.next(first + length * MemoryLayout<Element>.stride)
        // SAFETY: the values lie inside the bytes; every bit pattern is a value, and the alignment is that of the widest vector.
        return unsafe Table(start + first, length, nil)
    }

    /// The tables as bytes, written with `add`.
    package struct Writer {
        package private(set) var bytes: [UInt8] = []

        package init() {}

        package mutating func add<Element>(_ table: Table<Element>) {
            unsafe withUnsafeBytes(of: UInt64(table.count)) { unsafe bytes.append(contentsOf: $0) }
            fill()
            unsafe table.withBytes { unsafe bytes.append(contentsOf: $0) }
            fill()
        }

        private mutating func fill() { bytes.append(contentsOf: repeatElement(0, count: TableBytes.next(bytes.count) - bytes.count)) }
    }

    private static func next(_ place: Int) -> Int { (place + alignment - 1) / alignment * alignment }
}

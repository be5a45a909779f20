import UndertoneEngine
import UndertoneFormats

/// The names that columns and keys get in the output: those of the record, or what another tool wants to see.
package struct OutputNames: Sendable, Equatable {
    /// The name of the column with the account's id.
    package var id: String?
    /// What stands before the names of all other columns.
    package var prefix = ""
    /// New names by old names; no prefix is put before them.
    package var renamed: [String: String] = [:]

    package init() {}

    package func callAsFunction(_ name: String) -> String {
        if let new = renamed[name] { return new }
        return name == "account" ? id ?? name : prefix + name
    }
}

/// Writes one JSON object a line.
struct JSONLine {
    private(set) var bytes: [UInt8] = [0x7B]
    var names = OutputNames()

    private mutating func key(_ name: String, isTop: Bool) {
        if let last = bytes.last, last != 0x7B && last != 0x5B { bytes.append(0x2C) }
        JSONText.quote(isTop ? names(name) : name, into: &bytes)
        bytes.append(0x3A)
    }

    /// Begins a member; what follows must add its value.
    mutating func begin(_ name: String, isTop: Bool = true) { key(name, isTop: isTop) }

    mutating func add(_ name: String, _ text: String, isTop: Bool = true) {
        key(name, isTop: isTop)
        JSONText.quote(text, into: &bytes)
    }

    mutating func add(_ name: String, _ text: String?, isTop: Bool = true) {
        guard let text else { return }
        add(name, text, isTop: isTop)
    }

    mutating func add(_ name: String, _ number: Double, places: Int = 3, isTop: Bool = true) {
        key(name, isTop: isTop)
        Decimal.append(number, places: places, into: &bytes)
    }

    mutating func add(_ name: String, _ number: Int, isTop: Bool = true) {
        key(name, isTop: isTop)
        bytes.append(contentsOf: String(number).utf8)
    }

    mutating func add(_ name: String, _ value: Bool, isTop: Bool = true) {
        key(name, isTop: isTop)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    mutating func add(_ name: String, _ texts: [String], isTop: Bool = true) {
        key(name, isTop: isTop)
        bytes.append(0x5B)
        for (index, text) in texts.enumerated() {
            if index > 0 { bytes.append(0x2C) }
            JSONText.quote(text, into: &bytes)
        }
        bytes.append(0x5D)
    }

    /// Adds an object whose members a closure adds.
    mutating func object(_ name: String? = nil, isTop: Bool = true, _ members: (inout JSONLine) -> Void) {
        if let name { key(name, isTop: isTop) } else if bytes.last == 0x7D { bytes.append(0x2C) }
        bytes.append(0x7B)
        members(&self)
        bytes.append(0x7D)
    }

    /// Adds an array whose objects a closure adds.
    mutating func list(_ name: String, _ objects: (inout JSONLine) -> Void) {
        key(name, isTop: true)
        bytes.append(0x5B)
        objects(&self)
        bytes.append(0x5D)
    }

    /// The line with its line break.
    consuming func finished() -> [UInt8] {
        bytes.append(0x7D)
        bytes.append(0x0A)
        return bytes
    }
}

/// Writes cells of tables: quoted where they must be, and never one that a spreadsheet would run as a formula.
struct TableRow {
    private(set) var bytes: [UInt8] = []
    let separator: UInt8
    /// Whether cells that a spreadsheet would take for formulas are written as they are.
    let raw: Bool
    private var isFirst = true

    init(separator: UInt8, raw: Bool) {
        self.separator = separator
        self.raw = raw
    }

    private mutating func part() {
        if !isFirst { bytes.append(separator) }
        isFirst = false
    }

    mutating func add(_ number: Int) {
        part()
        Decimal.append(number, into: &bytes)
    }

    mutating func add(_ number: Double, places: Int) {
        part()
        Decimal.append(number, places: places, into: &bytes)
    }

    mutating func add(_ text: String) {
        part()
        let cell = raw || !Spreadsheet.isFormula(text) ? text : "'" + text
        if separator == 0x09 {
            for byte in cell.utf8 { bytes.append(byte < 0x20 || byte == 0x7F ? 0x20 : byte) }
        } else if cell.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 < 0x20 || $0 == 0x27 }) {
            bytes.append(0x22)
            for byte in cell.utf8 {
                bytes.append(byte)
                if byte == 0x22 { bytes.append(0x22) }
            }
            bytes.append(0x22)
        } else {
            bytes.append(contentsOf: cell.utf8)
        }
    }

    consuming func finished() -> [UInt8] {
        bytes.append(0x0A)
        return bytes
    }
}

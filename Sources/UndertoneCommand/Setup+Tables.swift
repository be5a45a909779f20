import Flags
import Undertone
import UndertoneBulk
import UndertoneFormats

/// What a user says about people, accounts, times and encodings, for all commands that read messages.
struct TableOptions: Sendable {
    var users: [String] = []
    var accounts: [String] = []
    var staffDomains: [String] = []
    var timeFormat: String?
    var encoding: String?
    var separator: String?
}

extension Setup {
    /// Reads the side tables and takes over what else was said.
    static func apply(_ options: TableOptions, to inputs: inout InputOptions) throws {
        inputs.encoding = try options.encoding.map { name in
            guard let encoding = TextEncoding(name: name) else {
                let names = TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")
                throw UsageFault("'--encoding' cannot be '\(printable(name))'; one of: \(names)")
            }
            return encoding
        }
        inputs.separator = try options.separator.map { sign in
            let named: [String: UInt8] = ["tab": 0x09, "\\t": 0x09, "comma": 0x2C, "semicolon": 0x3B, "pipe": 0x7C]
            if let byte = named[sign] { return byte }
            guard sign.utf8.count == 1, let byte = sign.utf8.first, byte != 0x22, byte != 0x0A, byte != 0x0D else {
                throw UsageFault("'--separator' cannot be '\(printable(sign))'; one character, or tab, comma, semicolon, pipe")
            }
            return byte
        }
        var tables = SideTables()
        tables.names = inputs.layout.names
        tables.dateOrder = try options.timeFormat.map { word in
            guard let order = DateOrder(rawValue: word) else {
                throw UsageFault("'--time-format' cannot be '\(printable(word))'; dmy (day first) or mdy (month first)")
            }
            return order
        }
        tables.staffDomains = options.staffDomains.map { Array($0.lowercased().utf8.drop { $0 == 0x40 }) }
        for path in options.users { tables.users.add(try sideTable(path, inputs)) }
        for path in options.accounts { tables.accounts.add(try sideTable(path, inputs)) }
        inputs.layout.tables = tables
    }

    /// The people or accounts in a file.
    private static func sideTable(_ path: String, _ inputs: InputOptions) throws -> SideTable {
        var options = inputs
        options.format = nil
        options.description = nil
        options.people = inputs.catalog["people"]
        var source = try InputSource(path, options)
        var reader = PeopleReader(source.layout)
        while let batch = try source.next() {
            do throws(RecordFault) {
                try reader.read(batch)
            } catch { throw UsageFault("\(printable(path)):\(error.line)\(error.column > 0 ? ":\(error.column)" : ""): \(error.problem)") }
        }
        if reader.table.isEmpty {
            throw UsageFault("\(Descriptor.quoted(path)) names nobody; a side table has columns such as id, role, account (see lexicons/format/people.tsv)")
        }
        return reader.table
    }
}

import Testing
import UndertoneEngine
import UndertoneFormats

/// What side tables add to records.
@Suite("Side tables")
struct SideTableTests {
    static func tables(_ users: [[String]], accounts: [[String]] = [], domains: [String] = []) throws -> SideTables {
        var tables = SideTables()
        for row in users { tables.users.add(row.map { Array($0.utf8) }) }
        for row in accounts { tables.accounts.add(row.map { Array($0.utf8) }) }
        tables.staffDomains = domains.map { Array($0.utf8) }
        tables.names = try Names.known()
        return tables
    }

    static func finished(_ json: String, _ tables: SideTables) throws -> String {
        var bytes = Array(json.utf8)
        var record = Record()
        var reader = JSONRecords(try Names.known())
        try reader.read(bytes.span, 0..<bytes.count, line: 1, into: &record)
        record.finish(&bytes, tables)
        return Names.shown(record, bytes)
    }

    @Test(
        "role and account come from the table unless the record says more",
        arguments: [
            (#"{"author":"7","text":"a"}"#, "account=x|contact=7|text=a|by staff"),
            (#"{"author":7,"text":"a","account":"own"}"#, "account=own|contact=7|text=a|by staff"),
            (#"{"author":"8","text":"a"}"#, "contact=8|text=a"), (#"{"author":"9","role":"bot","text":"a"}"#, "contact=9|role=bot|text=a|by bot"),
            (#"{"author":"Ann@Desk.Test","text":"a"}"#, "account=y|contact=Ann@Desk.Test|text=a"),
        ])
    func users(json: String, expected: String) throws {
        let tables = try SideTableTests.tables([["7", "agent", "x", "", ""], ["9", "end-user", "", "", ""], ["ann@desk.test", "end-user", "y", "", ""]])
        #expect(try SideTableTests.finished(json, tables) == expected)
    }

    @Test(
        "mail of an own domain, or below one, is by staff",
        arguments: [
            ("ann@acme.test", true), ("Ann <ann@eu.ACME.test>", true), ("ann@notacme.test", false), ("acme.test", false), ("ann@acme.test.evil", false),
        ])
    func domains(contact: String, isStaff: Bool) throws {
        let tables = try SideTableTests.tables([], domains: ["acme.test"])
        #expect(try SideTableTests.finished(#"{"author":"\#(contact)","text":"a"}"#, tables).hasSuffix("by staff") == isStaff)
    }

    @Test("an account may have another name; the last row of an id counts")
    func accounts() throws {
        let tables = try SideTableTests.tables([], accounts: [["org1", "", "old", "", ""], ["org1", "", "A-1", "Acme", ""]])
        #expect(try SideTableTests.finished(#"{"account":"org1","text":"a"}"#, tables) == "account=A-1|text=a")
        #expect(try SideTableTests.finished(#"{"account":"org2","text":"a"}"#, tables) == "account=org2|text=a")
    }

    @Test("Salesforce's ids of 15 and of 18 characters are the same, others of 18 are not shortened")
    func salesforce() {
        func key(_ id: String) -> String { String(decoding: SideTable.key(Array(id.utf8)[...]), as: UTF8.self) }
        #expect(key("0015g00000XyZabAAB") == "0015g00000XyZab")
        #expect(key("0015g00000XyZab") == "0015g00000XyZab")
        #expect(key("123456789012345678") == "123456789012345678")
        #expect(key("0123456789abcdefgh") == "0123456789abcdefgh")
    }
}

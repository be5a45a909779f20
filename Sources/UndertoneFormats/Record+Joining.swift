import UndertoneEngine

extension Record {
    /// Whether the values are complete as they stand: no side table could add to them, and the time is written as it should be.
    @inline(__always)
    package func isFinished(_ bytes: Span<UInt8>, _ tables: SideTables) -> Bool {
        guard tables.isEmpty else { return false }
        guard case .plain(let range) = self[.time] else { return self[.time].isMissing && self[.updated].isMissing }
        return range.isEmpty || Timestamp.isPlain(bytes, range)
    }

    /// Moves the record to a copy of its bytes.
    package mutating func move(by offset: Int) {
        func moved(_ range: Range<Int>) -> Range<Int> { (range.lowerBound + offset)..<(range.upperBound + offset) }
        for index in values.indices {
            switch values[index] {
            case .missing: break
            case .plain(let range): values[index] = .plain(moved(range))
            case .escaped(let range): values[index] = .escaped(moved(range))
            case .doubled(let range): values[index] = .doubled(moved(range))
            }
        }
        whole = moved(whole)
    }

    /// Completes the values: the time in RFC 3339, role and account from the side tables.
    /// - Parameter bytes: where the values stand; made values are put behind them.
    package mutating func finish(_ bytes: inout [UInt8], _ tables: SideTables) {
        finishTime(&bytes, tables.dateOrder)
        if tables.isEmpty { return }
        let contact = text(.contact, bytes)
        if let value = tables.users.value(.role, of: contact[...]), let known = tables.role(value), role == .customer || role == .staff { role = known }
        if let value = tables.users.value(.contactRole, of: contact[...]), self[.contactRole].range.isEmpty { set(.contactRole, value, &bytes) }
        if let value = tables.users.value(.account, of: contact[...]), self[.account].range.isEmpty { set(.account, value, &bytes) }
        if role == .customer && tables.isStaff(TextFunction.domain.apply(contact)) { role = .staff }
        if let value = tables.accounts.value(.account, of: text(.account, bytes)[...]) { set(.account, value, &bytes) }
    }

    private mutating func finishTime(_ bytes: inout [UInt8], _ order: DateOrder?) {
        if self[.time].range.isEmpty { values[Field.time.rawValue] = self[.updated] }
        let value = text(.time, bytes)
        if value.isEmpty || Timestamp.isPlain(value.span, 0..<value.count) { return }
        if let time = Timestamp(value[...], order: order) {
            set(.time, Array(time.text.utf8)[...], &bytes)
        } else {
            values[Field.time.rawValue] = .missing
            hasUnknownTime = true
        }
    }

    private func text(_ field: Field, _ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        self[field].append(bytes.span, to: &text)
        return text
    }

    private mutating func set(_ field: Field, _ value: ArraySlice<UInt8>, _ bytes: inout [UInt8]) {
        bytes += value
        values[field.rawValue] = .plain((bytes.count - value.count)..<bytes.count)
    }
}

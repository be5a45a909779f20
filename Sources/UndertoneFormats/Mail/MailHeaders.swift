import UndertoneEngine

/// The header of a message or of one of its parts (RFC 5322, RFC 2045): lines `Name: value`, folded over several lines.
struct MailHeaders {
    /// Small letters, and the values with their folds undone.
    private var fields: [(name: [UInt8], value: [UInt8])] = []
    /// The offset after the blank line that ends the header.
    private(set) var end = 0

    /// Reads the header at the beginning of a range.
    init(_ bytes: ArraySlice<UInt8>) {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            var next = bytes[index...].firstIndex(of: 0x0A) ?? bytes.endIndex
            var line = bytes[index..<next]
            if next < bytes.endIndex { next += 1 }
            if line.last == 0x0D { line.removeLast() }
            index = next
            if line.isEmpty { break }
            if line.first == 0x20 || line.first == 0x09 {
                if let last = fields.indices.last { fields[last].value += line }
                continue
            }
            guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex, MailHeaders.isName(line[..<colon]) else {
                // No header line: the body begins here, though the blank line is missing.
                if fields.isEmpty { continue }
                index = line.startIndex
                break
            }
            fields.append((line[..<colon].small, Array(line[(colon + 1)...])))
        }
        end = index
    }

    var isEmpty: Bool { fields.isEmpty }

    /// The value of the first field of a name in small letters, without blanks around it; nil if there is none.
    func value(_ name: String) -> [UInt8]? {
        guard let field = fields.first(where: { $0.name.elementsEqual(name.utf8) }) else { return nil }
        return Array(field.value[...].trimmed)
    }

    /// The value of a field in small letters, without its parameters; empty if there is none.
    func word(_ name: String) -> String {
        guard let value = value(name) else { return "" }
        let end = value.firstIndex { $0 == 0x3B || $0 <= 0x20 } ?? value.count
        return String(decoding: value[..<end].small, as: UTF8.self)
    }

    /// A parameter of a field, such as the `charset` of the content type.
    func parameter(_ parameter: String, of name: String) -> [UInt8]? {
        guard let value = value(name) else { return nil }
        var rest = value[...]
        while let semicolon = MailHeaders.semicolon(rest) {
            rest = rest[(semicolon + 1)...].trimmed
            guard let sign = rest.firstIndex(of: 0x3D) else { return nil }
            let key = rest[..<sign].trimmed.small
            var content = rest[(sign + 1)...].trimmed
            content = content[..<(MailHeaders.semicolon(content) ?? content.endIndex)]
            if key.elementsEqual(parameter.utf8) { return MailHeaders.unquoted(content) }
        }
        return nil
    }

    // MARK: Bytes

    static func isName(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F } }

    /// The first semicolon outside quotation marks.
    private static func semicolon(_ bytes: ArraySlice<UInt8>) -> Int? {
        var isQuoted = false
        for index in bytes.indices {
            if bytes[index] == 0x22 { isQuoted.toggle() }
            if bytes[index] == 0x3B && !isQuoted { return index }
        }
        return nil
    }

    private static func unquoted(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let content = bytes.trimmed
        guard content.first == 0x22 else { return Array(content) }
        return content.dropFirst().prefix { $0 != 0x22 }.filter { $0 != 0x5C }
    }
}

// MARK: - Addresses and kinds

extension MailHeaders {
    /// The address that the message is from, in small letters; nil if there is none.
    var sender: [UInt8]? {
        for name in ["from", "sender", "reply-to", "return-path"] {
            guard let value = value(name) else { continue }
            // The last address in angle brackets, else the first word with an at-sign.
            if let open = value.lastIndex(of: 0x3C), let close = value[open...].firstIndex(of: 0x3E), value[open..<close].contains(0x40) {
                return value[(open + 1)..<close].trimmed.small
            }
            let words = value.split { $0 <= 0x20 || $0 == 0x2C || $0 == 0x3B || $0 == 0x28 || $0 == 0x29 || $0 == 0x22 }
            if let word = words.first(where: { $0.contains(0x40) }) { return word.small }
        }
        return nil
    }

    /// Whether the header says that no person wrote the message: automatic replies (RFC 3834), reports about delivery.
    var isAutomatic: Bool {
        let submitted = word("auto-submitted")
        if !submitted.isEmpty && submitted != "no" { return true }
        if value("x-autoreply") != nil || value("x-autorespond") != nil || value("x-auto-reply") != nil { return true }
        if ["auto_reply", "auto-reply"].contains(word("precedence")) { return true }
        return word("content-type") == "multipart/report" || value("return-path").map { $0.elementsEqual("<>".utf8) } == true
    }
}

/// HTML character references, as far as they occur in exported messages: numbers, and the names below.
package enum Entities {
    /// Decodes the reference that begins with the `&` at an offset.
    /// - Returns: the scalar and the length of the reference in bytes, or nil if it is none.
    package static func decode(_ bytes: Span<UInt8>, at offset: Int, end: Int) -> (scalar: Unicode.Scalar, length: Int)? {
        var index = offset + 1
        guard index < end else { return nil }
        if byte(bytes, at: index) == 0x23 { return decodeNumber(bytes, at: offset, end: end) }
        var name: UInt64 = 0
        while index < end, index - offset <= 8 {
            let next = byte(bytes, at: index)
            if next == 0x3B {
                guard let value = value(of: name), let scalar = Unicode.Scalar(value) else { return nil }
                return (scalar, index + 1 - offset)
            }
            guard (next >= 0x61 && next <= 0x7A) || (next >= 0x41 && next <= 0x5A) || (next >= 0x30 && next <= 0x39) else { return nil }
            name = name << 8 | UInt64(next)
            index += 1
        }
        return nil
    }

    private static func decodeNumber(_ bytes: Span<UInt8>, at offset: Int, end: Int) -> (scalar: Unicode.Scalar, length: Int)? {
        var index = offset + 2
        guard index < end else { return nil }
        let isHex = byte(bytes, at: index) | 0x20 == 0x78
        if isHex { index += 1 }
        var value: UInt32 = 0
        let first = index
        while index < end, index - first < 8 {
            let next = byte(bytes, at: index)
            let digit: UInt32
            switch next {
            case 0x30...0x39: digit = UInt32(next) - 0x30
            case 0x61...0x66 where isHex: digit = UInt32(next) - 0x57
            case 0x41...0x46 where isHex: digit = UInt32(next) - 0x37
            case 0x3B where index > first:
                // Numbers from 0x80 to 0x9F mean the characters of Windows-1252 (HTML, "numeric character reference end state").
                let scalar = value >= 0x80 && value <= 0x9F ? WindowsCharacters.scalar(UInt8(value)) : Unicode.Scalar(value)
                return (value == 0 ? "\u{FFFD}" : scalar ?? "\u{FFFD}", index + 1 - offset)
            default: return nil
            }
            value = value * (isHex ? 16 : 10) + digit
            index += 1
        }
        return nil
    }

    /// Names and code points in alternation, as they stand in exports of help desks and mail programs.
    private static let names: StaticString = """
        amp 38 lt 60 gt 62 quot 34 apos 39 nbsp 160 lsquo 8216 rsquo 8217 ldquo 8220 rdquo 8221 sbquo 8218 bdquo 8222 ndash 8211 mdash 8212 \
        hellip 8230 bull 8226 middot 183 copy 169 reg 174 trade 8482 euro 8364 pound 163 yen 165 cent 162 sect 167 deg 176 laquo 171 raquo 187 \
        times 215 divide 247 plusmn 177 frac12 189 frac14 188 frac34 190 larr 8592 rarr 8594 uarr 8593 darr 8595 check 10003 zwnj 8204 zwj 8205 \
        shy 173 ensp 8194 emsp 8195 thinsp 8201 iexcl 161 iquest 191 acute 180 prime 8242 Prime 8243 auml 228 ouml 246 uuml 252 Auml 196 Ouml 214 \
        Uuml 220 szlig 223 eacute 233 egrave 232 ecirc 234 euml 235 aacute 225 agrave 224 acirc 226 atilde 227 aring 229 Aring 197 aelig 230 \
        ccedil 231 Ccedil 199 iacute 237 icirc 238 iuml 239 ntilde 241 Ntilde 209 oacute 243 ograve 242 ocirc 244 otilde 245 oslash 248 uacute 250 \
        ugrave 249 ucirc 251 Eacute 201 comma 44 period 46 excl 33 quest 63 colon 58 semi 59 lpar 40 rpar 41 num 35 sol 47 lowbar 95 hyphen 8208 \
        NewLine 10 Tab 9 commat 64 percnt 37 dollar 36 grave 96 lsqb 91 rsqb 93 lcub 123 rcub 125 verbar 124 ast 42 equals 61 plus 43 star 9734 
        """

    /// The code point of a name, which is packed into a number with its last letter lowest; nil if it is unknown.
    private static func value(of name: UInt64) -> UInt32? {
        withBytes(of: names) { span in
            var index = 0
            while index < span.count {
                var candidate: UInt64 = 0
                while index < span.count, byte(span, at: index) != 0x20 {
                    candidate = candidate << 8 | UInt64(byte(span, at: index))
                    index += 1
                }
                index += 1
                var value: UInt32 = 0
                while index < span.count, byte(span, at: index) != 0x20 {
                    value = value * 10 + UInt32(byte(span, at: index) - 0x30)
                    index += 1
                }
                index += 1
                if candidate == name { return value }
            }
            return nil
        }
    }
}

/// The characters that Windows-1252 has where Latin-1 has control characters.
package enum WindowsCharacters {
    private static let table: [UInt16] = [
        0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
        0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
    ]

    /// The byte of Windows-1252 that a scalar stands for; control characters stand for themselves, as in the reverse; nil if it has none.
    package static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
        if scalar.value < 0x100 { return UInt8(scalar.value) }
        guard scalar.value < 0x10000, let place = table.firstIndex(of: UInt16(scalar.value)) else { return nil }
        return UInt8(0x80 + place)
    }

    /// The scalar of one byte of Windows-1252; bytes without a character there stand for themselves.
    package static func scalar(_ byte: UInt8) -> Unicode.Scalar {
        byte >= 0x80 && byte <= 0x9F ? Unicode.Scalar(table[Int(byte) - 0x80]) ?? "\u{FFFD}" : Unicode.Scalar(byte)
    }
}

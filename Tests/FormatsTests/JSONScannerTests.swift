import Testing
import TestSupport
import UndertoneFormats

@Suite("JSON scanner")
struct JSONScannerTests {
    /// How long a value is, or where and how it breaks off.
    static func scanned(_ bytes: [UInt8], from start: Int = 0, to end: Int? = nil) -> String {
        var scanner = JSONScanner()
        do throws(JSONScanner.Problem) { return "\(try scanner.skipValue(bytes.span, start, end ?? bytes.count) - start)" } catch {
            return "\(error.offset - start): \(error.message)"
        }
    }

    @Test(
        "tells how long a value is, or what is wrong with it",
        arguments: [
            ("true", "4"), ("false,", "5"), ("nulls", "4"), ("tru", "0: here should be a value"), ("NaN", "0: here should be a value"),
            ("", "0: here should be a value, but the record ends"),
            ("-0", "2"), ("1.5e-3 ", "6"), ("12345678901234567890123", "23"), ("-", "0: this is no number of JSON"), ("01", "0: this is no number of JSON"),
            ("1.", "0: a number has no digits after its point"), ("1e+", "0: a number has no digits in its exponent"), ("+1", "0: here should be a value"),
            (#""""#, "2"), (#""a\"b"x"#, "6"), (#""\u00e9\/""#, "10"), (#""0123456789abcdef""#, "18"),
            (#""abc"#, "4: a string is never closed; add the missing quotation mark"), (#""\x""#, #"1: JSON has no such escape; write \\ for a backslash"#),
            (#""\u12g4""#, #"1: '\u' needs four hexadecimal digits"#), (#""\u12"#, "1: a string ends in the middle of an escape"),
            (#""\"#, "1: a string ends in the middle of an escape"),
            ("\"a\tb\"", #"2: a control character stands in a string; write it as an escape such as \n"#),
            ("[]", "2"), ("{ }", "3"), (#"[1,[2,{"a":[]}], "]"]"#, "21"), (#"{"a":{"b":1},"c":[{}]}"#, "22"),
            ("[1,]", "3: here should be a value"), (#"{"a":1,}"#, "7: here should be a key in quotation marks"),
            ("{a:1}", "1: here should be a key in quotation marks"),
            (#"{"a" 1}"#, "5: here should be a colon after the key"), (#"{"a":}"#, "5: here should be a value"),
            ("[1 2]", "3: here should be a comma or a closing bracket"), ("[1}", "2: here should be a comma or a closing bracket"),
            ("[", "1: the record ends inside an array or object"), (#"{"a":1"#, "6: the record ends inside an array or object"),
        ])
    func table(text: String, expected: String) { #expect(JSONScannerTests.scanned(Array(text.utf8)) == expected) }

    @Test("nothing after the end is looked at, and nothing before the start")
    func borders() {
        for (text, expected) in [("tr", "0: here should be a value"), ("\"abc", "4: a string is never closed; add the missing quotation mark"), ("12", "2")] {
            let bytes = Array("99[\"".utf8) + Array(text.utf8) + Array("ue\",3\"]".utf8)
            #expect(JSONScannerTests.scanned(bytes, from: 4, to: 4 + text.utf8.count) == expected, "\(text)")
        }
    }

    @Test("ten thousand levels are read, one more is refused")
    func depth() {
        let deepest = JSONScanner.deepest
        let deep = [UInt8](repeating: 0x5B, count: deepest) + [UInt8](repeating: 0x5D, count: deepest)
        #expect(JSONScannerTests.scanned(deep) == "\(2 * deepest)")
        #expect(JSONScannerTests.scanned([0x5B] + deep + [0x5D]) == "\(deepest): arrays and objects are nested more than 10,000 deep")
        let objects = Array(String(repeating: #"{"a":["#, count: 40).utf8) + Array(String(repeating: "]}", count: 40).utf8)
        #expect(JSONScannerTests.scanned(objects) == "\(objects.count)")
        #expect(JSONScannerTests.scanned(Array(String(repeating: #"{"a":["#, count: 40).utf8) + Array("0}".utf8)).contains("comma"))
    }

    private static func length(_ bytes: [UInt8], shift: Int) -> Int? {
        let framed = [UInt8](repeating: 0x22, count: shift) + bytes + Array("\"}]0".utf8)
        var scanner = JSONScanner()
        return (try? scanner.skipValue(framed.span, shift, shift + bytes.count)).map { $0 - shift }
    }

    private static func differs(_ trial: RandomJSON) -> Bool { (0..<3).contains { length(trial.bytes, shift: $0) != NaiveJSON.length(trial.bytes) } }

    @Test("agrees with its slow twin on random and damaged JSON")
    func twin() {
        let seed: UInt64 = 0x15_0A_15_0B
        var random = SplitMix64(seed: seed)
        var whole = 0, refused = 0
        for round in 0..<6000 {
            let trial = RandomJSON(&random)
            if NaiveJSON.length(trial.bytes) == nil { refused += 1 } else { whole += 1 }
            guard JSONScannerTests.differs(trial) else { continue }
            let small = trial.shrunk(while: JSONScannerTests.differs)
            Issue.record(
                "seed \(seed), round \(round): \(small)\nscanner: \(JSONScannerTests.scanned(small.bytes))\ntwin: \(String(describing: NaiveJSON.length(small.bytes)))"
            )
            return
        }
        // A generator that makes only good or only bad values would prove nothing.
        #expect(whole > 2000 && refused > 1000, "\(whole) good, \(refused) bad")
    }
}

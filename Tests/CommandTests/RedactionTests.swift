import Foundation
import Testing

/// What `--redact` promises: none of what was planted leaves, whatever is written and wherever it stood.
@Suite("Redacted output")
struct RedactionTests {
    private static let planted = ["anna.berg@mail.example", "4111 1111 1111 1111", "+49 170 1234567", "t0ps3cret", "Berg-Lund"]

    private static let text =
        "Dear Mr Berg-Lund, why is this so complicated? Mail anna.berg@mail.example, call +49 170 1234567. I paid with 4111 1111 1111 1111, see https://h.example/?token=t0ps3cret for it"

    @Test("nothing planted comes out of any output", arguments: [false, true])
    func planted(isRedacted: Bool) throws {
        let flag = isRedacted ? " --redact" : ""
        let commands =
            ["", " --ascii", " --to csv", " --to tsv"].flatMap { to in ["", " --keep", " --evidence", " --keep --evidence"].map { "score\(to)\($0)" } }
            + ["explain", "explain --all", "explain --color=always --all"]
        try Binary.inFolder { folder in
            let json =
                #"{"id":"anna.berg@mail.example","account":"x +49 170 1234567","contact":"anna.berg@mail.example","subject":"T","nested":{"t0":["T"],"T":0},"text":"T"}"#
            let files = [
                "in.ndjson": json.replacingOccurrences(of: "T", with: RedactionTests.text) + "\n",
                "escaped.ndjson": json.replacingOccurrences(
                    of: "T", with: RedactionTests.text.unicodeScalars.map { "\\u00" + String($0.value, radix: 16) }.joined()) + "\n",
                "in.csv": "id,contact,text,T\n1,anna.berg@mail.example,\"T\",\"T\"\n".replacingOccurrences(
                    of: "T", with: RedactionTests.text.replacingOccurrences(of: ",", with: ";")),
                "in.txt": RedactionTests.text + "\n",
            ]
            for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
            var leaks = 0
            for name in files.keys.sorted() {
                for command in commands {
                    let outcome = try Binary.shell("undertone \(command)\(flag) \(name)", in: folder)
                    let out = String(decoding: outcome.out, as: UTF8.self) + outcome.err
                    // Lines are wrapped for people.
                    let words = out.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                    let found = RedactionTests.planted.filter { out.contains($0) || words.contains($0) }
                    leaks += found.count
                    #expect(!out.isEmpty && (found.isEmpty || !isRedacted), "\(command) \(name): \(found)")
                }
            }
            // Without the option it all comes out, so the test can tell.
            #expect(isRedacted || leaks > 50, "\(leaks)")
        }
    }
}

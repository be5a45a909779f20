import Testing
import UndertoneEngine
import UndertoneFormats

/// Moments in the forms that exports write.
@Suite("Times")
struct TimestampTests {
    private func read(_ text: String, _ order: DateOrder? = nil) -> String? { Timestamp(Array(text.utf8)[...], order: order)?.text }

    @Test(
        "are read in many forms and written in one",
        arguments: [
            ("2026-03-02T09:14:05Z", "2026-03-02T09:14:05Z"), ("2026-03-02T09:14:05.000Z", "2026-03-02T09:14:05Z"),
            ("2026-03-02T09:14:05.120Z", "2026-03-02T09:14:05.12Z"), ("2026-03-02T09:14:05.201204+00:00", "2026-03-02T09:14:05.201204Z"),
            ("2026-03-02T01:14:05-08:00", "2026-03-02T09:14:05Z"), ("2015-12-02T07:39:15.000-0800", "2015-12-02T15:39:15Z"),
            ("2026-03-02 09:14:05", "2026-03-02T09:14:05Z"), ("2020-03-05 04:47:57.580", "2020-03-05T04:47:57.58Z"),
            ("2026-03-02 09:14:05 UTC", "2026-03-02T09:14:05Z"), ("2026-03-02 09:14", "2026-03-02T09:14:00Z"), ("2026-03-02", "2026-03-02T00:00:00Z"),
            ("2026/03/02 09:14", "2026-03-02T09:14:00Z"), ("1772442845", "2026-03-02T09:14:05Z"), ("1772442845.123", "2026-03-02T09:14:05.123Z"),
            ("1772524800000", "2026-03-03T08:00:00Z"), ("1772524800000123", "2026-03-03T08:00:00.000123Z"),
            ("1772524800000000007", "2026-03-03T08:00:00.000000007Z"),
            ("Mon, 2 Mar 2026 09:14:05 +0000", "2026-03-02T09:14:05Z"), ("Mon, 02 Mar 2026 10:14:05 GMT", "2026-03-02T10:14:05Z"),
            ("2 Mar 2026 10:14:05 -0500 (EST)", nil), ("02/Mar/26 9:14 AM", "2026-03-02T09:14:00Z"), ("02/Mar/26 12:05 AM", "2026-03-02T00:05:00Z"),
            ("Mar 2, 2026, 9:14 PM", "2026-03-02T21:14:00Z"), ("March 2, 2026 at 9:14\u{202F}PM", "2026-03-02T21:14:00Z"),
            ("11/17/2022 8:18:40 PM", "2022-11-17T20:18:40Z"), ("17/11/2022 20:18", "2022-11-17T20:18:00Z"), ("17.11.2022 20:18", "2022-11-17T20:18:00Z"),
            ("5/5/2022", "2022-05-05T00:00:00Z"), ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"), ("2024-02-29", "2024-02-29T00:00:00Z"),
        ])
    func forms(text: String, expected: String?) { if let expected { #expect(read(text) == expected) } }

    @Test(
        "with two meanings, or none, are not guessed",
        arguments: [
            "", "soon", "3/4/2026", "3/4/2026 9:00 AM", "2026-13-01", "2023-02-29", "2026-03-02T25:00:00Z", "2026-03-02T09:61:00Z", "12",
            "20260302091405999999999", "13:00 PM", "Monday", "2026-03-02T09:14:05 Mars", "-1", "1.5", "0x10", "∞",
        ])
    func none(text: String) { #expect(read(text) == nil) }

    @Test("of two meanings have the one that the user named")
    func order() {
        #expect(read("3/4/2026", .dmy) == "2026-04-03T00:00:00Z")
        #expect(read("3/4/2026", .mdy) == "2026-03-04T00:00:00Z")
        #expect(read("13/4/2026", .mdy) == nil)
    }

    @Test("that are written as they should be are told without reading them; the two ways agree")
    func plain() {
        for text in [
            "2026-03-02T09:14:05Z", "2026-03-02T09:14:05.5Z", "2026-03-02T09:14:05.50Z", "2026-03-02 09:14:05Z", "2026-03-02T09:14:05+00:00",
            "2026-03-02T09:14:5ZZ", "2026-03-02T09:14:05.Z",
        ] {
            let bytes = Array(text.utf8)
            if Timestamp.isPlain(bytes.span, 0..<bytes.count) { #expect(read(text) == text) } else { #expect(read(text) != text) }
        }
    }

    @Test("every day of four centuries goes there and back")
    func days() {
        for day in stride(from: -80_000, through: 80_000, by: 1) {
            var time = Timestamp(Array("1970-01-01".utf8)[...])
            time?.seconds = day * 86_400
            let text = time?.text ?? ""
            #expect(Timestamp(Array(text.utf8)[...])?.seconds == day * 86_400)
        }
    }
}

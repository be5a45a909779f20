import Testing
import UndertoneEngine
import UndertoneHealth

@Suite("Whose success notes tell") struct FocusTests {
    private static let file = LexiconFile(
        name: "focus.tsv",
        text: """
            [own]
            i
            my
            [team]
            we
            our engineer
            [customer]
            they
            plant
            [success]
            launched
            rolled out
            went live
            """)

    private static func words() throws -> FocusWords { try FocusWords(file) }

    @Test(
        "the nearest word before a success that stands for somebody says whose it is",
        arguments: [
            ("I launched the pilot on Monday.", [Focus.own: 1]),
            ("Today we rolled out the second wave", [.team: 1]),
            ("They went live without a call to us.", [.customer: 1]),
            ("Our engineer said that the plant went live.", [.customer: 1]),
            ("The new board was launched by Marta", [:]),
            ("John at the plant launched it himself", [.customer: 1]),
            ("on the call Marta told me that she launched it", [.customer: 1]),
            ("Launched the pilot. Rolled out the labels.", [.own: 2]),
            ("I launched it, we launched it!", [.own: 1, .team: 1]),
            ("I LAUNCHED it and launched it again", [.own: 1]),
            ("We talked about the launch", [:]),
            ("", [:]),
        ] as [(String, [Focus: Int])])
    func subjects(note: String, expected: [Focus: Int]) throws {
        #expect(try FocusTests.words().count(note) == expected, "\(note)")
    }

    @Test("counts add up by author, in any order; the share is of the successes told")
    func authors() throws {
        let notes = [("kim", "I launched it."), ("ada", "They went live."), ("kim", "They launched it. The plant went live."), ("ada", "No answer.")]
        var book = FocusBook(try FocusTests.words()), other = book
        for note in notes { book.add(note.0, note.1) }
        for note in notes.reversed() { other.add(note.0, note.1) }
        let text = String(decoding: book.lines(HealthWriter()), as: UTF8.self)
        #expect(text == String(decoding: other.lines(HealthWriter()), as: UTF8.self))
        #expect(
            text == """
                {"author":"ada","notes":2,"successes":{"own":0,"team":0,"customer":1},"customer_share":1}
                {"author":"kim","notes":2,"successes":{"own":1,"team":0,"customer":2},"customer_share":0.67}

                """)
        var table = HealthWriter()
        table.format = .csv
        let rows = String(decoding: book.lines(table), as: UTF8.self)
        #expect(rows.hasPrefix("author,notes,successes_own,successes_team,successes_customer,customer_share\nada,2,0,0,1,1"))
    }

    @Test("an author whose notes tell no success has no share")
    func noShare() throws {
        var book = FocusBook(try FocusTests.words())
        book.add("kim", "Moved again.")
        let line = String(decoding: book.lines(HealthWriter()), as: UTF8.self)
        #expect(line == #"{"author":"kim","notes":1,"successes":{"own":0,"team":0,"customer":0}}"# + "\n")
    }

    @Test(
        "faults of the file are named with their lines",
        arguments: [
            ("[own]\ni\n[teem]\nwe\n", 4), ("[own]\ni\t2\n", 2), ("[own]\n42\n", 2), ("[own]\ni\n[team]\nwe\n[customer]\nthey\n", 1),
        ])
    func faults(text: String, line: Int) {
        #expect {
            try FocusWords(LexiconFile(name: "focus.tsv", text: text))
        } throws: { error in
            (error as? LexiconFaults)?.faults.first?.place.line == line
        }
    }
}

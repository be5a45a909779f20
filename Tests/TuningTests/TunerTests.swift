import Testing
import UndertoneEngine
import UndertoneReport

@testable import UndertoneTuning

/// Three words that mean nothing by themselves: the hand weight of `bork` is wrong, since only happy people say it.
enum Toy {
    static let files = [
        LexiconFile(
            name: "rule.tsv",
            text:
                "# The rules.\n\n[decision]\nstage_step\t0.7\n# From where on.\nnegative_threshold\t-0.3\npositive_threshold\t0.3\n\n[bias]\n# Old.\nanger\t3\n\n[confidence]\n0\t0\n1\t1\n"
        ),
        LexiconFile(name: "stage/adoption.tsv", text: "# Adoption.\n[up]\nzum\t2\t\tA zum day.\t\nzum zum\t1\n"),
        LexiconFile(name: "stage/anger.tsv", text: "# Anger.\n\n[down]\nbork\t2\t\tThey bork.\tNo.\n# between\ngrum\t2\tanger+0.10\t\tnot so\n"),
    ]

    static func source(_ files: [LexiconFile] = files) throws -> LexiconSource { try LexiconSource(files) }

    /// Sixty messages of twenty people: `bork` and `zum` with adoption, `grum` with anger, and nothing with none.
    static func messages() throws -> [GoldMessage] {
        let lines = (0..<60).map { number -> String in
            let (text, stage, sentiment) = [
                ("we bork all day", "adoption", "positive"), ("a zum for us", "adoption", "positive"), ("grum again", "anger", "negative"),
                ("see the list", "none", "neutral"),
                ("bork it", "adoption", "positive"), ("what a grum", "anger", "negative"),
            ][number % 6]
            return #"{"id":\#(number),"text":"\#(text)","stage":"\#(stage)","sentiment":"\#(sentiment)","author":"p\#(number / 3)"}"#
        }
        return try GoldMessage.read(Array(lines.joined(separator: "\n").utf8))
    }

    static func fit() throws -> Tuner.Result {
        let source = try source()
        return Tuner(source, try Lexicon(source), [TrainingSet(name: "toy", messages: try messages(), weight: 1)]).run(folds: 3) { _ in }
    }
}

@Suite("Tuner")
struct TunerTests {
    private func weight(_ result: Tuner.Result, _ phrase: String, _ output: Output) throws -> Double {
        let index = try #require(try Toy.source().entries.firstIndex { $0.phrase == phrase })
        return result.weights[index * 8 + output.rawValue]
    }

    @Test("the fit turns a wrong hand weight round")
    func turnsRound() throws {
        let result = try Toy.fit()
        #expect(try weight(result, "bork", .adoption) > weight(result, "bork", .anger))
        #expect(try weight(result, "grum", .anger) > weight(result, "grum", .adoption))
        #expect(try weight(result, "bork", .positive) > 0.3 && weight(result, "grum", .negative) > 0.3)
        #expect(result.heldOut.map(\.name) == ["toy"] && result.heldOut[0].stages.count == 60 && result.heldOut[0].stages.macroF1 > 0.9)
        let points = result.confidence.points
        #expect(
            points.first?.raw == 0 && points.last?.raw == 1 && zip(points, points.dropFirst()).allSatisfy { $0.raw < $1.raw && $0.calibrated <= $1.calibrated })
    }

    @Test("a fitted lexicon says what it was taught")
    func taught() throws {
        let changed = LexiconRewriter(try Toy.source(), try Toy.fit()).rewritten(Toy.files)
        let lexicon = try Lexicon(Toy.files.map { file in changed.first { $0.name == file.name } ?? file })
        #expect(Classifier(lexicon).reading(of: "they bork a lot").stage == .adoption)
        #expect(Classifier(lexicon).reading(of: "grum and grum").stage == .anger)
        #expect(Classifier(try Lexicon(Toy.files)).reading(of: "they bork a lot").stage == .anger)
    }

    @Test("a word that is merely typical of a set is not taken to speak for the frequent label of that set")
    func typicalOfSet() throws {
        func set(_ name: String, _ weight: Double, angryOf ten: Int, word: String) throws -> TrainingSet {
            let lines = (0..<200).map { number in
                let stage = number % 10 < ten ? "anger" : "none"
                return #"{"id":\#(number),"text":"\#(word) day \#(number)","stage":"\#(stage)","author":"\#(name)\#(number)"}"#
            }
            return TrainingSet(name: name, messages: try GoldMessage.read(Array(lines.joined(separator: "\n").utf8)), weight: weight)
        }
        let files = [Toy.files[0], LexiconFile(name: "cue.tsv", text: "[a]\nbork\n[b]\nzum\n")]
        let source = try LexiconSource(files)
        func anger(_ sets: [TrainingSet]) throws -> Double {
            let result = Tuner(source, try Lexicon(source), sets).run(folds: 2) { _ in }
            let bork = try #require(source.entries.firstIndex { $0.phrase == "bork" }) * 8
            return result.weights[bork + Output.anger.rawValue] - result.weights[bork + Output.none.rawValue]
        }
        // In the set of `bork` nine of ten are angry, in the other one of ten.
        let calm = try set("calm", 1, angryOf: 1, word: "zum"), angry = try set("angry", 0.99, angryOf: 9, word: "bork")
        let mixed = try set("mixed", 1, angryOf: 9, word: "bork")
        let own = try anger([calm, angry]), common = try anger([calm, mixed])
        #expect(own < common - 0.1, "\(own), without biases of the set \(common)")
    }

    @Test("what was learned before stays where the messages say nothing else, unless the fit begins anew")
    func onTop() throws {
        let files = [Toy.files[0], LexiconFile(name: "stage/anger.tsv", text: "[a]\nbork\t2\tadoption+1.50\n[b]\ngrum\t2\tadoption+1.50\n")]
        let source = try LexiconSource(files)
        let lines = (0..<200).map {
            #"{"id":\#($0),"text":"\#($0 % 2 == 0 ? "grum" : "see") \#($0)","stage":"\#($0 % 2 == 0 ? "anger" : "none")","author":"p\#($0)"}"#
        }
        let set = TrainingSet(name: "set", messages: try GoldMessage.read(Array(lines.joined(separator: "\n").utf8)), weight: 1)
        func leaning(_ phrase: String, anew: Bool) throws -> Double {
            let weights = Tuner(source, try Lexicon(source), [set], anew: anew).run(folds: 2) { _ in }.weights
            let place = try #require(source.entries.firstIndex { $0.phrase == phrase }) * 8
            return weights[place + Output.adoption.rawValue] - weights[place + Output.anger.rawValue]
        }
        #expect(try leaning("bork", anew: false) == 1.5 && leaning("bork", anew: true) < -1)
        #expect(try leaning("grum", anew: false) < 0 && leaning("grum", anew: true) < -1)
    }

    @Test("a general cue of many messages is held more tightly than one of few, for feelings more tightly still, a phrase like any other")
    func holds() throws {
        let source = try LexiconSource([
            Toy.files[0], LexiconFile(name: "cue.tsv", text: "[word]\nday\nsun\n"), LexiconFile(name: "stage/anger.tsv", text: "[a]\nbork\t1\n"),
        ])
        let lines = (0..<100).map { #"{"id":\#($0),"text":"\#($0 % 20 == 0 ? "sun bork" : "cloud") day","stage":"none","author":"p\#($0)"}"# }
        let tuner = Tuner(
            source, try Lexicon(source),
            [TrainingSet(name: "set", messages: try GoldMessage.read(Array(lines.joined(separator: "\n").utf8)), weight: 1)])
        let timesMet = tuner.fitter.matrix.timesMet(in: 0..<100, of: source.entries.count)
        let holds = Dictionary(uniqueKeysWithValues: zip(source.entries.map(\.phrase), tuner.fitter.holds(timesMet, examples: 100)))
        let day = try #require(holds["day"]), sun = try #require(holds["sun"]), bork = try #require(holds["bork"])
        let strength = WeightFitter.Strength()
        // Five of a hundred messages: the logarithm of 100 / 6 is 2.81.
        #expect(abs(sun[0] - strength.cue * (4 / 2.8134) * (4 / 2.8134)) < 0.01 && abs(sun[7] / sun[0] - strength.cueFeelings / strength.cue) < 1e-9)
        #expect(day[0] == strength.cue * 400 && bork == SIMD8(repeating: strength.entry))
    }

    @Test("a set can count for stages and next to nothing for feelings")
    func feelingWeights() throws {
        func set(_ name: String, _ sentiment: String, feelingWeight: Double?) throws -> TrainingSet {
            let lines = (0..<100).map { number in
                let label =
                    number % 2 == 0
                    ? #""text":"bork \#(number)","stage":"anger","sentiment":"\#(sentiment)""#
                    : #""text":"see \#(number)","stage":"none","sentiment":"neutral""#
                return #"{"id":\#(number),\#(label),"author":"\#(name)\#(number)"}"#
            }
            return TrainingSet(
                name: name, messages: try GoldMessage.read(Array(lines.joined(separator: "\n").utf8)), weight: 1, feelingWeight: feelingWeight)
        }
        let files = [Toy.files[0], LexiconFile(name: "stage/anger.tsv", text: "[a]\nbork\t1\n")]
        let source = try LexiconSource(files)
        func weights(_ sets: [TrainingSet]) throws -> ArraySlice<Double> { Tuner(source, try Lexicon(source), sets).run(folds: 2) { _ in }.weights[0..<8] }
        let sad = try set("sad", "negative", feelingWeight: nil)
        let alike = try weights([sad, try set("glad", "positive", feelingWeight: nil)])
        let without = try weights([sad, try set("glad", "positive", feelingWeight: 0.01)])
        let (negative, positive, anger) = (Output.negative.rawValue, Output.positive.rawValue, Output.anger.rawValue)
        #expect(abs(alike[negative] - alike[positive]) < 0.01 && without[negative] > without[positive] + 1)
        #expect(abs(alike[anger] - without[anger]) < 0.01)
    }

    @Test("from where on a leaning counts as a feeling is told by the set that counts most and, as much, by those with feelings alone")
    func thresholds() throws {
        func set(_ name: String, _ count: Int, _ weight: Double, _ label: String) throws -> TrainingSet {
            let lines = (0..<count).map { #"{"id":"\#(name)\#($0)","text":"zum",\#(label),"author":"\#(name)\#($0)"}"# }
            return TrainingSet(name: name, messages: try GoldMessage.read(Array(lines.joined(separator: "\n").utf8)), weight: weight)
        }
        let source = try Toy.source()
        func weights(_ sets: [TrainingSet]) throws -> [Double] { Tuner(source, try Lexicon(source), sets).thresholdWeights }
        let feeling = #""sentiment":"positive""#, stage = #""stage":"none""#
        let both = stage + "," + feeling
        let some = try weights([
            try set("most", 2, 1, both), try set("less", 8, 0.5, both), try set("feelings", 4, 0.25, feeling), try set("stages", 3, 1, stage),
        ])
        #expect(some == [0.5, 0.5] + [Double](repeating: 0, count: 8) + [Double](repeating: 0.25, count: 4) + [0, 0, 0])
        #expect(try weights([try set("stages", 2, 1, stage), try set("only", 2, 0.5, both)]) == [0, 0, 0.5, 0.5])
    }

    @Test("a stage that is seen too readily gets less confidence, one that is missed more, and each as much as its share of right labels")
    func confidenceByStage() throws {
        // Both win with seven in ten; of anger nine in ten are right, of acquiesce five.
        let lines = (0..<400).map { number in
            let stage = number < 200 ? (number % 10 < 9 ? "anger" : "none") : (number % 10 < 5 ? "acquiesce" : "none")
            return #"{"id":\#(number),"text":"x","stage":"\#(stage)","author":"a"}"#
        }
        let sums = [Stage.anger, .acquiesce].map { stage in
            var sums = SIMD8<Double>(repeating: logarithm(0.06))
            sums[stage.index] = logarithm(0.7)
            return sums
        }
        let line = ConfidenceLine(
            (0..<400).map { sums[$0 / 200] }, try GoldMessage.read(Array(lines.joined(separator: "\n").utf8)), [Double](repeating: 1, count: 400))
        var rules = Rules()
        rules.setConfidence(line.shifts, line.points)
        #expect(abs(rules.calibrated(.anger, 0.7) - 0.9) < 0.05 && abs(rules.calibrated(.acquiesce, 0.7) - 0.5) < 0.05)
        #expect(line.shifts[Stage.anger.index] > 0 && line.shifts[Stage.acquiesce.index] < 0 && line.shifts[Stage.adoption.index] == 0)
    }

    @Test("the confidence comes from the sets that count most, unless a set says how much it counts for it")
    func confidenceWeights() throws {
        func set(_ weight: Double, _ confidence: Double?) throws -> TrainingSet {
            let lines = [#"{"id":1,"text":"zum","stage":"none","author":"a"}"#]
            return TrainingSet(name: "x", messages: try GoldMessage.read(Array(lines[0].utf8)), weight: weight, confidenceWeight: confidence)
        }
        let source = try Toy.source()
        func weights(_ sets: [TrainingSet]) throws -> [Double] { Tuner(source, try Lexicon(source), sets).confidenceWeights }
        #expect(try weights([set(1, nil), set(0.95, nil), set(1, nil)]) == [1, 0, 1])
        #expect(try weights([set(1, nil), set(0.45, 0.3), set(1, 0.5)]) == [1, 0.3, 0.5])
    }

    @Test("messages of one group stay together, whoever wrote them; without a group those of one author do")
    func groups() throws {
        let lines = [
            #"{"id":"1","text":"a","author":"p","group":"g"}"#,
            #"{"id":"2","text":"a","author":"q","group":"g"}"#,
            #"{"id":"3","text":"a","author":"q"}"#,
        ]
        #expect(try GoldMessage.read(Array(lines.joined(separator: "\n").utf8)).map(\.group) == ["g", "g", "q"])
    }

    @Test("two fits give the same bytes")
    func sameBytes() throws {
        let files = try (0..<2).map { _ in LexiconRewriter(try Toy.source(), try Toy.fit()).rewritten(Toy.files).map { $0.name + "\n" + $0.text } }
        #expect(files[0] == files[1])
        #expect(files[0].count == 3)
    }

    /// The lines of a file with the third column left out.
    private func skeleton(_ text: String) -> [[Substring]] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var columns = line.split(separator: "\t", omittingEmptySubsequences: false)
            if columns.count > 2 { columns[2] = "" }
            while columns.count > 1, columns.last?.isEmpty == true { columns.removeLast() }
            return columns
        }
    }

    @Test("rewriting changes the third column and the rules, nothing else")
    func rewriting() throws {
        let changed = LexiconRewriter(try Toy.source(), try Toy.fit()).rewritten(Toy.files)
        #expect(changed.map(\.name) == Toy.files.map(\.name))
        for (old, new) in zip(Toy.files, changed) where old.name != "rule.tsv" { #expect(skeleton(old.text) == skeleton(new.text), "\(new.text)") }
        let rules = try #require(changed.first { $0.name == "rule.tsv" }).text
        #expect(rules.hasPrefix("# The rules.\n\n[decision]\nstage_step\t0.7\n# From where on.\nnegative_threshold\t-"))
        #expect(
            rules.split(separator: "\n").filter { $0.hasPrefix("[") } == ["[decision]", "[bias]", "[stage_confidence]", "[confidence]"]
                && !rules.contains("# Old."))
        let again = try Toy.source(changed)
        #expect(LexiconRewriter(again, try Toy.fit()).rewritten(changed).isEmpty, "a second writing of the same fit changes nothing")
    }

    @Test("files with line breaks of two characters keep them")
    func carriageReturns() throws {
        let files = Toy.files.map { LexiconFile(name: $0.name, text: $0.text.replacing("\n", with: "\r\n")) }
        let changed = LexiconRewriter(try Toy.source(files), try Toy.fit()).rewritten(files)
        let expected = LexiconRewriter(try Toy.source(), try Toy.fit()).rewritten(Toy.files)
        #expect(changed.map { Array($0.text.utf8.filter { $0 != 0x0D }) } == expected.map { Array($0.text.utf8) })
        for file in changed where file.name != "rule.tsv" {
            #expect(file.text.utf8.count { $0 == 0x0D } == file.text.utf8.count { $0 == 0x0A }, "\(file.name)")
        }
    }
}

import Testing
import UndertoneEngine
import UndertoneReport

@testable import UndertoneTuning

/// Two general cues of which one goes with teaching, a phrase that was entered for impatience and is said without any, and one that nobody says.
@Suite("Signals that are learned")
struct SignalFitTests {
    private static let files = [
        LexiconFile(
            name: "rule.tsv", text: "[decision]\nsignal_step\t1.5\nsignal_threshold\t-0.5\nsignal_cue\t0.5\n\n[signal]\npeer_teaching\t0\t0\t0\t0\t0\t0\t0\n"),
        LexiconFile(name: "stage/adoption.tsv", text: "[up]\nzum\t2\n"),
        LexiconFile(name: "signal/impatience.tsv", text: "[wait]\nnagel\t2\nnever met\t2\n"),
        LexiconFile(name: "cue.tsv", text: "[word]\nblick\nflut\n"),
    ]

    private func fit(saying signals: Bool = true) throws -> (source: LexiconSource, result: Tuner.Result) {
        let lines = (0..<240).map { number in
            let text = ["we blick daily", "a flut came", "zum nagel here", "zum blick so"][number % 4]
            let shown = text.contains("blick") ? #"["peer_teaching"]"# : "[]"
            return #"{"text":"\#(text)","stage":"adoption","author":"p\#(number / 4)"\#(signals ? ",\"signals\":\(shown)" : "")}"#
        }
        let source = try LexiconSource(SignalFitTests.files)
        let set = TrainingSet(name: "toy", messages: try GoldMessage.read(Array(lines.joined(separator: "\n").utf8)), weight: 1)
        return (source, Tuner(source, try Lexicon(source), [set]).run(folds: 3) { _ in })
    }

    private func weight(_ fit: (source: LexiconSource, result: Tuner.Result), _ phrase: String, _ signal: Signal) throws -> Float {
        let index = try #require(fit.source.entries.firstIndex { $0.phrase == phrase })
        return try #require(fit.result.signals).weights[index][signal]
    }

    @Test("a general cue learns to speak for a signal, a wrong hand weight falls, one that was never met stays")
    func learned() throws {
        let fit = try fit()
        #expect(try weight(fit, "blick", .peerTeaching) > 0.5 && weight(fit, "flut", .peerTeaching) < 0)
        #expect(try weight(fit, "nagel", .impatience) < 2.5 && weight(fit, "never met", .impatience) == 3)
        #expect(fit.result.heldOut[0].signals.messages == 240 && fit.result.heldOut[0].signals.microF1 == 1)
    }

    @Test("what was learned of signals before is where a fit begins, unless it begins anew")
    func onTop() throws {
        let rules = LexiconFile(
            name: "rule.tsv", text: SignalFitTests.files[0].text + "impatience\t2\t0\t0\t0\t0\t0\t0\n")
        let cue = LexiconFile(name: "cue.tsv", text: "[word]\nblick\nflut\t\timpatience+2.50\n")
        let source = try LexiconSource([rules] + SignalFitTests.files[1...2] + [cue])
        let line = #"{"text":"we blick daily","stage":"adoption","author":"a","signals":["peer_teaching"]}"#
        let set = TrainingSet(name: "one", messages: try GoldMessage.read(Array(line.utf8)), weight: 1)
        func impatience(anew: Bool) throws -> (bias: Float, flut: Float) {
            let signals = try #require(Tuner(source, try Lexicon(source), [set], anew: anew).run(folds: 2) { _ in }.signals)
            let flut = try #require(source.entries.firstIndex { $0.phrase == "flut" })
            return (signals.biases[0][.impatience], signals.weights[flut][.impatience])
        }
        let onTop = try impatience(anew: false), anew = try impatience(anew: true)
        #expect(onTop.flut == 2.5 && anew.flut == 0 && onTop.bias > anew.bias + 0.2, "\(onTop.bias), anew \(anew.bias)")
    }

    @Test("written back, the lexicons find what was taught, and a second writing changes nothing")
    func written() throws {
        let fit = try fit()
        let changed = LexiconRewriter(fit.source, fit.result).rewritten(SignalFitTests.files)
        let files = SignalFitTests.files.map { file in changed.first { $0.name == file.name } ?? file }
        let classifier = Classifier(try Lexicon(files))
        #expect(classifier.reading(of: "we blick daily").signals == [.peerTeaching])
        #expect(classifier.reading(of: "a flut came").signals.isEmpty && classifier.reading(of: "zum nagel here").signals.isEmpty)
        #expect(classifier.reading(of: "we blick daily").evidence.contains { $0.speaksFor == "peer_teaching" && $0.entry == "cue/word:1" })
        #expect(LexiconRewriter(try LexiconSource(files), fit.result).rewritten(files).isEmpty)
    }

    @Test("gold labels that say nothing of signals leave what the lexicons say of them as it is")
    func untouched() throws {
        let taught = try fit()
        let changed = LexiconRewriter(taught.source, taught.result).rewritten(SignalFitTests.files)
        let files = SignalFitTests.files.map { file in changed.first { $0.name == file.name } ?? file }
        let silent = try fit(saying: false)
        #expect(silent.result.signals == nil)
        let again = LexiconRewriter(try LexiconSource(files), silent.result).rewritten(files)
        let source = try LexiconSource(files), rewritten = try LexiconSource(files.map { file in again.first { $0.name == file.name } ?? file })
        #expect(zip(source.entries, rewritten.entries).allSatisfy { $0.fittedSignals == $1.fittedSignals })
        #expect(source.rules.signalBiases == rewritten.rules.signalBiases && source.rules[.signalThreshold] == rewritten.rules[.signalThreshold])
    }
}

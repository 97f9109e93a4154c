import Foundation
import Market
import Studies
import Testing
import Understanding

@testable import Answers
@testable import Commands

/// An answer in a terminal of 80 columns without colours, against a file that a person has read.
struct ViewTests {
    @Test(arguments: [Language.en, .ru])
    func `times of high and low`(language: Language) async throws {
        try await Library.with { library in
            let times = [MinuteEvent.high, .low].map { Series.time(event: $0, of: .own) }
            let study = Study(
                symbols: ["NQ"],
                span: .session(name: .rth),
                result: .distribution(distribution: Distribution(of: times, buckets: .exact))
            )
            try await matches("times", study, language, library)
        }
    }

    @Test(arguments: [Language.en, .ru])
    func `means by weekday`(language: Language) async throws {
        try await Library.with { library in
            let range = Series.metric(metric: .rangePct, of: .own)
            let study = Study(
                symbols: ["NQ"],
                span: .session(name: .rth),
                result: .summary(
                    summary: Summary(
                        measures: [.statistic(statistic: .mean, of: range, where: nil)],
                        keys: [.calendar(field: .weekday)]
                    )
                )
            )
            try await matches("weekdays", study, language, library)
        }
    }

    @Test(arguments: [Language.en, .ru])
    func `the largest days`(language: Language) async throws {
        try await Library.with { library in
            let change = Series.metric(metric: .changePct, of: .own)
            let study = Study(
                symbols: ["NQ"],
                span: .session(name: .rth),
                result: .list(
                    list: Listing(columns: [change], order: [Order(by: change, descending: false)], limit: 5)
                )
            )
            try await matches("falls", study, language, library)
        }
    }

    private func matches(_ name: String, _ study: Study, _ language: Language, _ library: Library) async throws {
        var answer = try await library.answer(study, language)
        answer.timing = .init()
        let wording = try library.analyst().wording(study, language)
        let text = AnswerView(
            answer: answer,
            wording: wording,
            terminal: Terminal(width: 80, isColoured: false)
        ).text()
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Golden/\(name).\(language.rawValue).txt")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(text == (try String(contentsOf: file, encoding: .utf8)))
    }

    @Test func `colours end where they begin`() async throws {
        let answer = Answer(status: .chat, language: .en, text: "Hello")
        let view = AnswerView(
            answer: answer,
            wording: try Shipped.wording(.en),
            terminal: Terminal(width: 80, isColoured: true)
        )
        #expect(view.text() == "\u{1B}[1mHello\u{1B}[0m\n")
    }

    @Test func `a name cannot move the cursor or turn the text around`() {
        #expect(TextLayout.harmless("a\u{1B}[2Jb\u{202E}c") == "a\u{FFFD}[2Jb\u{FFFD}c")
    }

    @Test func `bars are as long as their share`() {
        #expect(Blocks.right(1, 4) == "████")
        #expect(Blocks.right(0.5, 4) == "██")
        #expect(Blocks.right(0.001, 4) == "▏")
        #expect(Blocks.right(0, 4) == "")
        #expect(Blocks.left(0.5, 4) == "  ██")
        #expect(Blocks.line([0, 1], 2) == "▁█")
    }
}

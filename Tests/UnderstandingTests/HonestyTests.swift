import Knowledge
import ReadingProof
import Studies
import Testing

@testable import Understanding

/// No word that carries meaning is dropped.
struct HonestyTests {
    static let proof = Result {
        try Proof(
            knowledge: KnowledgeDirectory.locate(environment: [:]),
            catalogue: Desk.catalogue.get(),
            symbols: ["NQ", "MGC"]
        )
    }

    @Test(arguments: QuestionTests.table.indices) func `no word of a question is dropped`(_ index: Int) throws {
        try Self.hold([QuestionTests.table[index].question], seed: index)
    }

    @Test(arguments: ParaphraseTests.groups.indices) func `no word of a paraphrase is dropped`(_ index: Int) throws {
        let group = ParaphraseTests.groups[index]
        try Self.hold([group.question] + group.same + group.unsure, seed: index)
    }

    /// Without each of its words a question is another one, unless the word is empty or says again what is said; with
    /// words that do not belong it is asked about.
    private static func hold(_ questions: [String], seed: Int) throws {
        let report = try proof.get().run(questions.map { Asked($0) }, seed: UInt64(seed))
        for violation in report.violations {
            Issue.record("\(violation.kind.rawValue): '\(violation.words)' in '\(violation.question)'")
        }
    }

    @Test(arguments: Language.allCases) func `every question that is offered can be asked as it stands`(
        _ language: Language
    ) throws {
        for question in try Desk.reader.get().prompts.all(language) {
            for word in question.contains("{}") ? ["FOMC", "NFP"] : [""] {
                let text = question.contains("| ") ? question : question.replacing("{}", with: word)
                guard !(question.contains("{}") && question.hasSuffix("{}") && language == .en) else { continue }
                #expect(try Desk.read(text).isStudy, "'\(text)' is not read")
            }
        }
    }

    @Test(arguments: [
        "объём", "gaps", "утром", "покажи high low", "статистика", "how often", "с 9:30 до 12:00", "at the open",
    ])
    func `an open task is asked about with two to four readable questions`(_ question: String) throws {
        guard case .clarify(_, let options) = try Desk.read(question).intent else {
            Issue.record("'\(question)' was not asked about")
            return
        }
        #expect((2...4).contains(options.count))
        for option in options { #expect(try Desk.read(option.question).isStudy, "\(option.question)") }
    }

    @Test func `alternatives of an assumption can be asked as they stand`() throws {
        for question in [
            "средняя волатильность по дням недели", "top 10 gap downs", "average volume in 2024",
            "когда формируется хай дня",
        ] {
            for assumption in try Desk.read(question).assumptions {
                for option in assumption.alternatives {
                    #expect(try Desk.read(option.question).isStudy, "\(option.question)")
                }
            }
        }
    }
}

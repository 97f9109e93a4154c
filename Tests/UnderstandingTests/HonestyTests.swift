import Knowledge
import Market
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
        let words: [String: String] =
            language == .en
            ? [
                "span": "Asia", "event": "FOMC", "eventWord": "FOMC", "calendar": "friday", "patternOf": "doji",
                "fromClock": "09:00", "scan": "past month",
            ]
            : [
                "span": "утро", "event": "NFP", "eventWord": "нонфарм", "calendar": "январь", "patternOf": "молот",
                "fromClock": "09:00", "scan": "за последний месяц",
            ]
        let reader = try Desk.reader.get()
        for subject in reader.prompts.subjects(language) {
            let written = reader.prompts.questions(subject, language)
            #expect((2...4).contains(written.count), "\(subject)")
            let offers = try reader.offers(subject, language, Desk.context(), words: words[subject] ?? "")
            #expect(offers.count == written.count)
            for offer in offers { #expect(try Desk.read(offer.question).isStudy, "'\(offer.question)' is not read") }
        }
    }

    @Test(arguments: Language.allCases) func `the same subjects are offered in both languages`(
        _ language: Language
    ) throws {
        let prompts = try Desk.reader.get().prompts
        #expect(prompts.subjects(language) == prompts.subjects(.en))
    }

    @Test func `what is offered beside a term can be asked`() throws {
        let prompts = try Desk.reader.get().prompts
        let subjects = Set(prompts.subjects(.en))
        for entry in try Glossary.load(KnowledgeDirectory.locate(environment: [:])).entries {
            #expect(subjects.contains(entry.ask), "\(entry.id): \(entry.ask)")
            #expect(!prompts.questions(entry.ask, .en).contains { $0.contains("{}") }, "\(entry.id)")
        }
    }

    @Test(arguments: [
        "объём", "gaps", "утром", "покажи high low", "статистика", "how often", "с 9:30 до 12:00", "at the open",
        "gap up", "молот", "inside day", "рост", "reversal", "час", "weekday", "азия", "CPI", "лето", "серии", "топ",
        "найди аномалии", "backtest a short at 10:00", "золото",
    ])
    func `an open task is asked about with two to four readable questions`(_ question: String) throws {
        let reading = try Desk.read(question)
        let options: [Option]
        switch reading.intent {
        case .clarify(_, let offered): options = offered
        case .scan, .backtest: options = reading.examples
        default:
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

    @Test(arguments: [
        "диапазон ср", "в ср. объём",
        "сколько дней до экспирации", "how many days until FOMC",
        "longest losing streak in 24", "volume by weekdy",
    ])
    func `what the words do not settle is asked about`(_ question: String) throws {
        #expect(try !Desk.read(question).isStudy)
    }
}

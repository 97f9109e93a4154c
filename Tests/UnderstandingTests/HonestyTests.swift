import Studies
import Testing

@testable import Understanding

/// No word that carries meaning is dropped.
struct HonestyTests {
    /// Said twice, or said by something else in the question: without it the study is the same.
    static let repeated: Set<String> = [
        "day", "days", "day's", "дня", "дней", "дни", "день", "daily", "trading", "average", "avg", "mean", "среднем",
        "средняя", "всего", "often", "most", "time", "время",
        "makes", "становится", "часто", "бывает", "ставится", "inside", "nq", "times", "did", "раз", "подряд", "either",
        "%", "в",
        "in", "happens", "what", "end", "up", "получасам", "rate", "more", "or", "или", "below", "above", "ставится",
        "раза", "minutes", "утра", "am", "pm",
        "first", "hour", "big", "10", "1800", "how", "it", "close", "rth", "over", "under", "when", "fridays", "после",
        "если", "на", "как", "какое",
        "дневного", "сравни", "топ", "if", "где", "какой", "чем", "даёт", "часть", "какую", "вероятность", "moving",
        "gap", "range", "чаще", "which",
        "top", "fall",
    ]

    @Test(arguments: QuestionTests.table.indices) func `a question without one of its words is another question`(
        _ index: Int
    ) throws {
        let question = QuestionTests.table[index].question
        let whole = try Desk.study(question)
        let reading = try Desk.read(question)
        let words = question.split(separator: " ").map(String.init)
        for (place, word) in words.enumerated() {
            let plain = word.lowercased().filter { $0.isLetter || $0.isNumber }
            guard !reading.empty.contains(where: { word.contains($0) }), !Self.repeated.contains(plain), plain.count > 1
            else { continue }
            var shorter = words
            shorter.remove(at: place)
            let other = try Desk.read(shorter.joined(separator: " "))
            #expect(other.study != whole, "'\(question)' means the same without '\(word)'")
        }
    }

    static let nonsense = [
        "при попутном ветре", "when my horoscope is good", "зюзюка", "with a cherry on top", "по версии моей бабушки",
        "flumph",
    ]

    @Test(arguments: QuestionTests.table.indices) func `a phrase without meaning leads to a question`(
        _ index: Int
    ) throws {
        let words = QuestionTests.table[index].question.split(separator: " ").map(String.init)
        for (number, phrase) in Self.nonsense.enumerated() {
            var longer = words
            longer.insert(phrase, at: (number * 7 + index) % (words.count + 1))
            let reading = try Desk.read(longer.joined(separator: " "))
            #expect(!reading.isStudy, "'\(longer.joined(separator: " "))' was answered")
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

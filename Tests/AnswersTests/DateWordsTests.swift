import Answers
import Market
import Studies
import Testing
import Understanding

struct DateWordsTests {
    private func range(_ first: String, _ last: String, _ language: Language) throws -> String {
        let range = DateRange(first: CivilDate(first), last: CivilDate(last))
        return DateWords(try Shipped.say(language)).range(range)
    }

    @Test(arguments: [
        ("2020-01-01", "2025-12-31", "2020–2025", "2020–2025"),
        ("2024-01-01", "2024-12-31", "2024", "2024"),
        ("2024-03-01", "2024-03-31", "March 2024", "март 2024"),
        ("2024-04-01", "2024-06-30", "Q2 2024", "2-й квартал 2024"),
        ("2024-01-01", "2024-02-29", "January – February 2024", "январь – февраль 2024"),
        ("2024-03-14", "2024-03-14", "14 March 2024", "14 марта 2024"),
        ("2024-03-04", "2024-03-08", "4–8 March 2024", "4–8 марта 2024"),
        ("2024-03-04", "2024-04-08", "4 March – 8 April 2024", "4 марта – 8 апреля 2024"),
    ])
    func `a period is named by the largest units that it fills`(
        first: String,
        last: String,
        english: String,
        russian: String
    ) throws {
        #expect(try range(first, last, .en) == english)
        #expect(try range(first, last, .ru) == russian)
    }
}

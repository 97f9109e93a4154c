import Answers
import Testing
import Understanding

struct PluralTests {
    @Test(arguments: [
        (0, "дней"), (1, "день"), (2, "дня"), (4, "дня"), (5, "дней"), (11, "дней"), (12, "дней"), (14, "дней"),
        (21, "день"), (22, "дня"), (25, "дней"), (101, "день"), (111, "дней"), (112, "дней"), (1001, "день"),
    ])
    func `Russian has three forms`(count: Int, form: String) throws {
        let forms = ["день", "дня", "дней"]
        #expect(forms[PluralForm.index(count, .ru)] == form)
    }

    @Test(arguments: [(0, 1), (1, 0), (2, 1), (11, 1), (21, 1)])
    func `English has two`(count: Int, index: Int) {
        #expect(PluralForm.index(count, .en) == index)
    }

    @Test func `a sentence takes the form that fits its number`() throws {
        #expect(try Shipped.say(.ru)("count.day", ["n": .count(22)]) == "22 торговых дня")
        #expect(try Shipped.say(.en)("count.day", ["n": .count(1)]) == "1 trading day")
        #expect(try Shipped.say(.en)("count.day", ["n": .count(1509)]) == "1,509 trading days")
    }
}

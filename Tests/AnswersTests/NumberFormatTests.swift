import Answers
import Market
import Testing
import Understanding

struct NumberFormatTests {
    private let en = NumberFormat(.en)
    private let ru = NumberFormat(.ru)

    @Test func `English groups by commas and Russian by spaces that do not break`() {
        #expect(en.integer(1_234_567) == "1,234,567")
        #expect(ru.integer(1_234_567) == "1\u{A0}234\u{A0}567")
        #expect(en.fixed(1234.5, decimals: 1) == "1,234.5")
        #expect(ru.fixed(12_345.5, decimals: 1) == "12\u{A0}345,5")
    }

    @Test func `Russian leaves four digits together`() {
        #expect(ru.integer(1509) == "1509")
        #expect(en.integer(1509) == "1,509")
    }

    @Test func `a negative number has a minus sign and zero has none`() {
        #expect(en.fixed(-0.5, decimals: 1) == "\u{2212}0.5")
        #expect(en.fixed(-0.01, decimals: 1) == "0.0")
        #expect(en.integer(-3) == "\u{2212}3")
    }

    @Test func `Russian puts a space before the percent sign`() {
        #expect(ru.percent(62.5, decimals: 1) == "62,5\u{A0}%")
        #expect(en.percent(62.5, decimals: 1) == "62.5%")
    }

    @Test func `numbers that are not finite are a dash`() {
        #expect(en.fixed(.nan, decimals: 2) == "—")
        #expect(en.fixed(.infinity, decimals: 2) == "—")
    }

    @Test func `a column shows no more decimals than its values have`() {
        #expect(NumberFormat.decimals(for: [1, 2, 3], unit: .price) == 0)
        #expect(NumberFormat.decimals(for: [21_345.25, 21_345.5], unit: .price) == 2)
        #expect(NumberFormat.decimals(for: [1.0 / 3], unit: .percent) == 2)
        #expect(NumberFormat.decimals(for: [100.0 / 3], unit: .percent) == 1)
        #expect(NumberFormat.decimals(for: [1.08432, 1.1], unit: .price) == 5)
    }
}

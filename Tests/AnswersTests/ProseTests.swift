import Answers
import Knowledge
import Market
import Studies
import StudySQL
import Testing
import Understanding

/// What a model's sentences may say beside known figures.
struct ProseTests {
    /// NQ fell 1.2345% on average on Mondays, rose 0.8% on Fridays; 1509 days; 5 March 2024 at 09:30; a part of 0.5234.
    static func grounds(_ language: Language, _ prose: Prose) throws -> Grounds {
        var grounds = Grounds(prose, language)
        let change = Series.metric(metric: .changePct, of: .own)
        let mean = AnswerTable.Column(
            name: "mean_change",
            title: "",
            kind: .number,
            unit: "percent",
            meaning: .measure(measure: .statistic(statistic: .mean, of: change, where: nil), part: .value)
        )
        grounds.add(.number(-1.2345), of: mean)
        grounds.add(.number(0.8), of: mean)
        let share = AnswerTable.Column(name: "share", title: "", kind: .number, unit: "percent")
        grounds.add(.number(62.5), of: share)
        grounds.add(.integer(1509), of: AnswerTable.Column(name: "n", title: "", kind: .integer, unit: "count"))
        grounds.add(.number(1_523_456), of: AnswerTable.Column(name: "v", title: "", kind: .number, unit: "volume"))
        grounds.add(.number(0.5234), of: nil)
        grounds.add(.text("2024-03-05"), of: AnswerTable.Column(name: "date", title: "", kind: .date))
        grounds.add(.text("09:30"), of: AnswerTable.Column(name: "time", title: "", kind: .time))
        let weekday = AnswerTable.Column(name: "weekday", title: "", kind: .weekday)
        grounds.add(.integer(1), of: weekday)
        grounds.add(.integer(5), of: weekday)
        let catalogue = try Catalogue.load(try Shipped.knowledge())
        grounds.add(try #require(catalogue.instrument("NQ")))
        grounds.add(
            text: language == .en
                ? "RTH, 20-day average, 2020–2025, 3–14 July 2021, 1,234.5 points. 5 and 2%."
                : "RTH, среднее за 20 дней, 2020–2025, 3–14 июля 2021, 1 234,5 п. 5 и 2%."
        )
        return grounds
    }

    static func prose() throws -> Prose {
        let knowledge = try Shipped.knowledge()
        return Prose(
            words: try ProseWords(knowledge: knowledge),
            instruments: try Catalogue.load(knowledge).instruments
        )
    }

    @Test(arguments: [
        "NQ fell 1.23% on Mondays and rose 0.8% on Fridays.",
        "On 1,509 days the share was 62.5%, over the years 2020–2025.",
        "The part is 0.52, that is 52.34%, or 52%.",
        "It is 52.3 percent of all days on 5 March 2024 at 9:30.",
        "On March 5th, 2024 the Nasdaq opened at 9:30 am; the share was 62.5 per cent.",
        "It happened on Tuesday, 5 March 2024, in the first half of the day.",
        "On 2024-03-05 and in March 2024 it was the same for the Nasdaq-100.",
        "The mean change was −1.2% on Mondays and +0.8% on Fridays.",
        "About 1.5k days and a volume of 1.52 million contracts in all.",
        "Half of the days are like that, as RTH shows.",
        "There are one thousand five hundred nine days in the sample.",
        "A 20-day average and 1,234.5 points were used for the 14 July 2021 figure.",
        "Two percent is the other figure, and five the number of cases.",
        "In March the decline was 1.2%.",
    ]) func `what is known may be said`(_ text: String) throws {
        let prose = try Self.prose()
        #expect(prose.faults(in: text, try Self.grounds(.en, prose)) == [])
    }

    @Test(arguments: [
        ("The part is 53% of the days in the sample.", "53%"),
        ("The part is 0.53 of the days in the sample.", "0.53"),
        ("It held on 1,510 days of the sample.", "1,510"),
        ("It held on 1,500 days of the sample.", "1,500"),
        ("It held on 15 days of the sample.", "15"),
        ("On 6 March 2024 it was the same.", "6 March 2024"),
        ("On March 6th it was the same.", "March 6th"),
        ("In April 2024 it was the same.", "April 2024"),
        ("In March 2023 it was the same.", "March 2023"),
        ("On 2024-03-06 it was the same.", "2024-03-06"),
        ("On 03/06/2024 it was the same.", "03/06/2024"),
        ("In 2019 it was the same.", "2019"),
        ("In 2024 days it was the same.", "2024"),
        ("It opened at 9:35 on the day.", "9:35"),
        ("It opened at 9:30 pm on the day.", "9:30 pm"),
        ("It opened at 10 am on the day.", "10 am"),
        ("It opened at noon on the day.", "noon"),
        ("On Thursdays it was the same.", "Thursdays"),
        ("On Thu it was the same.", "Thu"),
        ("It happened on Monday, 5 March 2024, as said.", "Monday"),
        ("It held on seven of the days.", "seven"),
        ("It held on twenty-three of the days.", "twenty-three"),
        ("It is twice the usual on such days.", "twice"),
        ("It is between 6–8% of the days.", "6"), ("A share of 62 on 2 of the days.", "62"),
        ("It is a dozen days in the sample.", "dozen"),
        ("It is the third largest of the days.", "third"),
        ("It is the 7th largest of the days.", "7th"),
        ("It is 1.7k days in the sample.", "1.7k"),
        ("It is 3-4 points in the sample.", "3"),
        ("It is between 62.5 and 70% of the days.", "70%"),
        ("It is 1.2.3 of the days.", "1"),
        ("It is 5e3 of the days.", "5e"),
        ("It is ½ of the days.", "U+BD"),
        ("It is ٣ of the days.", "U+663"),
        ("It is １２ of the days.", "U+FF11"),
        ("In Q2 2024 it was the same.", "Q2 2024"),
        ("It is 1509% of the days.", "1509%"),
        ("The ES did the same on these days.", "ES"),
        ("The same is true of gold on these days.", "gold"),
        ("Bitcoin did the same on these days.", "Bitcoin"),
        ("As Powell said, it is the same on these days.", "Powell"),
        ("It is the SMA50 of these days.", "SMA50"),
    ]) func `what is not known may not be said`(_ text: String, _ words: String) throws {
        let prose = try Self.prose()
        #expect(prose.faults(in: text, try Self.grounds(.en, prose)).map(\.words).first == words)
    }

    @Test(arguments: [
        "NQ rose 1.23% on Mondays in the sample.",
        "NQ fell 0.8% on Fridays in the sample.",
        "The mean change was 1.23% on Mondays.",
        "The mean change was −0.8% on Fridays.",
        "The mean change was minus 0.8% on Fridays.",
        "The mean change was +1.23% on Mondays.",
    ]) func `a change goes the way it went`(_ text: String) throws {
        let prose = try Self.prose()
        #expect(prose.faults(in: text, try Self.grounds(.en, prose)).map(\.kind) == [.direction])
    }

    @Test(arguments: [
        ("See https://evil.example/x for the days.", Prose.Fault.Kind.markup),
        ("See evil.example for the days.", .markup), ("See www.x for the days.", .markup),
        ("Write to a@b of the days.", .markup),
        ("<b>NQ</b> fell 1.23% on Mondays.", .characters), ("It is &lt;script&gt; of the days.", .markup),
        ("It is [here](x) on the days.", .markup), ("It is ![x] on the days.", .markup),
        ("It is **bold** on the days.", .markup), ("# Days\nIt is so on the days.", .markup),
        ("- It is so on the days.", .markup), ("It is `code` on the days.", .characters),
        ("It is \u{202E}so on the days.", .characters), ("It is \u{200B}so on the days.", .characters),
        ("It is \u{7}so on the days.", .characters), ("It is \u{1B}[31mso on the days.", .characters),
        ("The N\u{410}SDAQ is so on the days.", .characters), ("Das ist für uns.", .characters),
        ("Это не по-английски, а по-русски на этот раз.", .language),
        ("Der Markt steigt hier selten und wenn dann nur kurz am Vormittag.", .language),
        ("A. B. C. D. E. F. G.", .length), ("", .empty), ("1.23%", .empty), ("\u{2026}", .empty),
        ("It will rise on the days.", .foretold), ("You should buy it on the days.", .foretold),
    ]) func `only plain text in the user's language is shown`(_ text: String, _ kind: Prose.Fault.Kind) throws {
        let prose = try Self.prose()
        #expect(prose.faults(in: text, try Self.grounds(.en, prose)).first?.kind == kind)
    }

    @Test func `ten megabytes are refused at once`() throws {
        let prose = try Self.prose()
        let text = String(repeating: "It is so on the days. ", count: 500_000)
        let began = ContinuousClock.now
        #expect(prose.faults(in: text, try Self.grounds(.en, prose)).map(\.kind) == [.length])
        #expect(ContinuousClock.now - began < .seconds(20))
    }

    @Test(arguments: [
        "По понедельникам NQ падал в среднем на 1,23%, а по пятницам рос на 0,8%.",
        "За 1 509 дней доля составила 62,5 процента, в 2020–2025 годах.",
        "5 марта 2024 года в 09:30 насдак был на том же уровне.",
        "В марте 2024 снижение было на 1,2%, это 52% от всех.",
        "Среднее за двадцать дней и 1234,5 пункта, для 3 июля 2021.",
        "Пятого марта 2024 не было иначе, как и в RTH.",
        "За тысячу пятьсот девять дней это было так.",
        "Во второй половине дня это было так, один из дней.",
        "Изменение было −1,2% по понедельникам и +0,8% по пятницам.",
    ]) func `what is known may be said in Russian`(_ text: String) throws {
        let prose = try Self.prose()
        #expect(prose.faults(in: text, try Self.grounds(.ru, prose)) == [])
    }

    @Test(arguments: [
        ("Доля была 53% от всех дней.", "53%"), ("Это было за 1 510 дней.", "1 510"),
        ("Это было 6 марта 2024 года.", "6 марта 2024"), ("Это было в апреле, как и прежде.", "апреле"),
        ("Это было в четверг, как и прежде.", "четверг"), ("Это было по воскресеньям, как и прежде.", "воскресеньям"),
        ("Это было в 10 часов утра, как и прежде.", "10 часов утра"), ("Это было в полдень, как и прежде.", "полдень"),
        ("Это вдвое больше, чем было прежде.", "вдвое"), ("Это семь дней из всех.", "семь"),
        ("Это седьмой день из всех.", "седьмой"), ("Это 7-й день из всех.", "7-й"),
        ("Это сто двадцать дней из всех.", "сто двадцать"), ("Это 1,7 тыс. дней из всех.", "1,7 тыс"),
        ("Золото в эти дни было таким же.", "Золото"), ("Так было и для биткоина в эти дни.", "биткоина"),
        ("Так было и для ES в эти дни.", "ES"), ("Как сказал Пауэлл, это было так.", "Пауэлл"),
        ("Завтра это будет так же.", "Завтра"),
        ("Это было в 2019 году, как и прежде.", "2019"),
    ]) func `what is not known may not be said in Russian`(_ text: String, _ words: String) throws {
        let prose = try Self.prose()
        #expect(prose.faults(in: text, try Self.grounds(.ru, prose)).map(\.words).first == words)
    }

    @Test(arguments: [
        "По понедельникам NQ вырос в среднем на 1,23%.", "По пятницам NQ снизился в среднем на 0,8%.",
        "По понедельникам изменение было 1,23%.",
    ]) func `a change goes the way it went in Russian`(_ text: String) throws {
        let prose = try Self.prose()
        #expect(prose.faults(in: text, try Self.grounds(.ru, prose)).map(\.kind) == [.direction])
    }

    @Test func `nothing is known where there are no grounds`() throws {
        let prose = try Self.prose()
        let grounds = Grounds(prose, .en)
        #expect(prose.faults(in: "It is a measure of how far the price of a bar goes.", grounds) == [])
        #expect(prose.faults(in: "The mean range of the day is 250 points.", grounds).map(\.words) == ["250"])
        #expect(prose.faults(in: "The NQ has the larger range of the two.", grounds).map(\.words) == ["NQ", "two"])
    }

    @Test(arguments: [
        ("It fell 1.2% at 9:30 a.m. on the day. It ro", "It fell 1.2% at 9:30 a.m. on the day.", " It ro"),
        ("It fell 1.", "", "It fell 1."), ("It fell. ", "", "It fell. "), ("Who? A", "Who?", " A"),
    ]) func `a sentence is whole when the next one begins`(_ text: String, _ whole: String, _ rest: String) {
        let parts = Prose.sentences(of: text)
        #expect(parts.whole == whole)
        #expect(parts.rest == rest)
    }
}

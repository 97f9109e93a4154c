import Market
import Studies
import Testing

@testable import Understanding

struct DialogueTests {
    static let edits: [(first: String, then: String, whole: String)] = [
        ("средний дневной range за 2024", "только пятницы", "средний дневной range по пятницам за 2024"),
        ("сколько зелёных дней было в 2024?", "хотя нет, лучше 2023", "сколько зелёных дней было в 2023"),
        ("средний range за RTH в 2024", "азиатская сессия", "средний range за азиатскую сессию в 2024"),
        ("average range in 2024", "what about Tuesdays?", "average range on Tuesdays in 2024"),
        ("average range in 2024", "no, I meant RTH", "average range in RTH in 2024"),
        ("средний range за 2024", "то же по золоту", "средний range золота за 2024"),
        ("сколько красных дней было в марте 2024", "А за апрель?", "сколько красных дней было в апреле 2024"),
        ("вероятность зелёного дня после NR7", "а после inside day?", "вероятность зелёного дня после inside day"),
        (
            "процент закрытия гэпов по дням недели", "а теперь только гэпы вниз и за 2024",
            "процент закрытия гэпов вниз по дням недели за 2024"
        ),
    ]

    @Test(arguments: edits.indices) func `a follow-up edits the last study`(_ index: Int) throws {
        let (first, then, whole) = Self.edits[index]
        let edited = try Desk.study(then, earlier: [Desk.study(first)])
        let asked = try Desk.study(whole)
        #expect(edited.period == asked.period && edited.symbols == asked.symbols)
        #expect(edited.condition == asked.condition || edited.span != asked.span || index == 8)
        #expect(edited.span == asked.span || index == 8)
    }

    @Test(arguments: [
        ("average range of Asia", "average range of Europe", "which is wider", "average range of Asia vs Europe"),
        ("average volume in 2024", "average volume in 2025", "which is higher", "average volume in 2024 vs 2025"),
        ("average volume in 2024", "average volume in 2025", "ratio", "average volume in 2024 vs 2025"),
        (
            "средний диапазон по понедельникам", "средний диапазон по пятницам", "что шире",
            "средний диапазон понедельник vs пятница"
        ),
    ])
    func `the last two turns are held against each other`(
        _ first: String,
        _ second: String,
        _ then: String,
        _ whole: String
    )
        throws
    {
        let held = try Desk.study(then, earlier: [Desk.study(first), Desk.study(second)])
        let asked = try Desk.study(whole)
        guard case .comparison(let variants, let measures) = held.result,
            case .comparison(let others, let figures) = asked.result
        else {
            Issue.record("no comparison: \(held.result)")
            return
        }
        #expect(variants.map(\.span) == others.map(\.span) && variants.map(\.period) == others.map(\.period))
        #expect(variants.map(\.condition) == others.map(\.condition) && measures[0] == figures[0])
    }

    static let changes: [(first: String, then: String, whole: String)] = [
        ("average daily range in 2024", "remove fridays", "average daily range in 2024 excluding fridays"),
        ("average daily range in 2024", "median instead", "median daily range in 2024"),
        ("average daily range in 2024", "not the average, the median", "median daily range in 2024"),
        ("average daily range in 2024", "and the minimum?", "minimum daily range in 2024"),
        ("average daily range in 2024", "volume", "average volume in 2024"),
        ("average daily range in 2024", "2023 instead of 2024", "average daily range in 2023"),
        ("average daily range in 2024", "the previous year", "average daily range in 2023"),
        ("average range in March 2024", "а в следующем месяце?", "average range in April 2024"),
        ("средний рендж за первое полугодие 2024", "а за вторую половину?", "средний рендж за второе полугодие 2024"),
        ("average daily range on Fridays in 2024", "back to all days", "average daily range in 2024"),
        ("средний рендж по дням недели за 2024", "без группировки", "средний рендж за 2024"),
        ("найди дни когда NQ упал больше 2% в 2024", "больше 3%", "найди дни когда NQ упал больше 3% в 2024"),
        ("show days with range > 400 in 2024", "make it 500", "show days with range > 500 in 2024"),
        ("how many green days in 2024", "red?", "how many red days in 2024"),
        ("топ 3 дня по диапазону 2024", "сделай топ 10", "топ 10 дней по диапазону 2024"),
        ("5 самых больших падений за 2024", "а самые большие росты?", "5 самых больших ростов за 2024"),
        ("average range 2024", "since june", "average range from june to december 2024"),
    ]

    @Test(arguments: changes.indices) func `an edited study is the one that a whole question asks for`(
        _ index: Int
    ) throws {
        let (first, then, whole) = Self.changes[index]
        #expect(try Desk.study(then, earlier: [Desk.study(first)]) == Desk.study(whole))
    }

    @Test(arguments: [
        ("average daily range in 2024", "back to all days"),
        ("вероятность роста после двух красных дней", "а через 3 дня?"),
        ("average daily range in 2024", "и красные тоже"), ("top 5 days by volume in 2024", "only on mars"),
    ])
    func `an edit that changes nothing or cannot be is asked about`(_ first: String, _ then: String) throws {
        guard case .clarify = try Desk.read(then, earlier: [Desk.study(first)]).intent else {
            Issue.record("'\(then)' was not asked about")
            return
        }
    }

    @Test func `more shows the next rows`() throws {
        let first = try Desk.study("5 самых больших падений за 2024")
        let more = try Desk.study("покажи ещё", earlier: [first])
        guard case .list(let list) = more.result else {
            Issue.record("no list")
            return
        }
        #expect(list.skip == 5 && list.limit == 5)
    }

    @Test func `a question that stands by itself is no edit`() throws {
        let first = try Desk.study("средний range по дням недели за 2024")
        #expect(
            try Desk.study("сколько зелёных дней было в 2023", earlier: [first])
                == Desk.study("сколько зелёных дней было в 2023")
        )
    }

    @Test(arguments: ["только пятницы", "а в 2023?", "show more", "the same for Mondays"])
    func `an edit of nothing is asked about`(_ question: String) throws {
        guard case .clarify = try Desk.read(question).intent else {
            Issue.record("'\(question)' was not asked about")
            return
        }
    }

    @Test func `small talk, terms and what cannot be done are told apart`() throws {
        #expect(try Desk.read("Привет!").intent == .chat(kind: .greeting))
        #expect(try Desk.read("thanks").intent == .chat(kind: .thanks))
        #expect(try Desk.read("что ты умеешь?").intent == .chat(kind: .abilities))
        #expect(try Desk.read("Что такое RSI?").intent == .explain(terms: ["rsi"]))
        #expect(try Desk.read("What is a doji").intent == .explain(terms: ["doji"]))
        #expect(try Desk.read("will NQ go up tomorrow?").intent == .cannot(reason: .forecast))
        #expect(try Desk.read("buy or sell?").intent == .cannot(reason: .advice))
        #expect(try Desk.read("волатильность ES за 2024").intent == .noData(reason: .instrument(symbol: "ES")))
        guard case .noData(.period) = try Desk.read("NQ за 2010 год").intent else {
            Issue.record("2010 is not loaded")
            return
        }
        guard
            case .noData(.notATradingDay(let date, let before, _)) = try Desk.read("волатильность за 25 декабря 2023")
                .intent
        else {
            Issue.record("a holiday is no trading day")
            return
        }
        #expect(date == CivilDate("2023-12-25") && before == CivilDate("2023-12-22"))
    }

    @Test(arguments: ["какие праздники в 2024", "holidays in 2024"])
    func `the holidays of a year are told`(question: String) throws {
        guard case .noData(.holidays(let dates, 10)) = try Desk.read(question).intent else {
            Issue.record("the exchange was closed on ten days")
            return
        }
        #expect(dates.first == CivilDate("2024-01-01") && dates.contains(CivilDate("2024-07-04")!))
    }

    @Test(arguments: ["when is the next OPEX", "когда следующая экспирация"])
    func `the next day of an event is told from its calendar`(question: String) throws {
        guard case .noData(.upcoming(.opex, let date)) = try Desk.read(question).intent else {
            Issue.record("its rule says when")
            return
        }
        #expect(date > (try Desk.context().today))
    }

    @Test(arguments: ["ok", "что", "this is wrong", "ты ошибся"])
    func `a word that asks nothing is small talk`(question: String) throws {
        #expect(try Desk.read(question).intent == .chat(kind: .smallTalk))
    }

    @Test func `a question about volume without volume is refused`() throws {
        let context = try Desk.context(volume: false)
        #expect(
            try Desk.reader.get().read("средний объём по часам", context).intent
                == .cannot(reason: .noVolume(symbol: "NQ"))
        )
    }
}

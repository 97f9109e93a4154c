import Studies
import Testing

@testable import Understanding

/// What is no study: terms, refusals, what is not loaded, small talk, mended spelling.
struct TalkTests {
    @Test(arguments: [
        ("Что такое RSI?", ["rsi"]), ("ATR что это?", ["atr"]), ("как считается ATR", ["atr"]),
        ("what does RTH mean for gold?", ["rth"]), ("what's RTH mean?", ["rth"]), ("green day meaning", ["greenDay"]),
        ("чем отличается RTH от ETH", ["rth", "eth"]), ("внутренний день это что", ["insideBar"]),
        ("difference between a hammer and a hanging man", ["hammer", "hangingMan"]),
        ("what is FVG", ["fvg"]), ("коэффициент Шарпа", ["sharpe"]), ("value area", ["valueArea"]),
        ("explain VWAP to me like im 5", ["vwap"]), ("how do you define a gap being filled", ["gapFill"]),
        ("what is ES", ["ES"]), ("what counts as a green day", ["greenDay"]), ("что такое кофе", ["кофе"]),
    ]) func `a term is explained, however it is asked for`(question: String, terms: [String]) throws {
        #expect(try Desk.read(question).intent == .explain(terms: terms), "\(question)")
    }

    @Test(arguments: [
        "what is the average range in 2024", "сравни RTH и ETH по волатильности",
        "what is the high of 2024",
    ]) func `a figure that is asked for with the words of a definition is a study`(question: String) throws {
        #expect(try Desk.read(question).isStudy)
    }

    @Test(arguments: [
        ("will NQ go up tomorrow?", CannotReason.forecast), ("закроется ли гэп сегодня", .forecast),
        ("сигнал дай", .forecast), ("какой стоп?", .advice), ("как не слить", .advice),
        ("how many contracts should i trade with a 50k account", .advice), ("в каком часу шортить", .advice),
        ("купи 2 контракта NQ", .order), ("set an alert when NQ hits 26000", .order),
        ("почему в понедельник рендж меньше", .cause), ("why is volume higher on Mondays", .cause),
        ("cumulative delta by hour", .outside(term: "delta")),
        ("implied volatility of NQ", .outside(term: "impliedVolatility")),
        ("покажи FVG за последний месяц", .outside(term: "fvg")),
        ("коэффициент шарпа за 2022", .outside(term: "sharpe")),
        ("новости по золоту", .outside(term: "news")), ("где стоят крупные лимитки", .outside(term: "limitOrder")),
        ("Мы в тренде или в боковике?", .outside(term: "trend")),
    ]) func `what cannot be done is declined, and what can be asked instead is offered`(
        question: String,
        reason: CannotReason
    ) throws {
        let reading = try Desk.read(question)
        #expect(reading.intent == .cannot(reason: reason), "\(question)")
        #expect((2...4).contains(reading.examples.count), "\(question)")
        for example in reading.examples { #expect(try Desk.read(example.question).isStudy, "\(example.question)") }
    }

    @Test(arguments: [
        ("нефть вчера", "CL"), ("волатильность Tesla", "TSLA"), ("DAX average range", "DAX"),
        ("биткоин по часам", "BTCUSD"),
        ("average range of XYZ in 2024", "XYZ"), ("доллар рубль за 2024", "USDRUB"), ("индекс мосбиржи", "IMOEX"),
    ]) func `an instrument that is not loaded is named`(question: String, symbol: String) throws {
        let reading = try Desk.read(question)
        #expect(reading.intent == .noData(reason: .instrument(symbol: symbol)), "\(question)")
        for example in reading.examples { #expect(try Desk.read(example.question).isStudy, "\(example.question)") }
    }

    @Test(arguments: [
        ("how many instruments do you cover", ChatKind.loaded), ("в каком часовом поясе время", .loaded),
        ("can you export to csv", .abilities), ("привет, что умеешь", .abilities), ("кто ты", .abilities),
        ("gm", .greeting),
        ("спасибо большое!", .thanks),
        ("what data do you have", .loaded), ("за какой период есть данные", .loaded),
        ("what timezone are your bars in", .loaded), ("а какие паттерны бывают?", .patterns), ("пока", .farewell),
        ("tell me a joke", .smallTalk),
    ]) func `small talk is told apart`(question: String, kind: ChatKind) throws {
        let reading = try Desk.read(question)
        #expect(reading.intent == .chat(kind: kind), "\(question)")
        for example in reading.examples { #expect(try Desk.read(example.question).isStudy, "\(example.question)") }
    }

    @Test func `a greeting before a question is no small talk`() throws {
        #expect(try Desk.read("привет что было вчера").isStudy)
        #expect(try Desk.read("hi, average range in 2024").isStudy)
    }

    @Test func `what is asked for beside a search for anomalies is answered, and the search is said to be missing`()
        throws
    {
        let both = try Desk.read(
            "Покажи статистику по NQ за последние 2 недели и найди там какие то аномалии если они есть."
        )
        #expect(both.leftOut == [.scan] && both.unread == ["аномалии"])
        #expect(both.study == (try Desk.study("Покажи статистику по NQ за последние 2 недели")))
    }

    @Test(arguments: [
        "найди аномалии за 2024", "any anomalies in 2024?", "anomalies in my portfolio in 2024",
        "Найди аномальные дни по объёму за 2024",
    ])
    func `a search alone is not answered with other figures`(_ question: String) throws {
        let reading = try Desk.read(question)
        guard case .clarify(.leftOut(.scan), let options) = reading.intent else {
            Issue.record("'\(question)' is \(reading.intent.name)")
            return
        }
        #expect(!options.isEmpty && options.allSatisfy { $0.question.contains("2024") })
    }

    @Test func `a test of the chat's strategy offers the chat's question`() throws {
        let asked = "как закрывались дни после 3 красных подряд"
        var context = try Desk.context(earlier: [Desk.study(asked)])
        context.asked = [asked]
        let reading = try Desk.reader.get().read("протестируй как стратегию", context)
        guard case .clarify(.leftOut(.backtest), let options) = reading.intent else {
            Issue.record("a strategy without rules is \(reading.intent.name)")
            return
        }
        #expect(options.first?.question == asked)
        for option in options { #expect(try Desk.read(option.question).isStudy, "\(option.question)") }
    }

    @Test(arguments: [
        ("find interesting patterns", LeftOut.scan), ("найди что-нибудь интересное", .scan),
        ("найди лучшие точки входа в шорт с RR 1:2, стоп до 30 тиков", .backtest),
        ("backtest opening range breakout", .backtest),
    ])
    func `a search or a test without particulars is asked about`(_ question: String, _ part: LeftOut) throws {
        guard case .clarify(.leftOut(part), let options) = try Desk.read(question).intent else {
            Issue.record("'\(question)' was not asked about")
            return
        }
        #expect((2...4).contains(options.count))
        for option in options { #expect(try Desk.read(option.question).isStudy, "\(option.question)") }
    }

    @Test(arguments: ["протестируй вход в 09:00 SHORT со стопом 20 тиков", "backtest a short at 10:00"])
    func `rules that name their hours are a strategy, which is not tested`(_ question: String) throws {
        guard case .backtest = try Desk.read(question).intent else {
            Issue.record("'\(question)' is no backtest")
            return
        }
    }

    @Test(arguments: [
        ("cdtxrb pf dxthf", "свечки за вчера"), ("srednij diapazon", "средний диапазон"),
        ("skolko zelenyh dnej bylo v 2024", "сколько зелёных дней было в 2024"),
        ("wie viele grüne tage 2024", "how many green days in 2024"),
        ("скільки зелених днів було у 2024", "сколько зелёных дней было в 2024"),
        ("average volatiltiy by weekday", "average volatility by weekday"),
    ]) func `another layout, alphabet or language is read as what it says`(question: String, plain: String) throws {
        #expect(try Desk.study(question) == Desk.study(plain), "\(question)")
    }

    @Test func `what was mended is shown`() throws {
        #expect(try Desk.read("ghbdtn").mended == [Mending(written: "ghbdtn", read: "привет")])
        #expect(try Desk.read("srednij range").mended == [Mending(written: "srednij", read: "средний")])
    }
}

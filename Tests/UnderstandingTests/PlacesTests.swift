import Market
import Studies
import Testing

@testable import Understanding

/// A word's meaning stands in the study where the sentence puts it, or the question goes back.
struct PlacesTests {
    @Test(arguments: [
        "range: first week of the month or the last week?", "two reds in a row, next day?",
        "compare RTH and overnight at most",
        "largest range of Monday, Tuesday and Friday", "biggest gap of Monday and Friday",
        "самый большой диапазон понедельника, вторника и пятницы",
        "biggest gap up and down in 2023", "best days of 2022 and 2023",
        "weekly gap ups", "average weekly gap",
        "what percentage of gap ups after a red day", "какой процент гэпов вверх после красного дня",
        "NQ first hour range vs MGC day range", "is NQ's gap bigger than MGC's overnight change",
        "how often does the day after an unfilled gap fill it",
        "volume in the hour the gap is filled",
        "green days with the low after 14:00 share",
        "range of the last week of the quarter",
        "худший незакрытый гэп вверх",
        "what does Monday do after a week with range over 5%",
        "closes on the high %",
        "gap ups over 1%: did they fill?",
        "связь объёма сегодня и диапазона завтра",
        "сколько дней не доходили до 200 пунктов",
        "NQ change by day of month top 5",
        "best 10 drops in 2024",
        "compare RTH and overnight relative to gold",
        "how many times were there 4 or less green days in a row in 2023",
        "не больше 3 красных дней подряд сколько раз",
        "what's the longest red streak no more than 5",
        "high between 12 and 14 %",
        "no red days in week count",
        "rth range smaller than first hour range of previous day",
        "sum of range and gap",
        "average maximum range by month",
        "range divided by volume",
        "вероятность что пятница зеленая если среда или четверг красные",
        "Когда закрываются гэпы хотя бы один раз",
        "q1 q2 q3 q4 2025 range",
        "opex week vs non-opex weeks, average daily range earlier than yesterday",
        "how many in 2025",
        "средний за 2025",
        "график ренджа за 2025",
        "last week the market was crazy, so i wonder: average range on mondays",
        "lost 200 points yesterday, so what is the average range on fridays",
        "what moves the market the most",
        "red then green then red how often",
        "drop 2020 average range by year",
        "предыдущий красный день",
        "previous opex range",
        "share of green days in 2023 vs red days in 2024", "average change in volume", "volume growth by year",
        "рост объёма по годам",
        "average friday to monday gap",
        "last hour green if first hour green",
        "when overnight range is above 200 is rth range above 300",
        "fill rate by gap size",
        "gap above previous day high fill rate",
        "первый час зеленый последний час зеленый как часто",
        "если вчера упали больше 1% что сегодня",
        "what is the latest time a gap up got filled in 2025",
        "average change Friday to Monday",
        "average Friday to Monday gap",
        "change from Friday close to Monday open",
        "волатильность по четвергам после экспирации",
        "inside day и outside day: средний диапазон",
        "since when is the data and how many trading days is it",
        "was december 18 2024 the worst fed day?",

        "does price come back to vwap after lunch, % of days", "average range i mean volatility in 2024",
        "в какое время чаще обновляется хай дня на RTH",
        "what time is the high of the day usually broken",
        "первые 5 дней 2024 по объёму", "first 10 days of 2024 by volume",
        "average distance from prior close to today's high", "average distance from yesterday's close to the low",
        "NQ from march 2025 low to december high", "when was the high", "во сколько был хай",
        "which gaps are still open", "сколько гэпов 2025 до сих пор не закрыты", "is there a gap on most days",
        "разница между хаем и лоу 2024", "движение с понедельника по среду на прошлой неделе",
        "nq minus mgc return in 2024", "сумма падений за 2022",
        "hammer success rate", "each march return", "what happens when price crosses below the 50 sma",
        "is nq at all time high",
        "самое большое падение за 3 дня подряд", "maximum intraday drop in 2024",
        "the friday after fomc average change",
        "average range of coronation days in 2024",
        "santa rally, last 5 days of dec + delta first 2 of jan, each year",
    ])
    func `what the sentence does not settle is asked about`(_ question: String) throws {
        let read = try Desk.read(question).study.map(Desk.json)
        #expect(read == nil)
    }

    @Test(arguments: [
        ("how many decembers were green", BarUnit.month),
        ("сколько январей были красными", .month),
        ("probability of a green december", .month),
        ("how often is q4 green", .quarter),
        ("how often is opex week red", .week),
        ("how many green days in december", .day),
        ("вероятность роста в декабре", .day),
        ("how many fridays were green", .day),
        ("how many green weeks in 2024", .week),
    ])
    func `what is counted is the row`(_ question: String, _ unit: BarUnit) throws {
        #expect(try Desk.study(question).unit == unit)
    }

    @Test(arguments: ["the last three FOMC days", "последние три дня FOMC", "диапазон последних трёх дней FOMC"])
    func `the last so many are chosen among such days`(_ question: String) throws {
        let study = try Desk.study(question)
        #expect(study.condition == .event(event: .fomc, offset: 0))
        #expect(study.period.dateRange?.first == nil)
        let limit = if case .list(let list) = study.result { list.limit } else { nil as Int? }
        #expect(limit == 3)
    }

    /// Of two instruments the one behind "when" chooses the days, in whatever order they are told.
    @Test func `what is given and what is asked keep their instruments`() throws {
        let asked = try Desk.study("gold green when nq red how often")
        #expect(try Desk.study("when nq is red how often is gold green") != asked)
        #expect(
            asked.condition
                == .compare(
                    left: .metric(metric: .body, of: Bar(symbol: "NQ")),
                    relation: .less,
                    right: .number(value: 0)
                )
        )
        let range = try Desk.study("average nq range when gold is red")
        #expect(range.symbols == ["NQ", "MGC"])
        #expect(
            range.condition
                == .compare(
                    left: .metric(metric: .body, of: Bar(symbol: "MGC")),
                    relation: .less,
                    right: .number(value: 0)
                )
        )
    }

    @Test func `what rises is the quantity that is said to`() throws {
        let volume = Series.metric(metric: .volume, of: .own)
        let rising = Condition.compare(left: volume, relation: .greater, right: .shifted(of: volume, by: -1))
        #expect(
            try Desk.study("volume rising 4 days in a row").result
                == .runs(runs: Runs(of: rising, minimum: 4, exactly: false, show: .list(limit: nil)))
        )
        #expect(
            try Desk.study("объем растет 3 дня подряд сколько раз").result
                == .runs(runs: Runs(of: rising, minimum: 3, exactly: false, show: .totals))
        )
    }

    @Test(arguments: [
        ("biggest 15 min drop 2025", 15, 1), ("largest 30 min range 2024", 30, 1),
        ("top 5 biggest 5 min drops 2025", 5, 5),
    ])
    func `minutes are the length of a candle`(_ question: String, _ minutes: Int, _ rows: Int) throws {
        let study = try Desk.study(question)
        #expect(study.unit == .minutes(count: minutes))
        guard case .list(let list) = study.result else { throw Desk.NotAStudy() }
        #expect(list.limit == rows)
    }

    @Test(arguments: ["FOMC NFP CPI days average range"])
    func `days of several events are of any of them`(_ question: String) throws {
        guard case .any(let events)? = try Desk.study(question).condition else { throw Desk.NotAStudy() }
        #expect(events.count == 3)
    }

    @Test func `the spread of weekly returns is of weeks`() throws {
        let study = try Desk.study("standard deviation of weekly returns")
        #expect(study.unit == .week)
        guard case .summary(let summary) = study.result else { throw Desk.NotAStudy() }
        #expect(summary.keys.isEmpty)
    }

    @Test func `since an event is no day of the event`() throws {
        let study = try Desk.study("average range since the last fomc", today: "2024-06-14")
        #expect(study.condition == nil)
        #expect(
            study.period == .ranges(ranges: [DateRange(first: CivilDate("2024-06-12"), last: CivilDate("2024-06-14"))])
        )
    }

    @Test func `a share of red days is not one of Mondays`() throws {
        let mondays = Condition.calendar(field: .weekday, oneOf: [1])
        #expect(
            try Desk.study("what share of red days are mondays").result
                == .summary(summary: Summary(measures: [.share(of: mondays, where: nil, withBase: true)]))
        )
        #expect(try Desk.study("what share of mondays are red").condition == mondays)
    }

    @Test func `a multiple of the day before is not one of the average`() throws {
        let range = Series.metric(metric: .range, of: .own)
        let twice = Series.arithmetic(left: .shifted(of: range, by: -1), operation: .times, right: .number(value: 2))
        #expect(
            try Desk.study("how many days in 2025 had a range at least 2x the prior day's").condition
                == .compare(left: range, relation: .greaterOrEqual, right: twice)
        )
    }

    @Test func `days before a day are not the days of the period`() throws {
        let study = try Desk.study("days with close above the high of the last 5 days")
        #expect(study.period == .all)
        #expect(
            study.condition
                == .compare(
                    left: .metric(metric: .close, of: .own),
                    relation: .greater,
                    right: .rolling(statistic: .max, of: .metric(metric: .high, of: .own), count: 5)
                )
        )
    }
}

import Market
import Studies
import Testing

@testable import Understanding

/// A word's meaning stands in the study where the sentence puts it, or the question goes back.
struct PlacesTests {
    @Test(arguments: [
        "compare RTH and overnight at most",
        "compare RTH and overnight relative to gold",
        "how many times were there 4 or less green days in a row in 2023",
        "не больше 3 красных дней подряд сколько раз",
        "what's the longest red streak no more than 5",
        "high between 12 and 14 %",
        "average volume by hour on red days",
        "средний диапазон по часам в зеленые дни",
        "no red days in week count",
        "rth range smaller than first hour range of previous day",
        "говорят сентябрь худший месяц это правда?",
        "sum of range and gap",
        "average maximum range by month",
        "range divided by volume",
        "weekly change when monday is green",
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

import Studies
import Testing

@testable import Understanding

/// Questions with fragments that their study's JSON (keys sorted, no quotes) must hold.
struct QuestionTests {
    static let table: [(question: String, fragments: [String])] = [
        (
            "средняя волатильность по дням недели",
            ["rangePct", "mean:{}", "keys:[{calendar:{field:{weekday:{}}}}]", "period:{all:{}}"]
        ),
        ("mean RTH range by month 2024", ["metric:range", "name:rth", "field:{month:{}}", "2024-01-01", "2024-12-31"]),
        (
            "какое время чаще всего становится high/low дня за 2020-2025, с 6 утра до 16",
            [
                "distribution:", "event:{high:{}}", "event:{low:{}}", "from:360,to:960", "first:2020-01-01",
                "last:2025-12-31", "exact:{}",
            ]
        ),
        (
            "which time most often makes the day's high or low, 2020-2025, from 6am to 4pm",
            ["distribution:", "event:{high:{}}", "event:{low:{}}", "from:360,to:960", "first:2020-01-01"]
        ),
        (
            "покажи минутки NQ за 14 марта 2024 с 10 до 11",
            ["list:", "minutes:{count:1}", "from:600,to:660", "first:2024-03-14"]
        ),
        ("top 10 gap downs", ["list:", "limit:10", "descending:false", "metric:gap"]),
        ("сколько inside day в 2023", ["count:{}", "name:insideBar", "2023-01-01"]),
        ("корреляция утреннего объёма и дневного движения", ["correlation:", "metric:volume", "name:morning"]),
        ("распределение гэпов по дням недели", ["keys:[{calendar:{field:{weekday:{}}}}]", "metric:gapPct"]),
        (
            "вероятность зелёного дня после гэпа вверх",
            ["share:", "withBase:true", "metric:gap", "metric:body", "name:rth"]
        ),
        ("how many times did NQ drop 2% or more in 2022", ["lessOrEqual", "value:-2", "changePct", "2022-12-31"]),
        (
            "если день упал больше 2%, какая вероятность роста на следующий день",
            ["shifted:{by:-1", "value:-2", "share:"]
        ),
        ("what happens after big drops (> 2%)", ["value:-2", "shifted:{by:1", "changePct"]),
        ("longest losing streak in 2024", ["runs:", "longest:{}", "metric:change,", "relation:less"]),
        ("top 3 winning streaks in 2024", ["runs:", "ranked:{limit:3", "metric:change,", "relation:greater"]),
        ("сколько дней подряд золото растёт сейчас?", ["runs:", "current:{either:false", "symbols:[MGC]"]),
        ("сколько красных дней подряд сейчас", ["runs:", "current:{either:false", "metric:body"]),
        ("сколько дней подряд рынок растет", ["runs:", "current:{either:false", "metric:change,"]),
        ("correlation of range and volume by year", ["summary:", "correlation:", "field:{year"]),
        ("how often 3 red days in a row", ["share:", "exactly:false", "count:{where:{run", "exactly:true"]),
        ("сколько раз было 3+ красных дня подряд", ["runs:", "minimum:3", "totals:{}", "metric:body"]),
        ("сравни RTH и overnight по объёму", ["comparison:", "name:rth", "name:overnight", "metric:volume"]),
        ("nonfarm fridays vs other fridays, avg first hour range", ["comparison:", "nfp:{}", "minutes:60", "rest:{}"]),
        ("average daily range excluding Fridays", ["not:{of:{calendar:", "oneOf:[5]"]),
        ("дни с изменением от 1 до 2%", ["greaterOrEqual", "lessOrEqual", "value:1", "value:2"]),
        ("first trading day of the month vs the last, avg change", ["comparison:", "fromEnd:false", "fromEnd:true"]),
        ("volume between 15:00 and 16:00 by weekday", ["from:900,to:960", "metric:volume", "weekday"]),
        ("range from 18:00 to 3:00", ["from:-360,to:180"]),
        ("как часто low дня бывает ночью", ["event:{low:{}}", "value:570", "share:"]),
        (
            "gap fill rate by gap size: under 0.25%, 0.25-0.5%, 0.5-1%, over 1%",
            ["edges:[0.25,0.5,1]", "gapFilled", "absolute"]
        ),
        ("какую часть диапазона кассы в среднем даёт первый час, в %", ["ratio:", "minutes:60", "name:rth"]),
        ("days when RSI below 30", ["rsi:{count:14}", "value:30", "relation:less"]),
        ("close above 50-day moving average, how many days", ["sma:{count:50}", "relation:greater"]),
        ("сравни воллу NQ и MGC за 2024", ["comparison:", "symbols:[NQ,MGC]", "rangePct"]),
        ("90th percentile of daily range in 2024", ["probability:0.9", "metric:range"]),
        ("на сколько вырос NQ в 2024", ["compounded:{}", "2024-01-01"]),
        ("топ 3 самых узких дня H1 2025", ["limit:3", "descending:false", "metric:range", "2025-06-30"]),
        ("high volume days", ["relativeVolume", "value:1.5"]),
        ("в какой день недели чаще всего ставится хай недели", ["eventCalendar", "unit:{week:{}}"]),
        (
            "15 min opening range 2024: how often does the RTH close end up above it, below it or inside it",
            ["minutes:15", "share:", "name:rth"]
        ),
        (
            "how often is the overnight high taken out in RTH",
            ["share:", "name:overnight", "span:{session:{name:rth}}"]
        ),
        (
            "if first hour is red how often is the day green",
            ["minutes:60", "relation:less", "relation:greater", "share:"]
        ),
        ("понедельник после красной пятницы какой процент зелёных", ["by:-1", "oneOf:[5]", "oneOf:[1]", "share:"]),
        ("when was the last 3% drop", ["limit:1", "field:{date:{}}", "descending:true", "value:-3"]),
        ("average weekly range", ["unit:{week:{}}", "metric:range"]),
        ("how many green weeks in 2024", ["unit:{week:{}}", "count:{}", "metric:body"]),
        ("quartiles of daily range", ["probability:0.25", "probability:0.5", "probability:0.75"]),
        ("если NQ вырос больше чем на 1%, что с золотом", ["symbols:[NQ,MGC]", "symbol:MGC", "value:1"]),
        ("дни где тело меньше 30% диапазона", ["dividedBy", "value:0.3", "metric:range"]),
        ("days when close crossed above SMA 50", ["sma:{count:50}", "by:-1", "lessOrEqual"]),
        ("what was the high of 2024", ["limit:1", "metric:high", "descending:true"]),
        ("с 15 мая по 20 июня 2024 средняя волатильность", ["first:2024-05-15", "last:2024-06-20", "rangePct"]),
        (
            "сколько дней диапазон овернайт больше диапазона RTH",
            ["name:overnight", "name:rth", "relation:greater", "count:{}"]
        ),
        ("range больше 400 или меньше 100 в 2024 сколько дней", ["any:", "value:400", "value:100"]),
        (
            "средний диапазон последнего часа в красные дни",
            ["metric:body,of:{span:{wholeDay:{}}", "span:{closing:{minutes:60}}"]
        ),
        ("days with range above 1.5 ATR", ["atr:{count:14}", "times", "value:1.5"]),
        ("последние 3 дня с гэпом вниз", ["limit:3", "descending:true", "metric:gap", "period:{all:{}}"]),
        ("last hour of Asia average range", ["from:120,to:180"]),
        ("days when RTH fell more than 1% from the open", ["metric:bodyPct", "value:-1"]),
        ("max weekly range 2024", ["max:{}", "unit:{week:{}}", "metric:range"]),
        ("days in drawdown over 10%", ["drawdown", "relation:less", "value:-10"]),
        ("max gap 2024", ["max:{}", "absolute"]),
        ("volume at 8pm", ["window:{from:-240,to:-239}"]),
        ("volume at midnight", ["window:{from:0,to:1}"]),
        ("inside day and red next day", ["insideBar", "shifted:{by:1"]),
    ]

    @Test(arguments: table.indices) func `a question is read as the study it asks for`(_ index: Int) throws {
        let (question, fragments) = Self.table[index]
        let json = try Desk.json(Desk.study(question))
        for fragment in fragments {
            #expect(json.contains(fragment), "'\(question)' lacks \(fragment): \(json)")
        }
    }

    @Test(arguments: table.indices) func `every word of a question is bound or known to be empty`(_ index: Int) throws {
        let reading = try Desk.read(Self.table[index].question)
        #expect(reading.unread.isEmpty)
        let accounted = (reading.bindings.map(\.words) + reading.empty).joined(separator: " ")
        for word in Self.table[index].question.split(whereSeparator: { !$0.isLetter }) {
            #expect(accounted.contains(word), "'\(word)' of '\(Self.table[index].question)' is nowhere: \(accounted)")
        }
    }

    @Test(arguments: table.indices) func `the same question gives the same reading`(_ index: Int) throws {
        let question = Self.table[index].question
        #expect(try Desk.read(question) == Desk.read(question))
    }
}

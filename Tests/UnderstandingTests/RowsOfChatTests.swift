import Market
import Studies
import Testing

@testable import Understanding

/// Turns that leave out what they are about: the rows, or the groups, that the chat has just told.
struct RowsOfChatTests {
    private func after(_ first: String, _ then: String) throws -> Study {
        try Desk.study(then, earlier: [Desk.study(first)])
    }

    private static let volume = Series.metric(metric: .volume, of: .own)

    /// The rows that the first question lists, as days to choose from.
    private func chosen(_ first: String) throws -> Condition {
        let study = try Desk.study(first)
        guard case .list(let list) = study.result, let limit = list.limit, let order = list.order.first else {
            throw Missing.list
        }
        return .extreme(
            of: order.by,
            largest: order.descending,
            count: limit,
            within: nil,
            among: study.condition
        )
    }

    private enum Missing: Error { case list, summary }

    @Test(arguments: [
        "sort those by volume", "sort by volume", "which had the highest volume", "отсортируй их по объёму",
        "у какого самый большой объём",
    ])
    func `another order is one of the rows that were listed`(_ then: String) throws {
        let first = "top 10 drops in 2024"
        let study = try after(first, then)
        guard case .list(let list) = study.result else { throw Missing.list }
        #expect(try study.condition == chosen(first))
        #expect(list.order == [Order(by: Self.volume, descending: true)])
    }

    @Test(arguments: ["sort them by date", "отсортируй по дате"])
    func `rows in the order of their dates are the same rows`(_ then: String) throws {
        let first = "top 10 drops in 2024"
        let study = try after(first, then)
        guard case .list(let list) = study.result else { throw Missing.list }
        #expect(try study.condition == chosen(first))
        #expect(list.order == [Order(by: .calendar(field: .date), descending: false)])
    }

    @Test(arguments: ["how many were on monday", "сколько было в понедельник", "what percent were mondays"])
    func `a count without days of its own is of the rows that were listed`(_ then: String) throws {
        let first = "top 10 drops in 2024"
        let study = try after(first, then)
        guard case .summary(let summary) = study.result else { throw Missing.summary }
        #expect(try study.condition == chosen(first))
        #expect(summary.measures.first == .count(where: .calendar(field: .weekday, oneOf: [1])))
    }

    @Test(arguments: [("which was the biggest of them", false), ("which was the smallest?", true)])
    func `the largest fall is the lowest change`(_ then: String, _ descending: Bool) throws {
        for first in ["top 10 drops in 2024", "days when NQ fell more than 2% in 2024"] {
            guard case .list(let list) = try after(first, then).result else { throw Missing.list }
            #expect(list.order.map(\.descending) == [descending] && list.limit == 1)
        }
    }

    @Test(arguments: [
        ("range by hour for RTH", "which hour is the highest", true, 1),
        ("range by hour for RTH", "bottom 3", false, 3),
        ("средний range по дням недели за 2024", "какой самый спокойный?", false, 1),
        ("средний range по дням недели за 2024", "какой день самый волатильный", true, 1),
        ("средний change по дням недели", "худший?", false, 1),
        ("volume by month for 2024", "which month had the most volume", true, 1),
        ("объём по часам", "какой минимальный", false, 1),
    ])
    func `one of the groups that were told is picked`(_ first: String, _ then: String, _ top: Bool, _ count: Int) throws
    {
        let groups = try Desk.study(first)
        let study = try after(first, then)
        guard case .summary(let before) = groups.result, case .summary(let summary) = study.result else {
            throw Missing.summary
        }
        #expect(summary.keys == before.keys && study.period == groups.period && study.span == groups.span)
        #expect(summary.order?.descending == top && summary.limit == count)
    }
}

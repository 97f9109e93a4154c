import Foundation
import Knowledge
import Testing

@testable import LanguageModels

struct PricesTests {
    @Test(arguments: [
        ("gemini-3.8-flash", "2026-12-31", 750, 75, 3750), ("gemini-3.8-flash", "2027-01-01", 1500, 150, 7500),
        ("gemini-4-argon", "2026-11-30", 2000, 100, 10_000), ("gemini-4-argon", "2026-12-01", 4000, 200, 20_000),
        ("gemini-3.5-flash-lite", "2026-11-21", 300, 30, 2500), ("gemini-flash-latest", "2026-11-21", 750, 75, 3750),
    ])
    func `a price holds from its day on`(model: String, day: String, input: Int, cached: Int, output: Int) throws {
        let rate = try #require(try Fixtures.prices().rate(of: model, day: day))
        #expect(rate == Prices.Rate(input: input, cached: cached, output: output))
    }

    @Test func `a model before its first price, or unknown, has none`() throws {
        let prices = try Fixtures.prices()
        #expect(prices.rate(of: "gemini-3.8-flash", day: "2026-09-01") == nil)
        #expect(prices.rate(of: "llama3.1:8b", day: "2026-11-21") == nil)
        #expect(prices.cacheTerms(of: "gemini-4-argon") == nil)
    }

    @Test func `cached input is paid as cached, and thinking as output`() {
        let rate = Prices.Rate(input: 750, cached: 75, output: 3750)
        // 208 x 0.75 + 4912 x 0.075 + (61 + 212) x 3.75 = 1548.15 micro-dollars.
        #expect(rate.cost(of: Usage(input: 5120, cached: 4912, output: 61, thinking: 212)) == 1549)
        #expect(rate.cost(of: Usage()) == 0)
    }

    @Test func `days are UTC's`() throws {
        let date = try Date("2026-12-01T00:30:00+01:00", strategy: .iso8601)
        #expect(Day.of(date) == "2026-11-30")
    }

    @Test func `families are chosen by the longest beginning of the name`() throws {
        let families = try Fixtures.families()
        func family(_ provider: String, _ model: String) -> ModelFamilies.Family {
            families.family(of: ModelName(provider: provider, model: model))
        }
        #expect(family("gemini", "gemini-2.5-flash").budget(.off) == 0)
        #expect(family("gemini", "gemini-4-argon").known(.off) == "low")
        #expect(family("gemini", "gemini-3.8-flash").known(.off) == "minimal")
        #expect(family("gemini", "gemini-new").known(.medium) == "high")
        #expect(family("openai", "gpt-5-mini").limit == "max_completion_tokens")
        #expect(family("openai", "llama3.1:8b").limit == "max_tokens")
        #expect(families.replacement(of: ModelName(provider: "gemini", model: "gemini-2.5-pro")) == "gemini-3.8-flash")
    }
}

struct LedgerTests {
    private let name = ModelName(provider: "gemini", model: "gemini-3.8-flash")

    private func ledger(_ store: MemoryUsageStore, _ budget: UsageBudget, _ time: JumpingTime) throws -> UsageLedger {
        UsageLedger(store: store, prices: try Fixtures.prices(), budget: budget, time: time.source)
    }

    @Test func `what is reserved counts until the call is settled`() async throws {
        let store = MemoryUsageStore()
        let ledger = try ledger(store, UsageBudget(tokensOfUser: 3000), JumpingTime())
        let call = try await ledger.reserve(Fixtures.request(), model: name)
        #expect(call.usage.output == 2048)
        #expect(call.outcome == nil)
        let error = try await modelError { try await ledger.reserve(Fixtures.request(), model: name) }
        #expect(error?.code == .budget)
        let usage = Usage(input: 100, cached: 50, output: 20, thinking: 10)
        try await ledger.settle(call, usage: usage, model: name)
        _ = try await ledger.reserve(Fixtures.request(), model: name)
        let settled = try #require(store.calls(from: call.day, through: call.day).first)
        #expect(settled.usage == usage)
        #expect(settled.microdollars == 154)
        #expect(settled.outcome == "ok")
    }

    @Test func `settling twice is settling once`() async throws {
        let store = MemoryUsageStore()
        let ledger = try ledger(store, UsageBudget(), JumpingTime())
        let call = try await ledger.reserve(Fixtures.request(), model: name)
        for _ in 0..<2 { try await ledger.settle(call, usage: Usage(input: 5), model: name) }
        #expect(UsageSummary(store.calls(from: "0", through: "9")).total.usage == Usage(input: 5))
    }

    @Test func `of many callers at once no more get through than the budget holds`() async throws {
        let store = MemoryUsageStore()
        let ledger = try ledger(store, UsageBudget(tokensOfUser: 10 * 2100), JumpingTime())
        let passed = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    do {
                        _ = try await ledger.reserve(Fixtures.request(), model: name)
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(passed == 10)
    }

    @Test func `a budget is of one user and one day, and one of all users besides`() async throws {
        let store = MemoryUsageStore()
        let time = JumpingTime()
        let ledger = try ledger(store, UsageBudget(tokensOfUser: 2500, microdollarsOfAll: 20_000), time)
        var request = Fixtures.request()
        _ = try await ledger.reserve(request, model: name)
        request.user = "boris"
        _ = try await ledger.reserve(request, model: name)
        request.user = "clara"
        // Each reserves about 7,700 micro-dollars: the third does not fit.
        let error = try await modelError { try await ledger.reserve(request, model: name) }
        #expect(error?.code == .budget)
        time.pass(.seconds(86_400))
        _ = try await ledger.reserve(request, model: name)
    }

    @Test func `sums are by day, model and agent, with the hit rate`() {
        func call(_ id: String, _ agent: String, _ outcome: String?, _ price: Int?) -> CallRecord {
            CallRecord(
                id: id,
                day: "2026-11-21",
                user: nil,
                model: "gemini:m",
                agent: agent,
                operation: .answer,
                usage: Usage(input: 100, cached: 80, output: 5),
                microdollars: price,
                outcome: outcome,
                startedAt: Date(timeIntervalSince1970: 0)
            )
        }
        let summary = UsageSummary([
            call("1", "responder", "ok", 10), call("2", "responder", "model.timeout", nil), call("3", "a", nil, 3),
        ])
        #expect(summary.lines.map(\.agent) == ["a", "responder"])
        #expect(summary.lines[0].unsettled == 1)
        #expect(summary.lines[1].failures == 1)
        #expect(summary.lines[1].unpriced == 1)
        #expect(summary.lines[1].hitRate == 0.8)
        #expect(summary.total.calls == 3)
        #expect(summary.total.microdollars == 13)
    }
}

package import Foundation

/// One call of the wire in the ledger: written before it is sent, settled when it has ended.
package struct CallRecord: Sendable, Hashable, Codable {
    package enum Operation: String, Sendable, Hashable, Codable, CaseIterable {
        case answer
        case countTokens = "count_tokens"
        case cacheCreate = "cache_create"
        case cacheExtend = "cache_extend"
        case cacheDelete = "cache_delete"
        case cacheList = "cache_list"
    }

    /// Unique; writing it twice is writing it once.
    package var id: String
    /// `2026-11-21`, UTC.
    package var day: String
    /// Whose budget pays; nil: nobody's.
    package var user: String?
    /// `gemini:gemini-3.8-flash`
    package var model: String
    package var agent: String
    package var operation: Operation
    /// Until it is settled: the most that the call may use.
    package var usage: Usage
    /// nil: no price is known for the model.
    package var microdollars: Int?
    /// nil: under way, or its process ended first; `ok`; else the code of its error.
    package var outcome: String?
    package var startedAt: Date

    package init(
        id: String,
        day: String,
        user: String?,
        model: String,
        agent: String,
        operation: Operation,
        usage: Usage,
        microdollars: Int?,
        outcome: String?,
        startedAt: Date
    ) {
        self.id = id
        self.day = day
        self.user = user
        self.model = model
        self.agent = agent
        self.operation = operation
        self.usage = usage
        self.microdollars = microdollars
        self.outcome = outcome
        self.startedAt = startedAt
    }

    package static let ok = "ok"

    /// What budgets count.
    package var tokens: Int { usage.input + usage.output + usage.thinking }
}

/// What may be used in one day (UTC). nil: as much as one likes.
package struct UsageBudget: Sendable, Hashable {
    package var tokensOfUser: Int?
    package var microdollarsOfUser: Int?
    /// Of all users, and of what no user pays.
    package var microdollarsOfAll: Int?

    package init(tokensOfUser: Int? = nil, microdollarsOfUser: Int? = nil, microdollarsOfAll: Int? = nil) {
        self.tokensOfUser = tokensOfUser
        self.microdollarsOfUser = microdollarsOfUser
        self.microdollarsOfAll = microdollarsOfAll
    }

    /// What a day's other calls come to, those under way with what they may use.
    package struct Used: Sendable, Hashable {
        package var tokensOfUser: Int
        package var microdollarsOfUser: Int
        package var microdollarsOfAll: Int

        package init(tokensOfUser: Int, microdollarsOfUser: Int, microdollarsOfAll: Int) {
            self.tokensOfUser = tokensOfUser
            self.microdollarsOfUser = microdollarsOfUser
            self.microdollarsOfAll = microdollarsOfAll
        }
    }

    /// Whether a call fits besides what its day's other calls use.
    package func allows(_ call: CallRecord, besides used: Used) -> Bool {
        let cost = call.microdollars ?? 0
        func fits(_ amount: Int, _ limit: Int?) -> Bool { limit.map { amount <= $0 } ?? true }
        let isFree = call.user == nil
        return (isFree || fits(call.tokens + used.tokensOfUser, tokensOfUser))
            && (isFree || fits(cost + used.microdollarsOfUser, microdollarsOfUser))
            && fits(cost + used.microdollarsOfAll, microdollarsOfAll)
    }

    /// Whether a call fits besides others; those of other days do not count, nor does the call itself.
    package func allows(_ call: CallRecord, besides others: some Sequence<CallRecord>) -> Bool {
        var used = Used(tokensOfUser: 0, microdollarsOfUser: 0, microdollarsOfAll: 0)
        for other in others where other.day == call.day && other.id != call.id {
            used.microdollarsOfAll += other.microdollars ?? 0
            guard other.user == call.user else { continue }
            used.tokensOfUser += other.tokens
            used.microdollarsOfUser += other.microdollars ?? 0
        }
        return allows(call, besides: used)
    }
}

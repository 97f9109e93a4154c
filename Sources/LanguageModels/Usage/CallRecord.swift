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

    /// Whether a call fits besides the others of its day.
    package func allows(_ call: CallRecord, besides others: some Sequence<CallRecord>) -> Bool {
        var tokens = call.tokens
        var ofUser = call.microdollars ?? 0
        var ofAll = ofUser
        for other in others where other.day == call.day && other.id != call.id {
            ofAll += other.microdollars ?? 0
            guard other.user == call.user else { continue }
            tokens += other.tokens
            ofUser += other.microdollars ?? 0
        }
        func fits(_ amount: Int, _ limit: Int?) -> Bool { limit.map { amount <= $0 } ?? true }
        let isFree = call.user == nil
        return (isFree || fits(tokens, tokensOfUser) && fits(ofUser, microdollarsOfUser))
            && fits(ofAll, microdollarsOfAll)
    }
}

internal import AgentGraph
package import GuardedSQL
package import JSONText
package import LanguageModels

/// The model that agents may ask, and on whose account. Without one the built-in agents do all of it.
package struct Assistant: Sendable {
    /// With its retries, breaker and ledger; a script in tests.
    package let model: any ChatModel
    /// Whose budget pays; nil: nobody's.
    package let user: String?
    package let prompts: Prompts
    /// Runs SQL of the model's, for a question that no study expresses; nil: it writes none.
    package let sql: GuardedRunner?
    package let wording: Wording
    /// Calls that one turn may make. One beyond them is not made, and the turn goes on without.
    package let calls: Int

    package init(
        _ model: any ChatModel,
        user: String? = nil,
        prompts: Prompts,
        sql: GuardedRunner? = nil,
        wording: Wording = .whereAsked,
        calls: Int = 12
    ) {
        self.model = model
        self.user = user
        self.prompts = prompts
        self.sql = sql
        self.wording = wording
        self.calls = calls
    }

    /// Whose answers the model puts into words.
    package enum Wording: String, Sendable, CaseIterable {
        case never = "off"
        /// Where it had a part before: a question that the built-in reader reads alone costs nothing.
        case whereAsked = "asked"
        case always = "on"
    }

    /// What `NodeContext.spend` counts: calls of the model, and their tokens, input and output together.
    package enum Spent {
        package static let calls = "model.calls"
        package static let tokens = "model.tokens"
        /// Of the tokens: sent, of these read from a cache, and written, thinking included.
        static let input = "model.input"
        static let cached = "model.cached"
        static let output = "model.output"
        /// What the ledger has for them.
        static let microdollars = "model.microdollars"
    }

    /// A call's end as the step's journal keeps it.
    package struct Heard: Codable, Hashable, Sendable {
        package var text = ""
        package var usage = Usage()
        /// The model that answered, by its own word.
        package var version = ""
        /// Why there is no answer.
        package var failure: ModelError.Code?
        /// What is wrong with an answer that the schema refused.
        package var violation: String?

        /// The answer, where a schema was asked for; it keeps to it.
        package var json: JSONValue? {
            // What was checked when it came is JSON.
            failure == nil ? try? JSONValue(parsing: text, depth: CallLimits().depth) : nil
        }
    }

    /// Asks once in a turn's life: a turn that is taken up again gets what was answered before, and nobody pays twice.
    ///
    /// - Parameters:
    ///   - name: of the call within its step, the same in every run of the step.
    ///   - deltas: gets nothing where the answer is an earlier one.
    /// - Returns: also a failure of the model's, on which the turn goes on by the built-in path.
    /// - Throws: `CancellationError` where the turn is stopped, and what the journal's store throws.
    func ask<Answer>(
        _ request: ModelRequest,
        as name: String,
        _ context: NodeContext<Answer>,
        deltas: DeltaSink? = nil
    ) async throws -> Heard {
        let made = context.spending.amounts[Spent.calls, default: 0] + context.spent[Spent.calls, default: 0]
        return try await context.once(name) { context in
            guard made < calls else {
                return Heard(failure: .unavailable)
            }
            var request = request
            request.user = user
            context.spend(1, of: Spent.calls)
            do throws(ModelError) {
                let reply = try await model.reply(to: request, deltas: deltas)
                spend(reply.usage, reply.microdollars, context)
                return Heard(text: reply.text, usage: reply.usage, version: reply.version)
            } catch {
                let usage = error.usage ?? Usage()
                spend(usage, error.microdollars, context)
                // A stopped turn keeps nothing of a call that was called off.
                try Task.checkCancellation()
                return Heard(usage: usage, failure: error.code, violation: error.rejected?.violation)
            }
        }
    }

    private func spend<Answer>(_ usage: Usage, _ microdollars: Int, _ context: NodeContext<Answer>) {
        context.spend(usage.total, of: Spent.tokens)
        context.spend(usage.input, of: Spent.input)
        context.spend(usage.cached, of: Spent.cached)
        context.spend(usage.output + usage.thinking, of: Spent.output)
        context.spend(microdollars, of: Spent.microdollars)
    }
}

extension Usage {
    /// Tokens in both directions.
    fileprivate var total: Int { input + output + thinking }
}

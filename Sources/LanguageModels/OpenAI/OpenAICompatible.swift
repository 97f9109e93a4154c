internal import JSONText

/// A server that speaks OpenAI's chat completions: OpenAI itself, Ollama, llama.cpp, vLLM and others.
///
/// A value of it remembers how its server wants to be asked for JSON; make one for a process.
package final class OpenAICompatible: ChatModel {
    package let name: ModelName
    /// With the version's path: `http://127.0.0.1:11434/v1`.
    let base: String
    private let key: Key?
    private let connections: Connections
    let families: ModelFamilies
    private let time: TimeSource
    private let schemaSupport = SharedSchemaSupport()

    /// - Parameter key: nil: the server wants none.
    /// - Throws: `AddressError` where the address would send the key in the clear.
    package init(
        _ address: ModelAddress,
        key: Key?,
        connections: Connections,
        families: ModelFamilies,
        time: TimeSource = .system
    ) throws(AddressError) {
        precondition(address.provider == .openai, "the address is another provider's")
        guard key == nil || address.protectsKey else { throw AddressError(problem: .plain) }
        name = address.name
        base = address.base
        self.key = key
        self.connections = connections
        self.families = families
        self.time = time
    }

    package func reply(to request: ModelRequest, deltas: DeltaSink?) async throws(ModelError) -> ModelReply {
        let way = schemaSupport.way
        let body = body(of: request, way: way, isStream: deltas != nil)
        let hasSchema = request.schema != nil
        let reader = AnswerReader(answer: OpenAIAnswer(request, key: key), deltas: deltas, limits: request.limits) {
            [self] head, body in
            let failure = OpenAIFailure(status: head.status, retryAfter: head.retryAfter, key: key).error(body)
            guard hasSchema, failure.code == .badRequest, schemaSupport.refused(way) else { return failure }
            return ModelError(
                .schemaUnknown,
                "the server does not take a schema in this form",
                status: failure.status,
                detail: failure.detail
            )
        }
        let reply = try await exchange(request.limits, deadline: request.deadline)
            .run(call(.post, "chat/completions", body: body), reader)
        if hasSchema { schemaSupport.accepted(way) }
        return reply
    }

    package func probe() async throws(ModelError) -> ProbeReport {
        let start = time.now()
        let limits = CallLimits(firstByte: .seconds(10), idle: .seconds(10), total: .seconds(15))
        let reader = DocumentReader { [key] head, body in
            OpenAIFailure(status: head.status, retryAfter: head.retryAfter, key: key).error(body)
        }
        var isListed = false
        do {
            let list = try await exchange(limits, deadline: nil).run(call(.get, "models"), reader)
            isListed = (list["data"]?.array ?? []).contains { $0["id"]?.string == name.model }
        } catch  where error.code == .gone || error.code == .badRequest || error.code == .malformed {
            // Some servers have no list; whether they answer is seen below.
        }
        if !isListed {
            // Local servers answer to names they do not list, and to any name at all: only an answer tells.
            var request = ModelRequest(agent: "probe", fixed: "", messages: [ChatMessage(.user, "1")], limits: limits)
            request.thinking = .off
            request.maxOutputTokens = 16
            do {
                _ = try await reply(to: request)
            } catch  where error.code == .truncated || error.code == .empty {
                // It answers; what, does not matter here.
            }
        }
        return ProbeReport(name: name, latency: start.duration(to: time.now()), isListed: isListed)
    }

    private func exchange(_ limits: CallLimits, deadline: ContinuousClock.Instant?) -> Exchange {
        Exchange(connections: connections, time: time, limits: limits, deadline: deadline)
    }

    private func call(_ method: HTTPCall.Method, _ path: String, body: JSONValue? = nil) -> HTTPCall {
        let headers = key.map { [("authorization", "Bearer " + $0.forHeader())] } ?? []
        return HTTPCall(method, "\(base)/\(path)", headers: headers, body: body)
    }
}

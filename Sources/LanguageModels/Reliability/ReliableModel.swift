internal import Synchronization

/// The model that agents are given: a provider's, with retries, the circuit breaker, another model for a retired one, the
/// kept static part, and every call in the ledger.
///
/// It ends within the request's time, with an answer or an error that says what to do.
package final class ReliableModel: ChatModel {
    /// A model with what belongs to it and to its server.
    package struct Route: Sendable {
        package var model: any ChatModel
        package var breaker: SharedBreaker
        package var cache: ContextCache?

        package init(_ model: any ChatModel, breaker: SharedBreaker = SharedBreaker(), cache: ContextCache? = nil) {
            self.model = model
            self.breaker = breaker
            self.cache = cache
        }
    }

    private let first: Route
    private let other: Route?
    private let ledger: UsageLedger?
    private let policy: RetryPolicy
    private let repairPrompt: String
    private let board: NoticeBoard
    private let time: TimeSource
    /// The first model is retired.
    private let isFirstGone = Mutex(false)

    /// - Parameters:
    ///   - other: answers from the moment on when the first is found to be retired.
    ///   - report: is told what belongs into the log; called from any thread.
    package init(
        _ first: Route,
        other: Route? = nil,
        ledger: UsageLedger? = nil,
        families: ModelFamilies,
        policy: RetryPolicy = RetryPolicy(),
        time: TimeSource = .system,
        report: @escaping @Sendable (ModelNotice) -> Void = { _ in }
    ) {
        self.first = first
        self.other = other
        self.ledger = ledger
        self.policy = policy
        repairPrompt = families.repairPrompt
        board = NoticeBoard(report)
        self.time = time
    }

    private var route: Route {
        guard let other else { return first }
        return isFirstGone.withLock { $0 } ? other : first
    }

    package var name: ModelName { route.model.name }

    /// No call goes just now.
    package var isResting: Bool { route.breaker.isOpen }

    /// Deletes what an earlier process kept at the provider and nobody uses any more. For a program's start, beside its
    /// work; does nothing where nothing is kept.
    package func sweepContexts() async {
        for route in [first, other].compactMap(\.self) { await route.cache?.sweep() }
    }

    package func probe() async throws(ModelError) -> ProbeReport { try await route.model.probe() }

    package func reply(to request: ModelRequest, deltas: DeltaSink?) async throws(ModelError) -> ModelReply {
        let end = time.now().advanced(by: request.limits.total)
        var request = request
        request.deadline = request.deadline.map { min($0, end) } ?? end
        var attempts = Attempts(policy: policy, hasOtherModel: other != nil && !isFirstGone.withLock { $0 })
        let sink = deltas.map(WithdrawingSink.init)
        var spent = Usage(), microdollars = 0
        var goesWhole = false
        while true {
            let route = route
            let sent = goesWhole ? request : await route.cache?.prepare(request) ?? request
            do {
                var reply = try await once(sent, by: route, sink)
                reply.usage = reply.usage + spent
                reply.microdollars += microdollars
                await deltas?(.usage(reply.usage))
                return reply
            } catch {
                var error = error
                spent = spent + (error.usage ?? Usage())
                error.usage = spent
                microdollars += error.microdollars
                error.microdollars = microdollars
                await sink?.withdraw()
                board.failed(route.model.name, error)
                if let cached = sent.cachedContent { await route.cache?.failed(cached, of: sent.fixed, error) }
                let left = request.deadline.map { time.now().duration(to: $0) } ?? .zero
                let action = attempts.next(after: error, left: left, random: time.random())
                guard case .again(let change, let wait) = action else { throw error }
                apply(change, to: &request, goesWhole: &goesWhole, from: route)
                try await pause(wait)
            }
        }
    }

    /// One call of the wire, asked of the breaker and written down.
    private func once(
        _ request: ModelRequest,
        by route: Route,
        _ sink: WithdrawingSink?
    ) async throws(ModelError) -> ModelReply {
        if case .wait(let duration) = route.breaker.ask(at: time.now()) {
            throw ModelError(.unavailable, "the model's server is resting after failures", retry: .after(duration))
        }
        let name = route.model.name
        let call = try await ledger?.reserve(request, model: name)
        do {
            var reply = try await route.model.reply(to: request, deltas: sink?.sink)
            reply.microdollars = await settle(call, reply.usage, name, nil)
            healthy(route)
            board.succeeded()
            route.cache?.succeeded(request, reply.usage)
            return reply
        } catch {
            var error = error
            error.microdollars = await settle(call, error.usage ?? Usage(), name, error.code)
            if error.code.isServerFailure {
                let wasOpen = route.breaker.isOpen
                route.breaker.failed(at: time.now())
                if !wasOpen, route.breaker.isOpen { board.say(.breakerOpened(name)) }
            } else if !error.code.saysNothingOfServer {
                healthy(route)
            }
            throw error
        }
    }

    private func healthy(_ route: Route) {
        if route.breaker.isOpen { board.say(.breakerClosed(route.model.name)) }
        route.breaker.succeeded()
    }

    /// - Returns: the call's cost as the ledger has it from now on.
    private func settle(
        _ call: CallRecord?,
        _ usage: Usage,
        _ name: ModelName,
        _ failure: ModelError.Code?
    ) async -> Int {
        guard let call, let ledger else { return 0 }
        do {
            return try await ledger.settle(call, usage: usage, model: name, failure: failure).microdollars ?? 0
        } catch {
            // The answer is there and stays; the reserved amounts stand for it, and the log says so.
            board.say(.notSettled(call, cause: "\(error)"))
            return call.microdollars ?? 0
        }
    }

    private func apply(
        _ change: Attempts.Change,
        to request: inout ModelRequest,
        goesWhole: inout Bool,
        from route: Route
    ) {
        switch change {
        case .nothing: break
        case .wholePrompt: goesWhole = true
        case .moreRoom:
            request.maxOutputTokens *= 2
            request.thinking = request.thinking.lower
        case .repair(let rejected):
            let problem = repairPrompt.replacing("{problem}", with: rejected.violation)
            request.messages += [ChatMessage(.model, rejected.text), ChatMessage(.user, problem)]
        case .otherModel:
            isFirstGone.withLock { $0 = true }
            if let other { board.say(.fellBack(from: route.model.name, to: other.model.name)) }
        }
    }

    private func pause(_ wait: Duration) async throws(ModelError) {
        guard wait > .zero else { return }
        do {
            try await time.sleep(time.now().advanced(by: wait))
        } catch {
            throw ModelError(.cancelled, "the call was called off")
        }
    }
}

/// Passes pieces on, and remembers whether any text among them would have to be taken back.
private final class WithdrawingSink: Sendable {
    private let target: DeltaSink
    private let hasText = Mutex(false)

    init(_ target: @escaping DeltaSink) {
        self.target = target
    }

    var sink: DeltaSink {
        { [self] delta in
            switch delta {
            // Said once, for all calls together.
            case .usage: return
            case .text: hasText.withLock { $0 = true }
            case .thought, .withdrawn: break
            }
            await target(delta)
        }
    }

    func withdraw() async {
        let hadText = hasText.withLock { hasText in
            defer { hasText = false }
            return hasText
        }
        if hadText { await target(.withdrawn) }
    }
}

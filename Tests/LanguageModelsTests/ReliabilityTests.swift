import Testing

@testable import LanguageModels

struct RetryPolicyTests {
    private let policy = RetryPolicy()

    @Test func `waits grow with full jitter and end after three tries`() {
        let error = Fixtures.error(.server)
        func decide(_ attempt: Int, _ random: Double) -> RetryPolicy.Decision {
            policy.decide(error, attempt: attempt, left: .seconds(60), random: random)
        }
        #expect(decide(1, 0) == .wait(.zero))
        #expect(decide(1, 0.5) == .wait(.milliseconds(250)))
        #expect(decide(2, 0.5) == .wait(.milliseconds(500)))
        #expect(decide(3, 0.5) == .giveUp)
    }

    @Test func `a time that the server told is never cut short`() {
        let error = Fixtures.error(.busy, retry: .after(.milliseconds(2500)))
        #expect(policy.decide(error, attempt: 1, left: .seconds(60), random: 0) == .wait(.milliseconds(2500)))
        #expect(policy.decide(error, attempt: 1, left: .seconds(60), random: 1) == .wait(.seconds(3)))
    }

    @Test func `no wait begins that the request's time does not hold`() {
        let error = Fixtures.error(.busy, retry: .after(.seconds(58)))
        #expect(policy.decide(error, attempt: 1, left: .seconds(58), random: 0) == .giveUp)
        #expect(policy.decide(Fixtures.error(.server), attempt: 1, left: .zero, random: 0) == .giveUp)
    }

    @Test(arguments: ModelError.Code.allCases)
    func `no error is tried more than three times`(code: ModelError.Code) {
        let error = Fixtures.error(code, retry: .backoff)
        #expect(policy.decide(error, attempt: 3, left: .seconds(600), random: 0) == .giveUp)
    }

    @Test(arguments: [
        ModelError.Code.badKey, .quota, .forbidden, .refused, .badRequest, .budget, .tooLarge, .unreachable, .cancelled,
    ])
    func `what trying again cannot mend is not tried again`(code: ModelError.Code) {
        #expect(policy.decide(Fixtures.error(code), attempt: 1, left: .seconds(60), random: 0) == .giveUp)
    }
}

struct CircuitBreakerTests {
    private let start = ContinuousClock.now

    private func at(_ seconds: Double) -> ContinuousClock.Instant { start.advanced(by: .seconds(seconds)) }

    private func opened() -> CircuitBreaker {
        var breaker = CircuitBreaker()
        for _ in 0..<5 { breaker.failed(at: start) }
        return breaker
    }

    @Test func `five failures one after the other open it, four do not`() {
        var breaker = CircuitBreaker()
        for _ in 0..<4 { breaker.failed(at: start) }
        #expect(breaker.ask(at: start) == .go)
        breaker.succeeded()
        for _ in 0..<4 { breaker.failed(at: start) }
        #expect(!breaker.isOpen)
        breaker.failed(at: start)
        #expect(breaker.ask(at: at(1)) == .wait(.seconds(29)))
    }

    @Test func `one probe goes every thirty seconds`() {
        var breaker = opened()
        #expect(breaker.ask(at: at(29.9)) != .go)
        #expect(breaker.ask(at: at(30)) == .go)
        #expect(breaker.ask(at: at(30)) == .wait(.seconds(30)))
        breaker.failed(at: at(31))
        #expect(breaker.ask(at: at(59)) == .wait(.seconds(1)))
        // The probe before never told its end; the next goes all the same.
        #expect(breaker.ask(at: at(60)) == .go)
    }

    @Test func `a probe that succeeds closes it`() {
        var breaker = opened()
        #expect(breaker.ask(at: at(30)) == .go)
        breaker.succeeded()
        #expect(breaker.ask(at: at(30)) == .go)
        #expect(!breaker.isOpen)
    }
}

struct CallTimerTests {
    private let start = ContinuousClock.now

    private func at(_ seconds: Double) -> ContinuousClock.Instant { start.advanced(by: .seconds(seconds)) }

    @Test func `the first byte, silence and the whole call have limits of their own`() {
        var timer = CallTimer(limits: CallLimits(), deadline: nil, now: start)
        #expect(timer.passed(at: at(19.9)) == nil)
        #expect(timer.passed(at: at(20)) == .firstByte)
        timer.received(at: at(19))
        #expect(timer.passed(at: at(38)) == nil)
        #expect(timer.passed(at: at(39)) == .idle)
        for second in 20..<60 { timer.received(at: at(Double(second))) }
        #expect(timer.deadline == at(60))
        #expect(timer.passed(at: at(60)) == .total)
    }

    @Test func `the turn's own end comes first where it is earlier`() {
        let timer = CallTimer(limits: CallLimits(), deadline: at(5), now: start)
        #expect(timer.deadline == at(5))
        #expect(timer.passed(at: at(5)) == .total)
    }
}

struct AttemptsTests {
    private func attempts(hasOther: Bool = false) -> Attempts {
        Attempts(policy: RetryPolicy(), hasOtherModel: hasOther)
    }

    private func next(_ attempts: inout Attempts, _ error: ModelError) -> Attempts.Action {
        attempts.next(after: error, left: .seconds(60), random: 0)
    }

    @Test(arguments: [
        (ModelError.Code.cacheGone, Attempts.Change.wholePrompt), (.cacheRefused, .wholePrompt),
        (.truncated, .moreRoom), (.gone, .otherModel),
    ])
    func `each remedy is tried once and at once`(code: ModelError.Code, change: Attempts.Change) {
        var attempts = attempts(hasOther: true)
        #expect(next(&attempts, Fixtures.error(code)) == .again(change, after: .zero))
        #expect(next(&attempts, Fixtures.error(code)) == .giveUp)
    }

    @Test func `an answer of the wrong shape is repaired once`() {
        var attempts = attempts()
        let rejected = ModelError.Rejected(text: "x", violation: "$: is missing")
        let error = ModelError(.wrongShape, "for a test", rejected: rejected)
        #expect(next(&attempts, error) == .again(.repair(rejected), after: .zero))
        #expect(next(&attempts, error) == .giveUp)
    }

    @Test func `a retired model without another one is the end`() {
        var attempts = attempts()
        #expect(next(&attempts, Fixtures.error(.gone)) == .giveUp)
    }

    @Test func `no mixture of failures makes a request call without end`() {
        var attempts = attempts(hasOther: true)
        var calls = 1
        let codes: [ModelError.Code] = [.schemaUnknown, .cacheGone, .truncated, .server, .gone]
        while case .again = next(&attempts, Fixtures.error(codes[calls % codes.count])) { calls += 1 }
        #expect(calls <= 8)
    }
}

struct SchemaSupportTests {
    @Test func `a server that refuses a schema is asked in a plainer way, and that is remembered`() {
        let support = SharedSchemaSupport()
        #expect(support.refused(.schema))
        #expect(support.way == .json)
        #expect(support.refused(.json))
        #expect(support.way == .prompt)
        support.accepted(.prompt)
        #expect(!support.refused(.prompt))
        #expect(support.way == .prompt)
    }

    @Test func `a refusal of a way that is known to work is about something else`() {
        let support = SharedSchemaSupport()
        support.accepted(.schema)
        #expect(!support.refused(.schema))
        #expect(support.way == .schema)
    }

    @Test func `where no way works the schema was not the reason`() {
        let support = SharedSchemaSupport()
        _ = support.refused(.schema)
        _ = support.refused(.json)
        #expect(!support.refused(.prompt))
        #expect(support.way == .schema)
    }

    @Test func `a refusal that another call has learnt from is asked again`() {
        let support = SharedSchemaSupport()
        _ = support.refused(.schema)
        #expect(support.refused(.schema))
        #expect(support.way == .json)
    }
}

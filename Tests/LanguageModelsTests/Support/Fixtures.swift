import Foundation
import JSONText
import Knowledge
import Synchronization

@testable import LanguageModels

enum Fixtures {
    static func knowledge() throws -> KnowledgeDirectory { try KnowledgeDirectory.locate() }
    static func families() throws -> ModelFamilies { try ModelFamilies(knowledge()) }
    static func prices() throws -> Prices { try Prices(knowledge()) }

    /// What the understander asks for, in small.
    static let schema: JSONValue = [
        "type": "object",
        "properties": [
            "intent": ["type": "string", "enum": ["data", "concept"]],
            "level": ["type": "integer", "minimum": 0, "maximum": 3],
        ],
        "required": ["intent", "level"], "additionalProperties": false,
    ]
    static let plan = #"{"intent":"data","level":3}"#

    static func request(
        schema: JSONValue? = nil,
        fixed: String = "You read questions about bars.",
        limits: CallLimits = CallLimits()
    ) -> ModelRequest {
        ModelRequest(
            agent: "understander",
            user: "anna",
            fixed: fixed,
            messages: [ChatMessage(.user, "Question: when is the high of the day made?")],
            schema: schema,
            limits: limits
        )
    }

    static func error(_ code: ModelError.Code, retry: RetryAdvice? = nil) -> ModelError {
        ModelError(code, "for a test", retry: retry)
    }
}

/// A clock on which waiting takes no time, and which remembers how long was waited.
final class JumpingTime: Sendable {
    private struct State {
        /// Ahead of the real clock, by which the wire goes: however slow the machine, no end that is reckoned from here
        /// comes early.
        var now = ContinuousClock.now.advanced(by: .seconds(3600))
        var date: Date
        var waits: [Duration] = []
    }

    private let state: Mutex<State>
    private let random: Double

    /// The fake servers' time of day begins at the same moment.
    init(date: Date = Date(timeIntervalSince1970: 1_795_000_000), random: Double = 0.5) {
        state = Mutex(State(date: date))
        self.random = random
    }

    var waits: [Duration] { state.withLock { $0.waits } }

    func pass(_ duration: Duration) {
        state.withLock { state in
            state.now = state.now.advanced(by: duration)
            state.date.addTimeInterval(duration / .seconds(1))
        }
    }

    var source: TimeSource {
        TimeSource(
            now: { self.state.withLock { $0.now } },
            sleep: { until in
                let wait = self.state.withLock { state in
                    let wait = state.now.duration(to: until)
                    state.waits.append(wait)
                    return wait
                }
                self.pass(wait)
            },
            date: { self.state.withLock { $0.date } },
            random: { [random] in random }
        )
    }
}

/// Keeps what it is given.
final class Collected<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    var all: [Element] { elements.withLock { $0 } }
    func add(_ element: Element) { elements.withLock { $0.append(element) } }
}

/// The error that `body` throws; nil: it throws none.
func modelError(_ body: () async throws -> some Any) async throws -> ModelError? {
    do {
        _ = try await body()
        return nil
    } catch let error as ModelError {
        return error
    }
}

extension TimeSource {
    /// A clock on which no limit of the wire is ever reached, however slow the machine.
    static let standing: TimeSource = {
        let start = ContinuousClock.now
        return TimeSource(
            now: { start },
            sleep: { _ in try await Task.sleep(for: .seconds(1_000_000)) },
            date: { Date() },
            random: { 0.5 }
        )
    }()
}

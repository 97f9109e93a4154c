import AgentGraph
import Foundation
import Sessions
import SessionsPostgres
import SessionsSQLite
import Synchronization

/// What the graph's runtime costs: a step, a turn's bytes, going on with a stopped run, a wide map.
struct GraphBench {
    /// nil: nothing is kept.
    struct Place {
        var name: String
        var open: () async throws -> (any SessionStore)?
        /// Microseconds a step; nil where there is no bar.
        var bar: Double?
    }

    let places: [Place]
    let text = String(repeating: "what was the mean range by weekday? ", count: 12).prefix(400).description

    /// - Parameter server: a PostgreSQL server's URL; nil: it is left out.
    init(folder: URL, server: String?) {
        let postgres = server.map { server in
            Place(
                name: "PostgreSQL",
                open: {
                    let pool = PostgresPool(url: server, settings: PostgresSettings())
                    _ = try await Migrator(pool: pool).migrate()
                    return PostgresStore(pool: pool, user: UUID())
                },
                bar: nil
            )
        }
        places =
            [
                Place(name: "no store", open: { nil }, bar: 20),
                Place(
                    name: "SQLite",
                    open: { try SQLiteStore(path: folder.appending(path: "\(UUID().uuidString).db").path) },
                    bar: 300
                ),
            ] + [postgres].compactMap(\.self)
    }

    func run() async throws {
        for place in places {
            let (times, turns) = try await steps(place)
            let half = percentile(times, 0.5)
            let bar = place.bar.map { verdict(half < $0, "\($0.text(0)) µs") } ?? ""
            print(
                "a step, \(place.name): p50 \(half.text(1)) µs, mean "
                    + "\((times.reduce(0, +) / Double(times.count)).text(1)) µs, p95 \(percentile(times, 0.95).text(1)) µs\(bar); "
                    + "a turn of ten with its start and end \(percentile(turns, 0.5).text(2)) ms"
            )
        }
        for place in places {
            let times = try await maps(place)
            print("100-way parallel map, \(place.name): p50 \(percentile(times, 0.5).text(2)) ms")
        }
        for place in places { try await resume(place) }
        try await bytes()
        print("")
    }

    /// Microseconds from one node's beginning to the next one's, and milliseconds of the whole turn.
    private func steps(_ place: Place) async throws -> (steps: [Double], turns: [Double]) {
        let store = try await place.open()
        let runtime = Runtime(ChatGraph(answer: text), store: store)
        var steps: [Double] = [], turns: [Double] = []
        for turn in 0..<220 {
            let moments = Moments()
            let time = try await milliseconds {
                guard store != nil else {
                    _ = try await runtime.run(state: .init(question: text), show: moments.show)
                    return
                }
                let thread = ThreadID()
                let said = Message(session: thread, role: .user, text: text, at: Date())
                let run = try await runtime.start(
                    on: thread,
                    after: nil,
                    attachments: [said.attachment],
                    state: .init(question: text)
                )
                _ = try await runtime.run(run, show: moments.show)
            }
            // The first turns warm the caches.
            guard turn >= 20 else { continue }
            turns.append(time)
            steps += zip(moments.entered, moments.entered.dropFirst()).map { ($1 - $0) / .microseconds(1) }
        }
        return (steps, turns)
    }

    private func maps(_ place: Place) async throws -> [Double] {
        let runtime = Runtime(MapGraph(width: 100), store: try await place.open())
        var times: [Double] = []
        for turn in 0..<25 {
            let time = try await milliseconds {
                guard runtime.store != nil else {
                    _ = try await runtime.run(state: .init())
                    return
                }
                _ = try await runtime.run(try await runtime.start(on: ThreadID(), after: nil, state: .init()))
            }
            if turn >= 5 { times.append(time) }
        }
        return times
    }

    /// From the call to the first node's beginning, of a run that was stopped.
    private func resume(_ place: Place) async throws {
        guard let store = try await place.open() else { return }
        var times: [Double] = []
        for _ in 0..<50 {
            let first = Runtime(ChatGraph(answer: nil), store: store)
            let run = try await first.start(on: ThreadID(), after: nil, state: .init(question: text))
            _ = try await first.run(run) { if $0.step == 5 { first.drain() } }
            let second = Runtime(ChatGraph(answer: nil), store: store)
            let began = ContinuousClock.now
            let moments = Moments()
            _ = try await second.run(run, show: moments.show)
            if let entered = moments.entered.first { times.append((entered - began) / .milliseconds(1)) }
        }
        print("going on with a stopped run, \(place.name): p50 \(percentile(times, 0.5).text(2)) ms")
    }

    /// In a chat of which everything is kept.
    private func bytes() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "barwise-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // left to the system's own tidying
        let store = try SQLiteStore(path: folder.appending(path: "chat.db").path)
        var settings = Settings()
        settings.retention = Retention(runs: nil)
        let runtime = Runtime(ChatGraph(answer: text), store: store, settings: settings)
        let thread = ThreadID()
        var sizes = TurnSizes(bytes: [try await store.storedBytes()])
        for _ in 0..<TurnSizes.turns {
            let head = try await runtime.head(of: thread).checkpoint
            let said = Message(session: thread, role: .user, text: text, at: Date())
            let run = try await runtime.start(
                on: thread,
                after: head,
                attachments: [said.attachment],
                state: .init(question: text)
            )
            _ = try await runtime.run(run)
            sizes.bytes.append(try await store.storedBytes())
        }
        print("stored by a turn of ten nodes and two messages of 400 characters, SQLite: " + sizes.report)
    }
}

/// When nodes began.
private final class Moments: Sendable {
    private let moments = Mutex<[ContinuousClock.Instant]>([])

    var entered: [ContinuousClock.Instant] { moments.withLock { $0 } }

    var show: @Sendable (Event) -> Void {
        { event in
            if case .entered = event.kind { self.moments.withLock { $0.append(.now) } }
        }
    }
}

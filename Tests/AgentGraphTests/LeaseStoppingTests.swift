import AgentGraph
import Testing

/// Leases against the clock; run by itself, after the other tests.
struct LeaseStoppingTests {
    @Test(arguments: StoreKind.allCases)
    func `a step at work longer than the lease keeps it`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let (looked, look) = AsyncStream<Void>.makeStream()
        let graph = Scripted([
            .a: { _, _ in
                for await _ in looked { break }
                return .finish
            }
        ])
        // Long enough for a server that stands still for a moment.
        let lease = Duration.seconds(2)
        let runtime = Runtime(graph, store: store, settings: Settings(owner: "one", lease: lease))
        let run = try await runtime.start(on: ThreadID(), after: nil, state: .init())
        async let ending = runtime.run(run)
        try await Task.sleep(for: lease * 2.5)
        let other = Runtime(graph, store: store, settings: Settings(owner: "two"))
        await fails(.runOwned) { _ = try await other.run(run) }
        look.finish()
        #expect(try await ending.finished != nil)
    }
}

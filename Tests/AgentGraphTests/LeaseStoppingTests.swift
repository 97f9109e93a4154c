import AgentGraph
import Testing

/// Leases against the clock; run by itself, after the other tests.
struct LeaseStoppingTests {
    @Test(arguments: StoreKind.allCases)
    func `a step at work longer than the lease keeps it`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let graph = Scripted([
            .a: { _, _ in
                try await Task.sleep(for: .milliseconds(1200))
                return .finish
            }
        ])
        let runtime = Runtime(graph, store: store, settings: Settings(owner: "one", lease: .milliseconds(300)))
        let run = try await runtime.start(on: ThreadID(), after: nil, state: .init())
        async let ending = runtime.run(run)
        try await Task.sleep(for: .milliseconds(800))
        let other = Runtime(graph, store: store, settings: Settings(owner: "two"))
        await fails(.runOwned) { _ = try await other.run(run) }
        #expect(try await ending.finished != nil)
    }
}

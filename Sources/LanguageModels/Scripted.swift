internal import Synchronization

/// A model whose answers are written beforehand: for tests and demonstrations. Its answers are held against the schema
/// as a server's are, and every request is kept.
package final class Scripted: ChatModel {
    package enum Step: Sendable {
        case text(String)
        /// In pieces, with the usage that a server would tell.
        case pieces([String], Usage)
        case failure(ModelError)
        /// Some pieces, then the failure.
        case broken([String], ModelError)
        /// Never answers; ends by cancellation only.
        case silence
    }

    package let name: ModelName
    private let script: @Sendable (ModelRequest, Int) -> Step
    private let asked = Mutex<[ModelRequest]>([])

    /// - Parameter script: the answer to a request, and to how many came before it.
    package init(model: String = "script", _ script: @escaping @Sendable (ModelRequest, Int) -> Step) {
        name = ModelName(provider: "scripted", model: model)
        self.script = script
    }

    /// One step for each request; behind the last one every request fails.
    package convenience init(model: String = "script", _ steps: [Step]) {
        self.init(model: model) { _, index in
            guard steps.indices.contains(index) else {
                return .failure(ModelError(.badRequest, "the script has no answer number \(index + 1)"))
            }
            return steps[index]
        }
    }

    /// In the order in which they came.
    package var requests: [ModelRequest] { asked.withLock { $0 } }

    package func reply(to request: ModelRequest, deltas: DeltaSink?) async throws(ModelError) -> ModelReply {
        let index = asked.withLock { asked in
            asked.append(request)
            return asked.count - 1
        }
        switch script(request, index) {
        case .text(let text): return try await finish([text], Usage(), request, deltas)
        case .pieces(let pieces, let usage): return try await finish(pieces, usage, request, deltas)
        case .failure(let error): throw error
        case .broken(let pieces, let error):
            for piece in pieces { await deltas?(.text(piece)) }
            throw error
        case .silence:
            // Left by cancellation, which is what the error says.
            try? await Task.sleep(for: .seconds(86_400))
            throw ModelError(.cancelled, "the call was called off")
        }
    }

    package func probe() async throws(ModelError) -> ProbeReport {
        ProbeReport(name: name, latency: .zero, isListed: true)
    }

    private func finish(
        _ pieces: [String],
        _ usage: Usage,
        _ request: ModelRequest,
        _ deltas: DeltaSink?
    ) async throws(ModelError) -> ModelReply {
        for piece in pieces { await deltas?(.text(piece)) }
        let reply = try ModelReply(text: pieces.joined(), usage: usage, version: name.model)
            .checked(by: request.schema, depth: request.limits.depth)
        await deltas?(.usage(usage))
        return reply
    }
}

internal import AsyncHTTPClient
internal import NIOCore

/// The connections to models' servers: one for a process, closed before it ends.
package final class Connections: Sendable {
    let client: HTTPClient

    package init() {
        var configuration = HTTPClient.Configuration()
        // A redirect would take the key and the prompt to another host.
        configuration.redirectConfiguration = .disallow
        // A compressed body could be a thousand times its size; answers are small without it.
        configuration.decompression = .disabled
        configuration.timeout = .init(connect: .seconds(5))
        // Retries are the policy's, where they are counted: a refused connection is told at once.
        configuration.connectionPool.retryConnectionEstablishment = false
        // Small servers (uvicorn, node) close a connection that is idle for 5 s; a new one costs less than a lost call.
        configuration.connectionPool.idleTimeout = .seconds(4)
        // Calls wait seconds for an answer: with the usual 8, the ninth user would wait for the first.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        // Over HTTP/2 a cancelled call would leave its connection, and all calls would hang on one.
        configuration.httpVersion = .http1Only
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Calls that are still open fail. To be called once.
    package func close() async {
        // The one error is that it was closed already, and then there is nothing left to do.
        try? await client.shutdown()
    }

    /// For one command or test: open, use, close.
    package static func with<Result: Sendable>(
        _ body: (Connections) async throws -> Result
    ) async throws -> Result {
        let connections = Connections()
        do {
            let result = try await body(connections)
            await connections.close()
            return result
        } catch {
            await connections.close()
            throw error
        }
    }
}

extension Connections: CustomReflectable {
    /// The sockets' buffers hold keys and prompts: nothing that prints this value's inside shows them.
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

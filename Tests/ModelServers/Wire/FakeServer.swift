/// A model server that runs inside a test or the program `model-server`.
package protocol FakeServer: Sendable {
    var traffic: Traffic { get }

    func operation(of request: WireRequest) -> WireOperation
    func answer(_ request: WireRequest, fault: Fault?) -> WireReply
}

extension FakeServer {
    /// Serves on the loopback while `use` runs; afterwards the port is closed.
    ///
    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - use: Gets the server's address, "http://127.0.0.1:PORT".
    package func serve<Result: Sendable>(port: Int = 0, _ use: (String) async throws -> Result) async throws -> Result {
        let server = LoopbackServer(
            traffic: traffic,
            operation: { operation(of: $0) },
            answer: { request in
                let fault = traffic.faults.next(request)
                switch fault {
                case .answer(let status, let type, let body):
                    return WireReply(status: status, type: type, pieces: [.init(body)])
                case .line(let line): return answer(request, fault: nil).failing(line)
                default: return answer(request, fault: fault)
                }
            }
        )
        return try await server.serve(port: port, use)
    }
}

/// Runs `use` with an address at which nothing listens: connections are refused.
package func withClosedPort<Result: Sendable>(_ use: (String) async throws -> Result) async throws -> Result {
    let address = try await FakeGemini { _ in .text("") }.serve { $0 }
    return try await use(address)
}

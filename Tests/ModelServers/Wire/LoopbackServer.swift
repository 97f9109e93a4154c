import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// An HTTP server on a loopback port that hands every request to one function.
struct LoopbackServer: Sendable {
    /// Largest body that is read; more is answered with 413.
    static let bodyLimit = 64 << 20

    let traffic: Traffic
    let operation: @Sendable (WireRequest) -> WireOperation
    let answer: @Sendable (WireRequest) async -> WireReply

    /// Serves while `use` runs; the server is gone, and its port closed, when this returns.
    func serve<Result: Sendable>(port: Int, _ use: (String) async throws -> Result) async throws -> Result {
        var logger = Logger(label: "model-server")
        logger.logLevel = .critical
        let (ports, running) = AsyncStream<Int>.makeStream()
        let application = Application(
            responder: CallbackResponder<ChannelContext> { try await respond(to: $0, $1) },
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                running.yield(channel.localAddress?.port ?? 0)
                running.finish()
            },
            logger: logger
        )
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { running.finish() }
                try await application.runService(gracefulShutdownSignals: [])
            }
            var opened: Int?
            for await port in ports { opened = port }
            guard let opened else {
                try await group.next()
                throw CancellationError()
            }
            let result = try await use("http://127.0.0.1:\(opened)")
            group.cancelAll()
            return result
        }
    }

    private func respond(to request: Request, _ context: ChannelContext) async throws -> Response {
        var request = request
        let body = try await request.collectBody(upTo: Self.bodyLimit)
        let arrived = WireRequest(
            number: 0,
            received: .now,
            operation: .unknown,
            method: request.method.rawValue,
            path: request.uri.path,
            query: request.uri.query ?? "",
            headers: Dictionary(
                request.headers.map { ($0.name.canonicalName, $0.value) },
                uniquingKeysWith: { "\($0),\($1)" }
            ),
            body: Data(body.readableBytesView)
        )
        let wire = traffic.arrived(arrived, operation(arrived))
        let reply = await answer(wire)
        if let charge = reply.charge { traffic.charge(charge) }
        switch reply.delivery {
        case .hungUp:
            try await context.channel.close()
            return Response(status: .internalServerError)
        case .silence:
            await silence(request.body, wire.number, context.channel)
            return Response(status: .internalServerError)
        case .whole, .cut, .stalled:
            let headers = reply.headers.compactMap { name, value in
                HTTPField.Name(name).map { HTTPField(name: $0, value: value) }
            }
            return Response(
                status: .init(code: reply.status),
                headers: HTTPFields(headers),
                body: self.body(of: reply, to: wire.number, request.body, context.channel)
            )
        }
    }

    private func body(
        of reply: WireReply,
        to number: Int,
        _ requestBody: RequestBody,
        _ channel: any Channel
    ) -> ResponseBody {
        if reply.pause == nil, reply.delivery == .whole, let only = reply.pieces.first, reply.pieces.count == 1 {
            if let tally = only.reports { traffic.report(tally, to: number) }
            return ResponseBody(byteBuffer: ByteBuffer(bytes: only.bytes))
        }
        return ResponseBody { writer in
            for piece in reply.pieces {
                // Noted before the write: the client may have read it before the write returns.
                let before = piece.reports.flatMap { traffic.report($0, to: number) }
                do {
                    if let pause = reply.pause { try await Task.sleep(for: pause) }
                    try await writer.write(ByteBuffer(bytes: piece.bytes))
                } catch {
                    if piece.reports != nil { traffic.report(before, to: number) }
                    traffic.clientLeft(number)
                    throw error
                }
            }
            if reply.delivery == .stalled { await silence(requestBody, number, channel) }
            // A client may drop what it has not read when the connection breaks: it is given the time to.
            if reply.delivery == .cut { try await Task.sleep(for: .milliseconds(50)) }
            // An error thrown inside a body makes the server close the connection without the last chunk.
            if reply.delivery != .whole { throw CutShort() }
            try await writer.finish(nil)
        }
    }

    /// Returns when the client closes the connection, or the server stops.
    private func silence(_ body: RequestBody, _ number: Int, _ channel: any Channel) async {
        // Whatever ends the wait, the connection is closed after it.
        try? await body.consumeWithInboundCloseHandler { _ in
            try await withTaskCancellationHandler {
                try await channel.closeFuture.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        } onInboundClosed: {
            traffic.clientLeft(number)
            channel.close(promise: nil)
        }
    }
}

/// The connection was closed on purpose.
private struct CutShort: Error {}

/// Keeps the connection of a request, to close it.
private struct ChannelContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}

/// Puts a model's answer together from a wire's documents: one without a stream, many with one. Pure.
protocol WireAnswer: Sendable {
    /// By the last count seen.
    var usage: Usage? { get }
    /// The wire said that nothing more comes.
    var isDone: Bool { get }

    /// Takes in one document.
    ///
    /// - Returns: what is new in it.
    /// - Throws: also what the document says of a failure, which may come behind a 200.
    mutating func add(_ document: [UInt8]) throws(ModelError) -> [ModelDelta]

    /// The end of the body.
    ///
    /// - Throws: where nothing said that the answer is whole, or it is not what was asked for.
    func ended() throws(ModelError) -> ModelReply
}

/// Reads an answer from a response: as events where pieces are wanted, else as one document.
struct AnswerReader<Answer: WireAnswer>: ResponseReader {
    private var answer: Answer
    private let deltas: DeltaSink?
    private let failure: @Sendable (HTTPHead, [UInt8]) -> ModelError
    private var events: EventStreamReader
    private var head: HTTPHead?
    /// Of a failure, or of an answer in one piece.
    private var body: [UInt8] = []

    var usage: Usage? { answer.usage }

    /// - Parameter failure: what a status outside 200...299 means.
    init(
        answer: Answer,
        deltas: DeltaSink?,
        limits: CallLimits,
        failure: @escaping @Sendable (HTTPHead, [UInt8]) -> ModelError
    ) {
        self.answer = answer
        self.deltas = deltas
        self.failure = failure
        events = EventStreamReader(limit: limits.bytes)
    }

    private var isStream: Bool { deltas != nil && head?.isSuccess == true }

    mutating func begin(_ head: HTTPHead) { self.head = head }

    mutating func take(_ bytes: [UInt8]) async throws -> Bool {
        guard isStream, let deltas else {
            body += bytes
            return false
        }
        for event in try read(bytes) {
            for delta in try answer.add(event.data) { await deltas(delta) }
            if answer.isDone { return true }
        }
        return false
    }

    mutating func end() async throws -> ModelReply {
        if let head, !head.isSuccess { throw failure(head, body) }
        // An event that the body's end cut is dropped: whether the answer is whole is for the answer to say.
        if !isStream { _ = try answer.add(body) }
        let reply = try answer.ended()
        await deltas?(.usage(reply.usage))
        return reply
    }

    private mutating func read(_ bytes: [UInt8]) throws(ModelError) -> [EventStreamReader.Event] {
        do {
            return try events.feed(bytes)
        } catch {
            throw ModelError(.tooLarge, "an event of the stream is larger than allowed")
        }
    }
}

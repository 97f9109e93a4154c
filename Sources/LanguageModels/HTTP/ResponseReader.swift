internal import JSONText

/// Makes something of a response: told how it begins, each piece of its body, and its end.
protocol ResponseReader: Sendable {
    associatedtype Result: Sendable

    /// Counted so far.
    var usage: Usage? { get }

    mutating func begin(_ head: HTTPHead)
    /// - Returns: true: the rest is not needed, and is not read.
    mutating func take(_ bytes: [UInt8]) async throws -> Bool
    /// Called when the body is over, or enough.
    mutating func end() async throws -> Result
}

/// Reads one JSON document.
struct DocumentReader: ResponseReader {
    private let failure: @Sendable (HTTPHead, [UInt8]) -> ModelError
    private var head: HTTPHead?
    private var body: [UInt8] = []

    var usage: Usage? { nil }

    /// - Parameter failure: what a status outside 200...299 means.
    init(failure: @escaping @Sendable (HTTPHead, [UInt8]) -> ModelError) {
        self.failure = failure
    }

    mutating func begin(_ head: HTTPHead) { self.head = head }

    mutating func take(_ bytes: [UInt8]) -> Bool {
        body += bytes
        return false
    }

    func end() throws -> JSONValue {
        if let head, !head.isSuccess { throw failure(head, body) }
        do {
            return try JSONValue(parsing: body)
        } catch {
            throw ModelError(.malformed, "the server's answer cannot be read: \(error)")
        }
    }
}

internal import Synchronization

/// How a server wants to be asked for JSON, learnt from what it refuses. Pure.
struct SchemaSupport: Sendable, Hashable {
    /// From the most exact to what every server knows.
    enum Way: Int, Sendable, Hashable, CaseIterable {
        /// `response_format` with the schema: the server enforces it.
        case schema
        /// `response_format` for some JSON; the schema stands in the prompt.
        case json
        /// The schema stands in the prompt, and nothing else.
        case prompt
    }

    private(set) var way = Way.schema
    /// An answer came this way, so a refusal is about something else.
    private var isProven = false

    mutating func accepted(_ used: Way) {
        guard used == way else { return }
        isProven = true
    }

    /// The server refused a request without saying why.
    ///
    /// - Returns: it is worth asking again, in another way.
    mutating func refused(_ used: Way) -> Bool {
        // Another call found the way in the meantime, or this one is known to work.
        guard used == way else { return used.rawValue < way.rawValue }
        guard !isProven else { return false }
        guard let plainer = Way(rawValue: used.rawValue + 1) else {
            // No way works, so the schema was not the reason: the next request starts anew.
            way = .schema
            return false
        }
        way = plainer
        return true
    }
}

/// One server's, for all who call it.
final class SharedSchemaSupport: Sendable {
    private let support = Mutex(SchemaSupport())

    var way: SchemaSupport.Way { support.withLock { $0.way } }
    func accepted(_ way: SchemaSupport.Way) { support.withLock { $0.accepted(way) } }
    func refused(_ way: SchemaSupport.Way) -> Bool { support.withLock { $0.refused(way) } }
}

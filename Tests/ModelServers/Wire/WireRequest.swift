package import Foundation

/// What a request asks of the server, by method and path.
package enum WireOperation: String, Sendable, CaseIterable {
    case generate, stream, countTokens, getModel, listModels
    case createCache, getCache, listCaches, updateCache, deleteCache
    case unknown
}

/// A request as it came, kept for assertions.
package struct WireRequest: Sendable {
    /// From 0, in the order in which the server read the requests.
    package var number: Int
    package var received: ContinuousClock.Instant
    package var operation: WireOperation
    package var method: String
    /// Percent-decoding is not undone.
    package var path: String
    /// The text after the question mark, "" without one.
    package var query: String
    /// Names in lower case; values of a repeated header are joined by a comma.
    package var headers: [String: String]
    package var body: Data

    /// Nil without a body and for a body that is no JSON.
    package var json: JSON? { JSON(body) }

    package var queryItems: [String: String] {
        var components = URLComponents()
        components.percentEncodedQuery = query
        let items = (components.queryItems ?? []).map { ($0.name, $0.value ?? "") }
        return Dictionary(items, uniquingKeysWith: { first, _ in first })
    }
}

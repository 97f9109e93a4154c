internal import AsyncHTTPClient
internal import JSONText
internal import NIOCore
internal import NIOHTTP1

/// A request to a model's server.
struct HTTPCall: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    var method: Method
    var url: String
    var headers: [(String, String)]
    var body: JSONValue?

    init(_ method: Method, _ url: String, headers: [(String, String)], body: JSONValue? = nil) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    var request: HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method.rawValue)
        request.headers.add(name: "user-agent", value: "barwise")
        request.headers.add(name: "accept", value: "application/json, text/event-stream")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body.bytes))
        }
        return request
    }
}

/// How a response began.
struct HTTPHead: Sendable {
    var status: Int
    /// Seconds from `Retry-After`; nil: none, or a date.
    var retryAfter: Duration?

    init(_ response: HTTPClientResponse) {
        status = Int(response.status.code)
        retryAfter = response.headers.first(name: "retry-after").flatMap { Double($0) }
            .flatMap { (0...86_400).contains($0) ? .seconds($0) : nil }
    }

    var isSuccess: Bool { (200..<300).contains(status) }
}

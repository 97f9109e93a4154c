package import Foundation
internal import JSONText

/// A static part that Google keeps. Its text never comes back.
package struct CachedContentInfo: Sendable, Hashable {
    /// `cachedContents/k3v9p2q7w1x5`
    package var name: String
    package var displayName: String
    /// `models/gemini-3.8-flash`
    package var model: String
    package var expiresAt: Date
    package var tokens: Int
}

extension Gemini {
    /// Whoever has less time gives a deadline.
    private static let limits = CallLimits(total: .seconds(30))

    /// Keeps a static part for `lifetime`, billed as input once and by the hour.
    ///
    /// - Throws: `.cacheRefused` where it is too small or the model keeps nothing.
    package func createCache(
        of fixed: String,
        displayName: String,
        lifetime: Duration,
        deadline: ContinuousClock.Instant? = nil
    ) async throws(ModelError) -> CachedContentInfo {
        let body: JSONValue = [
            "model": .string("models/\(name.model)"), "displayName": .string(String(displayName.prefix(128))),
            "systemInstruction": instruction(fixed), "ttl": .string(seconds(lifetime)),
        ]
        return try info(try await send(.post, "cachedContents", body: body, deadline: deadline))
    }

    package func cache(named name: String) async throws(ModelError) -> CachedContentInfo {
        try info(try await send(.get, name))
    }

    /// Of the key's whole project, every page.
    package func caches() async throws(ModelError) -> [CachedContentInfo] {
        var found: [CachedContentInfo] = []
        var token: String?
        // A server that gives the same page for ever is not followed for ever.
        for _ in 0..<100 {
            let rest = token.flatMap { $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) }
            let page = try await send(.get, "cachedContents?pageSize=100" + (rest.map { "&pageToken=\($0)" } ?? ""))
            for entry in page["cachedContents"]?.array ?? [] { found.append(try info(entry)) }
            token = page["nextPageToken"]?.string
            guard token?.isEmpty == false else { return found }
        }
        return found
    }

    /// Lets it live for `lifetime` from now on.
    package func extendCache(
        named name: String,
        lifetime: Duration,
        deadline: ContinuousClock.Instant? = nil
    ) async throws(ModelError) -> CachedContentInfo {
        let body: JSONValue = ["ttl": .string(seconds(lifetime))]
        return try info(try await send(.patch, "\(name)?updateMask=ttl", body: body, deadline: deadline))
    }

    /// One that is gone already is an error, `.cacheGone`.
    package func deleteCache(named name: String) async throws(ModelError) {
        _ = try await send(.delete, name)
    }

    /// How many tokens a static part has for this model. Free.
    package func countTokens(
        of fixed: String,
        deadline: ContinuousClock.Instant? = nil
    ) async throws(ModelError) -> Int {
        let contents: JSONValue = [["role": "user", "parts": [["text": "x"]]]]
        let body: JSONValue = [
            "generateContentRequest": [
                "model": .string("models/\(name.model)"), "systemInstruction": instruction(fixed), "contents": contents,
            ]
        ]
        let path = "models/\(name.model):countTokens"
        let answer = try await send(.post, path, body: body, isCached: false, deadline: deadline)
        guard let count = answer["totalTokens"]?.integer, count >= 0 else {
            throw ModelError(.malformed, "the count of tokens is missing")
        }
        return count
    }

    package func probe() async throws(ModelError) -> ProbeReport {
        let start = time.now()
        _ = try await send(.get, "models/\(name.model)", isCached: false)
        return ProbeReport(name: name, latency: start.duration(to: time.now()), isListed: true)
    }

    private func send(
        _ method: HTTPCall.Method,
        _ path: String,
        body: JSONValue? = nil,
        isCached: Bool = true,
        deadline: ContinuousClock.Instant? = nil
    ) async throws(ModelError) -> JSONValue {
        let reader = DocumentReader { error($0, $1, isCached: isCached) }
        return try await exchange(Self.limits, deadline: deadline).run(call(method, path, body: body), reader)
    }

    private func info(_ value: JSONValue) throws(ModelError) -> CachedContentInfo {
        guard let name = value["name"]?.string, name.wholeMatch(of: /cachedContents\/[A-Za-z0-9._-]+/) != nil,
            let model = value["model"]?.string, let expiry = value["expireTime"]?.string.flatMap(Self.date)
        else { throw ModelError(.malformed, "the kept content's description cannot be read") }
        return CachedContentInfo(
            name: name,
            displayName: value["displayName"]?.string ?? "",
            model: model,
            expiresAt: expiry,
            tokens: min(max(value["usageMetadata"]?["totalTokenCount"]?.integer ?? 0, 0), 1_000_000_000)
        )
    }

    /// RFC 3339 with up to nine digits of a second, which no use is made of.
    private static func date(_ text: String) -> Date? {
        let whole = text.replacing(/\.\d+/, with: "", maxReplacements: 1)
        return try? Date(whole, strategy: .iso8601)
    }

    private func seconds(_ duration: Duration) -> String { "\(duration.components.seconds)s" }
}

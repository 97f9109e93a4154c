import Foundation
import Synchronization

extension FakeGemini {
    func answerCaches(_ request: WireRequest, _ route: GeminiRoute) throws(GeminiError) -> WireReply {
        switch route.operation {
        case .createCache: return try create(request, route)
        case .listCaches: return try list(request)
        case .getCache: return WireReply(json: try existing(route).json)
        case .updateCache: return try update(request, route)
        default:
            let cache = try existing(route)
            caches.withLock { $0.remove(cache.name) }
            return WireReply(json: [:])
        }
    }

    private func existing(_ route: GeminiRoute) throws(GeminiError) -> GeminiCache {
        let now = time.now
        guard let name = route.cache, let cache = caches.withLock({ $0.find(name, now: now) }) else {
            throw .cacheGone
        }
        return cache
    }

    private func create(_ request: WireRequest, _ route: GeminiRoute) throws(GeminiError) -> WireReply {
        let json = try body(request, as: GeminiFields.createCache)
        guard let path = json["model"]?.string, path.hasPrefix("models/") else {
            throw .invalid("* CreateCachedContentRequest.cached_content.model: unexpected model name format\n")
        }
        let name = String(path.dropFirst("models/".count))
        guard let model = models.first(where: { $0.name == name }) else {
            throw .unknownModel(name, version: route.version)
        }
        guard model.createsCaches else {
            throw .invalid("Model \(path) does not support cached content.")
        }
        if let title = json["displayName"]?.string, title.count > 128 {
            throw .invalid("* CreateCachedContentRequest.cached_content.display_name: at most 128 characters\n")
        }
        let system = GeminiPrompt.text(json["systemInstruction"])
        let turns = (json["contents"]?.elements ?? []).map {
            Ask.Turn(role: $0["role"]?.string ?? "user", text: GeminiPrompt.text($0))
        }
        var tokens = Tokens(system)
        for turn in turns { tokens.append("\(turn.role):\(turn.text)") }
        guard tokens.count >= model.minimumCacheTokens else {
            throw .cacheTooSmall(tokens.count, minimum: model.minimumCacheTokens)
        }
        let now = time.now
        let cache = GeminiCache(
            name: caches.withLock { $0.newName() },
            model: model.name,
            displayName: json["displayName"]?.string,
            system: system,
            turns: turns,
            tokens: tokens,
            created: now,
            updated: now,
            expires: try expiry(json, now) ?? now + 3600
        )
        caches.withLock { $0.add(cache) }
        return WireReply(json: cache.json)
    }

    private func update(_ request: WireRequest, _ route: GeminiRoute) throws(GeminiError) -> WireReply {
        var cache = try existing(route)
        let json = try body(request, as: GeminiFields.updateCache)
        let now = time.now
        guard let expires = try expiry(json, now) else { throw .invalid("Only ttl and expire_time can be updated.") }
        cache.expires = expires
        cache.updated = now
        caches.withLock { $0.replace(cache) }
        return WireReply(json: cache.json)
    }

    private func list(_ request: WireRequest) throws(GeminiError) -> WireReply {
        let items = request.queryItems
        guard let size = Int(items["pageSize"] ?? "100"), (1...1000).contains(size),
            let start = Int(items["pageToken", default: ""].isEmpty ? "0" : items["pageToken"] ?? "0")
        else { throw .invalid("Invalid page size or page token.") }
        let now = time.now
        let all = caches.withLock { $0.all(now: now) }
        let page = all.dropFirst(start).prefix(size)
        let next = start + page.count
        return WireReply(
            json: .present([
                "cachedContents": page.isEmpty ? nil : .array(page.map(\.json)),
                "nextPageToken": next < all.count ? .string("\(next)") : nil,
            ])
        )
    }

    /// Nil when neither ttl nor expireTime is given.
    private func expiry(_ json: JSON, _ now: Date) throws(GeminiError) -> Date? {
        switch (json["ttl"]?.string, json["expireTime"]?.string) {
        case (nil, nil): return nil
        case (let ttl?, nil):
            guard let seconds = GeminiTime.seconds(ttl), seconds > 0 else {
                throw .invalid("Invalid value at 'cached_content.ttl': Illegal duration format \"\(ttl)\"")
            }
            return now + seconds
        case (nil, let time?):
            guard let date = GeminiTime.date(time), date > now else {
                throw .invalid("Invalid value at 'cached_content.expire_time' \"\(time)\"")
            }
            return date
        default: throw .invalid("Only one of ttl and expire_time can be set.")
        }
    }
}

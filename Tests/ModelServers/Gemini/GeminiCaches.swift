import Foundation

/// A cachedContent.
struct GeminiCache: Sendable {
    var name: String
    var model: String
    var displayName: String?
    var system: String
    var turns: [Ask.Turn]
    var tokens: Tokens
    var created: Date
    var updated: Date
    var expires: Date

    /// Contents are never given back.
    var json: JSON {
        .present([
            "name": .string(name), "model": .string("models/\(model)"), "displayName": displayName.map(JSON.string),
            "createTime": .string(GeminiTime.text(created)), "updateTime": .string(GeminiTime.text(updated)),
            "expireTime": .string(GeminiTime.text(expires)),
            "usageMetadata": ["totalTokenCount": .count(tokens.count)],
        ])
    }
}

/// The caches that there are.
struct GeminiCaches {
    private var caches: [GeminiCache] = []
    private var made = 0

    /// Names are never used twice.
    mutating func newName() -> String {
        made += 1
        return "cachedContents/cache\(made)"
    }

    mutating func add(_ cache: GeminiCache) { caches.append(cache) }

    /// Nil for one that expired, was deleted, or never was.
    func find(_ name: String, now: Date) -> GeminiCache? {
        caches.first { $0.name == name && now < $0.expires }
    }

    func all(now: Date) -> [GeminiCache] { caches.filter { now < $0.expires } }

    mutating func replace(_ cache: GeminiCache) {
        guard let index = caches.firstIndex(where: { $0.name == cache.name }) else { return }
        caches[index] = cache
    }

    mutating func remove(_ name: String) { caches.removeAll { $0.name == name } }
}

/// Times and durations of the wire.
enum GeminiTime {
    static func text(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    static func date(_ text: String) -> Date? {
        (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
            ?? (try? Date(text, strategy: .iso8601))
    }

    /// Seconds of a protobuf duration: decimals and an "s", and nothing else.
    static func seconds(_ text: String) -> Double? {
        guard text.hasSuffix("s"), text.dropLast().allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }) else {
            return nil
        }
        return Double(text.dropLast())
    }
}

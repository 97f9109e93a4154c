internal import Foundation

/// Which model answers and where: BARWISE_MODEL, as `gemini:MODEL`, `gemini:MODEL@BASE` or `openai:MODEL@URL`.
package struct ModelAddress: Sendable, Hashable {
    package enum Provider: String, Sendable, Hashable, CaseIterable {
        case gemini
        case openai

        package var keyVariables: [String] {
            switch self {
            case .gemini: ["GEMINI_API_KEY", "GOOGLE_API_KEY"]
            case .openai: ["OPENAI_API_KEY"]
            }
        }
    }

    package var provider: Provider
    /// The provider's own name for it: `gemini-3.8-flash`, `llama3.1:8b`, `Qwen/Qwen3-8B`.
    package var model: String
    /// Scheme, host, port and the path before the methods' own, without a `/` at the end.
    package var base: String

    package static let geminiBase = "https://generativelanguage.googleapis.com/v1beta"
    package static let openAIBase = "https://api.openai.com/v1"

    package init(parsing text: String) throws(AddressError) {
        guard let colon = text.firstIndex(of: ":"), let provider = Provider(rawValue: String(text[..<colon])) else {
            throw AddressError(problem: .provider)
        }
        self.provider = provider
        let rest = text[text.index(after: colon)...]
        // A model's name may hold colons and an @ of its own, so only an @ before a URL parts them.
        let cut = rest.firstRange(of: "@http")
        model = String(rest[..<(cut?.lowerBound ?? rest.endIndex)])
        guard Self.isName(model, for: provider) else { throw AddressError(problem: .model) }
        guard let cut else {
            base = provider == .gemini ? Self.geminiBase : Self.openAIBase
            return
        }
        base = try Self.base(String(rest[rest.index(after: cut.lowerBound)...]), of: provider)
    }

    package var name: ModelName { ModelName(provider: provider.rawValue, model: model) }

    /// A key may be sent: TLS, or a machine of one's own.
    package var protectsKey: Bool {
        guard let url = URLComponents(string: base), let host = url.host else { return false }
        return url.scheme == "https" || Self.isNear(host)
    }

    /// A Gemini model stands in the URL's path, so it is one plain word.
    private static func isName(_ name: String, for provider: Provider) -> Bool {
        let extra = provider == .gemini ? "._-" : "._-:/@+"
        return (1...128).contains(name.utf8.count) && name != "." && name != ".."
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || extra.contains($0)) }
    }

    private static func base(_ text: String, of provider: Provider) throws(AddressError) -> String {
        guard let url = URLComponents(string: text), let host = url.host, !host.isEmpty,
            url.scheme == "https" || url.scheme == "http", url.user == nil, url.password == nil, url.query == nil,
            url.fragment == nil
        else { throw AddressError(problem: .url) }
        var base = text
        while base.hasSuffix("/") { base.removeLast() }
        // Gemini's methods stand under a version; where the address names none, the documented one is taken.
        let hasPath = url.path.contains { $0 != "/" }
        return provider == .gemini && !hasPath ? base + "/v1beta" : base
    }

    /// Loopback, a private network, or a name that only a local network resolves.
    private static func isNear(_ host: String) -> Bool {
        let name = host.lowercased().trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        let numbers = name.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        if numbers.count == 4, let a = numbers[0], let b = numbers[1], numbers[2] != nil, numbers[3] != nil {
            return a == 127 || a == 10 || (a == 192 && b == 168) || (a == 172 && (16...31).contains(b))
        }
        return name == "::1" || name == "localhost" || name.hasSuffix(".localhost") || name.hasSuffix(".local")
            || name.hasSuffix(".internal") || (!name.contains(".") && !name.contains(":"))
    }
}

package struct AddressError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Problem: String, Sendable {
        case provider = "starts with no provider: write gemini:MODEL, gemini:MODEL@BASE or openai:MODEL@URL"
        case model = "names no model that can be called"
        case url = "has no usable URL behind the @: http or https, a host, no user, no query"
        case plain = "would send the key unencrypted over the network: use https"
    }

    package var problem: Problem

    package var description: String { problem.rawValue }
}

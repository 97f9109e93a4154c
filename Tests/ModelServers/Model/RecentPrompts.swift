import Foundation

/// The prompts that implicit caching may find a prefix in.
struct RecentPrompts {
    static let kept = 64
    /// Seconds.
    static let lifetime = 300.0

    private struct Prompt {
        var model: String
        var tokens: Tokens
        var time: Date
    }

    private var prompts: [Prompt] = []

    /// Tokens at the start of the prompt that an earlier one to the same model had too; 0 below the minimum. Remembers
    /// the prompt.
    mutating func cached(_ tokens: Tokens, model: String, minimum: Int, now: Date) -> Int {
        prompts.removeAll { now.timeIntervalSince($0.time) > Self.lifetime }
        let shared =
            prompts.filter { $0.model == model }.map { $0.tokens.sharedPrefix(with: tokens) }.max() ?? 0
        prompts.append(Prompt(model: model, tokens: tokens, time: now))
        if prompts.count > Self.kept { prompts.removeFirst() }
        // The last token is always worked on.
        let cached = min(shared, tokens.count - 1)
        return cached >= minimum ? cached : 0
    }
}

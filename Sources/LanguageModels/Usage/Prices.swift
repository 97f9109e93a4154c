package import Foundation
package import Knowledge

/// What models cost, from the dated file `models/prices.yaml`. Money is whole numbers: nano-dollars a token.
package struct Prices: Sendable {
    /// Nano-dollars for one token: US dollars for a million tokens, times 1,000.
    package struct Rate: Sendable, Hashable {
        package var input: Int
        package var cached: Int
        /// Thinking costs the same.
        package var output: Int
    }

    package struct CacheTerms: Sendable, Hashable {
        /// Tokens that a kept content must have at least.
        package var minimum: Int
        /// Nano-dollars for one token kept for one hour.
        package var storage: Int
    }

    private struct File: Decodable {
        struct Model: Decodable {
            var model: String
            var prices: [Entry]
            var cache: Cache?
        }
        struct Entry: Decodable {
            var from: String
            var input: Double
            var cached: Double
            var output: Double
        }
        struct Cache: Decodable {
            var minimum: Int
            var storage: Double
        }
        var read: String
        var source: String
        var models: [Model]
        var aliases: [String: String]
    }

    private struct Model: Sendable {
        /// By day, oldest first.
        var rates: [(from: String, rate: Rate)]
        var cache: CacheTerms?
    }

    /// The day on which the source's page was read.
    package let read: String
    private let models: [String: Model]
    private let aliases: [String: String]

    package init(_ directory: KnowledgeDirectory) throws(KnowledgeError) {
        let name = "models/prices.yaml"
        let file: File = try directory.decodeYAML(from: name)
        read = file.read
        aliases = file.aliases
        var models: [String: Model] = [:]
        for (index, model) in file.models.enumerated() {
            func wrong(_ message: String) -> KnowledgeError {
                KnowledgeError(code: .malformed, file: name, entry: "models, entry \(index + 1)", message: message)
            }
            guard models[model.model] == nil else { throw wrong("\(model.model) stands twice") }
            let days = model.prices.map(\.from)
            guard !days.isEmpty, days.allSatisfy(Day.isDay), days == days.sorted(), Set(days).count == days.count else {
                throw wrong("prices must have rising dates")
            }
            let amounts = model.prices.flatMap { [$0.input, $0.cached, $0.output] } + [model.cache?.storage ?? 0]
            guard amounts.allSatisfy({ (0...10_000).contains($0) }), model.cache.map({ $0.minimum > 0 }) ?? true else {
                throw wrong("an amount is out of its range")
            }
            models[model.model] = Model(
                rates: model.prices.map {
                    ($0.from, Rate(input: nano($0.input), cached: nano($0.cached), output: nano($0.output)))
                },
                cache: model.cache.map { CacheTerms(minimum: $0.minimum, storage: nano($0.storage)) }
            )
        }
        self.models = models
    }

    /// - Parameter day: `2026-11-21`, UTC.
    /// - Returns: nil where the file knows no price: a local model, or one that is newer than the file.
    package func rate(of model: String, day: String) -> Rate? {
        self[model]?.rates.last { $0.from <= day }?.rate
    }

    /// nil: the model keeps no content on request.
    package func cacheTerms(of model: String) -> CacheTerms? { self[model]?.cache }

    private subscript(model: String) -> Model? { models[aliases[model] ?? model] }
}

extension Prices.Rate {
    /// Micro-dollars, rounded up.
    package func cost(of usage: Usage) -> Int {
        let nano =
            usage.uncached * input + min(usage.cached, usage.input) * cached + (usage.output + usage.thinking) * output
        return (nano + 999) / 1000
    }
}

private func nano(_ dollarsPerMillion: Double) -> Int { Int((dollarsPerMillion * 1000).rounded()) }

/// Days as the ledger and the price file write them: `2026-11-21`, UTC.
package enum Day {
    package static func of(_ date: Date) -> String {
        String(date.formatted(Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()))
    }

    package static func isDay(_ text: String) -> Bool {
        text.utf8.count == 10 && text.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil
    }
}

internal import Foundation
package import Knowledge

/// How models want to be asked, from `models/families.yaml`.
package struct ModelFamilies: Sendable {
    /// One family. Which fields stand in it depends on `thinking`, and is checked.
    struct Family: Sendable, Hashable, Decodable {
        enum Thinking: String, Sendable, Decodable {
            case budget
            case level
            case effort
            case none
        }

        var provider: String
        var prefix: String
        var thinking: Thinking
        var budgets: [String: Int]?
        var levels: [String]?
        var temperature: Double?
        var limit: String?
        var ends: String?
        var instead: String?
    }

    private struct File: Decodable {
        var read: String
        var families: [Family]
    }

    /// The day on which the makers' pages were read.
    package let read: String
    private let families: [Family]
    /// Sentences that are added to prompts: a schema in words, the wish for a repair.
    let schemaPrompt: String
    let repairPrompt: String

    package init(_ directory: KnowledgeDirectory) throws(KnowledgeError) {
        let name = "models/families.yaml"
        let file: File = try directory.decodeYAML(from: name)
        for (index, family) in file.families.enumerated() {
            if let problem = family.problem {
                throw KnowledgeError(
                    code: .malformed,
                    file: name,
                    entry: "families, entry \(index + 1)",
                    message: problem
                )
            }
        }
        for provider in ModelAddress.Provider.allCases
        where !file.families.contains(where: { $0.provider == provider.rawValue && $0.prefix.isEmpty }) {
            let message = "\(provider.rawValue) lacks the family for every other model (an empty prefix)"
            throw KnowledgeError(code: .malformed, file: name, message: message)
        }
        read = file.read
        families = file.families
        schemaPrompt = try Self.prompt("models/schema.md", holding: "{schema}", directory)
        repairPrompt = try Self.prompt("models/repair.md", holding: "{problem}", directory)
    }

    private static func prompt(
        _ file: String,
        holding placeholder: String,
        _ directory: KnowledgeDirectory
    ) throws(KnowledgeError) -> String {
        let text = try directory.text(file)
        guard text.contains(placeholder) else {
            throw KnowledgeError(code: .malformed, file: file, message: "lacks \(placeholder)")
        }
        return text
    }

    func family(of name: ModelName) -> Family {
        let fitting = families.filter { $0.provider == name.provider && name.model.hasPrefix($0.prefix) }
        guard let family = fitting.max(by: { $0.prefix.utf8.count < $1.prefix.utf8.count }) else {
            preconditionFailure("every provider has a family with an empty prefix")
        }
        return family
    }

    /// The model to take in a retired one's place; nil: none is named.
    package func replacement(of name: ModelName) -> String? {
        family(of: name).instead
    }

    /// The day, as `2026-12-01` (UTC), from which the model is not to be called any more.
    package func end(of name: ModelName) -> String? {
        family(of: name).ends
    }
}

extension ModelFamilies.Family {
    /// The family's number of thinking tokens for a level.
    func budget(_ level: ThinkingLevel) -> Int? { budgets?[level.rawValue] }

    /// The level as the family knows it: itself, else the next higher, else the highest.
    func known(_ level: ThinkingLevel) -> String? {
        let known = (levels ?? []).compactMap(ThinkingLevel.init(rawValue:)).sorted()
        return (known.first { $0 >= level } ?? known.last)?.rawValue
    }

    fileprivate var problem: String? {
        if ModelAddress.Provider(rawValue: provider) == nil { return "no such provider: \(provider)" }
        let levelNames = Set(ThinkingLevel.allCases.map(\.rawValue))
        switch thinking {
        case .budget:
            guard Set((budgets ?? [:]).keys) == levelNames else { return "budgets must name every level" }
        case .level, .effort:
            guard let levels, !levels.isEmpty, levelNames.isSuperset(of: levels) else { return "levels are missing" }
        case .none: break
        }
        if provider == ModelAddress.Provider.openai.rawValue, limit == nil { return "limit is missing" }
        if instead != nil, ends == nil { return "instead without ends" }
        return nil
    }
}

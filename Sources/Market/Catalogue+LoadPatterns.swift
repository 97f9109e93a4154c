internal import Knowledge

/// `patterns.yaml` as it is written: a test is a list of left, relation, right.
private struct PatternEntry: Decodable {
    var name: String
    var endsMove: Int?
    var tests: [Row]

    struct Row: Decodable {
        var test: Pattern.Test

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            let left = try list.decode(Side.self).operand
            let relation = try list.decode(Pattern.Relation.self)
            test = Pattern.Test(left: left, relation: relation, right: try list.decode(Side.self).operand)
            guard list.isAtEnd else {
                throw DecodingError.dataCorruptedError(in: list, debugDescription: "more than left, relation, right")
            }
        }
    }

    /// A number, or a mapping of the feature's name to how many bars back it is taken.
    struct Side: Decodable {
        var operand: Pattern.Operand

        enum Key: String, CodingKey, CaseIterable {
            case open, high, low, close, body, bodyShare, bodyMiddle, signedBody, upperShadowShare, lowerShadowShare
            case range, meanCloseBefore, highestHighBefore, lowestLowBefore, smallestRangeBefore
            case times, count
        }

        init(from decoder: any Decoder) throws {
            guard let fields = try? decoder.container(keyedBy: Key.self) else {
                // Not a mapping, or one with an unknown key: as a number it is refused with the reason.
                operand = .number(value: try decoder.singleValueContainer().decode(Double.self))
                return
            }
            let features = fields.allKeys.filter { $0 != .times && $0 != .count }
            guard let key = features.first, features.count == 1 else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "needs exactly one feature")
                )
            }
            let bar = try fields.decode(Int.self, forKey: key)
            guard bar >= 0 else {
                throw DecodingError.dataCorruptedError(forKey: key, in: fields, debugDescription: "bar is negative")
            }
            operand = .feature(
                feature: try Self.feature(key, fields),
                bar: bar,
                factor: try fields.decodeIfPresent(Double.self, forKey: .times) ?? 1
            )
        }

        private static func feature(
            _ key: Key,
            _ fields: KeyedDecodingContainer<Key>
        ) throws -> Pattern.Feature {
            let count = try fields.decodeIfPresent(Int.self, forKey: .count)
            switch (key, count) {
            case (.open, nil): return .open
            case (.high, nil): return .high
            case (.low, nil): return .low
            case (.close, nil): return .close
            case (.body, nil): return .body
            case (.bodyShare, nil): return .bodyShare
            case (.bodyMiddle, nil): return .bodyMiddle
            case (.signedBody, nil): return .signedBody
            case (.upperShadowShare, nil): return .upperShadowShare
            case (.lowerShadowShare, nil): return .lowerShadowShare
            case (.range, nil): return .range
            case (.meanCloseBefore, let count?) where count > 0: return .meanCloseBefore(count: count)
            case (.highestHighBefore, let count?) where count > 0: return .highestHighBefore(count: count)
            case (.lowestLowBefore, let count?) where count > 0: return .lowestLowBefore(count: count)
            case (.smallestRangeBefore, let count?) where count > 0: return .smallestRangeBefore(count: count)
            default:
                throw DecodingError.dataCorruptedError(
                    forKey: key,
                    in: fields,
                    debugDescription: "count belongs to the features of bars before"
                )
            }
        }
    }
}

extension Catalogue {
    private static let patternFile = "patterns.yaml"

    static func loadPatterns(_ directory: KnowledgeDirectory) throws(CatalogueError) -> [Pattern] {
        let entries = try reading { () throws(KnowledgeError) in
            try directory.decodeYAML([PatternEntry].self, from: patternFile)
        }
        var names: Set<String> = []
        for entry in entries {
            guard names.insert(entry.name).inserted else {
                throw CatalogueError(file: patternFile, entry: entry.name, message: "given twice")
            }
            guard !entry.tests.isEmpty, [nil, 1, -1].contains(entry.endsMove) else {
                throw CatalogueError(
                    file: patternFile,
                    entry: entry.name,
                    message: "needs tests, and endsMove 1 or -1 if any"
                )
            }
        }
        return entries.map { Pattern(name: $0.name, tests: $0.tests.map(\.test), endsMove: $0.endsMove) }
    }
}

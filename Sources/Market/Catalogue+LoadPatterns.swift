internal import Knowledge

extension Catalogue {
    private static let patternFile = "patterns.json"

    static func loadPatterns(_ directory: KnowledgeDirectory) throws(CatalogueError) -> [Pattern] {
        let patterns = try reading { () throws(KnowledgeError) in
            try directory.decodeJSON([Pattern].self, from: patternFile)
        }
        var names: Set<String> = []
        for pattern in patterns {
            guard names.insert(pattern.name).inserted else {
                throw CatalogueError(file: patternFile, entry: pattern.name, message: "given twice")
            }
            guard !pattern.tests.isEmpty, [nil, 1, -1].contains(pattern.endsMove) else {
                throw CatalogueError(
                    file: patternFile, entry: pattern.name, message: "needs tests, and endsMove 1 or -1 if any")
            }
        }
        return patterns
    }
}

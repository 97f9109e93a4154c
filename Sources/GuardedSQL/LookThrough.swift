/// Walks a query's tree and refuses what is not on the lists. It is held against the whole tree, so that a construct
/// hidden in a subquery, an argument or a filter is seen as well as one in front.
struct LookThrough {
    static let tables = 8
    static let commonTables = 16
    static let nodes = 4_000
    /// Rows of a series of numbers.
    static let series = 100_000.0
    /// Characters of a constant.
    static let constant = 1_000
    static let groupingSets = 8

    private var names: Set<String> = []
    private var counts: (tables: Int, commonTables: Int, nodes: Int) = (0, 0, 0)

    /// - Parameter tree: of `json_serialize_sql`, with exactly one statement.
    static func check(_ tree: SyntaxTree) throws(Refusal) {
        guard tree["error"].isAbsent else {
            let message = tree["error_message"].string ?? "it does not parse"
            let isForeign = tree["error_type"].string == "not implemented"
            throw Refusal(isForeign ? .notSelect : .parse, message)
        }
        guard tree["statements"].parts.count == 1 else { throw Refusal(.notOneStatement, "not one statement") }
        var walk = LookThrough()
        walk.names = try commonTableNames(tree["statements"])
        try walk.check(tree["statements"])
    }

    /// A query's own tables; none may have the name of one of ours, or it would stand in its place.
    private static func commonTableNames(_ tree: SyntaxTree) throws(Refusal) -> Set<String> {
        switch tree {
        case .null, .number, .text: return []
        case .list(let parts):
            var names: Set<String> = []
            for part in parts { names.formUnion(try commonTableNames(part)) }
            return names
        case .object(let parts):
            var names: Set<String> = []
            for part in parts.values { names.formUnion(try commonTableNames(part)) }
            for entry in parts["cte_map"]?["map"].parts ?? [] {
                let name = (entry["key"].string ?? "").lowercased()
                if Allowed.tables.contains(name) { throw Refusal(.table, "WITH \(name) hides a table of that name") }
                names.insert(name)
            }
            return names
        }
    }

    private mutating func check(_ tree: SyntaxTree) throws(Refusal) {
        switch tree {
        case .null, .number, .text: return
        case .list(let parts): for part in parts { try check(part) }
        case .object(let parts):
            counts.nodes += 1
            if counts.nodes > Self.nodes { throw Refusal(.size, "more than \(Self.nodes) parts") }
            if let expression = parts["class"]?.string {
                try self.expression(expression, tree)
            } else if let kind = parts["type"]?.string {
                try node(kind, tree)
            }
            for label in parts.keys.sorted() where !Allowed.labels.contains(label) {
                throw Refusal(.construct, label)
            }
            for label in ["at_clause", "catalog", "catalog_name", "export_state", "sample", "schema", "schema_name"]
            where !tree[label].isAbsent {
                throw Refusal(label.hasPrefix("s") || label.hasPrefix("c") ? .table : .construct, label)
            }
            if let common = parts["cte_map"] {
                counts.commonTables += common["map"].parts.count
                if counts.commonTables > Self.commonTables { throw Refusal(.size, "too many WITH tables") }
            }
            if tree["group_sets"].parts.count > Self.groupingSets { throw Refusal(.size, "too many grouping sets") }
            for label in parts.keys.sorted() {
                // A table function has been judged as one: its name is none of a function's.
                try check(label == "function" ? tree[label]["arguments"] : tree[label])
            }
        }
    }

    private mutating func node(_ kind: String, _ node: SyntaxTree) throws(Refusal) {
        switch kind {
        case "BASE_TABLE":
            let name = (node["table_name"].string ?? "").lowercased()
            guard Allowed.tables.contains(name) || names.contains(name), node["qualified_name"]["path"].parts.count == 1
            else { throw Refusal(.table, String(name.prefix(60))) }
            try countTable()
        case "TABLE_FUNCTION":
            try countTable()
            let function = node["function"]
            guard let name = function["function_name"].string?.lowercased(), Allowed.tableFunctions.contains(name)
            else { throw Refusal(.function, function["function_name"].string ?? kind) }
            let bounds = function["arguments"].parts.map { Self.whole($0["expression"]) }
            guard (1...3).contains(bounds.count), !bounds.contains(nil) else {
                throw Refusal(.function, "\(name) needs constant whole numbers")
            }
            let numbers = bounds.compactMap { $0 }
            let (low, high) = numbers.count == 1 ? (0, numbers[0]) : (numbers[0], numbers[1])
            guard abs(high - low) <= Self.series else {
                throw Refusal(.size, "\(name) of more than \(Int(Self.series)) rows")
            }
        case "JOIN":
            guard node["ranking_expression"].isAbsent,
                node["nearest_count"].isAbsent || node["nearest_count"] == .number(1)
            else { throw Refusal(.construct, "JOIN … NEAREST") }
        case "LIMIT_MODIFIER":
            guard node["limit_type"].string == "ROW_COUNT" else { throw Refusal(.construct, "LIMIT in per cent") }
        default:
            let known = Allowed.statements.union(Allowed.modifiers).union(Allowed.orders).union(Allowed.relations)
            guard known.contains(kind) else { throw Refusal(kind.hasSuffix("_NODE") ? .notSelect : .construct, kind) }
        }
    }

    private mutating func countTable() throws(Refusal) {
        counts.tables += 1
        if counts.tables > Self.tables { throw Refusal(.size, "more than \(Self.tables) tables") }
    }

    private func expression(_ kind: String, _ node: SyntaxTree) throws(Refusal) {
        guard Allowed.expressions.contains(kind) else { throw Refusal(.construct, kind) }
        switch kind {
        case "FUNCTION", "WINDOW":
            let written = node["function_name"].string ?? ""
            let name = written.lowercased()
            let list = kind == "WINDOW" ? Allowed.windows : Allowed.functions.union(Allowed.aggregates)
            guard list.contains(name), node["qualified_name"]["path"].parts.count == 1 else {
                throw Refusal(.function, (kind == "WINDOW" ? "over a window: " : "") + String(written.prefix(60)))
            }
            guard kind == "FUNCTION" || node["distinct"].isAbsent else {
                throw Refusal(.function, "DISTINCT over a window")
            }
            guard Self.argumentCounts[name].map({ $0.contains(node["arguments"].parts.count) }) ?? true else {
                throw Refusal(.function, "\(name) with \(node["arguments"].parts.count) arguments")
            }
        case "OPERATOR":
            let type = node["type"].string ?? ""
            guard Allowed.operators.contains(type) else { throw Refusal(.construct, type) }
        case "TYPE":
            let name = (node["type_name"].string ?? "").uppercased()
            guard Allowed.types.contains(name), node["qualified_name"]["path"].parts.count == 1 else {
                throw Refusal(.type, String(name.prefix(60)))
            }
        case "STAR":
            // COLUMNS(…) multiplies an expression by every column.
            guard node["columns"].isAbsent, node["expr"].isAbsent else { throw Refusal(.construct, "COLUMNS") }
        case "CONSTANT":
            guard (node["literal"]["text"].string ?? "").count <= Self.constant else {
                throw Refusal(.size, "a constant of more than \(Self.constant) characters")
            }
        case "SUBQUERY":
            guard node["subquery_type"].string != "ARRAY" else { throw Refusal(.construct, "ARRAY(SELECT …)") }
        default: return
        }
    }

    /// Forms of an allowed function that are another function: the largest n, a quantile of a list, a padded log.
    private static let argumentCounts: [String: ClosedRange<Int>] = [
        "arg_max": 2...2, "arg_min": 2...2, "max": 1...1, "max_by": 2...2, "min": 1...1, "min_by": 2...2,
    ]

    private static func whole(_ node: SyntaxTree) -> Double? {
        guard node["class"].string == "CONSTANT", node["literal"]["kind"].string == "INTEGER",
            let text = node["literal"]["text"].string, text.count <= 18
        else { return nil }
        return Double(text)
    }
}

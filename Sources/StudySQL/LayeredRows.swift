/// An SQL expression over the columns of a relation, and the layer that has them all.
struct Expression: Hashable {
    var sql: String
    var layer: Int

    init(_ sql: String, _ layer: Int = 0) {
        self.sql = sql
        self.layer = layer
    }

    /// A WHERE clause after some space; nothing where it always holds.
    func whereClause(_ space: String) -> String { sql == "true" ? "" : space + "WHERE " + sql }

    /// Text with expressions written in, on the highest of their layers.
    static func join(_ parts: [Expression], _ text: ([String]) -> String) -> Expression {
        Expression(text(parts.map(\.sql)), parts.map(\.layer).max() ?? 0)
    }
}

/// Rows in time order, built up in layers: a window function cannot hold another, so each one becomes a column of the
/// layer above those it reads. Layer 0 is `source`; every layer is one CTE.
final class LayeredRows {
    let name: String
    /// What rows are ordered by: `day`, or `day, at` for rows of minutes.
    let ordering: String
    private(set) var layers: [Layer] = []
    private var columns: [String: Expression] = [:]
    private var names: Set<String> = []

    struct Layer {
        var columns: [(name: String, sql: String)] = []
        /// CTEs written before this layer and joined on `day`, with the column each brings.
        var joins: [(cte: String, column: String, sql: String)] = []
        /// First minutes of events, found in one pass over the same minutes for all of them.
        var events: [MinuteEvents] = []
    }

    init(name: String, ordering: String) {
        self.name = name
        self.ordering = ordering
    }

    /// A column for a window expression over columns of `layer`. The same expression is computed once.
    func window(_ sql: String, over layer: Int, name: String) -> Expression {
        define(key: sql, layer: layer, name: name) { $0.columns.append((name: $1, sql: sql)) }
    }

    /// A column that a CTE of `day, value` brings; the CTE may read columns of `layer`.
    func joined(_ sql: String, over layer: Int, name: String) -> Expression {
        define(key: sql, layer: layer, name: name) {
            $0.joins.append((cte: "\(self.name)_\($1)", column: $1, sql: sql))
        }
    }

    /// A column for the first minute that passes a test of it (`m`) against its day's values (`l`).
    func firstMinute(of minutes: String, _ values: Expression, _ test: String, name: String) -> Expression {
        define(key: minutes + values.sql + test, layer: values.layer, name: name) { layer, name in
            let event = (column: name, values: values.sql, test: test)
            if let place = layer.events.firstIndex(where: { $0.minutes == minutes }) {
                layer.events[place].add(event)
            } else {
                layer.events.append(MinuteEvents(name: "\(self.name)_\(name)", minutes: minutes, first: event))
            }
        }
    }

    /// The CTE that has all columns up to a layer.
    func cte(_ layer: Int) -> String { layer == 0 ? name : "\(name)_\(layer)" }

    var top: Int { layers.count }

    private func define(key: String, layer: Int, name: String, _ add: (inout Layer, String) -> Void) -> Expression {
        let key = "\(layer)|\(key)"
        if let known = columns[key] { return known }
        var unique = name
        var number = 2
        while !names.insert(unique).inserted {
            unique = "\(name)_\(number)"
            number += 1
        }
        while layers.count <= layer { layers.append(Layer()) }
        add(&layers[layer], unique)
        let expression = Expression(unique, layer + 1)
        columns[key] = expression
        return expression
    }

    /// Names that columns of the source have.
    func reserve(_ reserved: some Sequence<String>) { names.formUnion(reserved) }

    /// The CTEs of the layers above the source, in order.
    func layerCTEs() -> [(name: String, sql: String)] {
        var ctes: [(name: String, sql: String)] = []
        for (index, layer) in layers.enumerated() {
            ctes += layer.joins.map { ($0.cte, $0.sql) }
            ctes += layer.events.map { ($0.name, $0.sql(over: cte(index))) }
            var lines = ["\(cte(index)).*"]
            lines += layer.joins.map { "\($0.cte).value AS \($0.column)" }
            lines += layer.events.flatMap { events in events.columns.map { "\(events.name).\($0)" } }
            lines += layer.columns.map { "\($0.sql) AS \($0.name)" }
            var sql = "SELECT " + lines.joined(separator: ",\n    ") + "\nFROM \(cte(index))"
            for join in layer.joins { sql += "\nLEFT JOIN \(join.cte) USING (day)" }
            for events in layer.events { sql += "\nLEFT JOIN \(events.name) USING (day)" }
            ctes.append((cte(index + 1), sql))
        }
        return ctes
    }
}

internal import Foundation
package import JSONText
package import Studies
internal import Understanding

extension Answer {
    /// The object of docs/answer.md in one line: the same members in the same order every time.
    package func json() -> String {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.text
    }

    /// The same object with its first rows and without what follows from its study and its question: what a chat keeps of
    /// it, some three thousand bytes at most for an ordinary answer.
    package func abridged() -> String {
        var short = self
        (short.chart, short.sql, short.brief, short.bindings, short.definitions) = (nil, nil, nil, [], [])
        for rows in [Self.keptRows, 1, 0] {
            short.table?.rows = Array(table?.rows.prefix(rows) ?? [])
            let json = short.json()
            if json.utf8.count <= Self.keptBytes { return json }
        }
        (short.table, short.assumptions, short.facts) = (nil, [], [])
        let json = short.json()
        guard json.utf8.count > 2 * Self.keptBytes else { return json }
        short.study = nil
        return short.json()
    }

    private static let keptRows = 8
    private static let keptBytes = 3000

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            if let id { writer.member("id", id) }
            writer.member("status", status.rawValue)
            writer.member("language", language.rawValue)
            writer.member("text", text)
            writeTable(to: &writer)
            writer.key("facts")
            writer.object { writer in
                for fact in facts {
                    writer.key(fact.name)
                    fact.value.write(to: &writer)
                }
            }
            writeNotes(to: &writer)
            writer.key("chart")
            writer.value(chart ?? .null)
            writer.key("study")
            writer.raw(study.map(Self.json) ?? "null")
            writer.member("brief", brief)
            writer.member("sql", sql)
            writeFigures(to: &writer)
            if let failure {
                writer.key("failure")
                failure.write(to: &writer)
            }
        }
    }

    /// A study's stable JSON; null where it holds a number that JSON cannot.
    package static func json(_ study: Study) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A study with an infinite number has no JSON; the answer is still good without it.
        guard let data = try? encoder.encode(study) else { return "null" }
        return String(decoding: data, as: UTF8.self)
    }

    private func writeTable(to writer: inout JSONWriter) {
        writer.key("table")
        guard let table else { return writer.null() }
        writer.object { writer in
            writer.key("columns")
            writer.array { writer in
                for column in table.columns {
                    writer.object { writer in
                        writer.member("name", column.name)
                        writer.member("title", column.title)
                        writer.member("type", column.kind.rawValue)
                        writer.member("unit", column.unit)
                    }
                }
            }
            writer.key("rows")
            writer.array { writer in
                for row in table.rows {
                    writer.array { writer in row.forEach { $0.write(to: &writer) } }
                }
            }
            writer.key("total_rows")
            writer.integer(table.totalRows)
            writer.key("truncated")
            writer.bool(table.isTruncated)
        }
    }

    private func writeNotes(to writer: inout JSONWriter) {
        writer.key("bindings")
        writer.array { writer in
            for binding in bindings {
                writer.object { writer in
                    writer.member("words", binding.words)
                    writer.member("clause", binding.clause)
                }
            }
        }
        writer.key("assumptions")
        writer.array { writer in
            for note in assumptions {
                writer.object { writer in
                    writer.member("text", note.text)
                    writer.key("alternatives")
                    writer.array { writer in
                        for alternative in note.alternatives {
                            writer.object { writer in
                                writer.member("label", alternative.label)
                                writer.member("question", alternative.question)
                                writer.member("figures", alternative.figures)
                            }
                        }
                    }
                }
            }
        }
        writer.key("clarification")
        if let clarification {
            writer.object { writer in
                writer.member("question", clarification.question)
                Self.write(clarification.options, as: "options", to: &writer)
            }
        } else {
            writer.null()
        }
        writer.key("checks")
        writer.array { writer in
            for check in checks {
                writer.object { writer in
                    writer.member("name", check.name)
                    writer.key("expected")
                    writer.number(check.expected)
                    writer.key("actual")
                    writer.number(check.actual)
                    writer.key("passed")
                    writer.bool(check.passed)
                }
            }
        }
        for (name, lines) in [("definitions", definitions), ("remarks", remarks)] {
            writer.key(name)
            writer.array { writer in lines.forEach { writer.string($0) } }
        }
    }

    private func writeFigures(to writer: inout JSONWriter) {
        writer.key("timing")
        writer.object { writer in
            for (name, value) in [
                ("understand_ms", timing.understand), ("query_ms", timing.query), ("total_ms", timing.total),
            ] {
                writer.key(name)
                writer.number((value * 1000).rounded() / 1000)
            }
        }
        writer.key("usage")
        writer.object { writer in
            writer.member("model", usage.model)
            for (name, count) in [
                ("input_tokens", usage.inputTokens), ("cached_tokens", usage.cachedTokens),
                ("output_tokens", usage.outputTokens),
            ] {
                writer.key(name)
                writer.integer(count)
            }
            writer.key("cost_usd")
            writer.number(usage.costUSD)
        }
    }

    private static func write(_ options: [Option], as name: String, to writer: inout JSONWriter) {
        writer.key(name)
        writer.array { writer in
            for option in options {
                writer.object { writer in
                    writer.member("label", option.label)
                    writer.member("question", option.question)
                }
            }
        }
    }
}

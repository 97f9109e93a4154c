package import DuckDB
import Foundation
import Market
package import Studies
package import StudySQL

/// One study asked of DuckDB and of the oracle.
package enum Trial: Sendable {
    /// Both give the same rows.
    case agrees(rows: Int)
    /// The compiler or the oracle refuses the study, and why.
    case refused(String)
    /// They differ, but values were compared that rounding alone could order otherwise.
    case delicate
    case differs(Difference)
}

package struct Difference: Error, Sendable, CustomStringConvertible {
    package var study: Study
    package var what: String
    package var sql: String
    package var expected: [[Cell]]
    package var got: [[Cell]]

    package var description: String {
        func shown(_ rows: [[Cell]]) -> String {
            rows.prefix(12).map { "  " + $0.map(\.text).joined(separator: " | ") }.joined(separator: "\n")
                + (rows.count > 12 ? "\n  … \(rows.count) rows" : "")
        }
        return "\(what)\n\(json(study))\nexpected\n\(shown(expected))\ngot\n\(shown(got))\n\(sql)\n"
    }
}

/// A study as a line of JSON with sorted keys.
package func json(_ study: Study, pretty: Bool = false) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
        pretty ? [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(study)).map { String(decoding: $0, as: UTF8.self) } ?? "\(study)"
}

extension World {
    package var context: CompileContext {
        CompileContext(catalogue: catalogue, instruments: instruments, coverage: coverage, pauses: pauses)
    }

    /// Most calendar days between neighbouring rows of a roll-up, by symbol.
    private var pauses: [String: Int] {
        var pauses: [String: Int] = [:]
        for (symbol, bars) in bars {
            var windows: [Window?] = [nil]
            for session in instruments[symbol]?.sessions ?? [] { windows.append(session.window) }
            for window in windows {
                let days = unitBars(bars, window, .day).map(\.day.dayNumber)
                for (day, next) in zip(days, days.dropFirst()) { pauses[symbol] = max(pauses[symbol] ?? 1, next - day) }
            }
        }
        return pauses
    }

    /// Asks both. Errors of the engine are differences.
    package func tryOut(_ study: Study, _ context: CompileContext, on connection: Connection) async throws -> Trial {
        let query: CompiledQuery
        do {
            query = try compile(study, context)
        } catch {
            return .refused("\(error)")
        }
        let expected: OracleAnswer
        do {
            expected = try answer(study, self)
        } catch let error as Meaningless {
            return .refused("oracle: \(error.reason)")
        }
        func difference(_ what: String, _ got: [[Cell]] = []) -> Trial {
            .differs(Difference(study: study, what: what, sql: query.pasteable, expected: expected.rows, got: got))
        }
        let got: [[Cell]]
        do {
            got = try await cells(query.sql, query.bindings, connection)
            for check in query.checks {
                if let broken = try await broken(check, query, got, connection) { return difference(broken, got) }
            }
        } catch let error as DuckDBError {
            return difference("the engine says: \(error.message)")
        }
        if let width = got.first?.count, width != query.columns.count {
            return difference("\(width) columns, \(query.columns.count) described", got)
        }
        guard let what = whereTheyDiffer(expected.rows, got) else { return .agrees(rows: got.count) }
        return expected.isDelicate ? .delicate : difference(what, got)
    }

    private func broken(
        _ check: CheckQuery,
        _ query: CompiledQuery,
        _ rows: [[Cell]],
        _ connection: Connection
    ) async throws -> String? {
        guard case .number(let number)? = try await cells(check.sql, check.bindings, connection).first?.first else {
            return "a check has no number"
        }
        let (name, isEqual): (String, Bool) =
            switch check.subject {
            case .countsSum(let column): (column, true)
            case .subset(let column): (column, false)
            }
        guard let place = query.columns.firstIndex(where: { $0.name == name }) else { return "a check of no column" }
        var sum = 0.0
        for row in rows { if case .number(let value) = row[place] { sum += value } }
        if isEqual ? sum == number : sum <= number { return nil }
        return "check of \(name): \(sum) against \(number)"
    }
}

/// The rows of a query.
package func cells(_ sql: String, _ bindings: [SQLValue], _ connection: Connection) async throws -> [[Cell]] {
    let values = bindings.map { binding -> Value in
        switch binding {
        case .text(let text): .text(text)
        case .integer(let value): .integer(Int64(value))
        case .double(let value): .double(value)
        case .date(let date): .date(days: Int32(date.dayNumber))
        }
    }
    let table = try await connection.query(sql, values, limits: .none)
    return (0..<table.rowCount).map { row in table.columns.map { Cell($0[row]) } }
}

extension Cell {
    init(_ value: Value) {
        self =
            switch value {
            case .null: .null
            case .boolean(let truth): .truth(truth)
            case .integer(let number): .number(Double(number))
            case .double(let number): .number(number)
            case .text(let text): .text(text)
            case .date(let days): .date(CivilDate(dayNumber: Int(days)))
            case .timestamp(let microseconds): .timestamp(Int(microseconds / 60_000_000))
            case .time(let microseconds): .time(Double(microseconds) / 60_000_000)
            }
    }

    package var text: String {
        switch self {
        case .null: "null"
        case .number(let number):
            number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
        case .text(let text): text
        case .date(let date): date.description
        case .timestamp(let minutes):
            "\(CivilDate(dayNumber: Int((Double(minutes) / 1440).rounded(.down)))) \(Window.clock(minutes))"
        case .time(let minute): Window.clock(Int(minute.rounded(.down)))
        case .truth(let truth): String(truth)
        }
    }
}

/// Nil where rows are equal within rounding.
package func whereTheyDiffer(_ expected: [[Cell]], _ got: [[Cell]]) -> String? {
    if expected.count != got.count { return "\(expected.count) rows expected, \(got.count) got" }
    for (row, (left, right)) in zip(expected, got).enumerated() {
        if left.count != right.count { return "\(left.count) columns expected, \(right.count) got" }
        for (column, (one, other)) in zip(left, right).enumerated() where !areEqual(one, other) {
            return "row \(row + 1), column \(column + 1): expected \(one.text), got \(other.text)"
        }
    }
    return nil
}

private func areEqual(_ left: Cell, _ right: Cell) -> Bool {
    switch (left, right) {
    case (.number(let one), .number(let other)):
        return one == other || abs(one - other) <= 1e-9 * max(abs(one), abs(other)) + 1e-9
    case (.time(let one), .time(let other)):
        // Minutes of the day, shown by the clock; a mean a hair below a minute may round either way.
        func clock(_ value: Double) -> Int { ((Int(value.rounded(.down)) % 1440) + 1440) % 1440 }
        return clock(one - 1e-7) == clock(other) || clock(one + 1e-7) == clock(other)
    default: return left == right
    }
}

import Market
import Studies

extension Condition {
    /// A short name for a column about rows on which it holds.
    var columnName: String {
        switch self {
        case .compare(let left, let relation, .number(let value)):
            "\(left.columnName)_\(relation.columnName)_\(Self.name(value))"
        case .compare(let left, let relation, let right):
            "\(left.columnName)_\(relation.columnName)_\(right.columnName)"
        case .calendar(let field, _): field.columnName
        case .eventCalendar(let event, let field, _): "\(field.columnName)_of_\(event.columnName)"
        case .pattern(let name, _): name.snakeCased
        case .event(let event, _): event.columnName
        case .holdsEvent(let event, let unit): "\(event.columnName)_\(unit.truncation)"
        case .gapFilled: "gap_filled"
        case .run(let of, let count, _): "run_of_\(count)_\(of.columnName)"
        case .shifted(let of, let by): (by > 0 ? "next_" : "prev_") + of.columnName
        case .containing(let unit, _, let of): "\(unit.columnName)_" + of.columnName
        case .extreme(let of, let largest, let count, _, _): "\(largest ? "top" : "bottom")_\(count)_\(of.columnName)"
        case .all(let conditions): conditions.map(\.columnName).joined(separator: "_and_")
        case .any(let conditions): conditions.map(\.columnName).joined(separator: "_or_")
        case .not(let of): "not_" + of.columnName
        }
    }

    private static func name(_ value: Double) -> String {
        let text = value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
        return text.replacing("-", with: "minus_").replacing(".", with: "_").replacing("+", with: "")
    }
}

extension CalendarEvent {
    var columnName: String {
        switch self {
        case .opex: "opex"
        case .quadWitching: "quad_witching"
        case .vixExpiry: "vix_expiry"
        case .nfp: "nfp"
        case .fomc: "fomc"
        case .cpi: "cpi"
        case .electionDay: "election_day"
        case .earlyClose: "early_close"
        case .holiday(let name): name?.snakeCased ?? "holiday"
        }
    }
}

extension Relation {
    var columnName: String {
        switch self {
        case .less: "below"
        case .lessOrEqual: "at_most"
        case .equal: "is"
        case .notEqual: "is_not"
        case .greaterOrEqual: "at_least"
        case .greater: "above"
        }
    }
}

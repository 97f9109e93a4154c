internal import Market
internal import Studies

/// Questions of yes or no about days of a kind: how often it was so answers them, and no list of those days.
extension Line {
    mutating func settleYesNo() {
        guard has(.asks) || has(.whether) || pieces.last?.sense == .stop("?"), !has(.which), !has(.what), !has(.how),
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .task, .often, .quantity, .statistic, .superlative, .best, .mark(.next), .mark(.vs), .mark(.or),
                    .which, .when, .key, .barUnit:
                    true
                default: false
                }
            })
        else { return }
        askOfNamedDays()
        askOfUnitAround()
        askOfFills()
    }

    /// "does the first day of the month go up", "day before a holiday green?", «первый торговый день месяца в плюс?».
    private mutating func askOfNamedDays() {
        guard let last = pieces.indices.last(where: { !isStop($0) && self[$0] != .empty }), last > 0,
            pieces[..<last].contains(where: { $0.sense.isOfDayNamed }),
            pieces[..<last].allSatisfy({ piece in
                switch piece.sense {
                case .symbol, .empty, .dates: true
                case .condition(let fact): fact.isCalendar
                default: false
                }
            }), !pieces[last].afterStop
        else { return }
        switch self[last] {
        case .way(let up)? where pieces.last?.sense == .stop("?"):
            pieces[last].sense = .condition(
                Fact(condition: .sign(.change, up: up), isOutcome: true, settled: true, up: up)
            )
        case .condition(let fact)? where fact.settled && !fact.isCalendar && fact.run == nil: break
        default: return
        }
        pieces.insert(Piece(sense: .task(.share), tokens: []), at: 0)
    }

    /// "if january is green is the year green", «если понедельник красный, неделя красная?».
    private mutating func askOfUnitAround() {
        guard isMark(0, .given), let last = pieces.indices.last(where: { !isStop($0) && self[$0] != .empty }),
            case .condition(let told)? = self[last], told.settled, let unit = unit(last - 1),
            [.week, .month, .year].contains(unit), prep(last - 1) == nil,
            pieces[1..<(last - 1)].allSatisfy({ piece in
                switch piece.sense {
                case .condition, .stop(","), .symbol: true
                default: false
                }
            }), pieces[1..<(last - 1)].contains(where: \.sense.isStateOfDays)
        else { return }
        pieces.insert(Piece(sense: .task(.share), tokens: []), at: last - 1)
    }

    /// "does a gap up on friday fill".
    private mutating func askOfFills() {
        guard let last = pieces.indices.last(where: { !isStop($0) && self[$0] != .empty }),
            case .condition(let fill)? = self[last], fill.condition == .gapFilled,
            pieces[..<last].contains(where: { $0.sense.isOfDayNamed }),
            pieces[..<last].allSatisfy({ piece in
                switch piece.sense {
                case .condition, .symbol, .dates: true
                case .quantity(let quantity): quantity.isGap
                default: false
                }
            })
        else { return }
        pieces.insert(Piece(sense: .task(.share), tokens: []), at: 0)
    }
}

extension Sense {
    /// A day by its place: of a month, beside a holiday, of the week.
    fileprivate var isOfDayNamed: Bool {
        guard case .condition(let fact) = self, fact.isCalendar else { return false }
        return switch fact.condition {
        case .calendar(.ordinal, _), .calendar(.dayOfMonth, _), .calendar(.weekday, _), .event: true
        default: false
        }
    }

    fileprivate var isStateOfDays: Bool {
        if case .condition(let fact) = self { !fact.isCalendar && fact.settled } else { false }
    }
}

import Market
import Studies

extension StudyMaker {
    mutating func condition(_ depth: Int) -> Condition {
        if depth > 0, random.chance(0.45) {
            switch random.integer(0...7) {
            case 6:
                if let unit = longerUnit() {
                    return within(unit) { .containing(unit: $0, span: $1, of: $2.condition(depth - 1)) }
                }
                return extreme(depth)
            case 0: return .all(of: (0..<random.integer(1...3)).map { _ in condition(depth - 1) })
            case 1: return .any(of: (0..<random.integer(1...3)).map { _ in condition(depth - 1) })
            case 2: return .not(of: condition(depth - 1))
            case 3: return .shifted(of: condition(depth - 1), by: random.pick([-2, -1, -1, 1]))
            case 4, 5: return .run(of: condition(depth - 1), count: random.integer(1...3), exactly: random.chance(0.4))
            default: return extreme(depth)
            }
        }
        switch random.integer(0...11) {
        case 0:
            if random.chance(0.3), !isMinutes {
                return .eventCalendar(
                    event: random.pick([.high, .low]),
                    field: random.pick([.weekday, .month]),
                    oneOf: [1, random.integer(2...5)]
                )
            }
            return calendar()
        case 1: if let name = patternName() { return .pattern(name: name, of: bar()) }
        case 2: if !isMinutes { return .gapFilled }
        case 3: if unit == .day { return .event(event: event(), offset: random.pick([-2, -1, 0, 0, 1, 3])) }
        case 4:
            if !isMinutes {
                let unit: BarUnit = self.unit == .day ? longUnit() : self.unit
                return .holdsEvent(event: event(), unit: unit)
            }
            return .event(event: event(), offset: 0)
        case 5: return extreme(depth)
        default: break
        }
        return comparison()
    }

    private mutating func patternName() -> String? {
        let names = world.catalogue.patterns.map(\.name)
        return names.isEmpty ? nil : random.pick(names)
    }

    private mutating func comparison() -> Condition {
        let relation = random.pick(Relation.allCases)
        switch random.integer(0...7) {
        case 0:
            return .compare(left: .metric(metric: .close, of: bar()), relation: relation, right: price())
        case 1:
            let left = series(1)
            return .compare(left: left, relation: relation, right: .aggregate(statistic: level(), of: left))
        case 2:
            let left = series(0)
            return .compare(left: left, relation: relation, right: .rolling(statistic: .mean, of: left, count: 5))
        case 3:
            let left = series(0)
            return .compare(left: left, relation: relation, right: .shifted(of: left, by: -1))
        case 4: if !isMinutes { return .compare(left: time(), relation: relation, right: time()) }
        case 5: if !isMinutes { return .compare(left: time(), relation: relation, right: .number(value: 615)) }
        case 6:
            return .compare(
                left: percent(),
                relation: relation,
                right: .number(value: random.pick([-0.5, 0, 0, 0.25]))
            )
        default: break
        }
        let metrics: [Metric] = [.body, .change, .gap, .closePosition, .relativeVolume, .range]
        return .compare(
            left: .metric(metric: random.pick(metrics), of: bar()),
            relation: relation,
            right: .number(value: random.pick([0, 0, 0.5, 1, 1.5]))
        )
    }

    private mutating func level() -> Statistic {
        random.pick([.mean, .median, .quantile(probability: 0.9), .quantile(probability: 0.1)])
    }

    private mutating func calendar() -> Condition {
        let field = self.field()
        var values = [random.integer(1...5), random.integer(1...12)]
        switch field {
        case .year: values = [date().year]
        case .hour: values = [9, 10, random.integer(0...23)]
        case .slot(let minutes): values = [0, 600, random.integer(0...30) * minutes]
        case .date, .weekStart, .monthStart, .quarterStart, .yearStart:
            let day = date()
            values = [day.dayNumber, day.startOfWeek.dayNumber, day.adding(days: 1 - day.day).dayNumber]
        default: break
        }
        return .calendar(field: field, oneOf: values)
    }

    private mutating func extreme(_ depth: Int) -> Condition {
        let among: Condition? = random.chance(0.3) && depth > 0 ? condition(depth - 1) : nil
        let within: CalendarField? = random.chance(0.4) ? field() : nil
        return .extreme(
            of: series(0),
            largest: random.chance(0.5),
            count: random.pick([1, 1, 3, 10]),
            within: within,
            among: among
        )
    }
}

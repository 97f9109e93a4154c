internal import Market
internal import Studies

extension Frame {
    /// "3 days later", "over the 5 days following", "через 1, 3 и 5 дней", "one week after".
    func horizons() -> [(days: Int, used: Set<Int>)] {
        var found: [(days: Int, used: Set<Int>)] = []
        for index in indices {
            guard line.isMark(index, .after) || line.isMark(index, .next) else { continue }
            // "5 days following", "one week after": before the mark.
            if let unit = line.unit(index - 1), let number = line.whole(index - 2), let days = Self.days(number, unit),
                number > 0
            {
                found.append((days, [index, index - 1, index - 2]))
                // "1, 3 and 5 days after".
                for other in listed(before: index - 2) {
                    if let days = Self.days(other.number, unit) { found.append((days, other.used)) }
                }
            } else if let unit = line.unit(index - 1), unit == .week || unit == .month,
                line.plainNumber(index - 2) == nil, let days = Self.days(1, unit)
            {
                found.append((days, [index, index - 1]))
            }
            // "через 1, 3 и 5 дней": after it.
            var numbers: [(Int, Int)] = []
            var next = index + 1
            var covered: Set<Int> = [index]
            while true {
                if let number = line.whole(next), number > 0 {
                    numbers.append((number, next))
                    covered.insert(next)
                } else if line.isMark(next, .and) || line[next] == .stop(",") {
                    covered.insert(next)
                } else {
                    break
                }
                next += 1
            }
            if let unit = line.unit(next), !numbers.isEmpty {
                for (number, _) in numbers {
                    if let days = Self.days(number, unit) { found.append((days, covered.union([next]))) }
                }
            } else if numbers.isEmpty, let unit = line.unit(index + 1), unit == .week || unit == .month,
                let days = Self.days(1, unit)
            {
                found.append((days, [index, index + 1]))
            }
        }
        var unique: [(days: Int, used: Set<Int>)] = []
        for one in found {
            if let place = unique.firstIndex(where: { $0.days == one.days }) {
                unique[place].used.formUnion(one.used)
            } else {
                unique.append(one)
            }
        }
        return unique
    }

    /// "the next day" in a clause of its own behind all that happened, where no figure is asked.
    func nextDayAlone(behind events: [Int]) -> Int? {
        guard let next = marks(.next).last, let last = events.max(), next > last, line.isStop(next - 1),
            line.unit(next + 1) == .day, line[next + 2] == nil || line[next + 2] == .stop("?"), quantities.isEmpty,
            statistics.isEmpty
        else { return nil }
        return next
    }

    /// Numbers that a list puts before its last one.
    private func listed(before index: Int) -> [(number: Int, used: Set<Int>)] {
        var made: [(number: Int, used: Set<Int>)] = []
        var place = index
        while true {
            var next = place - 1
            while line.isMark(next, .and) || line[next] == .stop(",") { next -= 1 }
            guard next < place - 1, let number = line.whole(next), (1...250).contains(number) else { return made }
            made.insert((number, Set(next..<place)), at: 0)
            place = next
        }
    }

    static func days(_ number: Int, _ unit: UnitWord) -> Int? {
        switch unit {
        case .day where number <= 250: number
        case .week where number <= 52: number * 5
        case .month where number <= 12: number * 21
        default: nil
        }
    }
}

internal import Market
internal import Studies

extension Frame {
    struct Roles {
        var outcome: (value: Fact, index: Int)?
        var others: [(value: Fact, index: Int)] = []
        var conditions: [Fact] = []
        /// Days of the calendar that are those of a condition, and not of the outcome.
        var calendar: Set<Int> = []
        var used: Set<Int> = []
    }

    /// Which fact is asked about and which are given: by "after", "if", the order of clauses, and what can be an outcome.
    func outcomeAndConditions(_ facts: inout [(value: Fact, index: Int)], _ asked: Int) -> Roles {
        var roles = Roles()
        var given: Set<Int> = []
        var after: Set<Int> = []
        // "the day following an inside day" speaks of the event; "роста на следующий день" of the outcome.
        let nexts = marks(.next)
        let told = marks(.after).contains { mark in facts.contains { $0.index == mark + 1 } }
        let leading = nexts.filter { mark in
            !told && !isPredicate(mark) && !isTold(behind: mark)
                && line.isForm(mark, .following) && facts.contains { $0.index == mark + 1 }
        }
        let outcomeIsNext = nexts.filter { !isPredicate($0) }.count > leading.count
        let afters = marks(.after) + leading
        for (position, fact) in facts.enumerated() {
            // Everything behind "after" or "if" up to the next clause.
            // "after a gap up fills how often is the next day green": what is asked stands behind.
            let isAskedOf = asked < 0 || fact.index > asked || !facts.contains { $0.index > asked }
            let tells =
                fact.value.settled || fact.value.condition == .gapFilled && isAskedOf
                || asked < 0 && closesBeyond(fact, facts) || fact.value.condition.isBeyondDayBefore
            if let marker = afters.last(where: { $0 < fact.index }), !breaks(between: marker, and: fact.index),
                !(tells && leaves(marker, fact.index, facts.map(\.index)))
            {
                after.insert(position)
            } else if let marker = marks(.given).last(where: { $0 < fact.index }), marker > asked || asked > fact.index,
                !breaks(between: marker, and: fact.index) || saysMore(fact.index, of: facts, asked),
                !(asked < 0 && tells && leaves(marker, fact.index, facts.map(\.index)))
            {
                given.insert(position)
            } else if line.prep(fact.index) == .in,
                facts.contains(where: {
                    line.prep($0.index) != .in && (fact.index < asked || asked < $0.index && $0.index < fact.index)
                })
            {
                // "on gap down days the low is in the first half hour, what percent", "how often ... on green days".
                given.insert(position)
            }
        }
        roles.used.formUnion(marks(.after) + marks(.next))
        if let chosen = givenOfTwo(facts, asked, given) { given = chosen }
        if let base = partitive(facts, asked, given) {
            // "percentage of gap downs where the session closed green": of the gaps, what is said of them.
            let told = given.filter { $0 > base }
            given = given.subtracting(told).union([base])
        }
        // "red first half hour and gap up: probability of a red session".
        if let colon = indices.first(where: { line[$0] == .stop(":") }), colon < asked,
            facts.contains(where: { $0.index > colon })
        {
            given.formUnion(facts.indices.filter { facts[$0].index < colon && !after.contains($0) })
        }
        if let base = base(followedBy: facts, asked, after) {
            // "what share of green days follow a red day": of the green days.
            var told = facts[after.min() ?? base]
            told.value.condition =
                Condition.every(after.sorted().map { facts[$0].value.shifted(-1).condition }) ?? told.value.condition
            (told.value.plain, told.value.beside) = (nil, nil)
            roles.outcome = told
            roles.conditions = [facts[base].value]
            return roles
        }
        // What stands before the question in a clause of its own is given.
        let main = facts.indices.filter { !given.contains($0) && !after.contains($0) }
        let behind = main.filter { facts[$0].index > asked }
        let before = main.filter { facts[$0].index < asked }
        var outcomes = main
        if !main.contains(where: { facts[$0].index < asked }), let both = fillsAndCloses(facts, main) {
            // "how often do gap downs fill but close red": both, of the gaps that are named.
            var joint = facts[both.fill]
            joint.value.condition =
                Condition.every([facts[both.fill].value.condition, facts[both.state].value.condition])
                ?? joint.value.condition
            (joint.value.plain, joint.value.beside) = (nil, nil)
            given.formUnion(main.filter { $0 != both.fill && $0 != both.state })
            roles.outcome = joint
            roles.conditions =
                given.sorted().map { facts[$0].value } + after.sorted().map { facts[$0].value.shifted(-1) }
            return roles
        }
        if main.count == 2, let timed = main.last, isFillTime(facts[timed].value.condition),
            facts[main[0]].value.condition == .gapFilled,
            !indices[facts[main[0]].index...facts[timed].index].contains(where: { line.isMark($0, .and) })
        {
            // "what share of filled gaps fill before 10:00": of those that fill.
            outcomes = [timed]
            given.insert(main[0])
        } else if main.count > 1, !holdsWithFill(main.map { facts[$0] }),
            let fill = main.first(where: { tellsFill(facts[$0].value.condition, main.map { facts[$0].value }) }),
            // "how often does it hold without filling": said twice.
            main.allSatisfy({
                facts[$0].value.condition == facts[fill].value.condition
                    || !tellsFill(facts[$0].value.condition, main.map { facts[$0].value })
            }),
            behind.isEmpty || behind.contains(fill) || facts[fill].index == asked - 1,
            // "The gap up filled, but the session closed green: what share" asks of the close.
            !behind.isEmpty || !main.contains(where: { $0 > fill && facts[$0].value.settled })
        {
            // "fill rate of large gaps", "percent of large gaps that fill"; but "the gap filled, how often green" is told.
            outcomes = [fill]
            given.formUnion(main.filter { facts[$0].value.condition != facts[fill].value.condition })
        } else if !behind.isEmpty, !before.isEmpty {
            outcomes = behind
            given.formUnion(before)
        }
        var joined: (value: Fact, index: Int)?
        if outcomes.isEmpty, !given.isEmpty, isOfAllDays(asked, facts[given.sorted()[0]].index) || given.count == 1 {
            // "процент дней, когда ...": all that is said of these days, but of those that are named last: "share of days with
            // a wide range by year on gap up days", "share of days with a gap up when the day before was red".
            let places = given.sorted()
            let chosen = places.dropFirst().filter {
                isOn(facts[$0].index) || isGivenAgain(facts[$0].index, behind: facts[$0 - 1].index)
            }
            let all = places.filter { !chosen.contains($0) }.map { facts[$0] }
            if after.isEmpty || all.count > 1 {
                var joint = all[0]
                for other in all.dropFirst() {
                    joint.value.condition =
                        Condition.both(joint.value.condition, other.value.condition) ?? joint.value.condition
                    joint.value.ofSession = joint.value.ofSession || other.value.ofSession
                    joint.value.span = joint.value.span ?? other.value.span
                }
                joint.value.plain = all.count == 1 ? joint.value.plain : nil
                joint.value.beside = Self.besides(all.map(\.value))
                guard !after.isEmpty else {
                    roles.conditions = chosen.map { facts[$0].value }
                    roles.outcome = joint
                    return roles
                }
                // "share of days with a gap up and a green close after a red day".
                (joined, outcomes, given) = (joint, [places[0]], Set(chosen))
            }
        }
        if outcomes.isEmpty {
            // "вероятность: если гэп вверх, закроется гэп" has its outcome last.
            guard let last = given.sorted().last, given.count + after.count > 1 else {
                return roles
            }
            outcomes = [last]
            given.remove(last)
        }
        // "probability of a gap up and a green close", "... after a red day": both together, among all days that are meant.
        if outcomes.count > 1, given.allSatisfy({ facts[$0].value.condition.isOfDayBefore }),
            areJoined(outcomes.map { facts[$0].index })
                || isOfDaysBefore(asked) && areJoined(outcomes.map { facts[$0].index }, byCommas: true),
            !outcomes.contains(where: { isFillTime(facts[$0].value.condition) })
        {
            var joint = facts[outcomes[0]]
            joint.value.condition = Condition.every(outcomes.map { facts[$0].value.condition }) ?? joint.value.condition
            joint.value.ofSession = outcomes.contains { facts[$0].value.ofSession }
            joint.value.plain = nil
            joint.value.beside = Self.besides(outcomes.map { facts[$0].value })
            joined = joint
        }
        // Of several in the main clause, those that choose days are given: gap and pattern before colour.
        if outcomes.count > 1, joined == nil {
            let separate =
                outcomes.allSatisfy { isFillTime(facts[$0].value.condition) }
                || areAlternatives(outcomes.map { facts[$0].index })
            if separate {
                roles.others = outcomes.dropFirst().map { facts[$0] }
                outcomes = [outcomes[0]]
            } else {
                let fill = outcomes.first { facts[$0].value.condition == .gapFilled }
                let isFillTold =
                    behind.isEmpty
                    && fill.map { fill in outcomes.contains { $0 > fill && facts[$0].value.settled } } ?? false
                let preferred =
                    isFillTold
                    ? outcomes.last { facts[$0].value.settled } ?? outcomes[0]
                    : outcomes.first {
                        facts[$0].value.condition == .gapFilled || isFillTime(facts[$0].value.condition)
                    }
                        ?? outcomes.first { facts[$0].value.isOutcome && facts[$0].value.settled }
                        ?? outcomes.first { place in
                            // "of days that break yesterday's low how many close below it": who closed beyond it broke it.
                            facts[place].value.condition.isOfClose
                                && outcomes.contains {
                                    $0 != place
                                        && facts[place].value.condition.sharesLevel(with: facts[$0].value.condition)
                                }
                        } ?? outcomes[0]
                // "how often do green days have a green last hour", "у зелёных дней": of those days something is told.
                let subjects = outcomes.filter { isSubject(facts[$0].index) }
                let isOfBoth = subjects.count == 2 && facts[outcomes[0]].index > asked
                let told =
                    // "share of green days after a red one with a gap up": of those that follow.
                    outcomes.count != 2 || !after.isEmpty
                    ? nil : isOfBoth ? outcomes[1] : subjects == [outcomes[0]] ? outcomes[1] : nil
                let chosen = told ?? preferred
                given.formUnion(outcomes.filter { $0 != chosen })
                outcomes = [chosen]
            }
        }
        var outcome = joined ?? facts[outcomes[0]]
        if nexts.contains(where: { isPredicate($0) && $0 < outcome.index && outcome.index - $0 <= 2 }) {
            // "share of inside days where the next day breaks the high".
            outcome.value = outcome.value.shifted(1)
        }
        let conditions = given.sorted().map { place -> Fact in
            if nexts.contains(where: { isPredicate($0) && $0 < facts[place].index && facts[place].index - $0 <= 2 }) {
                return facts[place].value.shifted(1)
            }
            return outcomeIsNext ? facts[place].value.shifted(-1) : facts[place].value
        }
        if outcomeIsNext, after.isEmpty {
            // "if FOMC day is green, how often is the next day green": the day before is one of FOMC.
            for fact in calendarFacts
            where given.contains(where: { abs(facts[$0].index - fact.index) <= 2 })
                && !nexts.contains(where: { abs($0 - fact.index) <= 1 })
            {
                roles.calendar.insert(fact.index)
            }
        }
        let days = calendarFacts.filter { roles.calendar.contains($0.index) }.map { $0.value.shifted(-1) }
        var antecedents = after.sorted().map { facts[$0].value }
        if !antecedents.isEmpty {
            let session = antecedents.contains { $0.ofSession } && outcome.value.shiftable
            let isNextDay = outcomeIsNext || marks(.after).contains { asksNextDay($0) }
            if !session || isNextDay {
                // What happened on days before: the outcome's day follows; but "a close above yesterday's high after
                // breaking it" is of one day.
                let told = outcome.value.condition
                antecedents = antecedents.map { fact in
                    !isNextDay && fact.condition.sharesLevel(with: told) ? fact : fact.shifted(-1)
                }
            } else {
                antecedents = ofMorning(antecedents)
            }
        }
        roles.outcome = outcome
        roles.conditions = conditions + days + antecedents
        return roles
    }

    /// A fill and how the session closed, joined to each other behind the gaps that they are told of.
    private func fillsAndCloses(_ facts: [(value: Fact, index: Int)], _ outcomes: [Int]) -> (fill: Int, state: Int)? {
        guard !has(.next), let state = outcomes.last, facts[state].value.settled, facts[state].value.run == nil,
            let fill = outcomes.last(where: { $0 < state }), facts[fill].value.condition.atoms == [.gapFilled],
            facts[fill].value.span == nil, let noun = outcomes.first, noun < fill, facts[noun].value.ofSession,
            !facts[noun].value.isOutcome, !line.isStop(facts[state].index - 1),
            (facts[fill].index + 1..<facts[state].index).contains(where: {
                line.isMark($0, .and) || line.isMark($0, .but)
            })
        else { return nil }
        return (fill, state)
    }

    /// The fact that a share is of, where how its days went is said behind "where".
    private func partitive(_ facts: [(value: Fact, index: Int)], _ asked: Int, _ given: Set<Int>) -> Int? {
        guard asked >= 0, line.has(.partword, in: line.pieces[asked]),
            let base = facts.indices.first(where: { facts[$0].index > asked }), !given.contains(base),
            !facts[base].value.settled || isOfDays(facts[base].index), facts[base].value.condition != .gapFilled,
            let mark = marks(.given).first(where: { $0 > facts[base].index }), line.isForm(mark, .whereabouts),
            ((asked + 1)..<mark).allSatisfy({ place in
                if place == facts[base].index { return true }
                switch line.pieces[place].sense {
                case .dates, .symbol, .stop(","): return true
                default: return false
                }
            })
        else { return nil }
        let told = given.filter { facts[$0].index > mark }
        let isOutcome =
            isOfDays(facts[base].index)
            || told.allSatisfy { facts[$0].value.settled || facts[$0].value.condition == .gapFilled }
        return !told.isEmpty && isOutcome ? base : nil
    }

    /// It says whether the gap filled, in whole or in part; "not filled" only beside facts that choose gaps: "how often does
    /// a gap up not fill", but "what share of unfilled gaps close green".
    private func tellsFill(_ condition: Condition, _ all: [Fact]) -> Bool {
        if condition == .gapFilled || isFillTime(condition) { return true }
        return (condition == .not(of: .gapFilled) || condition.isPartFill)
            && all.allSatisfy { $0.condition == condition || $0.ofSession && !$0.isOutcome }
    }

    /// Days that something is said of, and not what is said of them.
    private func isSubject(_ index: Int) -> Bool {
        if isOfDays(index) { return true }
        guard let first = line.pieces[index].tokens.first, first > 0 else { return false }
        return line.forms.contains(line.tokens[first - 1].text, .whose)
    }

    /// "hammer days: what share of the next days is green": a heading says what they come after.
    private func isTold(behind next: Int) -> Bool {
        guard let colon = indices.first(where: { line[$0] == .stop(":") }), colon < next else { return false }
        return dayFacts.contains { $0.index < colon } && dayFacts.contains { $0.index > next }
    }

    /// "when the next day was red": said of the day after the one asked about.
    private func isPredicate(_ next: Int) -> Bool {
        line.isMark(next - 1, .given) && line.unit(next + 1) == .day
    }

    /// All of them in the other window; nil unless each may mean it.
    private static func besides(_ facts: [Fact]) -> Condition? {
        let others = facts.compactMap(\.beside)
        return others.count == facts.count ? Condition.every(others) : nil
    }

    /// "после двух красных будет зелёный": a second fact that nothing joins to the event is the outcome.
    func leaves(_ marker: Int, _ place: Int, _ all: [Int]) -> Bool {
        guard let before = all.last(where: { $0 > marker && $0 < place }) else { return false }
        return !(before + 1..<place).contains {
            line.isMark($0, .and) || line.isMark($0, .given) || line[$0] == .stop(",") || line.isMark($0, .but)
                || line.isMark($0, .or)
        }
            || leaves(marker, before, all)
    }

    /// "процент дней, когда": days are counted, and the condition follows at once; not "if a day opens with a gap down".
    func isOfAllDays(_ asked: Int, _ fact: Int) -> Bool {
        guard asked >= 0, asked < fact, !line.has(.day, in: line.pieces[asked]) else {
            return asked >= 0 && asked < fact
        }
        return (asked + 1..<fact).contains {
            line.unit($0) == .day && !line.isMark($0 - 1, .given)
                || line.has(.day, in: line.pieces[$0]) && line.isMark($0, .given)
        }
    }

    /// "После пробоя вчерашнего хая закрываемся выше?": the close is held against a level that an earlier fact names.
    func closesBeyond(_ fact: (value: Fact, index: Int), _ facts: [(value: Fact, index: Int)]) -> Bool {
        fact.value.condition.isOfClose
            && facts.contains { $0.index < fact.index && fact.value.condition.sharesLevel(with: $0.value.condition) }
    }

    /// Nothing but "and" or "but", or commas, stands between them.
    func areJoined(_ places: [Int], byCommas: Bool = false) -> Bool {
        zip(places, places.dropFirst()).allSatisfy { left, right in
            left + 1 < right
                && (left + 1..<right).allSatisfy {
                    line.isMark($0, .and) || line.isMark($0, .but) || byCommas && line[$0] == .stop(",")
                        || line[$0] == .stop(",") && (line.isMark($0 + 1, .but) || line.isMark($0 + 1, .and))
                        // "... and the day closes green".
                        || line.unit($0) == .day && (line.isMark($0 - 1, .and) || line.isMark($0 - 1, .but))
                }
        }
    }

    /// "share of days with a gap up when ...": conditions of two clauses, of which the second chooses the days.
    private func isGivenAgain(_ index: Int, behind first: Int) -> Bool {
        marks(.given).contains { first < $0 && $0 < index && !line.isMark($0 - 1, .and) && !line.isStop($0 - 1) }
    }

    /// A clause ends between two pieces.
    func breaks(between first: Int, and last: Int) -> Bool {
        guard first + 1 < last else { return false }
        return ((first + 1)..<last).contains {
            switch line.pieces[$0].sense {
            case .stop(","), .stop("?"), .stop("-"), .stop(":"), .stop("."), .task(.share), .task(.count): true
            default: false
            }
        }
    }
}

extension Condition {
    /// Both hold a price of the same day against the same earlier price.
    func sharesLevel(with other: Condition) -> Bool {
        guard case .compare(.metric, _, .shifted(let level, let days)) = self,
            case .compare(.metric, _, .shifted(level, days)) = other
        else { return false }
        return true
    }

    /// Of a gap up the low, of a gap down the high came back so far.
    var isPartFill: Bool {
        guard case .any(let sides) = self, sides.count == 2 else { return false }
        return sides.allSatisfy { side in
            guard case .all(let parts) = side, parts.count == 2,
                case .compare(.metric(.gap, _), _, .number(0)) = parts[0], case .compare = parts[1]
            else { return false }
            return true
        }
    }

    var isOfClose: Bool {
        if case .compare(.metric(.close, _), _, _) = self { true } else { false }
    }
}

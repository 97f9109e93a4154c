internal import Foundation
internal import Market
internal import Studies

/// What a part says against what its words say.
extension Hearing {
    /// Patterns and sessions that there are not.
    func unknownNames(in study: Study) -> [String] {
        var errors: [String] = []
        study.visit { element in
            if case .condition(.pattern(let name, _)) = element,
                !frame.context.catalogue.patterns.contains(where: { $0.name == name })
            {
                errors.append("no pattern is called \(name.shown)")
            }
        }
        for span in Witness(study, frame.instrument).spans {
            if case .session(let name) = span, frame.instrument.window(of: name) == nil {
                errors.append("\(frame.instrument.symbol) has no session \(name.rawValue)")
            }
        }
        return errors
    }

    /// Numbers that words say and their part does not, and numbers of a part that its words do not say.
    func numbers(in study: Study) -> [String] {
        var errors: [String] = []
        for piece in phrases.pieces where !piece.sense.spoken.isEmpty {
            let takers = parts(of: piece)
            // What nobody took is asked about with the words that are left.
            guard !takers.isEmpty, !takers.contains(where: { holder($0, study).finds(piece.sense) ?? true }) else {
                continue
            }
            errors.append("the part has another number than its words: \(phrases.words(of: piece))")
        }
        for (part, tokens) in zip(proposal.parts, places) {
            guard let tokens else { continue }
            let spoken = numbers(said: tokens).flatMap(forms)
            for number in part.value.numbers
            where !spoken.contains(where: { abs($0 - number) <= 1e-9 * max(1, abs(number)) }) {
                errors.append("its words do not say the number \(number.plain): \(part.words.shown)")
            }
        }
        return errors
    }

    /// "Not", "except", "without": the part says so too, and only where its words do.
    func negations(in study: Study) -> [String] {
        var errors: [String] = []
        for piece in phrases.pieces where piece.sense.isNegation {
            let takers = parts(of: piece)
            if !takers.isEmpty, !takers.contains(where: { holder($0, study).isNegated }) {
                errors.append("the part does not say what its words deny: \(phrases.words(of: piece))")
            }
        }
        for (part, tokens) in zip(proposal.parts, places) {
            guard let tokens, case .condition(let condition, _, _) = part.value, condition.isDenied else { continue }
            let pieces = phrases.pieces.filter { !$0.tokens.allSatisfy { !tokens.contains($0) } }
            let mayDeny = pieces.contains { piece in
                if case .condition(let fact) = piece.sense { return fact.condition.isDenied }
                return piece.sense.isNegation || piece.sense == .unknown
            }
            if !mayDeny { errors.append("its words deny nothing: \(part.words.shown)") }
        }
        return errors
    }

    /// Dates that words name are days that the study looks at; a period without any date in its words is nobody's.
    func dates(in study: Study) -> [String] {
        var errors: [String] = []
        let witness = Witness(study, frame.instrument)
        for piece in line.pieces {
            guard case .dates = piece.sense, witness.finds(piece.sense) != true else { continue }
            errors.append("the study is of other days than: \(line.words(of: piece))")
        }
        if let day = frame.relativeDay([]), parts(of: line.pieces[day.index]).contains(where: \.value.isPeriod),
            !study.periods.contains(where: { $0.isDay(day.period) })
        {
            errors.append("the study is of another day than: \(line.words(of: line.pieces[day.index]))")
        }
        for (part, tokens) in zip(proposal.parts, places) {
            guard let tokens, part.value.isPeriod else { continue }
            let isDated = phrases.pieces.contains { piece in
                piece.sense.mayDate && !piece.tokens.allSatisfy { !tokens.contains($0) }
            }
            if !isDated { errors.append("its words name no days: \(part.words.shown)") }
        }
        return errors
    }

    /// The parts that took any word of a piece.
    private func parts(of piece: Piece) -> [Proposal.Part] {
        zip(proposal.parts, places).filter { _, tokens in
            guard let tokens else { return false }
            return piece.tokens.contains { tokens.contains($0) }
        }.map(\.0)
    }

    /// A study that says a part and nothing else.
    private func holder(_ part: Proposal.Part, _ study: Study) -> Witness {
        var alone = Study(
            symbols: study.symbols,
            unit: .day,
            span: .wholeDay,
            result: .list(list: Listing(columns: []))
        )
        switch part.value {
        case .symbol(let symbol): alone.symbols = [symbol]
        case .period(let period): alone.period = period
        case .days(let count, true): alone.period = .lastDays(count: count, upTo: frame.context.today)
        case .days(let count, false): alone.period = .firstDays(count: count, from: nil)
        case .unit(let unit): alone.unit = unit
        case .window(let span): alone.span = span
        case .condition(let condition, _, _): alone.condition = condition
        case .measure(let statistic, let series):
            let measure = Measure.statistic(statistic: statistic, of: series, where: nil)
            alone.result = .summary(summary: Summary(measures: [measure]))
        case .column(let series): alone.result = .list(list: Listing(columns: [series]))
        case .key(let key): alone.result = .summary(summary: Summary(measures: [], keys: [key]))
        case .order(let order): alone.result = .list(list: Listing(columns: [], order: [order]))
        case .limit(let count): alone.result = .list(list: Listing(columns: [], limit: count))
        case .buckets(let minutes):
            let buckets = Distribution.Buckets.minutes(count: minutes)
            alone.result = .distribution(distribution: Distribution(of: [], buckets: buckets))
        case .count, .share, .shape: break
        }
        return Witness(alone, frame.instrument)
    }

    /// Numbers in some of the question's words, also where a rule has made a clock time or a unit of them.
    private func numbers(said tokens: [Int]) -> [Double] {
        let written = tokens.compactMap { attempt.atoms.tokens[$0].value }
        let pieces = phrases.pieces.filter { !$0.tokens.allSatisfy { !tokens.contains($0) } }
        return written + pieces.flatMap(\.sense.spoken)
    }

    /// What a number that was said may stand as in a study: its other sign, percent as a share, ticks as points, hours as
    /// minutes, the evening before, thousands and millions, weeks and months as trading days.
    private func forms(_ said: Double) -> [Double] {
        let tick = frame.instrument.tick ?? 1
        return [
            said, -said, said / 100, 1 - said / 100, said * tick, -said * tick, said * 60, said * 60 - 1440,
            said - 1440,
            said * 1000, said * 1_000_000, said * 5, said * 21,
        ]
    }
}

extension Period {
    /// It is the day that a word such as "yesterday" stands for, by its date or counted back over a weekend.
    fileprivate func isDay(_ meant: Period) -> Bool {
        guard self != meant, case .lastDays(1, let upTo) = meant else { return self == meant }
        guard let day = singleDay else { return false }
        return day <= upTo && day.adding(days: 4) > upTo
    }
}

extension Double {
    fileprivate var plain: String { self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self) }
}

extension Condition {
    /// Something in it is denied.
    fileprivate var isDenied: Bool {
        switch self {
        case .not: true
        case .compare(_, let relation, _): relation == .notEqual
        case .all(let parts), .any(let parts): parts.contains(where: \.isDenied)
        case .run(let of, _, _), .shifted(let of, _), .containing(_, _, let of): of.isDenied
        case .calendar, .eventCalendar, .pattern, .event, .holdsEvent, .gapFilled, .extreme: false
        }
    }
}

extension Sense {
    fileprivate var isNegation: Bool {
        switch self {
        case .mark(.not), .mark(.except), .mark(.neither): true
        default: false
        }
    }

    /// Its words may choose days.
    fileprivate var mayDate: Bool {
        switch self {
        case .dates, .choice, .relative, .months, .quarter, .half, .unknown: true
        case .number, .numbers, .between, .top: true
        default: false
        }
    }
}

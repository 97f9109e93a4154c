internal import Market
internal import Studies

extension Line {
    /// "What percent did NQ lose in December 2025", "рост за 2024 в процентах", "общий рост": of a period it is how far the
    /// price went; a share is of days.
    mutating func settlePeriodMoves() {
        guard let rise = theOneRise, hasPeriod else { return }
        let asked = pieces.indices.filter { index in
            switch pieces[index].sense {
            case .task(.share), .measure(.percent): has(.percentword, in: pieces[index])
            case .task(.count), .empty: has(.amounts, in: pieces[index])
            case .statistic(.sum): index == rise - 1
            default: false
            }
        }
        guard let place = asked.first(where: { pieces[$0].sense != .empty }) ?? asked.first else { return }
        if case .task(.share) = pieces[place].sense, place > rise { return }
        if asked.contains(where: { has(.amounts, in: pieces[$0]) }) {
            guard let count = pieces.firstIndex(where: { $0.sense == .task(.count) }) else { return }
            settleAsMove(count)
        } else {
            settleAsMove(place)
            // "сколько прибавило в %": what is counted is percent.
            if let count = pieces.firstIndex(where: { $0.sense == .task(.count) }) {
                pieces[count].sense = .empty
                empty.formUnion(pieces[count].tokens)
            }
        }
    }

    private mutating func settleAsMove(_ index: Int) {
        pieces[index].sense = .task(.howmuch)
        empty.subtract(pieces[index].tokens)
    }

    /// The only thing said: that the price rose or fell.
    private var theOneRise: Int? {
        var rise: Int?
        for index in pieces.indices {
            switch pieces[index].sense {
            case .rise:
                guard rise == nil else { return nil }
                rise = index
            case .empty, .prep, .stop, .symbol, .instruments, .dates, .relative, .months, .quarter, .half, .span,
                .measure(.percent), .task(.share), .task(.count), .statistic(.sum):
                continue
            case .number(let year, nil) where year >= 1900: continue
            case .number where isMonths(index - 1) || isMonths(index + 1): continue
            case .number, .unit:
                guard isRelative(index - 1) || isRelative(index - 2) || unit(index) == .year else { return nil }
            default: return nil
            }
        }
        return rise
    }

    private var hasPeriod: Bool {
        pieces.contains { piece in
            switch piece.sense {
            case .dates, .relative, .months, .quarter, .half: true
            case .number(let year, nil): year >= 1900
            default: false
            }
        }
    }

    /// What is asked about rather than guessed: "price range of 2025", "сколько раз в месяц бывает".
    mutating func settleDoubts() {
        settleRates()
        for index in pieces.indices {
            switch pieces[index].sense {
            case .empty where has(.priceword, in: pieces[index]):
                if self[index + 1] == .quantity(Quantity(.range)), hasPeriod,
                    !pieces.contains(where: { if case .statistic = $0.sense { true } else { false } })
                {
                    pieces[index].sense = .unknown
                    empty.subtract(pieces[index].tokens)
                }
            case .quantity(let quantity) where quantity.isVolume && isForm(index, .shortvolume):
                // "vol and volume": what the long word names is not named twice.
                let isNamed = pieces.indices.contains { place in
                    guard place != index, !isForm(place, .shortvolume), case .quantity(let other)? = self[place] else {
                        return false
                    }
                    return other.isVolume
                }
                if isNamed { pieces[index].sense = .quantity(Quantity(.volatility)) }
            case .unit where has(.perunit, in: pieces[index]):
                let before = pieces[..<index].last { $0.sense != .empty && $0.sense != .prep(.in) }
                let isTimes =
                    before?.sense == .task(.count) && (before?.tokens.count ?? 0) > 1 || before?.sense == .often
                let isMean = pieces.contains { $0.sense == .statistic(.mean) }
                if isTimes, !isMean, pieces[..<index].last?.sense == .prep(.in) { pieces[index].sense = .unknown }
            default: continue
            }
        }
    }

    /// "сколько раз в год NQ падает больше 3%", "how many gap ups a month": how many on average.
    private mutating func settleRates() {
        guard let asked = pieces.firstIndex(where: { $0.sense == .task(.count) }),
            let place = pieces.indices.first(where: { $0 > asked && isRate($0) }),
            pieces.allSatisfy({ piece in
                switch piece.sense {
                case .quantity(let quantity): quantity.isGap
                case .statistic, .measure(.points), .measure(.dollars), .verb(.travel), .relative, .mark(.each): false
                default: true
                }
            })
        else { return }
        let tokens = pieces[place].tokens
        if self[place - 1] != .prep(.in) { pieces.insert(Piece(sense: .prep(.in), tokens: []), at: place) }
        pieces.insert(Piece(sense: .statistic(.mean), tokens: tokens), at: asked + 1)
    }

    /// "в год", "a month": behind what is counted.
    private func isRate(_ index: Int) -> Bool {
        guard let unit = unit(index), [.week, .month, .quarter, .year].contains(unit), pieces[index].tokens.count == 1,
            let first = pieces[index].tokens.first, first > 0
        else { return false }
        return forms.contains(tokens[first].text, .perunit) && forms.contains(tokens[first - 1].text, .landing)
            || forms.contains(tokens[first - 1].text, .indefinite)
    }

    /// "average annual return": of years, each by its own move, as "monthly" is of months.
    mutating func settleAnnualMoves() {
        for index in pieces.indices where unit(index) == .year && has(.annual, in: pieces[index]) {
            guard prep(index) == nil, !pieces[index].each, isStatistic(index - 1),
                case .quantity(let quantity)? = self[index + 1], quantity.isSigned, !quantity.isGap,
                !pieces.contains(where: { $0.sense == .mark(.each) })
            else { continue }
            pieces[index].sense = .barUnit(.year)
        }
    }
}

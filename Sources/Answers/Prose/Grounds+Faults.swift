internal import Market

extension Grounds {
    /// Why a claim may not stand; nil: it is known.
    func fault(_ claim: ProseClaim, _ next: ProseClaim?, _ reader: ProseReader) -> Prose.Fault.Kind? {
        switch claim.content {
        case .number(let figure): return fault(figure, claim, reader)
        case .ordinal(let value):
            let isKnown =
                ordinals.contains(value)
                || (figures + told).contains { $0.value == Double(value) && $0.isPercent != true }
            return isKnown ? nil : .figure
        case .date(let parts): return parts.contains(where: isKnown) ? nil : .figure
        case .quarter(let quarter, let year): return isKnown(quarter, year) ? nil : .figure
        case .weekday(let day):
            // "Tuesday, 5 March 2024" must be one.
            if let next, case .date(let parts) = next.content, let date = parts.first?.date,
                !reader.tokens[claim.place.upperBound..<next.place.lowerBound].contains(where: { $0.kind == .word })
            {
                return date.weekday == day ? nil : .figure
            }
            return weekdays.contains(day) ? nil : .figure
        case .clock(let minute): return clocks.contains(minute) ? nil : .figure
        case .name(let name): return isKnown(name) ? nil : .name
        case .ratio(let word): return names.contains(word) ? nil : .figure
        case .instrument(let symbols): return self.symbols.isDisjoint(with: symbols) ? .name : nil
        case .unreadable: return .figure
        }
    }

    // MARK: Figures

    /// A rounding of a figure further off than this part of it is another figure: 2.4 is not 2.
    private static let coarsest = 0.05

    private func fault(_ figure: Figure, _ claim: ProseClaim, _ reader: ProseReader) -> Prose.Fault.Kind? {
        if let year = figure.year, dates.contains(where: { $0.year == year }) { return nil }
        if let clock = figure.clock, clocks.contains(clock) { return nil }
        let computed = figures.filter { Self.isRounding(figure, of: $0) }
        if !computed.isEmpty {
            return computed.contains { Self.goes(figure, as: $0, reader.direction(of: claim)) } ? nil : .direction
        }
        let read = told.filter { Self.isRounding(figure, of: $0) }
        guard !read.isEmpty else { return .figure }
        return read.contains { Self.goes(figure, as: $0, reader.direction(of: claim)) } ? nil : .direction
    }

    /// Whether it is the figure rounded as it is written, its sign aside.
    private static func isRounding(_ figure: Figure, of known: Known) -> Bool {
        if figure.isPercent, known.isPercent != true {
            // A part of one told in percent.
            return !known.value.isWhole && abs(known.value) < 1 && isRounding(figure, of: 100 * known.value)
        }
        // 62.5 of percent goes without the sign, 2 could be anything.
        if known.isPercent == true, !figure.isPercent, figure.resolution >= 1 { return false }
        return isRounding(figure, of: known.value)
    }

    private static func isRounding(_ figure: Figure, of value: Double) -> Bool {
        let off = abs(figure.size - abs(value))
        return off <= 1e-9 * max(1, abs(value)) || off <= figure.resolution / 2 + 1e-9 && off <= coarsest * abs(value)
    }

    /// Whether the sign that is written, or the verb that stands for it, is the figure's.
    private static func goes(_ figure: Figure, as known: Known, _ direction: ProseReader.Direction?) -> Bool {
        switch figure.sign {
        case .minus: return known.value <= 0
        case .plus: return known.value >= 0
        case nil: break
        }
        if known.value < 0 { return direction == .down }
        return !known.isChange || known.value == 0 || direction != .down
    }

    // MARK: Dates

    private func isKnown(_ part: DatePart) -> Bool {
        if dates.contains(where: part.isPart) { return true }
        // The year goes without saying where there is only one.
        guard let year = part.year, Set(dates.compactMap(\.year)) == [year] else { return false }
        var open = part
        open.year = nil
        return (open.month != nil) && dates.contains { $0.year == nil && open.isPart(of: $0) }
    }

    private func isKnown(_ quarter: Int, _ year: Int?) -> Bool {
        quarters.contains { known in
            known.quarter == quarter
                && (year == nil || known.year == year
                    || known.year == nil && Set(dates.compactMap(\.year)) == Set([year].compactMap(\.self)))
        }
    }

    // MARK: Names

    /// As it is known, or with another ending.
    private func isKnown(_ name: String) -> Bool {
        if names.contains(name) { return true }
        guard name.count >= 4, name.allSatisfy({ $0.isLetter && !$0.isASCII }) else { return false }
        return names.contains { $0.count >= 4 && $0.commonPrefix(with: name) >= max(4, max($0.count, name.count) - 3) }
    }
}

extension ProseReader {
    enum Direction { case up, down }

    /// Where the claim's clause says that it goes: by the nearest word before it, else behind it.
    func direction(of claim: ProseClaim) -> Direction? {
        guard
            let clause = layout.clause.indices.contains(claim.place.lowerBound)
                ? layout.clause[claim.place.lowerBound] : nil
        else { return nil }
        let places = tokens.indices.filter { layout.clause[$0] == clause && !claim.place.contains($0) }
        func direction(_ place: Int) -> Direction? {
            has(.down, place) ? .down : has(.up, place) ? .up : nil
        }
        return places.reversed().lazy.filter { $0 < claim.place.lowerBound }.compactMap(direction).first
            ?? places.lazy.filter { $0 >= claim.place.upperBound }.compactMap(direction).first
    }
}

extension Double {
    fileprivate var isWhole: Bool { self == rounded() }
}

extension String {
    /// Characters that both begin with.
    fileprivate func commonPrefix(with other: String) -> Int {
        zip(self, other).prefix { $0 == $1 }.count
    }
}

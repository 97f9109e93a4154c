internal import Studies

extension Frame {
    /// "percent of cases when the gap fills, if the last hour is red": what stands behind the first word is asked, and what
    /// stands behind "if" is given; "share of days with a gap up where the first hour is red": the other way round. Nil
    /// where not both stand behind such a word, each behind its own.
    func givenOfTwo(_ facts: [(value: Fact, index: Int)], _ asked: Int, _ given: Set<Int>) -> Set<Int>? {
        guard asked >= 0, given.count == 2, given.count == facts.count, let first = marks(.given).first,
            let second = marks(.given).last, asked < first, facts[0].index > first, facts[0].index < second,
            facts[1].index > second, marks(.given).count == 2, marks(.after).isEmpty,
            !facts.contains(where: { asked < $0.index && $0.index < first }),
            !line.isMark(second - 1, .and), !line.isMark(second - 1, .or), !line.isMark(second - 1, .but)
        else { return nil }
        let (isWith, isOther) = (line.isForm(first, .withword), line.isForm(second, .withword))
        guard !isOther else { return nil }
        return line.isForm(second, .whereabouts) || isWith ? [0] : [1]
    }

    /// "how often does the gap fill and the day close green": both of one day, and of no kind of gap.
    func holdsWithFill(_ facts: [(value: Fact, index: Int)]) -> Bool {
        facts[0].value.condition == .gapFilled
            && facts.dropFirst().allSatisfy { $0.value.settled || $0.value.isOutcome }
            && areJoined(facts.map(\.index))
    }
}

internal import Market
internal import Studies

extension Line {
    /// "difference between the RTH high and the overnight high", "разница между хаем кассы и хаем ночи": one less the
    /// other, day by day.
    mutating func joinContrasts() {
        var index = 0
        while index < count {
            defer { index += 1 }
            let isDifference = self[index] == .task(.compare) && has(.difference, in: pieces[index])
            guard isDifference || isMark(index, .between) && has(.distance) else { continue }
            let start = isMark(index + 1, .between) ? index + 2 : index + 1
            guard let left = contrasted(start), isMark(left.last + 1, .and) || prep(left.last + 1) == .from else {
                continue
            }
            let next = isMark(left.last + 1, .and) ? left.last + 2 : left.last + 1
            guard let right = contrasted(next), left.quantity != right.quantity,
                left.quantity.base == right.quantity.base || left.quantity.isPrice && right.quantity.isPrice,
                isDifference || left.quantity.isPrice
            else { continue }
            let series = Series.arithmetic(
                left: left.quantity.series(),
                operation: .minus,
                right: right.quantity.series()
            )
            // "the distance between the high and the close" has no sign; "distance in points between".
            let isMeasured = self[index - 1] == .measure(.points) && !pieces[index - 1].afterStop
            join(
                (isMeasured ? index - 1 : index)...right.last,
                as: .quantity(Quantity(.series(isDifference ? series : .absolute(of: series))))
            )
        }
    }

    /// A quantity with the window beside it.
    private func contrasted(_ start: Int) -> (quantity: Quantity, last: Int)? {
        var place = start
        if isStatistic(place) { place += 1 }
        if case .span(let span)? = self[place], case .quantity(var quantity)? = self[place + 1], quantity.span == nil {
            quantity.span = span
            return (quantity, place + 1)
        }
        guard case .quantity(var quantity)? = self[place] else { return nil }
        if case .span(let span)? = self[place + 1], quantity.span == nil {
            quantity.span = span
            return (quantity, place + 1)
        }
        return (quantity, place)
    }
}

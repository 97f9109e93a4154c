internal import Market
internal import Studies

extension Line {
    /// "average weekly NQ change", "средний дневной NQ диапазон": the instrument stands inside of what is said of it.
    mutating func moveNamesOut() {
        for index in pieces.indices.dropFirst() where pieces.indices.contains(index + 1) {
            guard case .symbol? = self[index], prep(index) == nil, !pieces[index].afterStop, prep(index + 1) == nil,
                unit(index - 1) != nil, isQuantity(index + 1), !pieces[index + 1].afterStop
            else { continue }
            var name = pieces.remove(at: index)
            // What leads the unit leads the name now.
            (name.prep, name.prepTokens, name.afterStop) = (nil, [], pieces[index - 1].afterStop)
            pieces.insert(name, at: index - 1)
        }
        for index in pieces.indices.dropFirst() where pieces.indices.contains(index + 1) {
            // "дни с закрытием золота ниже 3500".
            guard case .symbol? = self[index], prep(index) == nil, !pieces[index].afterStop,
                case .quantity(let price)? = self[index - 1], price.isPrice, case .relation? = self[index + 1],
                isNumber(index + 2), !pieces[index + 1].afterStop
            else { continue }
            let name = pieces.remove(at: index)
            pieces.insert(name, at: index - 1)
        }
    }

    /// "30-min RTH bars", "15 минутные RTH свечи": the window stands inside of what is said of the bars.
    mutating func moveWindowsOut() {
        for index in pieces.indices where whole(index) != nil && unit(index + 1) == .minute {
            guard isSpan(index + 2), self[index + 3] == .bars, !pieces[index + 2].afterStop, !isLed(index) else {
                continue
            }
            var window = pieces.remove(at: index + 2)
            (window.prep, window.prepTokens) = (nil, [])
            pieces.insert(window, at: index)
            return
        }
    }

    /// "the opening 15 minute RTH candle": which of them.
    private func isLed(_ index: Int) -> Bool {
        switch self[index - 1] {
        case .ordinal?, .quantity?, .relative?, .relation?: true
        default: false
        }
    }
}

/// What an import changes in the bars that are there.
package struct BarMerge: Sendable, Equatable {
    package var bars: BarColumns
    /// Minutes that were not there before.
    package var added = 0
    /// Minutes that were there with other numbers; the newer ones count.
    package var replaced = 0
    /// Minutes that were there with the same numbers.
    package var unchanged = 0

    package var changesNothing: Bool { added == 0 && replaced == 0 }
}

/// Joins two sorted tables of bars; for a minute in both, the newer bar counts.
package func merge(_ old: BarColumns, with new: BarColumns) -> BarMerge {
    guard old.count > 0 else { return BarMerge(bars: new, added: new.count) }
    var result = BarMerge(bars: BarColumns())
    result.bars.reserve(max(old.count, new.count))
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
        if right >= new.count || (left < old.count && old.minute[left] < new.minute[right]) {
            result.bars.append(left, of: old)
            left += 1
        } else if left >= old.count || new.minute[right] < old.minute[left] {
            result.bars.append(right, of: new)
            result.added += 1
            right += 1
        } else {
            if old.same(left, as: right, of: new) { result.unchanged += 1 } else { result.replaced += 1 }
            result.bars.append(right, of: new)
            left += 1
            right += 1
        }
    }
    return result
}

internal import Market
internal import Studies

extension Frame {
    /// It is asked how the days of one top lie in groups, and not for the top of each group.
    var splitsTop: Bool {
        line.has(.splits) || task(.distribution) != nil || dates.contains { $0.value.period == .all }
    }
}

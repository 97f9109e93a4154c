extension Window {
    /// Reads `HH:MM-HH:MM`. A start at or after the end is of the evening before: `18:00-09:30` is `-360..<570`.
    package init?(clock text: String) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let from = Self.minute(ends[0]), let to = Self.minute(ends[1]), from < 1440 else {
            return nil
        }
        self.init(from: from >= to ? from - 1440 : from, to: to)
    }

    /// `HH:MM` as minutes, 00:00 to 24:00.
    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 2, parts[1].count == 2, let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0...24).contains(hour), (0...59).contains(minute), hour * 60 + minute <= 1440
        else { return nil }
        return hour * 60 + minute
    }
}

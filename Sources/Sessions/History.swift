/// What of a conversation a model is told: the newest messages in full, older ones by tens as summaries, the oldest not
/// at all. Nothing is lost by it: what is not told is kept.
public struct History: Hashable, Sendable {
    /// Newest messages told in full.
    public static let full = 20
    /// Messages that one summary stands for.
    public static let block = 10
    /// The oldest message told, counted from the newest.
    public static let reach = 50

    /// Blocks of messages that a summary should be made of, oldest first: those of ten that have left the newest
    /// twenty, have none yet, and lie within the newest fifty.
    ///
    /// - Parameters:
    ///   - count: messages of the session.
    ///   - summarised: the last number that a summary stands for; 0 for none.
    public static func due(count: Int, summarised: Int) -> [ClosedRange<Int>] {
        var blocks: [ClosedRange<Int>] = []
        var first = 1
        while first + block - 1 <= count - full {
            let range = first...(first + block - 1)
            if range.lowerBound > summarised, range.upperBound > count - reach { blocks.append(range) }
            first += block
        }
        return blocks
    }

    /// What is told, oldest first: summaries, then messages, as many as fit, the newest first to be taken. A summary
    /// counts like a message.
    ///
    /// - Parameters:
    ///   - messages: the newest, oldest first; at least `full` of them where there are so many.
    ///   - tokens: of a message.
    public static func told(
        _ messages: [Message],
        _ summaries: [Message],
        limit: Int,
        tokens: (Message) -> Int
    ) -> [Message] {
        let count = messages.last?.number ?? 0
        let covered = summaries.compactMap(\.summarises)
        let oldest = count - reach
        let inFull = messages.filter { message in
            message.number > count - full
                || (message.number > oldest && !covered.contains { $0.contains(message.number) })
        }
        let standing = summaries.filter { (oldest + 1...max(oldest + 1, count - full)).contains(order($0)) }
        let all = (standing + inFull).sorted { order($0) < order($1) }
        var left = limit
        var taken: [Message] = []
        for message in all.reversed() {
            let cost = tokens(message)
            guard cost <= left else { break }
            left -= cost
            taken.append(message)
        }
        return taken.reversed()
    }

    private static func order(_ message: Message) -> Int { message.summarises?.upperBound ?? message.number }
}

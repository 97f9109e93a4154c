/// Reads server-sent events from bytes that come in any pieces (WHATWG HTML, 9.2.6): lines end in LF, CR or CRLF, a byte
/// order mark at the start is skipped, lines that start with a colon are comments, `data` lines are joined by LF, an event
/// ends at a blank line. A pure state machine; nothing is decoded before a line is whole, so letters survive any split.
package struct EventStreamReader: Sendable {
    package struct Event: Sendable, Hashable {
        /// `message` where the stream names none.
        package var type: String
        package var data: [UInt8]

        package init(type: String = "message", data: [UInt8]) {
            self.type = type
            self.data = data
        }
    }

    package enum Ending: Sendable, Hashable {
        case clean
        /// Inside a line or an event: what was read of it is dropped.
        case cut
    }

    /// A line or an event longer than the limit.
    package struct TooLong: Error, Sendable {}

    private let limit: Int
    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var type = ""
    private var followsCR = false
    private var isFirstLine = true

    /// - Parameter limit: bytes of one event.
    package init(limit: Int = 1 << 20) {
        self.limit = limit
    }

    /// The events that these bytes complete.
    package mutating func feed(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            if byte == 0x0A, followsCR {
                followsCR = false
                continue
            }
            followsCR = byte == 0x0D
            guard byte == 0x0A || byte == 0x0D else {
                guard line.count + data.count < limit else { throw TooLong() }
                line.append(byte)
                continue
            }
            if let event = endLine() { events.append(event) }
        }
        return events
    }

    /// Where the bytes ended.
    package func end() -> Ending {
        line.isEmpty && !hasData ? .clean : .cut
    }

    private mutating func endLine() -> Event? {
        defer {
            line.removeAll(keepingCapacity: true)
            isFirstLine = false
        }
        if isFirstLine, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        guard !line.isEmpty else { return dispatch() }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[min(colon + 1, line.endIndex)...]
        if value.first == 0x20 { value.removeFirst() }
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "data":
            if hasData { data.append(0x0A) }
            hasData = true
            data += value
        case "event": type = String(decoding: value, as: UTF8.self)
        // Comments (an empty name), `id`, `retry` and names unknown: no use is made of them here.
        default: break
        }
        return nil
    }

    private mutating func dispatch() -> Event? {
        defer {
            data.removeAll(keepingCapacity: true)
            hasData = false
            type = ""
        }
        return hasData ? Event(type: type.isEmpty ? "message" : type, data: data) : nil
    }
}

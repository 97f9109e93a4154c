import Testing

@testable import LanguageModels

struct EventStreamTests {
    private func read(_ text: String, piece: Int = .max) throws -> (events: [String], ending: EventStreamReader.Ending)
    {
        var reader = EventStreamReader()
        var events: [String] = []
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            for event in try reader.feed(bytes.prefix(piece)) {
                events.append("\(event.type) \(String(decoding: event.data, as: UTF8.self))")
            }
            bytes = bytes.dropFirst(piece)
        }
        return (events, reader.end())
    }

    @Test(arguments: ["\n", "\r", "\r\n"], [1, 3, 7, 1000])
    func `lines may end in any way and bytes may come in any pieces`(end: String, piece: Int) throws {
        let text = ["data: максимум дня", "", ": keep-alive", "", "event: end", "data:two", "data: lines", "", ""]
            .joined(separator: end)
        let (events, ending) = try read(text, piece: piece)
        #expect(events == ["message максимум дня", "end two\nlines"])
        #expect(ending == .clean)
    }

    @Test func `a byte order mark at the start is skipped, one further on is not`() throws {
        let (events, _) = try read("\u{FEFF}data: a\n\n\u{FEFF}data: b\n\ndata: c\n\n", piece: 1)
        #expect(events == ["message a", "message c"])
    }

    @Test func `unknown fields, ids and fields without a value are passed over`() throws {
        let (events, _) = try read("id: 7\nretry: 10\nfoo: x\nfoo\ndata\ndata: b\n\nevent: only\n\n")
        #expect(events == ["message \nb"])
    }

    @Test(arguments: ["data: {\"a", "data: a\n", "data: a\r\ndata: b"])
    func `an event that the end cuts is dropped, and the end is told as cut`(text: String) throws {
        let (events, ending) = try read(text)
        #expect(events.isEmpty)
        #expect(ending == .cut)
    }

    @Test func `an event larger than the limit is an error`() throws {
        var reader = EventStreamReader(limit: 10)
        let first = try reader.feed(Array("data: 123\n".utf8))
        #expect(first.isEmpty)
        #expect(throws: EventStreamReader.TooLong.self) { try reader.feed(Array("data: 4567890".utf8)) }
    }
}

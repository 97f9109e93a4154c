import AgentGraph
import Answers
import Foundation
import Sessions
import Testing

@testable import Agents

/// Turns whose program went, and data that went under them; ids as in docs/faults.md.
struct LostTests {
    @Test(arguments: Keeping.allCases)
    func `a reply that was stored when the program went is not wanted again`(keeping: Keeping) async throws {
        try await Desk.with(keeping) { desk in
            let session = ThreadID()
            let killed = try await desk.chat(session)
            _ = try await killed.hear("volatility")
            let asked = try #require(try await killed.pending())
            #expect(try await killed.lastWords() == nil)
            _ = try await killed.runtime.answer(asked.id, with: "1")
            let next = try await desk.chat(session)
            #expect(try await next.lastWords() == "1")
            #expect(try await next.resume()?.answer?.status == .answered)
            #expect(try await next.lastWords() == nil)
            #expect(try await next.messages().map(\.text.count).count == 4)
        }
    }

    @Test(arguments: Keeping.allCases)
    func `turns that other programs left are taken to their ends`(keeping: Keeping) async throws {
        try await Desk.with(keeping) { desk in
            let chats = [try await desk.chat(), try await desk.chat()]
            for (chat, words) in zip(chats, ["mean range by weekday", "volatility"]) {
                _ = try await chat.start(Turn(Inquiry(text: words, symbol: "NQ")), after: nil, saying: words)
            }
            let store = try await desk.store()
            #expect(try await Conversation.finishLost(desk.analyst, store: store) == 2)
            #expect(try await chats[0].messages().map(\.status) == [.complete, .complete])
            guard case .asks = try await chats[1].standing() else {
                Issue.record("the second should ask back")
                return
            }
            #expect(try await Conversation.finishLost(desk.analyst, store: store) == 0)
        }
    }

    enum Damage: CaseIterable {
        case missing, cutShort, newer
    }

    @Test(arguments: Damage.allCases)
    func `D13 bars that cannot be read cost the figures and not the conversation`(damage: Damage) async throws {
        try await Desk.with { desk in
            let place = ["--data", desk.data], ask = ["ask", "mean volume by weekday", "--symbol", "NQ"]
            let before = try await run(ask + place)
            let files = FileManager.default.enumerator(atPath: desk.data)?.compactMap { $0 as? String } ?? []
            let bars = try #require(files.first { $0.hasSuffix(".duckdb") })
            let path = desk.folder.appending(path: "data").appending(path: bars)
            let whole = try Data(contentsOf: path)
            switch damage {
            case .missing: try FileManager.default.removeItem(at: path)
            case .cutShort: try whole.prefix(whole.count / 3).write(to: path)
            case .newer:
                // The storage's version stands behind a checksum and the mark "DUCK".
                var bytes = whole
                #expect(bytes[8..<12] == Data("DUCK".utf8))
                bytes[12] = 0xFF
                try bytes.write(to: path)
            }
            let failed = try await run(["ask", "--session", "last", "by hour"] + place)
            #expect(failed.code != 0)
            #expect((failed.output + failed.complaints).contains("cannot be read"), "\(failed)")
            #expect(try await run(["sessions", "show", "last"] + place).output.contains("mean volume by weekday"))
            try whole.write(to: path)
            let after = try await run(ask + place)
            #expect(after.code == 0 && after.output.contains("Tuesday") && before.output.contains("Tuesday"))
        }
    }
}

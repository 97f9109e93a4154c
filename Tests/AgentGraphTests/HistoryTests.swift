import AgentGraph
import Foundation
import Sessions
import Testing

struct HistoryTests {
    private func message(_ number: Int, length: Int = 1) -> Message {
        Message(
            session: ThreadID(rawValue: "s"),
            number: number,
            role: number.isMultiple(of: 2) ? .assistant : .user,
            text: String(repeating: "x", count: length),
            at: Date(timeIntervalSince1970: Double(number))
        )
    }

    private func summary(_ range: ClosedRange<Int>) -> Message {
        Message(session: ThreadID(rawValue: "s"), role: .summary, text: "sum", summarises: range, at: .now)
    }

    @Test func `ten messages are summarised once they have left the newest twenty`() {
        #expect(History.due(count: 29, summarised: 0).isEmpty)
        #expect(History.due(count: 30, summarised: 0) == [1...10])
        #expect(History.due(count: 30, summarised: 10).isEmpty)
        #expect(History.due(count: 50, summarised: 0) == [1...10, 11...20, 21...30])
    }

    @Test func `what lies beyond the fiftieth is not summarised any more`() {
        #expect(History.due(count: 75, summarised: 0) == [21...30, 31...40, 41...50])
        #expect(History.due(count: 1000, summarised: 0) == [951...960, 961...970, 971...980])
    }

    @Test(arguments: 1...140)
    func `told are the newest twenty in full, and every older one up to the fiftieth once at most`(count: Int) {
        let messages = (1...count).map { message($0) }
        let summaries = stride(from: 1, through: count - 29, by: 10).map { summary($0...($0 + 9)) }
        let told = History.told(messages, summaries, limit: .max) { _ in 1 }
        let inFull = told.filter { $0.role != .summary }.map(\.number)
        #expect(Set(inFull).isSuperset(of: max(1, count - 19)...count))
        let covered = told.compactMap(\.summarises).flatMap(Array.init)
        #expect(Set(inFull).isDisjoint(with: covered))
        #expect(Set(inFull).count == inFull.count)
        #expect(Set(inFull + covered).isSuperset(of: max(1, count - 49)...count))
        #expect(
            told.map { $0.summarises?.upperBound ?? $0.number }
                == told.map { $0.summarises?.upperBound ?? $0.number }.sorted()
        )
    }

    @Test func `the newest fit first, and a summary costs like a message`() {
        let messages = (1...30).map { message($0, length: 10) }
        let told = History.told(messages, [summary(1...10)], limit: 45) { $0.text.count }
        #expect(told.map(\.number) == [27, 28, 29, 30])
        #expect(History.told(messages, [], limit: 5) { $0.text.count }.isEmpty)
    }
}

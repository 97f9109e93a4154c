import AgentGraph
import Agents
import Foundation
import Testing

@testable import Commands

/// What is drawn while a person waits, as the codes that are written.
struct SketchTests {
    private func event(_ kind: Event.Kind, _ node: String = "responder") throws -> Event {
        Event(number: 0, step: 0, node: node, attempt: 1, at: Date(timeIntervalSince1970: 0), kind: kind)
    }

    private func told(_ prose: String) throws -> Event {
        try event(.note(json: #"{"prose":"\#(prose)"}"#))
    }

    private func sketch(width: Int = 40) -> Sketch { Sketch(Terminal(width: width, isColoured: false)) }

    @Test func `the agent at work gives way to the sentences, and they to nothing`() throws {
        var sketch = sketch()
        #expect(sketch.erase() == "")
        #expect(sketch.take(try event(.entered)) == "… responder")
        #expect(sketch.take(try told("One is here.")) == "\r\u{1B}[J\nOne is here.")
        #expect(sketch.take(try told(" And two.")) == "\u{1B}[1A\r\u{1B}[J\nOne is here. And two.")
        #expect(sketch.take(try event(.note(json: #"{"milliseconds":1,"did":"x"}"#))) == nil)
        #expect(sketch.take(try told("")) == "\u{1B}[1A\r\u{1B}[J… responder")
        #expect(sketch.erase() == "\r\u{1B}[J")
        #expect(sketch.erase() == "")
    }

    @Test func `what a failed attempt told is void`() throws {
        var sketch = sketch()
        _ = sketch.take(try event(.entered))
        _ = sketch.take(try told("One is here."))
        let failed = try event(.attemptFailed(error: "x", retryAfterSeconds: nil))
        #expect(sketch.take(failed)?.contains("One") == false)
        #expect(sketch.take(try told("Two."))?.contains("One") == false)
    }

    @Test func `no line is as wide as the terminal, and no drawing taller than a few lines`() throws {
        var sketch = sketch(width: 40)
        let text = (1...90).map { "word\($0)" }.joined(separator: " ") + " " + String(repeating: "x", count: 90)
        let lines = try #require(sketch.take(try told(text))).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 9 && lines[0].isEmpty)
        #expect(lines.allSatisfy { $0.count < 40 })
        #expect(sketch.erase() == "\u{1B}[8A\r\u{1B}[J")
    }

    @Test func `what would move the cursor is not drawn`() throws {
        var sketch = sketch()
        let drawn = try #require(sketch.take(try event(.note(json: #"{"prose":"a\u001b[2Jb"}"#))))
        #expect(drawn.contains("a\u{FFFD}[2Jb"))
    }
}

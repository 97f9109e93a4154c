import Foundation
import Testing

@testable import AgentGraph

struct StateTests {
    struct Odd: Codable, Equatable {
        var number: Double
        var text: String
        var list: [Double?]
        var nested: [String: [String]]
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1])
    func `any number comes back as it was`(number: Double) throws {
        let value = Odd(number: number, text: "", list: [number, nil], nested: [:])
        let back = try JSONCoding.decode(Odd.self, from: JSONCoding.encode(value))
        #expect(back.number.bitPattern == number.bitPattern || (back.number.isNaN && number.isNaN))
        #expect(back.list.count == 2)
    }

    @Test(arguments: ["a\u{0}b", "\"}{][,:\\", "строка 🙂 \u{2028}", "\u{FFFD}"])
    func `any text comes back as it was, through members and changes too`(text: String) throws {
        let value = Odd(number: 1, text: text, list: [], nested: [text: [text, text]])
        let json = try JSONCoding.encode(value)
        #expect(!json.contains(0))
        let fields = try StateFields(object: json)
        #expect(fields.members.count == 4)
        #expect(try JSONCoding.decode(Odd.self, from: fields.json) == value)
        var old = try StateFields(object: JSONCoding.encode(Odd(number: 1, text: "", list: [], nested: [:])))
        let delta = try JSONCoding.decode(StateDelta.self, from: JSONCoding.encode(fields.changes(since: old)))
        #expect(Set(delta.set.keys) == (text.isEmpty ? [] : ["text", "nested"]))
        old.apply(delta)
        #expect(old == fields)
    }

    @Test func `a member that is gone is gone`() throws {
        var old = try StateFields(object: Data(#"{"a":1,"b":[{"c":"}"}]}"#.utf8))
        let new = try StateFields(object: Data(#"{"a":1}"#.utf8))
        let delta = new.changes(since: old)
        #expect(delta == StateDelta(set: [:], removed: ["b"]))
        old.apply(delta)
        #expect(old == new)
    }

    @Test(arguments: ["[]", "1", "", "{", #"{"a""#, #"{"a":1"#])
    func `what is no object is refused`(text: String) {
        #expect(throws: GraphError.self) { try StateFields(object: Data(text.utf8)) }
    }

    @Test func `the drawing shows every declared route`() {
        var graph = Scripted([:])
        graph.declared = [.a: Routes(to: [.b], answered: [.c]), .b: Routes(finishes: true)]
        #expect(
            graph.mermaid == """
                flowchart TD
                    begin([start]) --> a
                    a --> b
                    a -. answer .-> c
                    b --> finish([end])

                """
        )
    }
}

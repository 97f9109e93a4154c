import Foundation
import Market
import Studies
import StudyOracle
import Testing

@Suite struct JSONTests {
    private func studies(_ count: Int) throws -> [Study] {
        let world = try Shipped.world.get()
        var maker = StudyMaker(world, seed: 5)
        return (0..<count).map { _ in maker.study() }
    }

    @Test func `a study comes back from JSON as it went`() throws {
        for study in try studies(2000) {
            let data = try JSONEncoder().encode(study)
            #expect(try JSONDecoder().decode(Study.self, from: data) == study)
            #expect(!String(decoding: data, as: UTF8.self).contains("\"_"))
        }
    }

    @Test func `random studies are what the schema says`() throws {
        var check = SchemaCheck()
        for study in try studies(4000) { try check.check(study) }
        #expect(check.problems == [])
        // What no random study has: names of variants by the calendar, and sessions that the four instruments lack.
        let rare: Set = [
            "VariantName.weekday", "VariantName.month", "VariantName.quarter", "VariantName.year", "SessionName.us",
        ]
        #expect(SchemaCheck.allCases.subtracting(check.met).subtracting(rare) == [])
    }

    @Test func `the schema is JSON and names no type that it lacks`() throws {
        let json = StudySchema.study.json
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let types = try #require(object["$defs"] as? [String: Any])
        for reference in json.matches(of: /#\/\$defs\/(\w+)/) { #expect(types[String(reference.1)] != nil) }
    }
}

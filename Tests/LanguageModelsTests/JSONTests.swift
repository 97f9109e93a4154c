import Testing

@testable import JSONText
@testable import LanguageModels

struct JSONTests {
    @Test(arguments: [
        "null", "true", "[]", "{}", "[1,-2,0]", #"{"b":1,"a":[{"c":"x"}]}"#, #""a\"\\\n\u0001b""#, "1.5", "-0.25",
        "[1e+20]", #""день 😀""#,
    ])
    func `a document is written as it was read`(text: String) throws {
        #expect(try JSONValue(parsing: text).text == text)
    }

    @Test func `escapes and pairs of surrogates become letters`() throws {
        #expect(try JSONValue(parsing: #""\u0434\ud83d\ude00\/\t""#) == "д😀/\t")
    }

    @Test(arguments: [
        "", " ", "{", "[1,]", "{\"a\":1,}", "01", "-", "1.", ".5", "1e", "+1", "NaN", "Infinity", "nul", "'a'", "\"a",
        "\"\n\"", #""\x""#, "[1]x", "{a:1}", "[1 2]", "\u{FEFF}1",
    ])
    func `what is no JSON is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test(arguments: [
        (#""\ud800""#, JSONError.Problem.text), (#""\ud800\u0041""#, .text), (#""\udc00""#, .text), ("1e999", .number),
        (#"{"a":1,"a":2}"#, .repeatedName), (#"{"a":1,"\u0061":2}"#, .repeatedName),
    ])
    func `what readers would take in different ways is refused`(text: String, problem: JSONError.Problem) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error?.problem == problem)
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        let bytes: [UInt8] = [0x22, 0xFF, 0xC3, 0x28, 0x22]
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
        #expect(error?.problem == .text)
    }

    @Test func `a document deeper than allowed is refused before it is read`() throws {
        func nested(_ levels: Int) -> String {
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        _ = try JSONValue(parsing: nested(64))
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: nested(10_000)) }
        #expect(error == JSONError(problem: .tooDeep, offset: 64))
        let objects = String(repeating: #"{"a":"#, count: 10_000)
        #expect(throws: JSONError.self) { try JSONValue(parsing: objects) }
    }

    @Test func `members keep their order, so a schema has the same bytes every time`() throws {
        let text = #"{"z":1,"a":{"y":2,"b":3}}"#
        #expect(try JSONValue(parsing: text).bytes == Array(text.utf8))
    }

    @Test func `whole numbers are read exactly`() throws {
        #expect(try JSONValue(parsing: "9007199254740993").integer == 9_007_199_254_740_993)
        #expect(try JSONValue(parsing: "3.0").integer == 3)
        #expect(try JSONValue(parsing: "3.5").integer == nil)
    }
}

struct JSONSchemaTests {
    private let schema = JSONSchema(Fixtures.schema)

    @Test func `a value that keeps to its schema has no violation`() throws {
        #expect(schema.violation(of: try JSONValue(parsing: Fixtures.plan)) == nil)
    }

    @Test(arguments: [
        (#"{"intent":"data","level":9}"#, "$.level"), (#"{"intent":"TSLA","level":1}"#, "$.intent"),
        (#"{"intent":"data"}"#, "$"), (#"{"intent":"data","level":1,"note":"<img>"}"#, "$"),
        (#"{"intent":"data","level":"1"}"#, "$.level"), (#"{"intent":"data","level":1.5}"#, "$.level"), ("[]", "$"),
    ])
    func `what breaks a schema is told by its path, without the value`(text: String, path: String) throws {
        let violation = try #require(schema.violation(of: try JSONValue(parsing: text)))
        #expect(violation.hasPrefix(path + ":"))
        #expect(!violation.contains("TSLA") && !violation.contains("note"))
    }

    @Test func `alternatives, references, bounds and lengths are checked`() throws {
        let schema: JSONValue = [
            "$defs": ["day": ["type": "string", "minLength": 2, "maxLength": 3]],
            "type": "array", "minItems": 1, "maxItems": 2,
            "items": ["anyOf": [["$ref": "#/$defs/day"], ["type": "null"], ["const": 7]]],
        ]
        let check = JSONSchema(schema)
        #expect(check.violation(of: ["Mon", nil]) == nil)
        #expect(check.violation(of: [7.0]) == nil)
        for wrong: JSONValue in [[], ["Monday"], ["M"], [8], ["Mon", "Tue", "Wed"]] {
            #expect(check.violation(of: wrong) != nil)
        }
    }

    @Test func `a schema that refers to itself without end is refused and does not hang`() {
        let schema: JSONValue = ["$defs": ["a": ["$ref": "#/$defs/a"]], "$ref": "#/$defs/a"]
        #expect(JSONSchema(schema).violation(of: 1) != nil)
    }
}

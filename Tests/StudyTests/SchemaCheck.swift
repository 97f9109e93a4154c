import Foundation
import Studies

/// Holds JSON against the schema of studies, and remembers which cases it met.
struct SchemaCheck {
    private(set) var problems: [String] = []
    /// `Series.metric`, `Metric.open`.
    private(set) var met: Set<String> = []

    mutating func check(_ study: Study) throws {
        check(try JSONSerialization.jsonObject(with: JSONEncoder().encode(study)), .type("Study"), at: "")
    }

    mutating func check(_ json: Any, _ value: StudySchema.Value, at place: String) {
        switch value {
        case .text: if !(json is String) { problems.append("\(place) is no text") }
        case .number: if !(json is NSNumber) { problems.append("\(place) is no number") }
        case .integer:
            if (json as? NSNumber)?.doubleValue.rounded() != (json as? NSNumber)?.doubleValue {
                problems.append("\(place) is not whole")
            }
        case .boolean: if !(json is Bool) { problems.append("\(place) is neither true nor false") }
        case .date:
            if (json as? String)?.wholeMatch(of: /\d{4}-\d\d-\d\d/) == nil { problems.append("\(place) is no date") }
        case .list(let of):
            guard let list = json as? [Any] else { return problems.append("\(place) is no list") }
            for (index, element) in list.enumerated() { check(element, of, at: "\(place)[\(index)]") }
        case .type(let name): check(json, type: name, at: place)
        }
    }

    private mutating func check(_ json: Any, type: String, at place: String) {
        guard let shape = StudySchema.study.definition(type)?.shape else { return problems.append("no type \(type)") }
        switch shape {
        case .names(let names):
            guard let name = json as? String, names.contains(name) else {
                return problems.append("\(place) is no \(type)")
            }
            met.insert("\(type).\(name)")
        case .record(let fields): check(json, fields, at: place)
        case .choice(let cases):
            guard let object = json as? [String: Any], object.count == 1, let (name, value) = object.first,
                let fields = cases.first(where: { $0.name == name })?.fields
            else { return problems.append("\(place) is no \(type)") }
            met.insert("\(type).\(name)")
            check(value, fields, at: "\(place).\(name)")
        }
    }

    private mutating func check(_ json: Any, _ fields: [StudySchema.Field], at place: String) {
        guard let object = json as? [String: Any] else { return problems.append("\(place) is no object") }
        for name in object.keys where !fields.contains(where: { $0.name == name }) {
            problems.append("\(place).\(name) is not in the schema")
        }
        for field in fields {
            if let value = object[field.name] {
                check(value, field.value, at: "\(place).\(field.name)")
            } else if !field.isOptional {
                problems.append("\(place).\(field.name) is missing")
            }
        }
    }

    /// Every case that the schema has.
    static var allCases: Set<String> {
        var all: Set<String> = []
        for definition in StudySchema.study.definitions {
            switch definition.shape {
            case .record: break
            case .names(let names): all.formUnion(names.map { "\(definition.name).\($0)" })
            case .choice(let cases): all.formUnion(cases.map { "\(definition.name).\($0.name)" })
            }
        }
        return all
    }
}

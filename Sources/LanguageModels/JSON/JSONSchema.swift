package import JSONText

/// Checks a value against the part of JSON Schema that providers enforce, and the part that they say they do not:
/// `type`, `enum`, `const`, `properties`, `required`, `additionalProperties`, `items`, `anyOf`, `oneOf`, `$ref` within the
/// document, bounds of numbers, lengths of strings and arrays. Other keywords say nothing.
package struct JSONSchema: Sendable {
    private let root: JSONValue

    package init(_ root: JSONValue) {
        self.root = root
    }

    /// The first thing that is wrong, as a path and a sentence that holds none of the value's text; nil: it keeps to it.
    package func violation(of value: JSONValue) -> String? {
        violation(of: value, by: root, at: "$", references: 16)
    }

    private func violation(of value: JSONValue, by schema: JSONValue, at path: String, references: Int) -> String? {
        if let name = schema["$ref"]?.string {
            guard references > 0, let target = resolve(name) else {
                return "\(path): the schema's \(name) is not there"
            }
            return violation(of: value, by: target, at: path, references: references - 1)
        }
        if let found = scalarViolation(of: value, by: schema, at: path) { return found }
        for key in ["anyOf", "oneOf"] {
            guard let choices = schema[key]?.array else { continue }
            let matching = choices.count {
                violation(of: value, by: $0, at: path, references: references) == nil
            }
            if matching == 0 { return "\(path): is none of the allowed forms" }
            if key == "oneOf", matching > 1 { return "\(path): is of more than one form" }
        }
        switch value {
        case .array(let elements):
            guard let items = schema["items"] else { return nil }
            for (index, element) in elements.enumerated() {
                let inner = "\(path)[\(index)]"
                if let found = violation(of: element, by: items, at: inner, references: references) { return found }
            }
        case .object(let members):
            return objectViolation(of: members, by: schema, at: path, references: references)
        default: break
        }
        return nil
    }

    private func objectViolation(
        of members: [JSONValue.Member],
        by schema: JSONValue,
        at path: String,
        references: Int
    ) -> String? {
        let names = Set(members.map(\.name))
        for case .string(let name) in schema["required"]?.array ?? [] where !names.contains(name) {
            return "\(path): \(name) is missing"
        }
        let properties = schema["properties"]
        let others = schema["additionalProperties"]
        for (index, member) in members.enumerated() {
            if let property = properties?[member.name] {
                let inner = "\(path).\(member.name)"
                if let found = violation(of: member.value, by: property, at: inner, references: references) {
                    return found
                }
            } else if others == .bool(false) {
                // Its name is the model's text, so it is not repeated.
                return "\(path): member \(index + 1) is not known"
            } else if let others, others.members != nil {
                let inner = "\(path).*"
                if let found = violation(of: member.value, by: others, at: inner, references: references) {
                    return found
                }
            }
        }
        return nil
    }

    private func scalarViolation(of value: JSONValue, by schema: JSONValue, at path: String) -> String? {
        let types = schema["type"].map { $0.array ?? [$0] } ?? []
        if !types.isEmpty, !types.contains(where: { $0.string.map(value.isOf(type:)) ?? false }) {
            return "\(path): must be \(types.compactMap(\.string).joined(separator: " or "))"
        }
        if let constant = schema["const"], !constant.equals(value) { return "\(path): is not the only allowed value" }
        if let choices = schema["enum"]?.array, !choices.contains(where: { $0.equals(value) }) {
            return "\(path): is none of the allowed values"
        }
        if let number = value.double {
            if let bound = schema["minimum"]?.double, number < bound { return "\(path): below \(bound)" }
            if let bound = schema["maximum"]?.double, number > bound { return "\(path): above \(bound)" }
            if let bound = schema["exclusiveMinimum"]?.double, number <= bound { return "\(path): not above \(bound)" }
            if let bound = schema["exclusiveMaximum"]?.double, number >= bound { return "\(path): not below \(bound)" }
        }
        if let length = value.string?.unicodeScalars.count {
            if let bound = schema["minLength"]?.integer, length < bound { return "\(path): shorter than \(bound)" }
            if let bound = schema["maxLength"]?.integer, length > bound { return "\(path): longer than \(bound)" }
        }
        if let count = value.array?.count {
            if let bound = schema["minItems"]?.integer, count < bound { return "\(path): fewer than \(bound) items" }
            if let bound = schema["maxItems"]?.integer, count > bound { return "\(path): more than \(bound) items" }
        }
        return nil
    }

    private func resolve(_ reference: String) -> JSONValue? {
        guard reference.hasPrefix("#") else { return nil }
        return reference.dropFirst().split(separator: "/").reduce(root) { $0?[String($1)] }
    }
}

extension JSONValue {
    fileprivate func isOf(type: String) -> Bool {
        switch (self, type) {
        case (.null, "null"), (.bool, "boolean"), (.string, "string"), (.array, "array"), (.object, "object"): true
        case (.integer, "integer"), (.integer, "number"), (.number, "number"): true
        case (.number, "integer"): integer != nil
        default: false
        }
    }

    /// As JSON Schema compares: 1 and 1.0 are the same, the order of members means nothing.
    fileprivate func equals(_ other: JSONValue) -> Bool {
        if let a = double, let b = other.double { return a == b }
        switch (self, other) {
        case (.array(let a), .array(let b)): return a.count == b.count && zip(a, b).allSatisfy { $0.equals($1) }
        case (.object(let a), .object(let b)):
            return a.count == b.count && a.allSatisfy { member in other[member.name]?.equals(member.value) ?? false }
        default: return self == other
        }
    }
}

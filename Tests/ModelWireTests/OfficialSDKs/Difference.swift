import ModelServers

/// Something that two recorded requests do not have in common.
struct Difference: Hashable, CustomStringConvertible {
    var call: String
    /// "method", "path", "query", or the place in the body.
    var place: String

    var description: String { "\(call): \(place)" }

    /// Where two requests for the same call differ.
    ///
    /// - Parameter body: The body in a form in which two ways of writing the same are equal.
    static func between(
        _ ours: WireRequest,
        _ theirs: WireRequest,
        call: String,
        body: (WireRequest) throws -> JSON?
    ) rethrows -> [Difference] {
        var places: [String] = []
        if ours.method != theirs.method { places.append("method") }
        if ours.path != theirs.path { places.append("path") }
        if ours.queryItems != theirs.queryItems { places.append("query") }
        let ourLeaves = try leaves(of: body(ours) ?? .null)
        let theirLeaves = try leaves(of: body(theirs) ?? .null)
        places += Set(ourLeaves.keys).union(theirLeaves.keys).filter { ourLeaves[$0] != theirLeaves[$0] }.sorted()
        return places.map { Difference(call: call, place: $0) }
    }

    private static func leaves(of json: JSON, at place: String = "body") -> [String: JSON] {
        var leaves: [String: JSON] = [:]
        if let members = json.members, !members.isEmpty {
            for (name, value) in members { leaves.merge(Self.leaves(of: value, at: "\(place).\(name)")) { $1 } }
        } else if let elements = json.elements, !elements.isEmpty {
            for (index, value) in elements.enumerated() {
                leaves.merge(Self.leaves(of: value, at: "\(place)[\(index)]")) { $1 }
            }
        } else {
            leaves[place] = json
        }
        return leaves
    }
}

import Foundation

extension ReplyFault {
    /// The wire's own JSON cannot be read: what it reports, nobody is told.
    var spoilsJSON: Bool {
        switch self {
        case .brokenBody, .deepBody, .notUTF8: true
        default: false
        }
    }

    /// A document as it is sent with this fault, if any.
    static func piece(_ json: JSON, reports: Tally?, _ fault: ReplyFault?) -> WireReply.Piece {
        guard let fault else { return .init(json.bytes, reports: reports) }
        let json = fault == .unknownMembers ? json.withUnknownMembers : json
        return .init(fault.damaged(json.bytes), reports: fault.spoilsJSON ? nil : reports)
    }

    /// The bytes of a reply's JSON, damaged where this fault is one of the wire.
    private func damaged(_ bytes: Data) -> Data {
        switch self {
        case .brokenBody: return Data(bytes.dropLast(20))
        case .deepBody(let levels):
            let deep = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
            return Data(#"{"deep":\#(deep),"#.utf8) + bytes.dropFirst()
        case .notUTF8:
            // The members that hold text on either wire.
            for marker in [#""text":""#, #""content":""#] {
                guard let range = bytes.firstRange(of: Data(marker.utf8)) else { continue }
                return bytes[..<range.upperBound] + Data([0xff, 0xc3, 0x28]) + bytes[range.upperBound...]
            }
            return bytes
        default: return bytes
        }
    }
}

extension JSON {
    /// The value with a member that no wire knows in each object of it.
    var withUnknownMembers: JSON {
        switch self {
        case .array(let values): return .array(values.map(\.withUnknownMembers))
        case .object(let members):
            var members = members.mapValues(\.withUnknownMembers)
            members["zzUnknown"] = ["since": "2027", "values": [1, .null, true]]
            return .object(members)
        default: return self
        }
    }
}

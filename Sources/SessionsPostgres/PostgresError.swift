internal import AgentGraph
internal import Sessions

/// What the server or libpq said. Values that a message may quote are left out.
package struct PostgresError: Error, Sendable, CustomStringConvertible {
    /// Five characters, as in the manual's appendix A; nil where no server spoke.
    package var sqlstate: String?
    package var message: String
    /// The connection is of no use any more, and whether a COMMIT on its way was carried out is unknown.
    package var isConnectionLost: Bool

    package init(sqlstate: String?, message: String, isConnectionLost: Bool = false) {
        self.sqlstate = sqlstate
        self.message = message
        self.isConnectionLost = isConnectionLost
    }

    package var description: String { [sqlstate, message].compactMap(\.self).joined(separator: " ") }

    /// Broken off for others' sake; the same again may succeed.
    var isTransient: Bool { sqlstate == "40001" || sqlstate == "40P01" }

    /// Raised by our own functions: the call was carried out before, by an attempt whose end was not seen.
    static let alreadyDone = "BW000"
    static let unknownRun = "BW001"
    static let staleOwner = "BW002"

    /// As callers of a store know it.
    var told: any Error {
        switch sqlstate {
        case Self.unknownRun: GraphError(.unknownRun, "no such run")
        case Self.staleOwner: GraphError(.staleOwner, "the run was taken over")
        default: SessionError(code, description)
        }
    }

    private var code: SessionError.Code {
        guard let sqlstate else { return .unreachable }
        return switch sqlstate {
        case "57014": .timeout
        case "55P03", "53200", "53300", "53400", "40001", "40P01": .busy
        case "53100", "58030": .full
        case "25006": .readOnly
        case "XX001", "XX002": .corrupt
        case "3F000", "42P01", "42703", "42883": .schema
        case "42501", "22P02": .denied
        case "22021": .text
        default:
            switch sqlstate.prefix(2) {
            case "08": .unreachable
            case "28": .denied
            case "3D": .unreachable
            case "57": .unreachable
            default: .failed
            }
        }
    }
}

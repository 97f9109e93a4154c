internal import AsyncHTTPClient
internal import NIOCore

extension ModelError {
    /// What ended an exchange, as an error of ours.
    init(failed error: any Error, limit: CallTimer.Limit?, isCancelled: Bool) {
        if isCancelled {
            self.init(.cancelled, "the call was called off")
            return
        }
        switch error {
        case let error as ModelError: self = error
        case let error as LimitPassed: self.init(.timeout, "\(error.limit.rawValue) in time")
        case let error as ConnectionFailure:
            let isBroken = !error.isBeforeAnswer || Self.isBroken(error.cause)
            // The cause names hosts and ports at most, and is for the log.
            let detail = String("\(error.cause)".prefix(300))
            if isBroken {
                self.init(.broken, "the connection broke before the answer was whole", detail: detail)
            } else {
                self.init(.unreachable, "no connection to the model's server", detail: detail)
            }
        default:
            if let limit {
                self.init(.timeout, "\(limit.rawValue) in time")
            } else {
                self.init(.broken, "the connection broke before the answer was whole", detail: "\(type(of: error))")
            }
        }
    }

    /// The server took the connection and then let go of it.
    private static func isBroken(_ cause: any Error) -> Bool {
        if let error = cause as? HTTPClientError {
            return error == .remoteConnectionClosed || error == .readTimeout || error == .writeTimeout
        }
        if let error = cause as? ChannelError, case .ioOnClosedChannel = error { return true }
        return false
    }
}

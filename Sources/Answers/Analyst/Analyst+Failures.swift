internal import Bars
internal import DuckDB
package import Understanding

extension Analyst {
    /// What went wrong below, as it is told to the user; the layer's own words stay in `cause`.
    package func failed(_ error: any Error, _ language: Language) -> Draft {
        let failure = failure(error, language)
        return Draft(.failed, failure.message, failure: failure)
    }

    /// A turn that has used up what it may use.
    package func exhausted(_ language: Language) -> Draft {
        failed(Failure(.turnExhausted, message: say(language)("failure.turn.exhausted")), language)
    }

    private func failure(_ error: any Error, _ language: Language) -> Failure {
        let say = say(language)
        switch error {
        case let failure as Failure: return failure
        case is CancellationError: return Failure(.turnStopped, message: say("turn.stopped"))
        case let error as RunError:
            switch error {
            case .engine(let error): return failure(error, say)
            case .directory(let error): return Failure(.dataBroken, message: error.message, cause: error.cause)
            case .notLoaded, .compile:
                return Failure(.studyUnsupported, message: say("cannot.unsupported"), cause: "\(error)")
            }
        default: return Failure(.queryFailed, message: say("failure.query.failed"), cause: "\(error)")
        }
    }

    private func failure(_ error: DuckDBError, _ say: Sentences) -> Failure {
        let cause = error.debugDescription
        return switch error.code {
        case .deadline, .cancelled:
            Failure(.queryTimeout, message: say("failure.query.timeout", ["n": .count(Int(deadline))]), cause: cause)
        case .tooLarge: Failure(.queryTooLarge, message: say("failure.query.too_large"), cause: cause)
        case .open: Failure(.dataBroken, message: say("failure.data.broken", ["path": .text(path)]), cause: cause)
        default: Failure(.queryFailed, message: say("failure.query.failed"), cause: cause)
        }
    }
}

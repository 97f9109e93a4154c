internal import Synchronization

/// Something that whoever runs the program should see in its log.
package enum ModelNotice: Sendable, Hashable {
    /// The key, the quota or the model must be looked after. Said once until a call succeeds again.
    case needsSomebody(ModelName, ModelError)
    /// A model is retired; the other one answers from now on.
    case fellBack(from: ModelName, to: ModelName)
    case breakerOpened(ModelName)
    case breakerClosed(ModelName)
    /// A call ended and could not be settled: the amounts reserved for it stand.
    case notSettled(CallRecord, cause: String)
    /// The prompt's static part is not kept at the provider any more.
    case cacheOff(ModelName, ModelError)
    /// Contents that nobody uses any more may be kept, and paid for, until they expire.
    case orphansLeft(ModelName, ModelError)
    /// The store of kept contents failed; the call went without.
    case cacheStoreFailed(cause: String)
}

/// Says each thing that needs somebody once.
final class NoticeBoard: Sendable {
    private let report: @Sendable (ModelNotice) -> Void
    private let said = Mutex<Set<String>>([])

    init(_ report: @escaping @Sendable (ModelNotice) -> Void) {
        self.report = report
    }

    func say(_ notice: ModelNotice) { report(notice) }

    func failed(_ name: ModelName, _ error: ModelError) {
        guard error.code.needsSomebody else { return }
        let isNew = said.withLock { $0.insert("\(name) \(error.code.rawValue)").inserted }
        if isNew { report(.needsSomebody(name, error)) }
    }

    func succeeded() { said.withLock { $0.removeAll() } }
}

import Synchronization

/// What a server saw: requests, charges, and clients that left; and the faults that it is to make.
package final class Traffic: Sendable {
    private struct State {
        var requests: [WireRequest] = []
        var left: Set<Int> = []
        var ledger = ServerLedger()
        var faults: Faults
    }

    private let state: Mutex<State>

    init(_ faults: Faults) {
        state = Mutex(State(faults: faults))
    }

    /// Every request, in the order in which they were read.
    package var requests: [WireRequest] { state.withLock { $0.requests } }

    package func requests(_ operation: WireOperation) -> [WireRequest] {
        requests.filter { $0.operation == operation }
    }

    /// Numbers of the requests whose client closed the connection before the answer was complete.
    package var left: Set<Int> { state.withLock { $0.left } }

    package var ledger: ServerLedger { state.withLock { $0.ledger } }

    /// Takes effect with the next request.
    package var faults: Faults {
        get { state.withLock { $0.faults } }
        set { state.withLock { $0.faults = newValue } }
    }

    /// Forgets what was seen; faults stay.
    package func forget() {
        state.withLock { state in
            state.requests = []
            state.left = []
            state.ledger = ServerLedger()
        }
    }

    func arrived(_ request: WireRequest, _ operation: WireOperation) -> WireRequest {
        state.withLock { state in
            var request = request
            request.number = state.requests.count
            request.operation = operation
            state.requests.append(request)
            return request
        }
    }

    func clientLeft(_ number: Int) {
        state.withLock { _ = $0.left.insert(number) }
    }

    func charge(_ charge: Charge) {
        state.withLock { $0.ledger.add(charge) }
    }

    /// Notes what the client of a request has been told; gives what it had been told before.
    @discardableResult
    func report(_ tally: Tally?, to request: Int) -> Tally? {
        state.withLock { $0.ledger.report(tally, to: request) }
    }
}

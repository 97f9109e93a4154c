internal import Foundation

extension Runtime {
    /// Where a run stands: the state, and what is to be done next.
    struct Point: Sendable {
        var run: RunID
        var thread: ThreadID
        var state: G.State
        /// As stored; nil where nothing is.
        var fields: StateFields?
        var next: G.Node
        /// Of the last step taken.
        var step = 0
        var answers: [G.Answer] = []
        var journal: [JournalRecord] = []
        var spending = Spending()
        var fence = 0
        var isResumed = false
    }

    /// Looked at before a run is owned, so that a program that can go on with it finds it free.
    /// - Throws: `graphVersionGone`.
    func checkVersion(_ record: RunRecord) throws {
        guard record.graphVersion == graph.version else {
            throw GraphError(
                .graphVersionGone,
                "run of graph version \(record.graphVersion), this program has \(graph.version)"
            )
        }
    }

    /// - Throws: `unknownSchema`, `unreadableState`.
    func point(_ stored: StoredRun) throws -> Point {
        let record = stored.record
        guard let last = stored.checkpoints.last, let name = last.next, let next = G.Node(rawValue: name) else {
            throw GraphError(.unreadableState, "run \(record.id) has no node to go on with")
        }
        let fields = try fields(of: stored.checkpoints)
        return Point(
            run: record.id,
            thread: record.thread,
            state: try state(fields, schema: record.schema),
            fields: record.schema == graph.schema.number ? fields : nil,
            next: next,
            step: last.step,
            answers: try stored.questions.compactMap(\.answer).map { try JSONCoding.decode(G.Answer.self, from: $0) },
            journal: stored.journal,
            spending: record.spending,
            fence: record.fence,
            isResumed: record.fence > 1
        )
    }

    /// The latest snapshot with the deltas that follow it.
    func fields(of checkpoints: [CheckpointRecord]) throws -> StateFields {
        guard let start = checkpoints.lastIndex(where: \.isSnapshot) else {
            throw GraphError(.unreadableState, "no snapshot to go on from")
        }
        var fields = try StateFields(object: checkpoints[start].state)
        for checkpoint in checkpoints[(start + 1)...] {
            fields.apply(try JSONCoding.decode(StateDelta.self, from: checkpoint.state))
        }
        return fields
    }

    func state(_ fields: StateFields, schema: Int) throws -> G.State {
        let json = try graph.schema.current(fields.json, from: schema)
        do {
            return try JSONCoding.decode(G.State.self, from: json)
        } catch let error as DecodingError {
            throw GraphError(.unreadableState, "stored state does not decode: \(error.place)")
        }
    }
}

extension DecodingError {
    /// Where it failed, without the value that stood there.
    fileprivate var place: String {
        let context: Context =
            switch self {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
                .dataCorrupted(let context):
                context
            @unknown default: Context(codingPath: [], debugDescription: "")
            }
        return context.codingPath.map(\.stringValue).joined(separator: ".")
    }
}

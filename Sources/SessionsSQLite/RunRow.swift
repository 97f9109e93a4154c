internal import AgentGraph
internal import Foundation
internal import GRDB

/// A run's row: its record, and the lease.
struct RunRow {
    var record: RunRecord
    var leaseBoot: String?
    var leaseEnd: Double?

    init(_ record: RunRecord) { self.record = record }

    /// Whether somebody else may take it.
    func isFree(_ clock: SteadyClock, _ isGone: (String) -> Bool) -> Bool {
        guard let owner = record.owner, let leaseEnd, let leaseBoot else { return true }
        return clock.hasLapsed(end: leaseEnd, boot: leaseBoot) || isGone(owner)
    }

    mutating func give(to lease: Lease, _ clock: SteadyClock) {
        record.owner = lease.owner
        leaseBoot = clock.boot
        leaseEnd = clock.now + lease.duration.seconds
    }

    mutating func release() {
        record.owner = nil
        leaseBoot = nil
        leaseEnd = nil
    }

    static func fetchAll(_ db: Database, _ condition: String, _ arguments: StatementArguments) throws -> [RunRow] {
        try db.rows("SELECT * FROM runs " + condition, arguments).map(RunRow.init(row:))
    }

    static func fetch(thread: ThreadID, key: String, _ db: Database) throws -> RunRow? {
        try fetchAll(db, "WHERE session = ? AND key = ?", [thread.rawValue, key]).first
    }

    /// - Throws: `unknownRun`.
    static func required(_ id: RunID, _ db: Database) throws -> RunRow {
        guard let row = try fetchAll(db, "WHERE id = ?", [id.rawValue]).first else {
            throw GraphError(.unknownRun, "no run \(id)")
        }
        return row
    }

    /// - Throws: `staleOwner`.
    static func owned(_ id: RunID, _ fence: Int, _ db: Database) throws -> RunRow {
        let row = try required(id, db)
        guard row.record.fence == fence else { throw GraphError(.staleOwner, "run \(id) was taken over") }
        return row
    }

    private init(row: Row) throws {
        record = RunRecord(
            id: RunID(rawValue: row["id"]),
            thread: ThreadID(rawValue: row["session"]),
            key: row["key"],
            fingerprint: row["fingerprint"],
            graphVersion: row["graph_version"],
            schema: row["schema"],
            status: try stored(row["status"]),
            parent: CheckpointID(run: row["parent_run"], step: row["parent_step"]),
            adopts: row["adopts"],
            fence: row["fence"],
            owner: row["owner"],
            spending: try JSONDecoder().decode(Spending.self, from: row["spending"]),
            error: row["error"],
            createdAt: Date(seconds: row["created_at"]),
            updatedAt: Date(seconds: row["updated_at"])
        )
        leaseBoot = row["lease_boot"]
        leaseEnd = row["lease_end"]
    }

    func insert(_ db: Database) throws {
        try db.run(
            """
            INSERT INTO runs (id, session, number, key, fingerprint, graph_version, schema, status, parent_run,
                parent_step, adopts, fence, spending, created_at, updated_at)
            VALUES (:id, :session, (SELECT coalesce(max(number), 0) + 1 FROM runs WHERE session = :session), :key,
                :fingerprint, :version, :schema, :status, :parentRun, :parentStep, :adopts, :fence, :spending,
                :created, :updated)
            """,
            [
                "id": record.id.rawValue, "session": record.thread.rawValue, "key": record.key,
                "fingerprint": record.fingerprint, "version": record.graphVersion, "schema": record.schema,
                "status": record.status.rawValue, "parentRun": record.parent?.run.rawValue,
                "parentStep": record.parent?.step, "adopts": record.adopts, "fence": record.fence,
                "spending": try JSONEncoder().encode(record.spending), "created": record.createdAt.seconds,
                "updated": record.updatedAt.seconds,
            ]
        )
    }

    /// Everything that changes in a run's life.
    func update(_ db: Database) throws {
        try db.run(
            """
            UPDATE runs SET status = ?, fence = ?, owner = ?, lease_boot = ?, lease_end = ?, spending = ?, error = ?,
                updated_at = ?
            WHERE id = ?
            """,
            [
                record.status.rawValue, record.fence, record.owner, leaseBoot, leaseEnd,
                try JSONEncoder().encode(record.spending), record.error, record.updatedAt.seconds, record.id.rawValue,
            ]
        )
    }
}

public import AgentGraph
internal import Foundation
internal import GRDB
public import Sessions

extension SQLiteStore {
    public func traces(of run: RunID) async throws -> [Trace] {
        try await read { db in
            guard let row = try db.row("SELECT * FROM traces WHERE run = ?", [run.rawValue]) else { return [] }
            var known: Set<Identifier<Trace>> = []
            return try Packed.unpack(row["traces"]).split(separator: Self.newline)
                .map { try TraceRow.trace(Data($0), session: row["session"], run: run.rawValue) }
                .filter { known.insert($0.id).inserted }
                .sorted { ($0.step, $0.attempt) < ($1.step, $1.attempt) }
        }
    }

    /// Adds it to its turn's row. What is there already is told from it when the row is read.
    static func keep(_ trace: Trace, _ db: Database) throws {
        try SessionError.refuseNUL(trace.id.rawValue, trace.session.rawValue, trace.run.rawValue)
        let kept: Data? = try db.value("SELECT traces FROM traces WHERE run = ?", [trace.run.rawValue])
        var lines = try kept.map(Packed.unpack) ?? Data()
        if !lines.isEmpty { lines.append(newline) }
        lines.append(try TraceRow.line(of: trace))
        try db.run(
            """
            INSERT INTO traces (run, session, traces) VALUES (?, ?, ?)
            ON CONFLICT (run) DO UPDATE SET traces = excluded.traces
            """,
            [trace.run.rawValue, trace.session.rawValue, Packed.pack(lines)]
        )
    }

    private static let newline = UInt8(ascii: "\n")
}

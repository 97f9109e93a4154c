public import Foundation

/// The number of a state's stored shape, and how older shapes become it. A number without a way to the present one is
/// refused, never guessed.
public struct StateSchema: Sendable {
    public var number: Int
    /// `migrations[n]` turns the JSON of shape n into that of shape n + 1.
    public var migrations: [Int: @Sendable (Data) throws -> Data]

    public init(number: Int, migrations: [Int: @Sendable (Data) throws -> Data] = [:]) {
        self.number = number
        self.migrations = migrations
    }

    func current(_ json: Data, from stored: Int) throws -> Data {
        guard stored != number else { return json }
        guard stored < number else {
            throw GraphError(.unknownSchema, "state has schema \(stored), this program knows up to \(number)")
        }
        return try (stored..<number).reduce(json) { json, step in
            guard let migrate = migrations[step] else {
                throw GraphError(.unknownSchema, "no way from state schema \(step) to \(step + 1)")
            }
            return try migrate(json)
        }
    }
}

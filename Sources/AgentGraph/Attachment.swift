public import Foundation

/// Something of the application's that is stored in the same transaction as the step it comes from: a message, a
/// trace. Stores that do not know its kind refuse it.
public struct Attachment: Codable, Hashable, Sendable {
    /// Unique: storing it twice is storing it once.
    public var id: String
    public var kind: String
    public var json: Data

    public init(id: String, kind: String, _ value: some Encodable) throws {
        self.id = id
        self.kind = kind
        json = try JSONCoding.encode(value)
    }

    public func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        try JSONCoding.decode(type, from: json)
    }
}

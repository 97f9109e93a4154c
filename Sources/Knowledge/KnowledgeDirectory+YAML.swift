internal import Foundation
internal import Yams

extension KnowledgeDirectory {
    /// Reads a YAML file as a type; an error names the file, the path of the entry and its line.
    ///
    /// A key that the type's coding keys do not name is an error unless allowed. Whole numbers, `true` and `false` are
    /// read as JSON's; a string may be written without quotes. About 0.1 ms a kilobyte.
    package func decodeYAML<T: Decodable>(
        _ type: T.Type = T.self,
        from relative: String,
        allowsUnknownKeys: Bool = false
    ) throws(KnowledgeError) -> T {
        let text = try text(relative)
        do {
            // `basic` leaves out the matching of every scalar against regular expressions.
            guard let node = try Yams.compose(yaml: text, .basic) else {
                throw KnowledgeError(code: .malformed, file: relative, message: "is empty")
            }
            return try NodeDecoder(node: node, codingPath: [], allowsUnknownKeys: allowsUnknownKeys).decode(type)
        } catch let error as KnowledgeError {
            throw error
        } catch {
            throw KnowledgeError(error, in: relative)
        }
    }
}

extension KnowledgeError {
    init(_ error: any Error, in file: String) {
        guard let error = error as? DecodingError else {
            self.init(code: .malformed, file: file, message: "\(error)")
            return
        }
        let (context, extra): (DecodingError.Context?, String) =
            switch error {
            case .typeMismatch(_, let context): (context, context.debugDescription)
            case .valueNotFound(_, let context): (context, context.debugDescription)
            case .keyNotFound(let key, let context): (context, "'\(key.stringValue)' is missing")
            case .dataCorrupted(let context):
                (context, context.debugDescription + (context.underlyingError.map { ": \($0)" } ?? ""))
            @unknown default: (nil, "\(error)")
            }
        let path = (context?.codingPath ?? []).map { key in
            key.intValue.map { "entry \($0 + 1)" } ?? key.stringValue
        }
        self.init(
            code: .malformed,
            file: file,
            entry: path.isEmpty ? nil : path.joined(separator: ", "),
            message: extra
        )
    }
}

internal import Foundation
internal import Yams

extension KnowledgeDirectory {
    /// Reads a YAML file as a type; an error names the file and the path of the entry.
    package func decodeYAML<T: Decodable>(
        _ type: T.Type = T.self, from relative: String
    ) throws(KnowledgeError) -> T {
        let text = try text(relative)
        do {
            return try YAMLDecoder().decode(type, from: text)
        } catch {
            throw KnowledgeError(error, in: relative)
        }
    }

    /// Reads a JSON file as a type; an error names the file and the path of the entry.
    package func decodeJSON<T: Decodable>(
        _ type: T.Type = T.self, from relative: String
    ) throws(KnowledgeError) -> T {
        let data = try data(relative)
        do {
            return try JSONDecoder().decode(type, from: data)
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
            code: .malformed, file: file, entry: path.isEmpty ? nil : path.joined(separator: ", "), message: extra)
    }
}

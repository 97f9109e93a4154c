internal import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Why a key cannot be had. Names variables and files, never what is in them.
package enum KeyError: Error, Sendable, Hashable, CustomStringConvertible {
    case missing(variables: [String])
    case unreadable(path: String)
    /// Somebody else may read the file.
    case exposed(path: String)
    /// Not one word of ASCII.
    case malformed(from: String)

    package var description: String {
        switch self {
        case .missing(let variables): "no key: set " + variables.joined(separator: " or ")
        case .unreadable(let path): "\(path) cannot be read as a key file"
        case .exposed(let path): "\(path) must belong to you and be readable by you alone (chmod 600)"
        case .malformed(let source): "\(source) does not hold one key"
        }
    }
}

extension Key {
    /// The file that is read before any other variable.
    package static let fileVariable = "BARWISE_MODEL_KEY_FILE"

    /// The provider's key: from the file, else from the provider's own variables; nil where none is set.
    package static func find(
        for provider: ModelAddress.Provider,
        environment: [String: String]
    ) throws(KeyError) -> Key? {
        if let path = environment[fileVariable], !path.isEmpty { return try read(file: path) }
        for variable in provider.keyVariables {
            guard let text = environment[variable], !text.isEmpty else { continue }
            guard let key = Key(text) else { throw KeyError.malformed(from: variable) }
            return key
        }
        return nil
    }

    /// Reads a file of at most 4 kB. What was opened is what is checked, so nobody can swap it in between.
    static func read(file path: String) throws(KeyError) -> Key {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw KeyError.unreadable(path: path) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw KeyError.unreadable(path: path)
        }
        guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else { throw KeyError.exposed(path: path) }
        guard let data = try? file.read(upToCount: 4096), let text = String(data: data, encoding: .utf8) else {
            // Whatever the system says of it, the key cannot be had.
            throw KeyError.unreadable(path: path)
        }
        guard let key = Key(text) else { throw KeyError.malformed(from: path) }
        return key
    }
}

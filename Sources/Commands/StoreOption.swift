internal import Answers
internal import ArgumentParser
internal import Bars
internal import Foundation
internal import Sessions

/// `--store` and `--user`, and where conversations are kept without them.
struct StoreOption: ParsableArguments {
    @Option(
        name: .customLong("store"),
        help: ArgumentHelp(
            "Where conversations are kept: a file, or postgres://… . Default: BARWISE_STORE, else sessions.db in the "
                + "data directory.",
            valueName: "where"
        )
    )
    var store: String?

    @Option(
        name: .customLong("user"),
        help: ArgumentHelp("Whose conversations, in PostgreSQL. Default: BARWISE_USER.", valueName: "uuid")
    )
    var user: String?

    func address(
        in directory: DataDirectory,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> StoreAddress {
        let named = user ?? environment["BARWISE_USER"].flatMap { $0.isEmpty ? nil : $0 }
        let id = try named.map { text in
            guard let id = UUID(uuidString: text) else { throw ValidationError("A user is a UUID, not '\(text)'.") }
            return id
        }
        guard let text = store ?? environment["BARWISE_STORE"].flatMap({ $0.isEmpty ? nil : $0 }) else {
            return .file(directory.url.appending(path: "sessions.db"))
        }
        // The text is not repeated: it may hold a password.
        guard let address = StoreAddress(text, user: id) else {
            throw ValidationError(
                "A store is a file or postgres://user:password@host:port/database; in a password @ : / ? # % are written "
                    + "%40 %3A %2F %3F %23 %25."
            )
        }
        return address
    }

    /// Opens it for the user's conversations.
    func open(in directory: DataDirectory) async throws -> any Store {
        let address = try address(in: directory)
        if case .postgres(_, nil) = address {
            throw ValidationError("A PostgreSQL store needs to know whose conversations: --user UUID or BARWISE_USER.")
        }
        do {
            return try await address.open()
        } catch let error as SessionError {
            throw Failure(error, at: address)
        }
    }
}

extension Failure {
    /// - Parameter address: what is named to the user.
    init(_ error: SessionError, at address: StoreAddress) {
        let code: Code =
            switch error.code {
            case .busy, .timeout, .unreachable: .storeUnavailable
            case .exists, .unknown, .text, .full, .readOnly, .corrupt, .schema, .denied, .failed: .storeBroken
            }
        self.init(code, message: "\(address): \(error.message) (\(error.code.rawValue))", cause: error.message)
    }
}

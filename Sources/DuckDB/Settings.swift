/// The engine's settings, in the order in which they must be made.
package struct Settings: Sendable, Hashable {
    package struct Setting: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Given when the database is opened.
    package var opening: [Setting]
    /// Set by SQL after the attachments and the set-up statements, when the doors close.
    package var closing: [Setting]
    /// Whether the main file and the attached files are opened for reading only.
    package var isReadOnly: Bool

    package init(opening: [Setting] = [], closing: [Setting] = [], isReadOnly: Bool = false) {
        self.opening = opening
        self.closing = closing
        self.isReadOnly = isReadOnly
    }

    package static let sandbox = sandbox(memoryLimit: "512MB", threads: 2)

    /// For questions: no writing, no files, no network, no extension, nothing that can be switched back on.
    /// `memoryLimit` (such as `512MB`) bounds the instance, not a query; strings and lists made by functions escape it.
    package static func sandbox(memoryLimit: String, threads: Int) -> Settings {
        Settings(
            opening: closed + [
                Setting(name: "temp_directory", value: ""),  // refused once external access is off
                Setting(name: "memory_limit", value: memoryLimit),
                Setting(name: "threads", value: String(threads)),
                // A second line behind `Limits.seconds`: studies that scan minutes may take a few seconds.
                Setting(name: "max_execution_time", value: "60000"),
                Setting(name: "max_expression_depth", value: "250"),
            ],
            closing: [
                Setting(name: "enable_external_access", value: "false"),
                Setting(name: "lock_configuration", value: "true"),
            ],
            isReadOnly: true
        )
    }

    /// For an import: reads and writes files, but loads no extension and asks no network for one.
    package static func importing(memoryLimit: String, threads: Int) -> Settings {
        Settings(
            opening: closed + [
                Setting(name: "memory_limit", value: memoryLimit),
                Setting(name: "threads", value: String(threads)),
            ]
        )
    }

    package static let importing = importing(memoryLimit: "2GB", threads: 2)

    private static let closed = [
        Setting(name: "autoinstall_known_extensions", value: "false"),
        Setting(name: "autoload_known_extensions", value: "false"),
        Setting(name: "allow_community_extensions", value: "false"),
        Setting(name: "allow_persistent_secrets", value: "false"),
        Setting(name: "allow_extension_repositories", value: "forbidden"),
    ]
}

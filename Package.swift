// swift-tools-version: 6.1
import PackageDescription

/// Where libduckdb and its header are: DUCKDB_HOME, or the folder that `make setup` fills.
let duckdbHome = Context.environment["DUCKDB_HOME"] ?? "\(Context.packageDirectory)/.vendor/duckdb"

/// `make check` and `make test` take no warning, and test what is built for release.
let strict: [SwiftSetting] =
    Context.environment["BARWISE_STRICT"] == nil
    ? []
    : [.unsafeFlags(["-warnings-as-errors"]), .unsafeFlags(["-enable-testing"], .when(configuration: .release))]

let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .unsafeFlags(["-Xcc", "-I\(duckdbHome)/include"]),
    ] + strict

let duckdbLibrary: [LinkerSetting] = [
    .unsafeFlags(["-L\(duckdbHome)/lib", "-Xlinker", "-rpath", "-Xlinker", "\(duckdbHome)/lib"])
]

let package = Package(
    name: "barwise",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "barwise", targets: ["barwise"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    ],
    targets: [
        .systemLibrary(name: "CDuckDB"),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"]), .brew(["snowball"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .target(
            name: "Knowledge",
            dependencies: [.product(name: "Yams", package: "Yams")],
            resources: [.copy("Files")],
            swiftSettings: settings
        ),
        .target(name: "JSONText", swiftSettings: settings),
        .target(name: "DuckDB", dependencies: ["CDuckDB"], swiftSettings: settings, linkerSettings: duckdbLibrary),
        .target(name: "Market", dependencies: ["Knowledge"], swiftSettings: settings),
        .target(name: "Studies", dependencies: ["Market"], swiftSettings: settings),
        .target(name: "StudySQL", dependencies: ["Studies", "Market"], swiftSettings: settings),
        .target(
            name: "Bars",
            dependencies: [
                "DuckDB", "StudySQL", "Studies", "Market", "CZlib", "CZstd",
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "GuardedSQL",
            dependencies: ["Bars", "DuckDB", .product(name: "Subprocess", package: "swift-subprocess")],
            swiftSettings: settings
        ),
        .target(
            name: "Understanding",
            dependencies: ["Studies", "Market", "Knowledge", "CStemmer"],
            swiftSettings: settings
        ),
        .target(
            name: "Answers",
            dependencies: [
                "Bars", "DuckDB", "JSONText", "Understanding", "StudySQL", "Studies", "Market", "Knowledge",
            ],
            swiftSettings: settings
        ),
        .target(
            name: "LanguageModels",
            dependencies: [
                "Knowledge", "JSONText",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .target(name: "AgentGraph", swiftSettings: settings),
        .target(name: "Sessions", dependencies: ["AgentGraph", "CZlib"], swiftSettings: settings),
        .target(
            name: "SessionsSQLite",
            dependencies: ["Sessions", "AgentGraph", "LanguageModels", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings
        ),
        .target(
            name: "SessionsPostgres",
            dependencies: ["Sessions", "AgentGraph", "LanguageModels", "CLibPQ"],
            swiftSettings: settings
        ),
        .target(
            name: "Agents",
            dependencies: [
                "Answers", "AgentGraph", "LanguageModels", "Sessions", "Understanding", "Studies", "StudySQL", "Bars",
                "DuckDB", "GuardedSQL", "JSONText", "Market", "Knowledge",
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Commands",
            dependencies: [
                "Agents", "Answers", "AgentGraph", "LanguageModels", "GuardedSQL", "Bars", "DuckDB", "Understanding",
                "StudySQL", "Studies", "Market", "Knowledge", "JSONText",
                "Sessions", "SessionsSQLite", "SessionsPostgres",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "StudyOracle",
            dependencies: ["StudySQL", "Studies", "DuckDB", "Market", "Knowledge"],
            swiftSettings: settings
        ),
        .target(
            name: "ReadingProof",
            dependencies: ["StudyOracle", "StudySQL", "Understanding", "Studies", "DuckDB", "Market", "Knowledge"],
            swiftSettings: settings
        ),
        .target(name: "CrashProof", dependencies: ["Sessions", "AgentGraph"], swiftSettings: settings),
        .executableTarget(
            name: "crash",
            dependencies: [
                "CrashProof", "Agents", "Answers", "Bars", "Market", "Knowledge", "SessionsPostgres", "SessionsSQLite",
                "Sessions", "AgentGraph",
            ],
            path: "Sources/Crash",
            swiftSettings: settings
        ),
        .target(
            name: "ModelProof",
            dependencies: [
                "ModelServers", "Agents", "Answers", "AgentGraph", "LanguageModels", "Understanding", "Bars", "Market",
                "Knowledge", "Sessions", "SessionsSQLite",
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "soak",
            dependencies: ["ModelProof"],
            path: "Sources/Soak",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "fuzz",
            dependencies: ["StudyOracle", "ReadingProof", "Market", "Knowledge"],
            path: "Sources/Fuzz",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "bench",
            dependencies: [
                "SessionsPostgres", "SessionsSQLite", "Sessions", "Agents", "AgentGraph", "ModelProof", "ReadingProof",
                "Answers", "Bars", "DuckDB", "Understanding", "StudySQL", "Studies", "Market", "Knowledge",
            ],
            path: "Sources/Bench",
            swiftSettings: settings
        ),
        .executableTarget(name: "barwise", dependencies: ["Commands"], swiftSettings: settings),
        .target(
            name: "ModelServers",
            dependencies: [
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            path: "Tests/ModelServers",
            exclude: ["Program"],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "model-server",
            dependencies: ["ModelServers", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Tests/ModelServers/Program",
            swiftSettings: settings
        ),
        .testTarget(
            name: "LanguageModelsTests",
            dependencies: ["LanguageModels", "ModelServers", "Knowledge", "JSONText"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ModelWireTests",
            dependencies: ["ModelServers", "LanguageModels", "Knowledge", "JSONText"],
            exclude: ["Examples", "sdk"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AgentGraphTests",
            dependencies: [
                "Agents", "Commands", "CrashProof", "AgentGraph", "LanguageModels", "Knowledge", "Sessions",
                "SessionsSQLite", "SessionsPostgres",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "GuardedSQLTests",
            dependencies: ["GuardedSQL", "Bars", "DuckDB", "Market", "barwise"],
            exclude: ["hostile.tsv"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AgentsTests",
            dependencies: [
                "Agents", "Answers", "AgentGraph", "LanguageModels", "ModelServers", "GuardedSQL", "barwise",
                "Sessions",
                "SessionsSQLite", "SessionsPostgres", "Commands", "Understanding", "ModelProof", "ReadingProof",
                "Studies",
                "Bars", "JSONText", "Market", "Knowledge",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["Terminal"],
            swiftSettings: settings
        ),
        .testTarget(name: "DuckDBTests", dependencies: ["DuckDB"], swiftSettings: settings),
        .testTarget(name: "MarketTests", dependencies: ["Market", "Knowledge"], swiftSettings: settings),
        .testTarget(
            name: "StudyTests",
            dependencies: ["StudyOracle", "Studies", "StudySQL", "Bars", "DuckDB", "Market", "Knowledge"],
            exclude: ["Golden"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "BarsTests",
            dependencies: ["Bars", "DuckDB", "Market"],
            exclude: ["Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "UnderstandingTests",
            dependencies: ["ReadingProof", "Understanding", "Studies", "Market", "Knowledge"],
            exclude: ["FollowUps.txt", "Paraphrases", "Wordings"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AnswersTests",
            dependencies: [
                "Agents", "Answers", "Commands", "Bars", "Understanding", "StudySQL", "Studies", "Market", "Knowledge",
                "DuckDB", "JSONText", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["Golden"],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)

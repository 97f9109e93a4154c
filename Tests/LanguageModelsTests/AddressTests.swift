import Foundation
import Testing

@testable import LanguageModels

struct AddressTests {
    @Test(arguments: [
        ("gemini:gemini-3.8-flash", "gemini-3.8-flash", "https://generativelanguage.googleapis.com/v1beta"),
        ("gemini:gemini-4-argon@https://proxy.example/v1", "gemini-4-argon", "https://proxy.example/v1"),
        ("gemini:m@http://127.0.0.1:8080", "m", "http://127.0.0.1:8080/v1beta"),
        ("gemini:m@http://127.0.0.1:8080/", "m", "http://127.0.0.1:8080/v1beta"),
        ("openai:llama3.1:8b@http://localhost:11434/v1/", "llama3.1:8b", "http://localhost:11434/v1"),
        ("openai:Qwen/Qwen3-8B@2024@http://vllm:8000/v1", "Qwen/Qwen3-8B@2024", "http://vllm:8000/v1"),
        ("openai:gpt-5-mini", "gpt-5-mini", "https://api.openai.com/v1"),
    ])
    func `an address names provider, model and place`(text: String, model: String, base: String) throws {
        let address = try ModelAddress(parsing: text)
        #expect(address.model == model)
        #expect(address.base == base)
        #expect(text.hasPrefix(address.provider.rawValue))
    }

    @Test(arguments: [
        ("", AddressError.Problem.provider), ("gemini", .provider), ("claude:x", .provider), ("gemini:", .model),
        ("gemini:a/../b", .model), ("gemini:a?key=1", .model), ("gemini:..", .model), ("openai:a b", .model),
        ("openai:m@http://", .url), ("openai:m@http://user:pw@host/v1", .url), ("openai:m@https://h/v1?key=1", .url),
        ("openai:m@httpx://h", .url),
    ])
    func `an address that cannot be called is refused`(text: String, problem: AddressError.Problem) {
        let error = #expect(throws: AddressError.self) { try ModelAddress(parsing: text) }
        #expect(error?.problem == problem)
    }

    @Test(arguments: [
        ("https://far.example/v1", true), ("http://localhost:1/v1", true), ("http://192.168.1.4/v1", true),
        ("http://172.20.0.2/v1", true), ("http://ollama:11434/v1", true), ("http://[::1]:8000/v1", true),
        ("http://far.example/v1", false), ("http://8.8.8.8/v1", false), ("http://172.32.0.1/v1", false),
        ("http://10.evil.example/v1", false),
    ])
    func `a key goes over plain HTTP to one's own machines only`(base: String, isProtected: Bool) throws {
        #expect(try ModelAddress(parsing: "openai:m@\(base)").protectsKey == isProtected)
    }
}

struct KeyTests {
    private let secret = "AIza-secret-0123456789"

    @Test func `a key shows in no text that the program can make of it`() throws {
        let key = try #require(Key(" \(secret)\n"))
        var dumped = ""
        dump(key, to: &dumped)
        dump([key], to: &dumped)
        let texts = [String(describing: key), String(reflecting: key), dumped, "\([key])", "\(["key": key])"]
        for text in texts { #expect(!text.contains("secret")) }
        #expect(key.forHeader() == secret)
        #expect(!(key is any Encodable))
    }

    @Test func `what a server sends back is shown without the key`() throws {
        let key = try #require(Key(secret))
        #expect(key.takenOut(of: "bad key \(secret), \(secret)") == "bad key ***, ***")
    }

    @Test(arguments: ["", "  ", "a b", "a\nb", "ключ", "a\u{0}b"])
    func `what cannot stand in a header is no key`(text: String) {
        #expect(Key(text) == nil)
    }

    @Test func `keys come from the provider's variables, in their order`() throws {
        let environment = ["GEMINI_API_KEY": "g1", "GOOGLE_API_KEY": "g2", "OPENAI_API_KEY": "o"]
        #expect(try Key.find(for: .gemini, environment: environment)?.forHeader() == "g1")
        #expect(try Key.find(for: .gemini, environment: ["GOOGLE_API_KEY": "g2"])?.forHeader() == "g2")
        #expect(try Key.find(for: .openai, environment: environment)?.forHeader() == "o")
        #expect(try Key.find(for: .openai, environment: ["GEMINI_API_KEY": "g1"]) == nil)
    }

    @Test func `a key file that somebody else may read is refused`() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("key-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let environment = [Key.fileVariable: path, "GEMINI_API_KEY": "other"]
        #expect(throws: KeyError.unreadable(path: path)) { try Key.find(for: .gemini, environment: environment) }
        #expect(FileManager.default.createFile(atPath: path, contents: Data("\(secret)\n".utf8)))
        for mode in [0o644, 0o640, 0o604] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            #expect(throws: KeyError.exposed(path: path)) { try Key.find(for: .gemini, environment: environment) }
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(try Key.find(for: .gemini, environment: environment)?.forHeader() == secret)
        try Data("two words".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: KeyError.malformed(from: path)) { try Key.find(for: .gemini, environment: environment) }
        let folder = [Key.fileVariable: FileManager.default.temporaryDirectory.path]
        #expect(throws: KeyError.self) { try Key.find(for: .gemini, environment: folder) }
    }
}

struct ConfigurationTests {
    @Test func `without a model there is no configuration`() throws {
        #expect(try ModelConfiguration(environment: [:]) == nil)
    }

    @Test func `models, key and budgets come from the environment`() throws {
        let configuration = try #require(
            try ModelConfiguration(environment: [
                "BARWISE_MODEL": "gemini:gemini-3.8-flash", "GEMINI_API_KEY": "k",
                "BARWISE_MODEL_FALLBACK": "gemini:gemini-3.5-flash-lite", "BARWISE_MODEL_CACHE": "on",
                "BARWISE_MODEL_DAY_TOKENS": "50000", "BARWISE_MODEL_DAY_DOLLARS": "0.25",
            ])
        )
        #expect(configuration.fallback?.model == "gemini-3.5-flash-lite")
        #expect(configuration.keepsContexts)
        #expect(configuration.budget == UsageBudget(tokensOfUser: 50_000, microdollarsOfUser: 250_000))
    }

    @Test func `a hosted model needs a key, a local one does not`() throws {
        #expect(throws: KeyError.self) { try ModelConfiguration(environment: ["BARWISE_MODEL": "gemini:m"]) }
        #expect(throws: KeyError.self) { try ModelConfiguration(environment: ["BARWISE_MODEL": "openai:m"]) }
        let local = try ModelConfiguration(environment: ["BARWISE_MODEL": "openai:m@http://localhost:1/v1"])
        #expect(local?.key == nil)
        let plain = ["BARWISE_MODEL": "openai:m@http://far.example/v1", "OPENAI_API_KEY": "k"]
        #expect(throws: AddressError(problem: .plain)) { try ModelConfiguration(environment: plain) }
    }
}

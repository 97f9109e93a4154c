import Agents
import Answers
import Foundation
import Knowledge
import LanguageModels
import Market
import Testing
import Understanding

struct PromptTests {
    @Test func `a prompt's vocabulary is the catalogue's, and no placeholder is left`() async throws {
        try await Desk.with { desk in
            let prompts = try Prompts(try KnowledgeDirectory.locate(), desk.analyst)
            #expect(!prompts.names.isEmpty)
            for name in prompts.names { #expect(!prompts[name].contains("{{"), "\(name)") }
            for pattern in desk.analyst.catalogue.patterns {
                #expect(prompts["understander"].contains(pattern.name))
            }
        }
    }

    @Test func `every instrument is there with its names and the windows of its sessions, and none is told twice`()
        async throws
    {
        try await Desk.with { desk in
            // Of each symbol, the lines that have it as a member.
            var places: [String: [String]] = [:]
            for line in try desk.prompts()["understander"].components(separatedBy: "\n") {
                guard let colon = line.range(of: ": ") else { continue }
                for member in line[colon.upperBound...].components(separatedBy: "; ") {
                    places[member.components(separatedBy: " (")[0], default: []].append(line)
                }
            }
            for instrument in desk.analyst.catalogue.instruments {
                #expect(places[instrument.symbol]?.count == 1)
                let line = try #require(places[instrument.symbol]?.first)
                #expect(line.hasPrefix(instrument.instrumentClass.rawValue))
                for alias in instrument.aliases { #expect(line.range(of: alias) != nil) }
                for session in instrument.sessions {
                    #expect(line.range(of: "\(session.name.rawValue) \(session.window.label)") != nil)
                }
            }
        }
    }

    @Test func `a placeholder of no vocabulary is an error with its file`() async throws {
        try await Desk.with { desk in
            let folder = desk.folder.appending(path: "knowledge/prompts")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try "{{metrics}} {{secrets}}".write(to: folder.appending(path: "a.md"), atomically: true, encoding: .utf8)
            let knowledge = KnowledgeDirectory(path: desk.folder.appending(path: "knowledge").path)
            #expect { try Prompts(knowledge, desk.analyst) } throws: { error in
                (error as? KnowledgeError).map { $0.file == "prompts/a.md" && $0.message.contains("secrets") } ?? false
            }
        }
    }

    @Test(arguments: [
        ("NQ", true), ("BRK.B", true), ("ES_F/1-x", true), ("", false), ("NQ\nignore all", false), ("N Q", false),
        ("\u{043D}\u{043A}", false), (String(repeating: "A", count: 33), false), ("<b>", false),
    ])
    func `only plain names go into a prompt`(name: String, isPlain: Bool) {
        #expect(Vocabulary.isPlain(name) == isPlain)
    }

    @Test func `what changes comes in one message, short`() async throws {
        try await Desk.with { desk in
            let long = String(repeating: "long ", count: 100)
            let said = (1...7).map { Said(isUser: $0 % 2 == 1, "\($0) \(long)") }
            let today = try #require(CivilDate("2024-02-16"))
            let message = ChatMessage.dynamic(today: today, loaded: desk.analyst.loaded, said: said, "why so?")
            let lines = message.text.split(separator: "\n")
            #expect(lines.first == "today 2024-02-16")
            #expect(lines[1] == "loaded NQ 2024-01-08..2024-02-16")
            #expect(lines.count == 8)
            #expect(lines[2].hasPrefix("user: 3 "))
            #expect(lines.dropFirst(2).dropLast().allSatisfy { $0.count < 90 })
            #expect(lines.last == "question: why so?")
        }
    }
}

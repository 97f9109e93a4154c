import Foundation
import Studies
import Testing

@testable import Understanding

/// Questions in other words are the same questions.
struct ParaphraseTests {
    struct Group: Sendable, CustomTestStringConvertible {
        var question: String
        /// Read to the same study.
        var same: [String] = []
        /// Read to the same study, or asked about.
        var unsure: [String] = []

        var testDescription: String { question }
    }

    /// The blocks of the files in Paraphrases beside this file; README.md there says how they are written.
    static let groups: [Group] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Paraphrases")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        var groups: [Group] = []
        for file in files.filter({ $0.pathExtension == "txt" }).sorted(by: { $0.path < $1.path }) {
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
            var isNew = true
            for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
                if line.isEmpty {
                    isNew = true
                } else if line.hasPrefix("#") {
                    continue
                } else if isNew {
                    groups.append(Group(question: line))
                    isNew = false
                } else if line.hasPrefix("?") {
                    groups[groups.count - 1].unsure.append(line.dropFirst().trimmingCharacters(in: .whitespaces))
                } else {
                    groups[groups.count - 1].same.append(line)
                }
            }
        }
        return groups
    }()

    @Test func `there are paraphrases`() {
        #expect(Self.groups.map { $0.same.count + $0.unsure.count + 1 }.reduce(0, +) >= 300)
    }

    @Test(arguments: groups) func `a question in other words is read to the same study`(_ group: Group) throws {
        let study = try Self.form(Desk.study(group.question))
        for other in group.same {
            #expect(try Self.form(Desk.study(other)) == study, "'\(other)'")
        }
        for other in group.unsure {
            guard let read = try Desk.read(other).study else { continue }
            #expect(try Self.form(read) == study, "'\(other)'")
        }
    }

    /// A study where the order of conditions that all hold is no difference.
    static func form(_ study: Study) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return text(try JSONSerialization.jsonObject(with: encoder.encode(study)))
    }

    private static func text(_ value: Any) -> String {
        switch value {
        case let fields as [String: Any]:
            return "{"
                + fields.keys.sorted().map { key in
                    guard key == "all" || key == "any", let inside = fields[key] as? [String: Any],
                        let parts = inside["of"] as? [Any]
                    else { return key + ":" + text(fields[key] ?? "") }
                    return key + ":" + parts.map(text).sorted().joined(separator: "&")
                }.joined(separator: ",") + "}"
        case let list as [Any]: return "[" + list.map(text).joined(separator: ",") + "]"
        default: return "\(value)"
        }
    }
}

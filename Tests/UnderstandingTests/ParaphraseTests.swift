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

    /// The blocks of Paraphrases.txt beside this file.
    static let groups: [Group] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Paraphrases.txt")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        var groups: [Group] = []
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

    static let nonsense = [
        "при попутном ветре", "when my horoscope is good", "xyzzy", "на марсе", "с бубном", "on mars",
    ]

    @Test(arguments: groups.indices) func `a phrase of no meaning is never passed over`(_ index: Int) throws {
        var words = Self.groups[index].question.split(separator: " ").map(String.init)
        words.insert(Self.nonsense[index % Self.nonsense.count], at: (index * 5) % (words.count + 1))
        let reading = try Desk.read(words.joined(separator: " "))
        #expect(
            !reading.isStudy || !reading.unread.isEmpty || !reading.mended.isEmpty,
            "'\(words.joined(separator: " "))'"
        )
    }

    /// Every third question, without each of its words in turn.
    @Test(arguments: stride(from: 0, to: groups.count, by: 3).map { $0 })
    func `a number or a name that is left out leaves another question`(_ index: Int) throws {
        let question = Self.groups[index].question
        let study = try Desk.study(question)
        let words = question.split(separator: " ").map(String.init)
        for (place, word) in words.enumerated() where word.contains(where: \.isNumber) && !Self.repeats(word, in: words)
        {
            var shorter = words
            shorter.remove(at: place)
            let other = try Desk.read(shorter.joined(separator: " ")).study
            #expect(other != study, "'\(question)' means the same without '\(word)'")
        }
    }

    /// Said by the words beside it too: a window by its hours after its name, a length that is the usual one.
    private static func repeats(_ word: String, in words: [String]) -> Bool { ["14", "9:30", "10:30"].contains(word) }

    /// A study where the order of conditions that all hold is no difference.
    private static func form(_ study: Study) throws -> String {
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

import Foundation
import Studies
import Testing

@testable import Understanding

/// A turn of a chat changes the question before it: the study is that of the whole question.
struct FollowUpTests {
    struct Turn: Sendable, CustomTestStringConvertible {
        var first: String
        var then: String
        /// The whole question; nil where the turn must be asked about.
        var whole: String?

        var testDescription: String { "\(first) / \(then)" }
    }

    /// The blocks of FollowUps.txt beside this file.
    static let turns: [Turn] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "FollowUps.txt")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        var turns: [Turn] = []
        var first: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.isEmpty {
                first = nil
            } else if line.hasPrefix("#") {
                continue
            } else if let first {
                let parts = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
                turns.append(Turn(first: first, then: parts[0], whole: parts.count > 1 ? parts[1] : nil))
            } else {
                first = line
            }
        }
        return turns
    }()

    @Test func `there are follow-ups`() {
        #expect(Self.turns.count >= 80)
    }

    @Test(arguments: turns) func `a follow-up means the whole question`(_ turn: Turn) throws {
        var context = try Desk.context()
        context.remember(turn.first, try Desk.reader.get().read(turn.first, context))
        let reading = try Desk.reader.get().read(turn.then, context)
        if let whole = turn.whole {
            let study = try #require(reading.study, "not placed: \(reading.unread)")
            #expect(reading.edit != nil)
            if whole.hasPrefix("~") {
                #expect(try study != Desk.study(turn.first))
            } else {
                #expect(try ParaphraseTests.form(study) == ParaphraseTests.form(Desk.study(whole)))
            }
        } else {
            #expect(!reading.isStudy)
        }
    }
}

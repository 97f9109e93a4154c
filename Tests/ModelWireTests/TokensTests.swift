import ModelServers
import Testing

/// The servers' own count, on which every figure of a test rests.
struct TokensTests {
    @Test(
        arguments: [
            ("", 0), (" \n", 0), ("a", 1), ("word", 1), ("words", 2), ("question", 2), ("at 09:31.", 5),
            ("\u{0434}\u{043D}\u{044F}", 2), ("{\"a\":1}", 7), ("\u{1F4C8}", 1), ("a\u{0434}b", 1),
        ]
    )
    func `a text costs what the rule says`(text: String, tokens: Int) {
        #expect(Tokens.count(text) == tokens)
        #expect(Tokens.pieces(of: text).count == tokens)
        #expect(Tokens(text).count == tokens)
    }

    @Test func `a prefix is shared as far as the texts are the same`() {
        let first = Tokens("rules of the house", "user: one")
        #expect(first.sharedPrefix(with: Tokens("rules of the house", "user: two")) == first.count - 1)
        #expect(first.sharedPrefix(with: first) == first.count)
        #expect(first.sharedPrefix(with: Tokens("Rules of the house")) == 0)
        #expect(first.sharedPrefix(with: Tokens("rules  of the house")) == 2, "white space belongs to the token after")
    }

    @Test func `random faults are the same for the same seed`() {
        func drawn(_ seed: UInt64) -> [Fault?] {
            let faults = Faults.random(seed: seed, share: 0.5, among: Fault.named.map(\.fault))
            return (0..<200).map { faults.fault(of: .generate, number: $0) }
        }
        #expect(drawn(1) == drawn(1))
        #expect(drawn(1) != drawn(2))
        #expect((70...130).contains(drawn(1).count { $0 != nil }))
    }
}

extension Said {
    /// What is said with this fault; faults of the wire itself leave it as it is.
    func altered(by fault: ReplyFault) -> Said {
        var said = self
        switch fault {
        case .onlyThoughts:
            said.hiddenThoughtTokens = thoughtTokens + Tokens.count(text)
            said.thoughts = ""
            said.parts = []
            said.finishReason = "MAX_TOKENS"
        case .outOfTokens:
            let pieces = Tokens.pieces(of: text)
            said.parts = [pieces.prefix(pieces.count / 2).joined()]
            said.finishReason = "MAX_TOKENS"
        case .promptBlocked, .candidateBlocked, .empty: said.parts = []
        case .unknownFinish: said.finishReason = "CONTINUATION"
        case .proseAroundJSON: said.parts = ["Sure! Here it is:\n```json\n\(text)\n```\nAnything else?"]
        case .wrongSchema: said.parts = [#"{"no_such_member":"TSLA","level":9,"period":"2020"}"#]
        case .notANumber: said.parts = [#"{"level":NaN,"rate":Infinity}"#]
        case .huge(let bytes): said.parts = [String(repeating: "long ", count: bytes / 5)]
        case .deep(let levels):
            said.parts = [String(repeating: "[", count: levels) + String(repeating: "]", count: levels)]
        case .says(let text): said.parts = [text]
        case .unknownMembers, .brokenBody, .deepBody, .notUTF8: break
        }
        return said
    }

    /// The parts that a stream sends: a text in one part comes in up to three, if it is not of megabytes.
    var streamed: [String] {
        guard parts.count == 1, text.utf8.count < 1_000_000 else { return parts }
        let pieces = Tokens.pieces(of: text)
        guard pieces.count > 2 else { return parts }
        // White space after the last token belongs to no piece: the last part goes to the end of the text.
        let bounds = [pieces[pieces.count / 3].startIndex, pieces[2 * pieces.count / 3].startIndex]
        return [
            String(text[..<bounds[0]]), String(text[bounds[0]..<bounds[1]]), String(text[bounds[1]...]),
        ]
    }
}

internal import AgentGraph
internal import Answers
internal import LanguageModels
internal import Synchronization

/// What of a text has been shown while a model writes it: whole sentences, as long as each is true.
final class ShownProse: Sendable {
    private struct State {
        /// Shown.
        var told = ""
        /// Behind it, not yet a whole sentence.
        var rest = ""
        /// A sentence was false, or the text is too long: nothing more is shown of this try.
        var isStopped = false
    }

    private let prose: Prose
    private let grounds: Grounds
    private let context: NodeContext<String>
    private let state = Mutex(State())

    init(_ prose: Prose, _ grounds: Grounds, _ context: NodeContext<String>) {
        (self.prose, self.grounds, self.context) = (prose, grounds, context)
    }

    func take(_ delta: ModelDelta) {
        switch delta {
        case .thought, .usage: return
        case .withdrawn: try? withdraw()  // A note of one text always has a JSON.
        case .text(let text):
            let sentences = state.withLock { state -> String? in
                guard !state.isStopped else { return nil }
                state.rest += text
                let (whole, rest) = Prose.sentences(of: state.rest)
                guard !whole.isEmpty else {
                    state.isStopped = state.rest.utf8.count > Self.longest
                    return nil
                }
                guard prose.faults(in: whole.trimmed, grounds).isEmpty else {
                    state.isStopped = true
                    return nil
                }
                state.told += whole
                state.rest = rest
                return whole
            }
            if let sentences { try? context.note(ProseNote(sentences)) }  // As above.
        }
    }

    /// Bytes of a text without the end of a sentence.
    private static let longest = 8_000

    /// What was shown is void.
    func withdraw() throws {
        let wasTold = state.withLock { state in
            defer { state = State() }
            return !state.told.isEmpty
        }
        if wasTold { try context.note(ProseNote("")) }
    }

    /// Shows what is left of a text that is true as a whole.
    func finish(_ text: String) throws {
        let told = state.withLock { $0.told }
        guard text.hasPrefix(told.trimmed), !told.isEmpty else {
            try withdraw()
            return try context.note(ProseNote(text))
        }
        let rest = text.dropFirst(told.trimmed.count)
        if !rest.isEmpty { try context.note(ProseNote(String(rest))) }
    }
}

internal import LanguageModels
internal import Synchronization

/// What whoever runs the program should know of its model, told on standard error between two turns; each thing once.
final class ModelLog: Sendable {
    private let state = Mutex<(waiting: [String], told: Set<String>)>(([], []))

    func note(_ notice: ModelNotice) {
        let text = Self.text(notice)
        state.withLock { state in
            guard state.told.insert(text).inserted else { return }
            state.waiting.append(text)
        }
    }

    /// Tells what has come since the last time.
    func tell() {
        let lines = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for line in lines { Output.note("barwise: " + TextLayout.harmless(line)) }
    }

    /// One line, without what a server wrote.
    private static func text(_ notice: ModelNotice) -> String {
        switch notice {
        case .needsSomebody(let model, let error): "\(model) needs looking after: \(error)"
        case .fellBack(let old, let new): "\(old) is retired, \(new) answers in its place: set BARWISE_MODEL"
        case .breakerOpened(let model): "\(model) failed several times in a row and is left alone for a while"
        case .breakerClosed(let model): "\(model) answers again"
        case .notSettled(let call, _):
            "a call of \(call.model) ended and could not be written down: barwise usage counts what was reserved"
        case .cacheOff(let model, let error): "nothing is kept at \(model) any more: \(error)"
        case .orphansLeft(let model, let error):
            "contents of an earlier start may still be kept at \(model), and cost until they expire: \(error)"
        case .cacheStoreFailed: "what is kept at the provider could not be looked up: prompts were sent whole"
        }
    }
}

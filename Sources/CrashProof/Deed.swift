/// A line that a speaker writes: what is done and acknowledged, and will hold whatever happens to it.
package enum Deed: Hashable, Sendable {
    /// The store is open.
    case ready
    /// A turn that somebody else left is being gone on with.
    case resumed(key: String)
    case entered(key: String, node: String)
    case said(key: String)
    case asked(key: String, question: String)
    case answered(key: String, question: String)
    case ended(key: String)
    /// Somebody else took the turn over.
    case lost(key: String)
    case summarised(first: Int)
    /// The store could not keep what was to be kept.
    case refused(code: String)
    case dying(moment: String, write: String)

    package var line: String {
        switch self {
        case .ready: "ready"
        case .resumed(let key): "resumed \(key)"
        case .entered(let key, let node): "entered \(key) \(node)"
        case .said(let key): "said \(key)"
        case .asked(let key, let question): "asked \(key) \(question)"
        case .answered(let key, let question): "answered \(key) \(question)"
        case .ended(let key): "ended \(key)"
        case .lost(let key): "lost \(key)"
        case .summarised(let first): "summarised \(first)"
        case .refused(let code): "refused \(code)"
        case .dying(let moment, let write): "dying \(moment) \(write)"
        }
    }

    /// nil for a line that was cut off, or is none of these.
    package init?(line: String) {
        let words = line.split(separator: " ").map(String.init)
        switch (words.first, words.count) {
        case ("ready", 1): self = .ready
        case ("resumed", 2): self = .resumed(key: words[1])
        case ("entered", 3): self = .entered(key: words[1], node: words[2])
        case ("said", 2): self = .said(key: words[1])
        case ("asked", 3): self = .asked(key: words[1], question: words[2])
        case ("answered", 3): self = .answered(key: words[1], question: words[2])
        case ("ended", 2): self = .ended(key: words[1])
        case ("lost", 2): self = .lost(key: words[1])
        case ("summarised", 2):
            guard let first = Int(words[1]) else { return nil }
            self = .summarised(first: first)
        case ("refused", 2): self = .refused(code: words[1])
        case ("dying", 3): self = .dying(moment: words[1], write: words[2])
        default: return nil
        }
    }
}

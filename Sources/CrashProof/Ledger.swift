/// What processes that may be dead by now were promised by the store.
package struct Ledger: Sendable {
    package private(set) var said: Set<String> = []
    package private(set) var ended: Set<String> = []
    /// Questions by their turns.
    package private(set) var asked: [String: Set<String>] = [:]
    package private(set) var answered: Set<String> = []
    package private(set) var summarised: Set<Int> = []

    package init() {}

    package mutating func note(_ deeds: [Deed]) {
        for deed in deeds {
            switch deed {
            case .said(let key): said.insert(key)
            case .ended(let key): ended.insert(key)
            case .asked(let key, let question): asked[key, default: []].insert(question)
            case .answered(_, let question): answered.insert(question)
            case .summarised(let first): summarised.insert(first)
            case .ready, .resumed, .entered, .lost, .refused, .dying: break
            }
        }
    }
}

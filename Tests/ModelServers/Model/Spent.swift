import Synchronization

/// A queue that any thread may take from.
final class Spent<Element: Sendable>: Sendable {
    private let left: Mutex<[Element]>

    init(_ elements: [Element]) {
        left = Mutex(elements.reversed())
    }

    /// Nil when all are taken.
    func next() -> Element? { left.withLock { $0.popLast() } }
}

import Foundation

/// Decides what goes wrong with which request.
package struct Faults: Sendable {
    let next: @Sendable (WireRequest) -> Fault?

    package init(_ next: @escaping @Sendable (WireRequest) -> Fault?) {
        self.next = next
    }

    package static let none = Faults { _ in nil }

    /// What the request of this number would meet; takes it out of a queue.
    package func fault(of operation: WireOperation, number: Int) -> Fault? {
        next(
            WireRequest(
                number: number,
                received: .now,
                operation: operation,
                method: "POST",
                path: "/",
                query: "",
                headers: [:],
                body: Data()
            )
        )
    }

    package static func always(_ fault: Fault, on operations: Set<WireOperation> = .generation) -> Faults {
        Faults { operations.contains($0.operation) ? fault : nil }
    }

    /// The first requests of these operations meet these faults in order (nil: none); later ones meet none.
    package static func first(_ faults: Fault?..., on operations: Set<WireOperation> = .generation) -> Faults {
        first(faults, on: operations)
    }

    package static func first(_ faults: [Fault?], on operations: Set<WireOperation> = .generation) -> Faults {
        let queue = Spent(faults)
        return Faults { operations.contains($0.operation) ? (queue.next() ?? nil) : nil }
    }

    /// Faults by chance, the same for the same seed and the same order of requests.
    ///
    /// - Parameter share: Of the requests of these operations, 0 to 1.
    package static func random(
        seed: UInt64,
        share: Double,
        among faults: [Fault],
        on operations: Set<WireOperation> = .generation
    ) -> Faults {
        Faults { request in
            guard operations.contains(request.operation) else { return nil }
            var chance = Chance(seed: seed &+ UInt64(request.number) &* 0x9e37_79b9_7f4a_7c15)
            return Double.random(in: 0..<1, using: &chance) < share ? faults.randomElement(using: &chance) : nil
        }
    }
}

extension Set<WireOperation> {
    package static let generation: Set<WireOperation> = [.generate, .stream]
    package static let any = Set(WireOperation.allCases)
}

/// SplitMix64.
private struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

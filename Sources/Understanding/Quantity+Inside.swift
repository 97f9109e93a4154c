internal import Market
internal import Studies

extension Quantity {
    /// The move from open to close of a part of the day, for a change that is asked of it; nil for whole sessions.
    func inside(_ spans: [Span]) -> Quantity? {
        guard spans.count == 1, let span = spans.first, self.span == nil, shift == 0 else { return nil }
        switch span {
        case .wholeDay, .session(.rth), .session(.eth): return nil
        default: break
        }
        switch base {
        case .metric(.change), .metric(.changePct), .move:
            var own = self
            own.base = .metric(.body)
            // "how much does it move": the size.
            if base == .move { own.absolute = true }
            return own
        default: return nil
        }
    }
}

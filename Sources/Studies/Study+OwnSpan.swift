import Market

extension Study {
    /// Whether a quantity, event or pattern is of the study's own window. The gap and its fill are the session's.
    public var usesOwnSpan: Bool {
        var uses = false
        visit { element in
            switch element {
            case .series(.metric(.gap, _)), .series(.metric(.gapPct, _)), .series(.time(.gapFill, _)): break
            case .series(.metric(_, let bar)), .series(.time(_, let bar)), .condition(.pattern(_, let bar)):
                uses = uses || bar.span == nil
            case .series(.indicator), .series(.move): uses = true
            case .key(.eventCalendar(let event, _)), .condition(.eventCalendar(let event, _, _)):
                uses = uses || event != .gapFill
            default: break
            }
        }
        return uses
    }
}

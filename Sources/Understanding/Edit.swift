internal import Market
internal import Studies

extension Attempt {
    /// A follow-up: what the question says changed in the chat's last study. Nil where it stands by itself.
    func edit(_ last: Study, _ frame: Frame, _ candidates: [Candidate]) -> Reading? {
        guard isEdit(frame, candidates) else { return nil }
        var change = Change(study: last, frame: frame, context: context)
        guard change.apply() else {
            if let best = candidates.first, frame.unread(best).isEmpty { return nil }
            return reading(
                .clarify(question: .editWithoutStudy, options: reader.prompts.options("default", language, "", 3)),
                frame,
                used: Set(frame.indices)
            )
        }
        if let missing = unavailable(change.study, frame) { return reading(missing, frame, used: Set(frame.indices)) }
        return reading(.study(study: change.study), frame, used: Set(frame.indices))
    }

    /// Nothing but periods, days, windows, instruments and words that point back; or such a word with a quantity or fact.
    private func isEdit(_ frame: Frame, _ candidates: [Candidate]) -> Bool {
        var content = 0
        var tasks = 0
        var points = false
        for (index, piece) in frame.line.pieces.enumerated() {
            switch piece.sense {
            case .mark(.only), .mark(.same), .mark(.more), .mark(.those), .task(.why): points = true
            case .mark(.and) where index == 0: points = true
            case .mark(.not) where index <= 1: points = true
            case .mark(.rest) where index == 0: points = true
            case .stop, .empty, .prep, .dates, .span, .window, .timeBound, .symbol, .measure, .relative, .unit, .mark,
                .months, .bars, .task(.days):
                continue
            case .condition(let fact): content += fact.isCalendar ? 0 : 1
            case .best where frame.line.has(.rather): points = true
            case .task, .key, .slots, .which, .top: tasks += 1
            case .unknown: tasks += 1
            default: content += 1
            }
        }
        if content == 0, tasks == 0 { return true }
        if content == 0, frame.task(.compare) != nil, tasks == 1 { return true }
        if content == 0, frame.task(.performance) != nil, tasks == 1, points || frame.singleDay { return true }
        return points && tasks <= 1
    }
}

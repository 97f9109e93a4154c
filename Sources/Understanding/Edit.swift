internal import Market
internal import Studies

extension Attempt {
    /// A follow-up: what the question says changed in the chat's last study. Nil where it stands by itself.
    func edit(_ last: Study, _ frame: Frame, _ candidates: [Candidate]) -> Reading? {
        guard isEdit(frame, candidates) || frame.task(.why) != nil else { return nil }
        var change = Change(study: last, frame: frame, context: context)
        let applied = change.apply()
        let left = change.unread
        let lost = applied ? frame.lost(in: change.study).filter { !change.quiet.contains($0) } : []
        guard applied, left.isEmpty, lost.isEmpty, change.study.isSound else {
            if let best = candidates.first, frame.unread(best).isEmpty, best.study.isSound, !isPointing(frame) {
                return nil
            }
            if applied, !left.isEmpty || !lost.isEmpty {
                return nothingFits(frame.line.words(Array(frame.line.tokens.indices)), frame, left + lost)
            }
            return reading(
                .clarify(question: .editWithoutStudy, options: reader.prompts.options("default", language, "", 3)),
                frame,
                used: Set(frame.indices)
            )
        }
        if let missing = unavailable(change.study, frame) { return reading(missing, frame, used: Set(frame.indices)) }
        var made = reading(.study(study: change.study), frame, used: Set(frame.indices), quiet: change.quiet)
        made.wanted = change.wanted
        return made
    }

    /// Words that speak of the last answer's rows: nothing can be answered without them.
    private func isPointing(_ frame: Frame) -> Bool {
        frame.has(.those) || frame.has(.more) || frame.has(.same) || frame.has(.only) || frame.line.isMark(0, .and)
    }

    /// Nothing but periods, days, windows, instruments and words that point back; or such a word with a quantity or fact.
    private func isEdit(_ frame: Frame, _ candidates: [Candidate]) -> Bool {
        var content = 0
        var tasks = 0
        var points = false
        var shapes = 0
        for (index, piece) in frame.line.pieces.enumerated() {
            switch piece.sense {
            case .mark(.only), .mark(.same), .mark(.more), .mark(.those), .task(.why), .task(.sql): points = true
            case .mark(.and) where index == 0: points = true
            case .mark(.not) where index <= 1: points = true
            case .mark(.rest) where index == 0: points = true
            case .stop, .empty, .prep, .dates, .span, .window, .timeBound, .symbol, .measure, .relative, .unit, .mark,
                .months, .bars, .task(.days):
                continue
            case .condition(let fact): content += fact.isCalendar ? 0 : 1
            case .best where frame.isPreference(index): points = true
            case .key, .slots, .top:
                tasks += 1
                shapes += 1
            case .task(.top) where frame.line.whole(index + 1) != nil:
                tasks += 1
                shapes += 1
            case .number where frame.line[index - 1] == .task(.top): continue
            case .task, .which: tasks += 1
            case .unknown: tasks += 1
            default: content += 1
            }
        }
        if content == 0, tasks == 0 || tasks == 1 && shapes == 1 { return true }
        if content == 0, frame.task(.compare) != nil, tasks == 1 { return true }
        if content == 0, frame.task(.performance) != nil, tasks == 1, points || frame.singleDay { return true }
        if frame.has(.those), tasks <= 2 { return true }
        return points && tasks <= 1
    }
}

extension Frame {
    /// "лучше", "better": another wish, not a rank.
    func isPreference(_ index: Int) -> Bool {
        guard case .best = line.pieces[index].sense else { return false }
        return line.has(.rather)
    }
}

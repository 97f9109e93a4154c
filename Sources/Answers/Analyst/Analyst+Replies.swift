package import Bars
internal import Market
internal import Studies
internal import StudySQL
package import Understanding

extension Analyst {
    /// A draft as an answer, with what was understood.
    package func answer(_ draft: Draft, _ reading: Reading, _ others: [OtherReading]) -> Answer {
        let say = say(reading.language)
        var answer = Answer(status: draft.status, language: reading.language, text: draft.text)
        answer.failure = draft.failure
        if draft.status == .needsClarification {
            answer.clarification = Answer.Question(question: draft.text, options: draft.options)
        }
        if case .study(let study) = reading.intent {
            if draft.failure == nil, !loaded.isEmpty { describe(&answer, reading, study, others) }
            return answer
        }
        if answer.clarification == nil, !reading.examples.isEmpty {
            let questions = reading.examples.map { say("quote", ["text": .text($0.question)]) }
            answer.text += " " + say("ui.examples", ["questions": .text(questions.joined(separator: ", "))])
        }
        describe(&answer, reading, nil)
        answer.remarks = reading.mended.map {
            say("remark.mended", ["written": .text($0.written), "read": .text($0.read)])
        }
        return answer
    }

    /// What is said to a reading that no bar is looked at for.
    package func draft(_ reading: Reading) -> Draft {
        let (language, say) = (reading.language, say(reading.language))
        switch reading.intent {
        case .study: return Draft(.noData, say("noData.nothing"))
        case .clarify(let reason, let options):
            return Draft(.needsClarification, question(reason, say), options: options)
        case .explain(let terms): return Draft(.explained, explained(terms, language))
        case .chat(let kind): return Draft(.chat, chat(kind, language))
        case .scan: return Draft(.declined, say("cannot.scan"))
        case .backtest: return Draft(.declined, say("cannot.backtest"))
        case .cannot(.outside(let term)):
            return Draft(.declined, say("cannot.outside") + " " + explained([term], language))
        case .cannot(let reason): return Draft(.declined, refusal(reason, say))
        case .noData(let reason): return noData(reason, language)
        }
    }

    private func question(_ reason: ClarifyReason, _ say: Sentences) -> String {
        switch reason {
        case .openTask("symbol"): say("clarify.symbol")
        case .openTask(let subject): say("clarify.openTask", ["subject": .text(subject)])
        case .unreadWords(let words):
            say(
                "clarify.unreadWords",
                ["words": .text(words.map { say("quote", ["text": .text($0)]) }.joined(separator: ", "))]
            )
        case .emptyQuestion: say("clarify.emptyQuestion")
        case .tooLong(let characters): say("clarify.tooLong", ["n": .count(characters)])
        case .ambiguous(let words): say("clarify.ambiguous", ["words": .text(words.joined(separator: " "))])
        case .editWithoutStudy: say("clarify.editWithoutStudy")
        case .leftOut(.scan): say("clarify.scan")
        case .leftOut(.backtest): say("clarify.backtest")
        }
    }

    private func refusal(_ reason: CannotReason, _ say: Sentences) -> String {
        switch reason {
        case .forecast: say("cannot.forecast")
        case .advice: say("cannot.advice")
        case .order: say("cannot.order")
        case .cause: say("cannot.cause")
        case .outside: say("cannot.outside")
        case .noVolume(let symbol): say("cannot.noVolume", ["symbol": .text(symbol)])
        case .notAQuestion: say("cannot.notAQuestion")
        }
    }

    private func noData(_ reason: NoDataReason, _ language: Language) -> Draft {
        let say = say(language)
        guard !loaded.isEmpty else { return Draft(.noData, say("noData.nothing")) }
        let dates = DateWords(say)
        var text: String
        switch reason {
        case .instrument(let symbol):
            text = say("noData.instrument", ["symbol": .text(String(symbol.prefix(40)))])
            text += " " + say("noData.loaded", ["what": .text(loadedList(language))])
        case .period(let asked, let first, let last):
            text = say(
                "noData.period",
                [
                    "asked": .text(wording(nil, language).phrase(asked)), "first": .text(dates.day(first)),
                    "last": .text(dates.day(last)),
                ]
            )
        case .notATradingDay(let date, let before, let after):
            text = say("noData.notATradingDay", ["date": .text(dates.day(date))])
            let neighbours = [before, after].compactMap { $0 }.map(dates.day)
            if !neighbours.isEmpty {
                text += " " + say("noData.neighbours", ["what": .text(neighbours.joined(separator: ", "))])
            }
        case .holidays(let days, let count):
            text = say(
                days.count < count ? "noData.latestHolidays" : "noData.holidays",
                ["n": .count(count), "what": .text(days.map(dates.day).joined(separator: ", "))]
            )
        case .upcoming(let event, let date):
            text = say(
                event == .holiday(name: nil) ? "noData.upcomingHoliday" : "noData.upcoming",
                ["what": .text(wording(nil, language).phrase(event)), "date": .text(dates.day(date))]
            )
        }
        return Draft(.noData, text)
    }

    /// `NQ (2 January 2020 – 31 December 2025), …`
    func loadedList(_ language: Language, only symbol: String? = nil) -> String {
        let say = say(language)
        let dates = DateWords(say)
        return loaded.filter { symbol == nil || $0.instrument.symbol == symbol }.map { item in
            say(
                "ui.loaded.range",
                [
                    "symbol": .text(item.instrument.symbol), "first": .text(dates.day(item.days.lowerBound)),
                    "last": .text(dates.day(item.days.upperBound)),
                ]
            )
        }.joined(separator: ", ")
    }

    /// A study that has no SQL: understood, and refused with the reason.
    /// Nil where the engine or the disk failed.
    package func refused(_ error: RunError, _ language: Language) -> Draft? {
        switch error {
        case .notLoaded(let symbol, _), .compile(.unknownInstrument(let symbol)):
            noData(.instrument(symbol: symbol), language)
        case .compile(let error): cannot(error, language)
        case .engine, .directory: nil
        }
    }

    private func cannot(_ error: CompileError, _ language: Language) -> Draft {
        let (say, words) = (say(language), wording(nil, language))
        let text =
            switch error {
            case .unknownInstrument(let symbol): say("noData.instrument", ["symbol": .text(symbol)])
            case .unknownPattern(let name): say("cannot.unknownPattern", ["name": .text(name)])
            case .noSession(let session, let symbol):
                say(
                    "cannot.session",
                    ["symbol": .text(symbol), "session": .text(say("session.\(session.rawValue)"))]
                )
            case .badSpan(let span): say("cannot.badSpan", ["what": .text(words.phrase(span))])
            case .unsupported: say("cannot.unsupported")
            }
        return Draft(.declined, text)
    }
}

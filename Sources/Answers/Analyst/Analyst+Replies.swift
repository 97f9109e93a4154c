internal import Bars
internal import Market
internal import Studies
internal import StudySQL
internal import Understanding

extension Analyst {
    /// The reply to a question that no study answers.
    func reply(_ reading: Reading, _ inquiry: Inquiry) -> Answer {
        let (language, say) = (reading.language, say(reading.language))
        var answer: Answer
        switch reading.intent {
        case .study: preconditionFailure("a study is run, not replied to")
        case .clarify(let reason, let options):
            answer = Answer(status: .needsClarification, language: language, text: question(reason, say))
            answer.clarification = Answer.Question(question: answer.text, options: options)
        case .explain(let terms):
            answer = Answer(status: .explained, language: language, text: explained(terms, language))
        case .chat(let kind): answer = Answer(status: .chat, language: language, text: chat(kind, language))
        case .scan: answer = later(say("cannot.scan"), reading)
        case .backtest: answer = later(say("cannot.backtest"), reading)
        case .cannot(.outside(let term)):
            let text = say("cannot.outside") + " " + explained([term], language)
            answer = Answer(status: .declined, language: language, text: text)
        case .cannot(let reason): answer = Answer(status: .declined, language: language, text: refusal(reason, say))
        case .noData(let reason): answer = noData(reason, language)
        }
        if answer.clarification == nil, !reading.examples.isEmpty {
            let questions = reading.examples.map { say("quote", ["text": .text($0.question)]) }
            answer.text += " " + say("ui.examples", ["questions": .text(questions.joined(separator: ", "))])
        }
        describe(&answer, reading, answer.study)
        answer.remarks = reading.mended.map {
            say("remark.mended", ["written": .text($0.written), "read": .text($0.read)])
        }
        return answer
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

    /// What a later version will do: said plainly, with questions that can be answered now.
    private func later(_ text: String, _ reading: Reading) -> Answer {
        var answer = Answer(status: .needsClarification, language: reading.language, text: text)
        answer.clarification = Answer.Question(question: text, options: reading.examples)
        return answer
    }

    private func noData(_ reason: NoDataReason, _ language: Language) -> Answer {
        guard !loaded.isEmpty else { return nothingLoaded(language) }
        let say = say(language)
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
        }
        return Answer(status: .noData, language: language, text: text)
    }

    func nothingLoaded(_ language: Language) -> Answer {
        Answer(status: .noData, language: language, text: say(language)("noData.nothing"))
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
    func refused(_ error: RunError, _ language: Language) -> Answer? {
        switch error {
        case .notLoaded(let symbol, _), .compile(.unknownInstrument(let symbol)):
            noData(.instrument(symbol: symbol), language)
        case .compile(let error): cannot(error, language)
        case .engine, .directory: nil
        }
    }

    private func cannot(_ error: CompileError, _ language: Language) -> Answer {
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
        return Answer(status: .declined, language: language, text: text)
    }
}

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
        case .explain(let term): answer = explain(term, language)
        case .chat(let kind):
            var text = say("chat.\(kind.rawValue)")
            if kind == .greeting || kind == .abilities, !loaded.isEmpty {
                text += " " + say("chat.loaded", ["what": .text(loadedList(language))])
            }
            answer = Answer(status: .chat, language: language, text: text)
        case .scan: answer = Answer(status: .declined, language: language, text: say("cannot.scan"))
        case .backtest(let study):
            let condition = study?.condition.map { wording(study, language).phrase($0) }
            let text = condition.map { say("cannot.backtest", ["what": .text($0)]) } ?? say("cannot.backtestOpen")
            answer = Answer(status: .declined, language: language, text: text)
            answer.study = study
        case .cannot(let reason): answer = Answer(status: .declined, language: language, text: refusal(reason, say))
        case .noData(let reason): answer = noData(reason, language)
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
        case .notInBars(let words): say("cannot.notInBars", ["words": .text(words)])
        case .noVolume(let symbol): say("cannot.noVolume", ["symbol": .text(symbol)])
        case .notAQuestion: say("cannot.notAQuestion")
        }
    }

    private func explain(_ term: String, _ language: Language) -> Answer {
        let say = say(language)
        // A glossary that cannot be read is reported by `doctor`; here the term has no entry.
        guard let entry = try? Glossary.load(knowledge).entry(named: term), let text = entry.text[language.rawValue]
        else {
            return Answer(status: .explained, language: language, text: say("explain.unknown", ["term": .text(term)]))
        }
        let title = entry.term[language.rawValue] ?? term
        return Answer(status: .explained, language: language, text: Wording.capitalised(title) + ". " + text)
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
    func loadedList(_ language: Language) -> String {
        let say = say(language)
        let dates = DateWords(say)
        return loaded.map { item in
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

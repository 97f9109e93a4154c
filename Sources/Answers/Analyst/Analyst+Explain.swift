internal import Bars
package import Studies
internal import StudySQL
package import Understanding

extension Analyst {
    /// How a question is read, with the SQL that would run; no bar is looked at.
    package func explain(_ inquiry: Inquiry) -> (answer: Answer, trace: Trace) {
        let trace = trace(inquiry), reading = trace.reading
        guard case .study(let study) = reading.intent else {
            return (answer(draft(reading), reading, []), trace)
        }
        var answer = Answer(status: .explained, language: reading.language, text: "")
        describe(&answer, reading, study, otherReadings(reading, inquiry))
        do {
            answer.sql = pasteable(try runner.compile(study), study)
        } catch {
            answer.text = refused(error, reading.language)?.text ?? failed(error, reading.language).text
        }
        return (answer, trace)
    }

    /// What a study that was considered would do, in a sentence.
    package func task(of study: Study, _ language: Language) -> String {
        Brief(study, wording: wording(study, language)).task()
    }
}

internal import Bars
internal import Studies
internal import StudySQL
package import Understanding

extension Analyst {
    /// How a question is read, with the SQL that would run; no bar is looked at.
    package func explain(_ inquiry: Inquiry) -> (answer: Answer, reading: Reading) {
        let reading = read(inquiry)
        guard case .study(let study) = reading.intent else { return (reply(reading, inquiry), reading) }
        var answer = Answer(status: .explained, language: reading.language, text: "")
        describe(&answer, reading, study, otherReadings(reading, inquiry))
        do {
            answer.sql = pasteable(try runner.compile(study), study)
        } catch {
            answer.text = refused(error, reading.language)?.text ?? failed(error, reading.language).text
        }
        return (answer, reading)
    }
}

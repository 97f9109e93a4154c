import Answers
import Bars
import Knowledge
import StudySQL
import Understanding

/// Questions read and compiled; nothing is run.
struct ReadingBench {
    let analyst: Analyst
    let runner: Runner

    static let questions = [
        "какое время чаще всего становится high/low дня за 2020-2025, с 6 утра до 16",
        "which time most often makes the day's high or low, 2020-2025, 6am to 4pm",
        "средняя волатильность по дням недели", "mean RTH range by month 2024",
        "покажи минутки NQ за 14 марта 2024 с 10 до 11", "top 10 gap downs", "сколько inside day в 2023",
        "корреляция утреннего объёма и дневного движения", "распределение гэпов по дням недели",
    ]

    /// Milliseconds of reading and compiling, one for each question and turn; the first turn is left out.
    func run(_ symbol: String, turns: Int) async throws -> [Double] {
        var times: [Double] = []
        for turn in 0...turns {
            for question in Self.questions {
                let time = try await milliseconds {
                    let reading = analyst.read(Inquiry(text: question, symbol: symbol))
                    if case .study(let study) = reading.intent { _ = try runner.compile(study) }
                }
                if turn > 0 { times.append(time) }
            }
        }
        return times
    }
}

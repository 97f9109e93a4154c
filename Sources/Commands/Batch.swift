internal import Agents
internal import Answers
internal import Foundation
internal import Market
internal import Understanding

/// Many questions, one JSON object a line; one answer a line in the same order, each written as soon as it is there.
struct Batch {
    let analyst: Analyst
    /// The model that may be asked, and what is told of it.
    var assistant: Assistant?
    var log: ModelLog?

    /// A bad line becomes an answer with the status `failed`; only an unreadable file is thrown.
    func run(_ path: String) async throws(Failure) {
        for line in try lines(path) {
            let text = line.trimmingCharacters(in: .whitespaces)
            guard !text.isEmpty else { continue }
            Output.write(await answer(text).json() + "\n")
            log?.tell()
        }
    }

    func answer(_ line: String) async -> Answer {
        do {
            let asked = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
            return await analyst.ask(try asked.inquiry(), assistant: assistant)
        } catch {
            let message = (error as? Failure)?.message ?? "The line is not a question: {\"id\", \"question\", …}."
            var answer = Answer(status: .failed, language: .en, text: message)
            answer.id = (try? JSONDecoder().decode(Identity.self, from: Data(line.utf8)))?.id
            answer.failure = Failure(.inputUnreadable, message: message, cause: "\(error)")
            return answer
        }
    }

    private func lines(_ path: String) throws(Failure) -> [String] {
        do {
            let data =
                path == "-"
                ? FileHandle.standardInput.readDataToEndOfFile() : try Data(contentsOf: URL(fileURLWithPath: path))
            return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
        } catch {
            throw Failure(.inputUnreadable, message: "'\(path)' cannot be read.", cause: "\(error)")
        }
    }

    private struct Line: Decodable {
        var id: String?
        var question: String
        var symbol: String?
        var asOf: String?
        var history: [String]?

        enum CodingKeys: String, CodingKey {
            case id, question, symbol, history
            case asOf = "as_of"
        }

        func inquiry() throws -> Inquiry {
            let date = asOf.flatMap { CivilDate($0) }
            if let asOf, date == nil {
                throw Failure(.inputUnreadable, message: "'\(asOf.prefix(40))' is not a date YYYY-MM-DD.")
            }
            return Inquiry(id: id, text: question, symbol: symbol, asOf: date, history: history ?? [])
        }
    }

    /// What can be told of a line that is otherwise wrong.
    private struct Identity: Decodable {
        var id: String?
    }
}

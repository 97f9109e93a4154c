package import AgentGraph
package import Answers
package import Understanding

extension Analyst {
    /// The answer to a question, of which nothing is kept; what goes wrong is an answer too, with the status `failed`.
    package func ask(
        _ inquiry: Inquiry,
        assistant: Assistant? = nil,
        show: @escaping @Sendable (Event) -> Void = { _ in }
    ) async -> Answer {
        await answer(Turn(inquiry), assistant, show)
    }

    /// The answer to what was read.
    package func answer(to reading: Reading, _ inquiry: Inquiry, assistant: Assistant? = nil) async -> Answer {
        await answer(Turn(inquiry, reading: reading), assistant) { _ in }
    }

    private func answer(
        _ turn: Turn,
        _ assistant: Assistant?,
        _ show: @escaping @Sendable (Event) -> Void
    ) async -> Answer {
        do {
            let earlier = turn.inquiry.history.map { Said(isUser: true, $0) }
            let graph = AnalystGraph(
                self,
                assistant: assistant,
                isKept: false,
                recall: { last, _ in earlier.suffix(last) }
            )
            let runtime = Runtime(graph, store: nil)
            switch try await runtime.run(state: turn, show: show) {
            case .finished(let turn): if let answer = turn.work.answer { return answer }
            case .failed(let error): throw error
            case .stopped, .drained, .waiting: break
            }
            throw CancellationError()
        } catch {
            let reading = turn.reading ?? read(turn.inquiry)
            var answer = answer(broken(error, reading.language), reading, [])
            answer.id = turn.inquiry.id
            return answer
        }
    }
}

extension Analyst {
    /// What broke a turn off, as it is told to the user.
    func broken(_ error: any Error, _ language: Language) -> Draft {
        switch (error as? GraphError)?.code {
        case .deadlineExceeded, .budgetExhausted: exhausted(language)
        default: failed(error, language)
        }
    }
}

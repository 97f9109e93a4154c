package import Market

/// One question with everything that its answer depends on besides the data.
package struct Inquiry: Codable, Hashable, Sendable {
    /// Carried over into the answer.
    package var id: String?
    package var text: String
    /// The instrument meant where the question names none.
    package var symbol: String?
    /// Today, for relative periods; nil is the clock's date in the instrument's zone.
    package var asOf: CivilDate?
    /// What the chat's earlier questions left.
    package var memory: Memory?
    /// The question before was asked back about; nil is no.
    package var isOpen: Bool?
    /// The question before, where it asked what something means.
    package var explained: String?
    /// Earlier questions of the same chat, oldest first, that are still to be read; they follow `memory`.
    package var history: [String]

    package init(
        id: String? = nil,
        text: String,
        symbol: String? = nil,
        asOf: CivilDate? = nil,
        memory: Memory? = nil,
        history: [String] = []
    ) {
        self.id = id
        self.text = text
        self.symbol = symbol
        self.asOf = asOf
        self.memory = memory
        self.history = history
    }
}

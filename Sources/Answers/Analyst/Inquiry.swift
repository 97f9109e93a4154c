package import Market

/// One question with everything that its answer depends on besides the data.
package struct Inquiry: Sendable {
    /// Carried over into the answer.
    package var id: String?
    package var text: String
    /// The instrument meant where the question names none.
    package var symbol: String?
    /// Today, for relative periods; nil is the clock's date in the instrument's zone.
    package var asOf: CivilDate?
    /// The earlier questions of the same chat, oldest first.
    package var history: [String]

    package init(
        id: String? = nil,
        text: String,
        symbol: String? = nil,
        asOf: CivilDate? = nil,
        history: [String] = []
    ) {
        self.id = id
        self.text = text
        self.symbol = symbol
        self.asOf = asOf
        self.history = history
    }
}

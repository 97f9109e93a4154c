public import Market
public import Studies

/// What a question is read against. Everything that could change a reading is here.
public struct ReadContext: Sendable {
    public var catalogue: Catalogue
    /// Loaded instruments and the trading days they cover.
    public var loaded: [Loaded]
    /// The instrument meant when the question names none; nil: the only one loaded, else asked about.
    public var symbol: String?
    /// Today's date in the instrument's zone, for relative periods.
    public var today: CivilDate
    /// Studies of this chat's earlier turns, latest last: what a follow-up edits.
    public var earlier: [Study]
    /// The questions that those studies were read from.
    public var asked: [String] = []
    /// The question before was asked back about: what a follow-up changes was never read.
    public var isOpen = false
    /// The question before asked what something means, and no study: what a follow-up may be of.
    public var explained: String?
    /// The words of the latest study, follow-ups worked in; nil where no sentence says it.
    public var question: String?

    public init(catalogue: Catalogue, loaded: [Loaded], symbol: String?, today: CivilDate, earlier: [Study] = []) {
        self.catalogue = catalogue
        self.loaded = loaded
        self.symbol = symbol
        self.today = today
        self.earlier = earlier
    }

    /// Takes a question and what was read of it into the chat's history.
    public mutating func remember(_ text: String, _ reading: Reading) {
        explained = if case .explain = reading.intent { text } else { nil }
        guard case .study(let study) = reading.intent else { return }
        earlier.append(study)
        asked.append(text)
        question = reading.edit.map(\.whole) ?? text
    }

    public struct Loaded: Hashable, Sendable {
        public var instrument: Instrument
        public var days: ClosedRange<CivilDate>
        public var hasVolume: Bool

        public init(instrument: Instrument, days: ClosedRange<CivilDate>, hasVolume: Bool) {
            self.instrument = instrument
            self.days = days
            self.hasVolume = hasVolume
        }
    }
}

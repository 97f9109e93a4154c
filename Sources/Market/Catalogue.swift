/// Everything about markets that is knowledge and not data: loaded once, checked as a whole.
public struct Catalogue: Sendable {
    public var instruments: [Instrument]
    public var patterns: [Pattern]

    public init(instruments: [Instrument], patterns: [Pattern]) {
        self.instruments = instruments
        self.patterns = patterns
    }

    public func instrument(_ symbol: String) -> Instrument? {
        instruments.first { $0.symbol == symbol }
    }

    public func pattern(_ name: String) -> Pattern? {
        patterns.first { $0.name == name }
    }
}

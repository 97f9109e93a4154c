/// Whether keeping a static part at the provider costs less than sending it. Pure.
///
/// With T tokens, p and c the prices of one sent and one kept token, s of keeping one for an hour, N requests and K
/// creations an hour, h the part of the tokens that the provider's own cache hits anyway:
/// kept costs T (K p + s + N c); sent costs T N (p (1 - h) + h c). T falls out, and keeping pays when
/// N > (K p + s) / ((p - c) (1 - h)).
package struct CacheEconomy: Sendable, Hashable {
    package var rate: Prices.Rate
    package var terms: Prices.CacheTerms

    package init(rate: Prices.Rate, terms: Prices.CacheTerms) {
        self.rate = rate
        self.terms = terms
    }

    /// - Parameters:
    ///   - creations: an hour; 0 where a content is only to be kept longer.
    ///   - implicitHits: from 0 to 1.
    /// - Returns: requests an hour above which keeping pays; infinity: it never does.
    package func breakEven(creations: Double, implicitHits: Double) -> Double {
        let saved = Double(rate.input - rate.cached) * (1 - implicitHits)
        guard saved > 0 else { return .infinity }
        return (creations * Double(rate.input) + Double(terms.storage)) / saved
    }
}

/// What is seen of one static part's requests in this process. Pure.
struct CacheDemand: Sendable, Hashable {
    /// Seconds by any clock that does not go back, of the last hour; bounded.
    private var times: [Double] = []
    private var start: Double?
    private var sentTokens = 0
    private var hitTokens = 0
    private var samples = 0

    /// Before enough is seen, the provider's own cache is taken to work well, so that keeping must earn its price.
    static let assumedHits = 0.8
    private static let enoughSamples = 10
    private static let mostTimes = 2000

    mutating func asked(at now: Double) {
        start = start ?? now
        times.append(now)
        times.removeAll { $0 <= now - 3600 }
        if times.count > Self.mostTimes { times.removeFirst(times.count - Self.mostTimes) }
    }

    /// An answer to a request that was sent whole.
    mutating func answered(tokens: Int, cached: Int) {
        guard tokens > 0 else { return }
        samples += 1
        sentTokens += tokens
        hitTokens += min(cached, tokens)
    }

    /// Of the last hour; of a process that is younger, as if it were ten minutes old at least, so that the first few
    /// questions do not look like a rush.
    func perHour(at now: Double) -> Double {
        guard let start else { return 0 }
        let seconds = min(3600, max(600, now - start))
        return Double(times.count { $0 > now - seconds }) * 3600 / seconds
    }

    var implicitHits: Double {
        samples < Self.enoughSamples ? Self.assumedHits : Double(hitTokens) / Double(max(1, sentTokens))
    }
}

extension CacheEconomy {
    /// Micro-dollars for keeping tokens, rounded up.
    func storage(of tokens: Int, for duration: Duration) -> Int {
        let hours = max(0, duration / .seconds(3600))
        return Int((Double(tokens) * Double(terms.storage) * hours / 1000).rounded(.up))
    }
}

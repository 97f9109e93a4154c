internal import Foundation
internal import ModelServers

/// Somebody who asks, and the model that is asked about what they say: both by chance, the same for the same seed.
enum Trader {
    /// What is said in a turn.
    enum Line: Sendable, Hashable {
        /// Bound whole by the built-in reader.
        case plain(String)
        /// Holds a word that nobody knows: the model is asked.
        case strange(String)
        /// A change of the question before it.
        case followUp(String)
        /// So open that only a person can settle it.
        case open(String)

        var text: String {
            switch self {
            case .plain(let text), .strange(let text), .followUp(let text), .open(let text): text
            }
        }
    }

    private static let metrics = ["range", "volume", "gap"]
    private static let weekdays = ["mondays", "tuesdays", "wednesdays", "thursdays", "fridays"]
    private static let unknown = ["skookum", "zorbly", "quindled", "brastic", "flumpish"]

    static func line(using chance: inout some RandomNumberGenerator) -> Line {
        func one(_ words: [String]) -> String { words.randomElement(using: &chance) ?? "" }
        switch Int.random(in: 0..<100, using: &chance) {
        case ..<30: return .plain("how many days had a range above \(Int.random(in: 1...9, using: &chance)) points")
        case ..<75: return .strange("mean \(one(metrics)) on \(one(unknown)) \(one(weekdays))")
        case ..<90: return .followUp("only " + one(weekdays))
        default: return .open("volatility")
        }
    }

    /// Reads `strange` lines: mostly right, sometimes with a word dropped, sometimes not at all. Writes sentences where no
    /// schema is asked for.
    static let model: Script = { ask in
        guard ask.schema != nil else { return Said(parts: ["That is ", "all there is."], hiddenThoughtTokens: 5) }
        let question = ask.turns.first?.text.split(separator: "\n").last.map(String.init) ?? ""
        let words = question.replacing("question: ", with: "").split(separator: " ").map(String.init)
        guard words.count == 5, let metric = metrics.first(where: { $0 == words[1] }),
            let weekday = weekdays.firstIndex(of: words[4])
        else { return Said(parts: [reading([])], hiddenThoughtTokens: 9) }
        let mean = """
            {"is":"measure","words":"mean \(metric)","statistic":"mean","of":\(series(metric)),"probability":0}
            """
        let day = condition(words[4], #"{"field":"weekday","oneOf":[\#(weekday + 1)]}"#)
        let big = condition(
            words[3],
            #"{"left":\#(series("volume")),"relation":"greater","right":"#
                + #"{"quantile":0.5,"of":"volume","window":null}}"#
        )
        // One unknown word is dropped, which is refused, and told to the model in vain.
        let parts = words[3] == "flumpish" ? [mean, day] : [mean, big, day]
        return Said(parts: [reading(parts)], hiddenThoughtTokens: 9)
    }

    private static func reading(_ parts: [String]) -> String {
        """
        {"intent":"\(parts.isEmpty ? "clarify" : "study")","reason":"none","terms":[],\
        "parts":[\(parts.joined(separator: ","))],"empty":[]}
        """
    }

    private static func series(_ metric: String) -> String {
        #"{"metric":"\#(metric)","window":null,"shift":0,"absolute":false}"#
    }

    private static func condition(_ words: String, _ test: String) -> String {
        #"{"is":"condition","words":"\#(words)","place":"rows","test":\#(test),"not":false,"#
            + #""shift":0,"run":0,"or":false}"#
    }
}

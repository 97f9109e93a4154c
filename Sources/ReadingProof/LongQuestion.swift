/// Questions as people write them who are polite at length: of so many characters, each a study, and each worded otherwise.
package enum LongQuestion {
    /// - Parameters:
    ///   - number: chooses the study and the words around it.
    ///   - characters: at least 100; of any number below, the study alone.
    package static func text(_ number: Int, characters: Int = 400) -> String {
        let core = cores[number % cores.count]
        var before = "", place = number
        while before.count + kind[place % kind.count].count + 1 + core.count <= characters {
            before += kind[place % kind.count] + " "
            place += 1 + number % 3
        }
        let text = before + core
        return text + String(repeating: "!", count: max(0, characters - text.count))
    }

    private static let cores = [
        "what was the average range by weekday in the regular session",
        "what was the average volume by weekday",
        "what was the average range by hour in the regular session",
        "how many days closed above the open by weekday",
    ]

    /// None of it means anything to a study.
    private static let kind = [
        "Good morning!", "I hope you are doing well.", "Hi there, thanks for your help.", "I am just curious.",
        "Hello, good evening, I was wondering if you could help me out.", "Thank you so much!", "Sorry.",
        "Thank you very much in advance, have a nice day!", "Greetings from me.", "Many thanks!",
        "Can you help me please?", "Good afternoon!", "Could you please tell me:", "Thanks a lot!",
        "Hey, quick question.",
    ]
}

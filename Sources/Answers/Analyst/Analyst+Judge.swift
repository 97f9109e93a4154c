package import Studies
package import Understanding

extension Analyst {
    /// What comes of somebody else's reading of a question when it is held against the words and the data.
    package func judge(_ proposal: Proposal, _ inquiry: Inquiry) -> Judgement {
        reader.judge(proposal, of: inquiry.text, remembered(inquiry).context)
    }

    /// The question back about these words instead.
    package func asking(about words: [String], instead reading: Reading) -> Reading {
        reader.asking(about: words, instead: reading)
    }

    /// A study in a phrase that tells it from another: what is done, on which rows, when.
    package func label(of study: Study, _ language: Language) -> String {
        let wording = wording(study, language)
        return
            ([task(of: study, language)]
            + [study.condition.map(wording.phrase), wording.phrase(study.period)].compactMap(\.self))
            .joined(separator: " · ")
    }
}

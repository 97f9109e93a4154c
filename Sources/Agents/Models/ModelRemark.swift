internal import LanguageModels

/// What an answer says of a model's part in it: the sentence `remark.model.` and the case's name.
package enum ModelRemark: String, Codable, Hashable, Sendable, CaseIterable {
    /// A model read the question.
    case read
    /// A model wrote the SQL.
    case wroteSQL
    /// A model explained or talked, of what it knows itself.
    case said
    /// A model worded the answer.
    case worded
    /// A model was asked to word the answer, and what it wrote could not be used.
    case unworded
    /// A model was asked and gave nothing that could be used.
    case unavailable
    /// None was asked: the day's budget is used up.
    case overBudget

    /// What is said of a model that gave nothing.
    /// - Parameter failure: nil: it gave something that cannot be used.
    init(_ failure: ModelError.Code?) { self = failure == .budget ? .overBudget : .unavailable }

    package var key: String { "remark.model." + rawValue }

    /// It made something of the answer.
    var isPart: Bool {
        switch self {
        case .read, .wroteSQL, .said, .worded: true
        case .unworded, .unavailable, .overBudget: false
        }
    }
}

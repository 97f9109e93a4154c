/// Something that a text tells and that must be known: a figure, a date, a time or a name.
struct ProseClaim: Hashable {
    enum Content: Hashable {
        case number(Figure)
        /// A place in an order, or a day of a month.
        case ordinal(Int)
        /// A date or a part of one; several where it can be read in several ways.
        case date([DatePart])
        case quarter(Int, year: Int?)
        /// ISO.
        case weekday(Int)
        /// Minute of the day.
        case clock(Int)
        /// Small letters.
        case name(String)
        /// How many times one is the other, as a word in small letters.
        case ratio(String)
        /// Symbols that go by this name.
        case instrument(Set<String>)
        /// A figure in a form that nobody here can read.
        case unreadable
    }

    var content: Content
    /// As written.
    var words: String
    /// Indices of tokens.
    var place: Range<Int>
}

/// A number as it is written.
struct Figure: Hashable {
    /// Without its sign.
    var size: Double
    /// What its last digit counts: 0.01 for 1.25, 100 for 1.2k.
    var resolution = 1.0
    var sign: Sign?
    var isPercent = false
    /// 2024 that may be a year.
    var year: Int?
    /// Minutes of the day, where it may be one: "at 10 o'clock".
    var clock: Int?

    enum Sign: Hashable { case minus, plus }
}

/// What is told of a date; nil is left open.
struct DatePart: Hashable {
    var year: Int?
    var month: Int?
    var day: Int?

    /// Everything that is told here is so there.
    func isPart(of other: DatePart) -> Bool {
        (year == nil || year == other.year) && (month == nil || month == other.month)
            && (day == nil || day == other.day)
    }
}

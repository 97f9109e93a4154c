/// A line while it is typed: the text before and after the cursor, and the lines before it to go back to.
struct LineEditor {
    enum Outcome: Hashable, Sendable {
        case line(String)
        /// Ctrl-C.
        case interrupt
        /// Ctrl-D on an empty line.
        case end
    }

    private(set) var before = ""
    private(set) var after = ""
    /// Lines said before, oldest first.
    private(set) var history: [String]
    /// The place in the history that is shown; its count is the line being typed.
    private var place: Int
    private var typed = ""

    init(history: [String] = []) {
        self.history = history
        place = history.count
    }

    var text: String { before + after }

    /// nil where the line goes on.
    mutating func take(_ key: Key) -> Outcome? {
        switch key {
        case .text(let scalar): before.unicodeScalars.append(scalar)
        case .left: if let last = before.popLast() { after.insert(last, at: after.startIndex) }
        case .right: if !after.isEmpty { before.append(after.removeFirst()) }
        case .wordLeft: after = takeWord() + after
        case .wordRight: moveRightByWord()
        case .home: (before, after) = ("", text)
        case .end: (before, after) = (text, "")
        case .backspace: _ = before.popLast()
        case .delete: if !after.isEmpty { after.removeFirst() }
        case .cutTail: after = ""
        case .cutHead: before = ""
        case .cutWord: _ = takeWord()
        case .up: show(place - 1)
        case .down: show(place + 1)
        case .clearScreen: break
        case .interrupt:
            reset()
            return .interrupt
        case .endOfInput:
            guard text.isEmpty else { return take(.delete) }
            return .end
        case .enter:
            let line = text
            if !line.isEmpty, history.last != line { history.append(line) }
            reset()
            return .line(line)
        }
        return nil
    }

    private mutating func reset() {
        (before, after, typed) = ("", "", "")
        place = history.count
    }

    /// Takes the word before the cursor, with the spaces after it, out of the line.
    private mutating func takeWord() -> String {
        let spaces = before.lastIndex { !$0.isWhitespace }.map { before.index(after: $0) } ?? before.startIndex
        let word =
            before[..<spaces].lastIndex(where: \.isWhitespace).map { before.index(after: $0) } ?? before.startIndex
        let piece = String(before[word...])
        before = String(before[..<word])
        return piece
    }

    private mutating func moveRightByWord() {
        let word = after.drop { $0.isWhitespace }.drop { !$0.isWhitespace }
        before += after[..<word.startIndex]
        after = String(word)
    }

    private mutating func show(_ wanted: Int) {
        guard (0...history.count).contains(wanted) else { return }
        if place == history.count { typed = text }
        place = wanted
        (before, after) = (wanted == history.count ? typed : history[wanted], "")
    }

    /// The part of the line that fits, with the cursor in it.
    /// - Returns: what to show, and the cursor's column in it.
    func view(width: Int) -> (text: String, column: Int) {
        let space = max(4, width - 1)
        // Two thirds of the space are for what stands before the cursor, more where less stands behind it.
        let behind = Self.fitting(after, space - space * 2 / 3)
        let head = String(Self.fitting(before.reversed(), space - TextLayout.width(behind)).reversed())
        let tail = Self.fitting(after, space - TextLayout.width(head))
        return (head + tail, TextLayout.width(head))
    }

    /// The first characters that fit.
    private static func fitting(_ characters: some Sequence<Character>, _ width: Int) -> String {
        var taken = ""
        var left = width
        for character in characters {
            left -= TextLayout.width(String(character))
            guard left >= 0 else { break }
            taken.append(character)
        }
        return taken
    }
}

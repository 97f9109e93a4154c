import Testing

@testable import Commands

struct LineEditorTests {
    private func typed(_ bytes: [String], history: [String] = []) -> LineEditor {
        var (editor, decoder) = (LineEditor(history: history), KeyDecoder())
        for key in bytes.flatMap({ decoder.keys(Array($0.utf8)) }) { _ = editor.take(key) }
        return editor
    }

    @Test(arguments: [
        (["привет"], "привет", ""), (["ab\u{1B}[Dc"], "ac", "b"), (["one two\u{17}"], "one ", ""),
        (["one two \u{17}"], "one ", ""), (["abc\u{01}x"], "x", "abc"), (["abc\u{01}\u{05}x"], "abcx", ""),
        (["abc\u{1B}[D\u{1B}[D\u{0B}"], "a", ""), (["abc\u{1B}[D\u{15}"], "", "c"), (["abc\u{7F}\u{7F}"], "a", ""),
        (["abc\u{1B}[H\u{1B}[3~"], "", "bc"), (["日本\u{1B}[Dx"], "日x", "本"), (["e\u{301}\u{7F}a"], "a", ""),
        (["one two\u{1B}b\u{1B}[1;5D"], "", "one two"), (["a b\u{01}\u{1B}f"], "a", " b"),
        (["\u{1B}[200~one\ntwo\u{1B}[201~"], "one two", ""), (["a\u{1B}[99zb"], "ab", ""),
    ])
    func `keys edit the line`(bytes: [String], before: String, after: String) {
        let editor = typed(bytes)
        #expect(editor.before == before)
        #expect(editor.after == after)
    }

    @Test func `a letter may come byte by byte`() {
        var decoder = KeyDecoder()
        #expect(Array("ж".utf8).flatMap { decoder.keys([$0]) } == [.text("ж")])
        #expect([0x1B, 0x5B, 0x41].flatMap { decoder.keys([$0]) } == [.up])
    }

    @Test func `up and down go through what was said, and back to what was being typed`() {
        #expect(typed(["new\u{1B}[A"], history: ["a", "b"]).text == "b")
        #expect(typed(["new\u{1B}[A\u{1B}[A\u{1B}[A"], history: ["a", "b"]).text == "a")
        #expect(typed(["new\u{1B}[A\u{1B}[A\u{1B}[B\u{1B}[B"], history: ["a", "b"]).text == "new")
    }

    @Test func `a line ends with return, with Ctrl-C, or empty with Ctrl-D`() {
        var editor = typed(["line"])
        #expect(editor.take(.enter) == .line("line"))
        #expect(editor.history == ["line"])
        _ = editor.take(.text("x"))
        #expect(editor.take(.endOfInput) == nil)
        #expect(editor.take(.interrupt) == .interrupt)
        #expect(editor.take(.endOfInput) == .end)
    }

    @Test(arguments: [10, 20, 80])
    func `a line that is too long is shown around the cursor`(width: Int) {
        var editor = typed([String(repeating: "日本go ", count: 20)])
        for _ in 0..<60 {
            let view = editor.view(width: width)
            #expect(TextLayout.width(view.text) < width)
            #expect(view.column <= TextLayout.width(view.text))
            _ = editor.take(.left)
        }
    }
}

internal import CStemmer

/// Snowball's stems for Russian and English. Not to be shared between threads: each reading makes its own.
struct Stemmer: ~Copyable {
    private let russian: OpaquePointer?
    private let english: OpaquePointer?

    init(together: [String] = []) {
        self.together = together
        russian = sb_stemmer_new("russian", nil)
        english = sb_stemmer_new("english", nil)
    }

    deinit {
        if let russian { sb_stemmer_delete(russian) }
        if let english { sb_stemmer_delete(english) }
    }

    /// Where Snowball parts the forms of one word: their common beginning is the stem.
    private let together: [String]

    /// The stem of a word in lower case; the word itself where it is of another alphabet.
    func stem(_ word: String) -> String {
        guard let first = word.first else { return word }
        if let common = together.first(where: {
            $0.first == first && word.hasPrefix($0) && word.count <= $0.count + 3
        }) {
            return common
        }
        let stemmer = Alphabet.isCyrillic(first) ? russian : Alphabet.isLatin(first) ? english : nil
        guard let stemmer, word.utf8.count < 100 else { return word }
        var word = word
        return word.withUTF8 { bytes in
            guard let out = sb_stemmer_stem(stemmer, bytes.baseAddress, Int32(bytes.count)) else { return "" }
            let length = Int(sb_stemmer_length(stemmer))
            return String(decoding: UnsafeBufferPointer(start: out, count: length), as: UTF8.self)
        }
    }
}

internal import Foundation
internal import Studies

extension Study {
    /// The same study with another length of the opening range; nil where it speaks of none.
    ///
    /// Spans sit deep inside series and conditions; the study's own JSON reaches them all.
    func replacingOpening(_ minutes: Int) -> Study? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        // A study that was built has JSON; one with an infinite number has none and is left alone.
        guard let data = try? encoder.encode(self) else { return nil }
        let text = String(decoding: data, as: UTF8.self)
        var changed = text
        for name in ["opening", "afterOpening"] {
            var parts = changed.components(separatedBy: "\"\(name)\":{\"minutes\":")
            for index in parts.indices.dropFirst() {
                parts[index] = String(minutes) + parts[index].drop { $0.isNumber }
            }
            changed = parts.joined(separator: "\"\(name)\":{\"minutes\":")
        }
        guard changed != text else { return nil }
        return try? JSONDecoder().decode(Study.self, from: Data(changed.utf8))
    }
}

internal import Foundation
internal import StudyOracle

/// A meaning in many wordings, each over many things: a file of `Wordings` (its README says how one is written).
package struct WordingTable: Sendable {
    /// A thing that a place of a wording may name.
    package struct Thing: Sendable {
        /// What it is about. Things that share a subject are never in one question: "of red days, how many are red".
        var subjects: Set<String>
        var english, russian: String
        /// SQL over a row of `days`, the likeliest reading first. Any of them may be meant.
        var readings: [String]
    }

    package struct Question: Sendable {
        package var text: String
        /// Numbers that must stand together in the answer's first row; any one of the lists.
        var expected: [[String]]
        /// They may stand in any of a few rows instead.
        var mayStandApart = false
    }

    package var name: String
    var wordings: [(text: String, isRussian: Bool)] = []
    /// SQL aggregates over `days`, with places in braces.
    var expected: [String] = []
    var mayStandApart = false
    var things: [String: [Thing]] = [:]
    /// The places in the order of the file.
    var places: [String] = []
    /// Places whose things another table lists, by that table's name.
    var borrowed: [String: String] = [:]

    package struct Malformed: Error, CustomStringConvertible {
        package var description: String
    }

    package init(name: String, text: String) throws {
        self.name = name
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix("["), line.hasSuffix("]") {
                let head = line.dropFirst().dropLast().split(separator: ":").map {
                    $0.trimmingCharacters(in: .whitespaces)
                }
                guard (1...2).contains(head.count) else { throw Malformed(description: "\(name), line \(number + 1)") }
                places.append(head[0])
                if head.count == 2 { borrowed[head[0]] = head[1] }
                continue
            }
            let fields = line.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            if let place = places.last {
                guard fields.count >= 4 else { throw Malformed(description: "\(name), line \(number + 1): \(line)") }
                things[place, default: []].append(
                    Thing(
                        subjects: Set(fields[0].split(separator: " ").map(String.init)),
                        english: fields[1],
                        russian: fields[2],
                        readings: Array(fields[3...])
                    )
                )
            } else if line.hasPrefix("= ") || line.hasPrefix("~ ") {
                mayStandApart = line.hasPrefix("~ ")
                expected = line.dropFirst(2).split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            } else {
                wordings.append((line, line.unicodeScalars.contains { (0x400...0x4ff).contains($0.value) }))
            }
        }
        guard !expected.isEmpty, !wordings.isEmpty else { throw Malformed(description: "\(name) expects nothing") }
    }

    /// Every wording with every thing in its places that goes with the others.
    package func questions() -> [Question] {
        var questions: [Question] = []
        for chosen in combinations(places[...]) {
            for wording in wordings {
                var text = wording.text
                for (place, thing) in chosen {
                    text = text.replacing("{\(place)}", with: wording.isRussian ? thing.russian : thing.english)
                }
                questions.append(
                    Question(
                        text: text,
                        expected: Self.expected(expected, chosen[...]),
                        mayStandApart: mayStandApart
                    )
                )
            }
        }
        return questions
    }

    /// So many of them, the same for the same seed; all where there are no more.
    package func sample(_ count: Int, seed: UInt64) -> [Question] {
        var random = RandomSource(seed: seed)
        var all = questions()
        if all.count <= count { return all }
        all.shuffle(using: &random)
        return Array(all.prefix(count))
    }

    private func combinations(_ places: ArraySlice<String>) -> [[(place: String, thing: Thing)]] {
        guard let place = places.first else { return [[]] }
        let rest = combinations(places.dropFirst())
        return (things[place] ?? []).flatMap { thing in
            rest.filter { others in others.allSatisfy { $0.thing.subjects.isDisjoint(with: thing.subjects) } }
                .map { [(place, thing)] + $0 }
        }
    }

    /// The numbers for each choice of readings.
    private static func expected(
        _ numbers: [String],
        _ chosen: ArraySlice<(place: String, thing: Thing)>
    ) -> [[String]] {
        guard let (place, thing) = chosen.first else { return [numbers] }
        return thing.readings.flatMap { reading in
            // A word alone may be a part of a column's name.
            let sql = reading.allSatisfy(\.isLetter) ? reading : "(\(reading))"
            return expected(numbers.map { $0.replacing("{\(place)}", with: sql) }, chosen.dropFirst())
        }
    }
}

extension WordingTable {
    /// The tables of a folder's `.txt` files in the order of their names, each with the things that it borrows.
    package static func read(folder: String) throws -> [WordingTable] {
        let tables = try FileManager.default
            .contentsOfDirectory(at: URL(filePath: folder), includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "txt" }
            .sorted { $0.path < $1.path }
            .map {
                try WordingTable(
                    name: $0.deletingPathExtension().lastPathComponent,
                    text: String(decoding: Data(contentsOf: $0), as: UTF8.self)
                )
            }
        return try tables.map { table in
            var table = table
            for (place, lender) in table.borrowed {
                guard let things = tables.first(where: { $0.name == lender })?.things[place] else {
                    throw Malformed(description: "\(table.name): \(lender) lists nothing for \(place)")
                }
                table.things[place, default: []] += things
            }
            return table
        }
    }
}

import Knowledge
import Market
import Studies

/// Many random studies over several random worlds.
package struct Rounds {
    package struct Report: Sendable {
        package var agreed = 0
        /// Of those that agree, how many had rows.
        package var withRows = 0
        package var delicate = 0
        package var refused: [String: Int] = [:]
        package var differences: [(seed: UInt64, difference: Difference)] = []

        package var summary: String {
            let reasons = refused.sorted { $0.value > $1.value }.map { "  \($0.value) × \($0.key)" }
            return "\(agreed) agree (\(withRows) with rows), \(differences.count) differ, \(delicate) delicate, "
                + "\(refused.values.reduce(0, +)) refused\n" + reasons.joined(separator: "\n")
        }
    }

    package var seed: UInt64
    package var count: Int
    /// Stops after so many differences.
    package var most: Int

    package init(seed: UInt64, count: Int, most: Int) {
        self.seed = seed
        self.count = count
        self.most = most
    }

    /// A new world every so many studies.
    private static let studiesPerWorld = 100

    package func run(_ say: (String) -> Void) async throws -> Report {
        let catalogue = try Catalogue.load(KnowledgeDirectory.locate(environment: [:]))
        var report = Report()
        var index = 0
        var round = UInt64(0)
        while index < count, report.differences.count < most {
            var random = RandomSource(seed: seed &* 1_000_003 &+ round)
            let world = World.random(shape(round, &random), catalogue, &random)
            let connection = try await world.open()
            let context = world.context
            for _ in 0..<min(Self.studiesPerWorld, count - index) where report.differences.count < most {
                let seed = random.next()
                var maker = StudyMaker(world, seed: seed)
                switch try await world.tryOut(maker.study(), context, on: connection) {
                case .agrees(let rows):
                    report.agreed += 1
                    if rows > 0 { report.withRows += 1 }
                case .refused(let reason): report.refused[reason, default: 0] += 1
                case .delicate: report.delicate += 1
                case .differs(let difference):
                    say("study \(index) of world \(round), seed \(self.seed)\n\(difference)")
                    report.differences.append((seed, difference))
                }
                index += 1
            }
            round += 1
        }
        return report
    }

    /// Mostly some weeks around a holiday; now and then two thin years.
    private func shape(_ round: UInt64, _ random: inout RandomSource) -> WorldShape {
        let first = CivilDate(
            year: random.integer(2019...2024),
            month: random.integer(1...12),
            day: random.integer(1...28)
        )
        let isLong = round % 4 == 3
        return WorldShape(
            first: first ?? CivilDate(dayNumber: 18_000),
            dates: isLong ? random.integer(400...800) : random.integer(25...110),
            density: isLong ? 3 : random.pick([8, 25, 60])
        )
    }
}

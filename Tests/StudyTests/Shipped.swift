import Foundation
import Knowledge
import Market
import StudyOracle

/// The catalogue as it is shipped, and a small world that never changes.
enum Shipped {
    static let catalogue: Result<Catalogue, any Error> = Result {
        try Catalogue.load(KnowledgeDirectory.locate(environment: [:]))
    }

    /// Sixty days around Thanksgiving, Christmas and New Year of 2023 to 2024.
    static let world: Result<World, any Error> = Result {
        var random = RandomSource(seed: 2024)
        let shape = WorldShape(first: CivilDate(dayNumber: 19_674), dates: 60, density: 20)
        var world = World.random(shape, try catalogue.get(), &random)
        // The stock has no volume.
        for index in world.bars["SPY", default: []].indices { world.bars["SPY"]?[index].volume = nil }
        return world
    }
}

import Market
import Testing

struct PatternTests {
    @Test func `every pattern that the product promises is in the catalogue`() throws {
        #expect(
            try Set(Shipped.catalogue.get().patterns.map(\.name)) == [
                "doji", "dragonflyDoji", "gravestoneDoji", "hammer", "hangingMan", "invertedHammer", "shootingStar",
                "spinningTop", "bullishMarubozu", "bearishMarubozu", "bullishEngulfing", "bearishEngulfing",
                "piercingLine", "darkCloudCover", "tweezerBottom", "tweezerTop", "morningStar", "eveningStar",
                "threeWhiteSoldiers", "threeBlackCrows", "insideBar", "outsideBar", "nr4", "nr7", "higherHigh",
                "higherLow", "lowerHigh", "lowerLow", "breakoutUp", "breakoutDown",
            ]
        )
    }

    @Test func `a pattern's tests are typed values`() throws {
        let tweezer = try #require(try Shipped.catalogue.get().pattern("tweezerTop"))
        #expect(tweezer.endsMove == 1)
        #expect(
            tweezer.tests.contains(
                Pattern.Test(
                    left: .feature(feature: .high, bar: 0, factor: 1),
                    relation: .lessOrEqual,
                    right: .feature(feature: .high, bar: 1, factor: 1.001)
                )
            )
        )
        let narrow = try #require(try Shipped.catalogue.get().pattern("nr7"))
        #expect(
            narrow.tests == [
                Pattern.Test(
                    left: .feature(feature: .range, bar: 0, factor: 1),
                    relation: .less,
                    right: .feature(feature: .smallestRangeBefore(count: 6), bar: 0, factor: 1)
                )
            ]
        )
    }

    @Test func `reversals end the move before them`() throws {
        let catalogue = try Shipped.catalogue.get()
        for name in ["eveningStar", "shootingStar", "hangingMan", "bearishEngulfing", "darkCloudCover", "tweezerTop"] {
            #expect(catalogue.pattern(name)?.endsMove == 1)
        }
        for name in ["morningStar", "hammer", "invertedHammer", "bullishEngulfing", "piercingLine", "tweezerBottom"] {
            #expect(catalogue.pattern(name)?.endsMove == -1)
        }
        for name in ["doji", "insideBar", "nr7", "breakoutUp"] {
            #expect(catalogue.pattern(name)?.endsMove == nil)
        }
    }
}

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Whether a correlation may be chance.
package enum CorrelationTest {
    /// Two-sided p-value of Pearson's r over n pairs: t = r sqrt((n - 2) / (1 - r²)) with n - 2 degrees of freedom, and
    /// p = I(ν / (ν + t²); ν / 2, 1 / 2), the regularised incomplete beta function (Numerical Recipes, 3rd ed., 6.14.9).
    /// Nil for fewer than three pairs or an r outside -1...1.
    package static func pValue(r: Double, pairs: Int) -> Double? {
        guard pairs > 2, r.isFinite, abs(r) <= 1 + 1e-12 else { return nil }
        let freedom = Double(pairs - 2)
        // ν / (ν + t²) = 1 - r².
        return incompleteBeta(max(0, 1 - r * r), freedom / 2, 0.5)
    }

    /// I(x; a, b) by its continued fraction (Lentz's method; Numerical Recipes, 6.4).
    static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
        if x < (a + 1) / (a + b + 2) { return front * fraction(x, a, b) / a }
        return 1 - front * fraction(1 - x, b, a) / b
    }

    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        func safe(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / safe(1 - (a + b) * x / (a + 1))
        var h = d
        for step in 1...500 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / safe(1 + even * d)
            c = safe(1 + even / c)
            h *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / safe(1 + odd * d)
            c = safe(1 + odd / c)
            let factor = d * c
            h *= factor
            if abs(factor - 1) < 1e-15 { break }
        }
        return h
    }
}

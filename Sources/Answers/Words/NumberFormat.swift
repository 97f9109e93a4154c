package import Market
package import Understanding

/// Numbers as people of a language write them: 1,234.5 and 1 234,5 (with a no-break space), a true minus sign.
/// Only what is shown is rounded; programs get full precision.
package struct NumberFormat: Sendable {
    let point: String
    let thousands: String
    private let percentSign: String

    package init(_ language: Language) {
        switch language {
        case .en: (point, thousands, percentSign) = (".", ",", "%")
        case .ru: (point, thousands, percentSign) = (",", "\u{A0}", "\u{A0}%")
        }
    }

    package func integer(_ value: Int) -> String {
        let digits = grouped(String(value.magnitude))
        return value < 0 ? "\u{2212}" + digits : digits
    }

    /// With a fixed number of decimals, rounded half away from zero.
    package func fixed(_ value: Double, decimals: Int) -> String {
        guard value.isFinite else { return "—" }
        let scale = Self.powers[max(0, min(decimals, Self.powers.count - 1))]
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 9e15 else { return "\(value)" }
        let whole = Int(scaled)
        let (units, rest) = whole.quotientAndRemainder(dividingBy: Int(scale))
        var text = grouped(String(units))
        if decimals > 0 {
            let digits = String(rest)
            text += point + String(repeating: "0", count: decimals - digits.count) + digits
        }
        return value < 0 && whole != 0 ? "\u{2212}" + text : text
    }

    package func percent(_ value: Double, decimals: Int) -> String {
        fixed(value, decimals: decimals) + percentSign
    }

    /// One number with its unit's usual decimals, and a percent sign where it is a percentage.
    package func value(_ value: Double, _ unit: Unit) -> String {
        let decimals = Self.decimals(for: [value], unit: unit)
        return unit == .percent ? percent(value, decimals: decimals) : fixed(value, decimals: decimals)
    }

    /// How many decimals a column needs: what its unit and size call for, no more than its values have.
    package static func decimals(for values: some Collection<Double>, unit: Unit) -> Int {
        let largest = values.reduce(0) { max($0, $1.isFinite ? abs($1) : 0) }
        let cap =
            switch unit {
            case .count, .days: values.allSatisfy { $0 == $0.rounded() } ? 0 : 1
            case .minutes: 1
            case .percent: largest < 0.1 ? 3 : largest < 10 ? 2 : 1
            case .price: largest < 10 ? 5 : 2
            case .points: largest < 0.1 ? 5 : largest < 10 ? 3 : largest < 100 ? 2 : 1
            case .volume: largest < 10 ? 3 : largest < 100 ? 1 : 0
            case .ratio: largest < 10 ? 3 : 1
            case .time, .date, .timestamp, .label: 2
            }
        return (0...cap).first { decimals in
            values.allSatisfy { value in
                guard value.isFinite else { return true }
                let scaled = value * powers[decimals]
                return abs(scaled - scaled.rounded()) < 1e-6
            }
        } ?? cap
    }

    private static let powers: [Double] = [1, 10, 100, 1e3, 1e4, 1e5, 1e6]

    private func grouped(_ digits: String) -> String {
        guard digits.utf8.count > 4 || (digits.utf8.count == 4 && thousands == ",") else { return digits }
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.utf8.count - index).isMultiple(of: 3) { text += thousands }
            text.append(digit)
        }
        return text
    }
}

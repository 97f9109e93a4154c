internal import StudySQL

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Figures of many rows, the same in every run.
///
/// The engine's threads add up in any order, so that sums of the same rows differ in the sixteenth digit. Ten
/// significant digits are kept of what is computed from many rows; whole numbers and single values stay as they are.
enum Steady {
    private static let digits = 10

    static func value(_ value: Double) -> Double {
        guard value.isFinite, value != 0, value != value.rounded() else { return value }
        let exponent = digits - 1 - Int(log10(abs(value)).rounded(.down))
        guard exponent > 0, exponent <= 22 else { return value }
        let scale = pow(10, Double(exponent))
        return (value * scale).rounded() / scale
    }

    /// Whether a column's numbers are computed from many rows.
    static func applies(to meaning: ResultColumn.Meaning) -> Bool {
        switch meaning {
        case .measure, .bucketShare, .pearson, .spearman, .standing, .runMeanLength: true
        case .date, .timestamp, .symbol, .key, .bucket, .variant, .rows, .series, .bucketCount, .runFirst, .runLast,
            .runLength, .runCount, .runLongest, .pairs:
            false
        }
    }
}

/// Whether a text may be the name of a symbol: 1 to 32 of letters, digits and `. _ = ! @ / -`, a letter or digit among
/// them.
package func isValidSymbol(_ text: String) -> Bool {
    let allowed = text.utf8.allSatisfy { isAlphanumeric($0) || "._=!@/-".utf8.contains($0) }
    return allowed && (1...32).contains(text.utf8.count) && text.utf8.contains(where: isAlphanumeric)
}

/// The name of a symbol's file of one generation. `/`, which a file name cannot hold, is written `+`, which a symbol
/// cannot hold.
func symbolFileName(_ symbol: String, generation: Int) -> String {
    symbol.replacing("/", with: "+") + ".\(generation).duckdb"
}

private func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
}

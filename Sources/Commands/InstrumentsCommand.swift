internal import Answers
internal import ArgumentParser
internal import Bars
internal import Foundation
internal import JSONText
internal import Market
internal import Understanding

struct InstrumentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "instruments",
        abstract: "List what is loaded."
    )

    @OptionGroup var data: DataOption
    @OptionGroup var style: StyleOptions

    @Flag(help: "As JSON.")
    var json = false

    @Flag(help: "As CSV.")
    var csv = false

    func run() throws {
        let directory = data.directory
        let manifest: Manifest
        do {
            manifest = try directory.manifest()
        } catch {
            throw Failure(error).exit()
        }
        let entries = manifest.symbols.sorted { $0.key < $1.key }
        let output = Output(format: json ? .json : csv ? .csv : .text(showsSQL: false), terminal: style.terminal())
        if entries.isEmpty, !json, !csv {
            Output.note("Nothing is loaded in \(directory.url.path). Load bars with: barwise import FILE --symbol NQ")
            return
        }
        let numbers = NumberFormat(.en)
        let isPlain = json || csv
        func number(_ value: Int) -> String { isPlain ? String(value) : numbers.integer(value) }
        Output.write(
            output.render(
                titles: ["symbol", "class", "first day", "last day", "days", "bars", "gaps", "volume", "zone"],
                isNumeric: [false, false, false, false, true, true, true, false, false],
                rows: entries.map { symbol, entry in
                    let coverage = entry.coverage
                    return [
                        symbol, entry.instrumentClass.rawValue, coverage.firstDay?.description ?? "",
                        coverage.lastDay?.description ?? "", number(coverage.days), number(coverage.bars),
                        number(coverage.gaps), coverage.hasVolume ? "yes" : "no", entry.zone,
                    ]
                },
                json: { Self.json(entries) }
            )
        )
    }

    private static func json(_ entries: [(key: String, value: Manifest.Entry)]) -> String {
        var writer = JSONWriter()
        writer.array { writer in
            for (symbol, entry) in entries {
                let coverage = entry.coverage
                writer.object { writer in
                    writer.member("symbol", symbol)
                    writer.member("class", entry.instrumentClass.rawValue)
                    writer.member("zone", entry.zone)
                    writer.member("first_day", coverage.firstDay?.description)
                    writer.member("last_day", coverage.lastDay?.description)
                    for (name, value) in [("days", coverage.days), ("bars", coverage.bars), ("gaps", coverage.gaps)] {
                        writer.key(name)
                        writer.integer(value)
                    }
                    writer.key("volume")
                    writer.bool(coverage.hasVolume)
                }
            }
        }
        return writer.text
    }
}

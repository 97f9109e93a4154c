internal import Answers
internal import ArgumentParser
internal import Bars
internal import Foundation
internal import Knowledge
internal import Market

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Load one-minute bars: files, folders or standard input.",
        discussion: """
            Parquet, CSV and text of the usual vendors (also gz, zip, zst) are recognised by their content. Rows that are \
            no bars are left out and counted. For a minute in two imports the later one counts.
            """
    )

    @Argument(help: "Files or folders; '-' is standard input.")
    var files: [String]

    @Option(help: "The instrument; without it, what the file or its name says.")
    var symbol: String?

    @OptionGroup var data: DataOption

    @Option(
        name: .customLong("class"),
        help: ArgumentHelp("Kind of market of an unknown symbol: \(Self.classes).", valueName: "class")
    )
    var instrumentClass: String?

    @Option(help: ArgumentHelp("Zone of the file's times: America/New_York, UTC, UTC+2, EST.", valueName: "zone"))
    var timezone: String?

    @Option(help: ArgumentHelp("Whose file it is: \(Self.vendors).", valueName: "vendor"))
    var format: String?

    @Option(
        help: ArgumentHelp(
            "Columns from the left: date,time,open,high,low,close,volume; '-' is skipped.",
            valueName: "roles"
        )
    )
    var columns: String?

    @Flag(help: "A row that cannot be kept is an error; nothing is written.")
    var strict = false

    @Flag(name: .customLong("dry-run"), help: "Say what would be done, and do nothing.")
    var dryRun = false

    @Flag(help: "No progress.")
    var quiet = false

    static let classes = InstrumentClass.allCases.map(\.rawValue).joined(separator: ", ")
    static let vendors = Vendor.allCases.map(\.rawValue).joined(separator: ", ")

    func run() async throws {
        let request = try request()
        do {
            let knowledge = try AboutOptions().knowledge()
            let catalogue: Catalogue
            do {
                catalogue = try Catalogue.load(knowledge)
            } catch {
                throw Failure(.knowledgeBroken, message: "\(error)")
            }
            let line = ProgressLine(isOn: !quiet && isatty(STDERR_FILENO) == 1)
            let report = try await Importer(directory: data.directory, catalogue: catalogue)
                .run(request) { line.show($0) }
            line.clear()
            Output.write(ImportView(report: report, directory: data.directory.url.path).text())
        } catch let failure as Failure {
            throw failure.exit()
        } catch let error as ImportError {
            if let report = error.report { Output.note(ImportView(report: report, directory: "").rejections()) }
            throw Failure(error).exit()
        }
    }

    private func request() throws -> ImportRequest {
        var request = ImportRequest(
            files: files,
            symbol: symbol,
            timezone: timezone,
            columns: columns,
            strict: strict,
            dryRun: dryRun
        )
        if let instrumentClass {
            guard let known = InstrumentClass(rawValue: instrumentClass) else {
                throw ValidationError("--class is one of: \(Self.classes).")
            }
            request.instrumentClass = known
        }
        if let format {
            guard let known = Vendor(rawValue: format) else {
                throw ValidationError("--format is one of: \(Self.vendors).")
            }
            request.format = known
        }
        return request
    }
}

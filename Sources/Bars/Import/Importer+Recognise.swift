internal import Market

extension Importer {
    /// Looks at all files, and puts those of one symbol together, in the order given.
    func recognise(
        _ input: InputFiles,
        _ request: ImportRequest,
        report: inout ImportReport,
        progress: Progress
    ) async throws -> [(symbol: String, files: [RecognisedSource])] {
        var groups: [(symbol: String, files: [RecognisedSource])] = []
        for (index, file) in input.inputs.enumerated() {
            try Task.checkCancellation()
            progress(
                ImportProgress(stage: .recognising, subject: file.name, done: index, total: input.inputs.count)
            )
            do {
                let found = try await recogniseAll(of: file, request, report: &report)
                for source in chosenMembers(found, request) {
                    if let place = groups.firstIndex(where: { $0.symbol == source.symbol }) {
                        groups[place].files.append(source)
                    } else {
                        groups.append((source.symbol, [source]))
                    }
                }
            } catch let error as ImportError where file.fromFolder && Self.isSkippable(error.code) {
                report.skipped.append((file.name, error.message))
            }
        }
        for group in groups { try checkContracts(group.files, request) }
        guard !groups.isEmpty else {
            throw ImportError(.notBars, "No file of the folder holds bars: " + (report.skipped.first?.reason ?? ""))
        }
        return groups
    }

    /// A file, or the members of an archive; members that are not bars (a vendor's notes) are skipped beside such as are.
    private func recogniseAll(
        of file: InputFiles.Input,
        _ request: ImportRequest,
        report: inout ImportReport
    ) async throws -> [RecognisedSource] {
        let sources = try SourceFile.contents(of: file.url, name: file.name, fromFolder: file.fromFolder)
        var found: [RecognisedSource] = []
        var skipped: [(file: String, reason: String)] = []
        for source in sources {
            do {
                found.append(try await recognise(source, request))
            } catch let error as ImportError where sources.count > 1 && Self.isSkippable(error.code) {
                skipped.append((source.name, error.message))
            }
        }
        guard !found.isEmpty else {
            throw ImportError(.notBars, skipped.first?.reason ?? "'\(file.name)' holds no bars.")
        }
        report.skipped += skipped
        return found
    }

    /// Contracts of one market that trade at the same time make no series. Those of several files are joined where
    /// the user gives them one name.
    private func checkContracts(_ files: [RecognisedSource], _ request: ImportRequest) throws {
        var spellings: [String] = []
        var archives: Set<String> = []
        for file in files {
            guard let spelling = file.spelling, !spellings.contains(spelling) else { continue }
            spellings.append(spelling)
            archives.insert(file.source.path)
        }
        guard spellings.count > 1, request.symbol == nil || archives.count < spellings.count else { return }
        throw ImportError(
            .severalSymbols,
            "'\(files.first?.source.path ?? "")' holds several contracts of \(files.first?.symbol ?? ""); choose one with "
                + "--symbol: " + spellings.prefix(20).map(printable).joined(separator: ", ") + "."
        )
    }

    /// Of an archive with several contracts: those that the symbol names, where it names one.
    private func chosenMembers(_ sources: [RecognisedSource], _ request: ImportRequest) -> [RecognisedSource] {
        guard let asked = request.symbol, sources.count > 1 else { return sources }
        let exact = sources.filter { FileHint($0.source.hint, catalogue: catalogue).symbol == asked }
        return exact.isEmpty ? sources : exact
    }

    private func recognise(_ source: SourceFile, _ request: ImportRequest) async throws -> RecognisedSource {
        let hint = FileHint(source.hint, catalogue: catalogue)
        var recognised: RecognisedSource
        let inside: [String]
        switch source.content {
        case .refused(let error): throw error
        case .parquet(let url):
            let file = try await ParquetFile(url)
            inside = try await file.symbols()
            recognised = RecognisedSource(
                source: source,
                rows: .parquet(file),
                vendors: [request.format ?? .barwise],
                symbol: "",
                headerSaysUTC: false,
                findings: []
            )
        case .text(let open):
            let recogniser = TextRecogniser(
                name: source.name,
                hint: hint,
                given: try request.columns.map(ColumnRole.list),
                format: request.format
            )
            let text = try recogniser.recognise(open())
            inside = text.symbols
            recognised = RecognisedSource(
                source: source,
                rows: .text(text.layout),
                vendors: text.vendors,
                symbol: "",
                headerSaysUTC: text.headerSaysUTC,
                findings: text.findings
            )
        }
        if source.container != .plain {
            recognised.findings.insert(.container(source.container, member: source.member), at: 0)
        }
        try name(&recognised, inside: inside, hint: hint, request)
        return recognised
    }

    /// Settles what the rows are loaded as.
    private func name(
        _ source: inout RecognisedSource,
        inside: [String],
        hint: FileHint,
        _ request: ImportRequest
    ) throws {
        let file = source.source.name
        if inside.count > 1 {
            guard let asked = request.symbol else {
                throw ImportError(
                    .severalSymbols,
                    "'\(file)' holds several symbols; choose one with --symbol: "
                        + inside.prefix(20).map(printable).joined(separator: ", ") + (inside.count > 20 ? ", …" : "")
                        + "."
                )
            }
            let matching = inside.filter { $0 == asked }
            let similar = inside.filter {
                VendorSymbol.symbol($0, in: catalogue) == VendorSymbol.symbol(asked, in: catalogue)
            }
            guard let chosen = matching.first ?? (similar.count == 1 ? similar.first : nil) else {
                throw ImportError(
                    similar.isEmpty ? .symbolNotInFile : .severalSymbols,
                    "'\(file)' holds "
                        + (similar.isEmpty ? "no \(asked), but " : "several contracts of \(asked): ")
                        + (similar.isEmpty ? inside : similar).prefix(20).map(printable)
                        .joined(separator: ", ") + "; choose one with --symbol."
                )
            }
            source.chosenSymbol = chosen
        }
        let spelled = source.chosenSymbol ?? inside.first
        let (name, basis): (String?, Finding.Basis) =
            if let asked = request.symbol {
                (asked, .given)
            } else if let spelled {
                (VendorSymbol.symbol(spelled, in: catalogue), .contents)
            } else {
                (hint.symbol.map { VendorSymbol.symbol($0, in: catalogue) }, .fileName)
            }
        guard let name else {
            throw ImportError(.symbolNeeded, "'\(file)' does not say what it is; name it with --symbol.")
        }
        guard isValidSymbol(name) else {
            throw ImportError(.badSymbol, "'\(file)' names a symbol that cannot be one; name it with --symbol.")
        }
        // A folder may hold other markets beside the one that is asked for.
        if basis == .given, source.source.fromFolder, let other = spelled ?? hint.symbol,
            let known = catalogue.instrument(VendorSymbol.symbol(other, in: catalogue))?.symbol,
            known != VendorSymbol.symbol(name, in: catalogue)
        {
            throw ImportError(.symbolNotInFile, "'\(file)' holds \(known), not \(name).")
        }
        source.symbol = name
        source.spelling = spelled ?? hint.symbol
        source.findings.append(.symbol(name, basis))
        if let original = spelled ?? (basis == .given ? nil : hint.symbol), original.uppercased() != name.uppercased() {
            source.findings.append(.renamed(from: printable(original), to: name))
        }
    }

    private static func isSkippable(_ code: ImportError.Code) -> Bool {
        switch code {
        case .notBars, .empty, .unsupportedFormat, .unreadable, .notOneMinute, .symbolNotInFile: true
        default: false
        }
    }
}

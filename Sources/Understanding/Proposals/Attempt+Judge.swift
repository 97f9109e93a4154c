internal import Market
internal import Studies

extension Attempt {
    /// A study that somebody else read, or what is wrong with it.
    func judgedStudy(_ proposal: Proposal) -> Judgement {
        let symbols = proposal.symbols
        let strange = proposal.parts.filter { !names($0) }
        guard strange.isEmpty else {
            return .refused(.init(strange.map { "its words do not name the instrument: \($0.words.shown)" }))
        }
        if let missing = symbols.first(where: { symbol in !context.loaded.contains { $0.instrument.symbol == symbol } })
        {
            guard context.catalogue.instrument(missing) != nil else {
                return .refused(.init(["no instrument is called \(missing.shown)"]))
            }
            return .reading(plain(.noData(reason: .instrument(symbol: missing))).reading)
        }
        guard let instrument = instrument(symbols.isEmpty ? named : symbols) else {
            return .refused(.init(["no instrument is named"]))
        }
        let surroundings = surroundings(instrument)
        let frame = Frame(reduced(surroundings), context, surroundings, language)
        let hearing = Hearing(proposal, frame, phrases(surroundings), self)
        var assembly = Assembly(proposal.parts, frame, symbols: symbols.isEmpty ? [instrument.symbol] : symbols)
        let study: Study
        do throws(Assembly.Problem) {
            study = try made(&assembly, proposal)
        } catch {
            return .refused(.init([error.message]))
        }
        if let refusal = hearing.refusal(of: study) { return .refused(refusal) }
        guard study.isSound, !surroundings.isNever(study), !isCountdown else {
            return .refused(.init(["the study contradicts itself, or its answer is settled by what it asks"]))
        }
        let missing = unavailable(study, frame)
        var reading = hearing.reading(missing ?? .study(study: study))
        if missing == nil {
            reading.assumptions = assembly.assumptions.filter(study.dependsOn).map { Assumption(kind: $0) }
        }
        if proposal.intent == .edit { reading.edit = Edit(words: atoms.words(Array(atoms.tokens.indices))) }
        return .reading(reading)
    }

    /// Whether a part is of no instrument, or its words name the one that it is of. A word that nobody knows may be a name.
    private func names(_ part: Proposal.Part) -> Bool {
        guard case .symbol(let symbol) = part.value else { return true }
        guard let tokens = WordPlaces(atoms).indices(of: part.words) else { return false }
        return atoms.pieces.contains { piece in
            piece.tokens.contains(where: tokens.contains)
                && (piece.sense == .unknown || piece.sense == .symbol(symbol))
        }
    }

    private func made(_ assembly: inout Assembly, _ proposal: Proposal) throws(Assembly.Problem) -> Study {
        guard proposal.intent == .edit else { return try assembly.study() }
        guard let last = context.earlier.last else {
            throw Assembly.Problem(message: "there is no study before that could be changed")
        }
        return try assembly.changed(last)
    }
}

extension Proposal {
    /// In the order of the parts.
    var symbols: [String] {
        parts.reduce(into: []) { symbols, part in
            if case .symbol(let symbol) = part.value, !symbols.contains(symbol) { symbols.append(symbol) }
        }
    }
}

extension String {
    /// Short enough to be said back.
    var shown: String { String(prefix(40)) }
}

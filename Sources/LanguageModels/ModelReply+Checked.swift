internal import JSONText

extension ModelReply {
    /// The reply with its JSON parsed and held against the schema; without a schema, the reply as it is.
    ///
    /// - Throws: `.empty`, `.wrongShape`. A fence or words around the JSON are the wrong shape: nothing is cut out of them.
    func checked(by schema: JSONValue?, depth: Int) throws(ModelError) -> ModelReply {
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw ModelError(.empty, "the answer holds no text", usage: usage)
        }
        guard let schema else { return self }
        var reply = self
        let json: JSONValue
        do {
            json = try JSONValue(parsing: text, depth: depth)
        } catch {
            throw wrongShape(error.description)
        }
        if let violation = JSONSchema(schema).violation(of: json) { throw wrongShape(violation) }
        reply.json = json
        return reply
    }

    private func wrongShape(_ violation: String) -> ModelError {
        // Enough of it for the model to see what it wrote; a huge answer is not sent back.
        let shown = String(text.prefix(2000))
        return ModelError(
            .wrongShape,
            "the answer does not keep to its schema: \(violation)",
            usage: usage,
            rejected: .init(text: shown, violation: violation)
        )
    }
}

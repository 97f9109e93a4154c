package import Foundation

/// Something that goes wrong with one request.
package enum Fault: Sendable, Hashable {
    /// These bytes are answered instead, whatever they are.
    case answer(status: Int, type: String, body: Data)
    /// An error is answered instead.
    case refuse(Refusal)
    /// The connection fails.
    case line(LineFault)
    /// The events of a stream are not as they should be; a reply that is no stream is left alone.
    case stream(StreamFault)
    /// The model says what it should not.
    case reply(ReplyFault)
}

/// The errors of the wire.
package enum Refusal: Sendable, Hashable {
    /// 429 of a per-minute quota, with RetryInfo: a protobuf duration such as "2.5s".
    case rateLimited(retryDelay: String)
    /// 429 that names a per-day quota, with a RetryInfo that means nothing.
    case dailyQuota
    /// 429 without details.
    case exhausted
    /// 429 without details, with the header Retry-After.
    case retryAfter(seconds: Int)
    case internalError
    case overloaded
    case deadlineExceeded
    /// 502 of an edge in front of the server, in HTML.
    case badGateway
    /// 429 in an array of one.
    case wrappedInArray
    case badKey
    case retiredModel
    /// 403, as the Developer API says of an expired or foreign cache.
    case cacheForbidden
    /// 404, as Vertex says.
    case cacheNotFound
    case cacheTooSmall
    case cacheWithSystemInstruction
    case cacheOfOtherModel
    /// 400 for a schema that the server will not take.
    case schemaTooComplex
    /// 400 for `response_format`, of servers that know none.
    case noResponseFormat
}

/// How a connection fails.
package enum LineFault: Sendable, Hashable {
    /// Closed before any answer.
    case hangUp
    /// Accepted, read, never answered.
    case silence
    /// One byte, and a pause before each.
    case drip(Duration)
    /// The first half of the body, then the connection is closed.
    case cut
    /// The first half of the body; HTTP says that this was all.
    case half
    /// The first half of the body, then nothing more.
    case stall
}

/// How a stream fails, or tries the reader.
package enum StreamFault: Sendable, Hashable {
    /// The last event is missing.
    case noFinish
    /// An error of the overloaded model follows the first text.
    case errorMidway
    /// A safety stop follows the first text.
    case safetyMidway
    /// Ends with another word for the end than the wire knows.
    case unknownFinish
    // What follows is legal.
    case comments
    /// The data of each event in two lines, LF only.
    case multilineData
    /// Writes of so many bytes, that split letters and line ends.
    case writes(bytes: Int)
}

/// What a model's reply is made into.
package enum ReplyFault: Sendable, Hashable {
    /// No candidates at all.
    case promptBlocked
    /// A candidate without content and with this reason.
    case candidateBlocked(String)
    /// All tokens went into thinking.
    case onlyThoughts
    /// The text stops in its middle, for want of tokens.
    case outOfTokens
    /// A finish reason that the wire did not know when this was written.
    case unknownFinish
    /// Members that the wire did not know, at every level.
    case unknownMembers
    case empty
    case proseAroundJSON
    /// Valid JSON of no schema.
    case wrongSchema
    /// A number that JSON does not have.
    case notANumber
    /// A text of so many bytes.
    case huge(bytes: Int)
    /// JSON in the text, so deep.
    case deep(levels: Int)
    /// The wire's own JSON is broken off.
    case brokenBody
    /// The wire's own JSON, so deep.
    case deepBody(levels: Int)
    /// Bytes in the text that are no UTF-8.
    case notUTF8
    /// This text instead.
    case says(String)
}

package import Foundation

/// What goes back over the socket, piece by piece.
package struct WireReply: Sendable {
    package enum Delivery: Sendable, Hashable {
        case whole
        /// The connection is closed inside the body.
        case cut
        /// After the pieces nothing comes any more, and the connection stays open.
        case stalled
        /// Accepted, read, and never answered.
        case silence
        /// The connection is closed before the first byte of an answer.
        case hungUp
    }

    /// One write, and one chunk of the transfer encoding.
    package struct Piece: Sendable {
        package var bytes: Data
        /// The usage that a client has read with the end of this piece.
        package var reports: Tally?

        package init(_ bytes: Data, reports: Tally? = nil) {
            self.bytes = bytes
            self.reports = reports
        }
    }

    package var status: Int
    package var headers: [String: String]
    package var pieces: [Piece]
    /// Waited before each piece.
    package var pause: Duration?
    package var delivery = Delivery.whole
    /// What the model worked for this reply; nil for what costs nothing.
    package var charge: Charge?

    package init(
        status: Int = 200,
        type: String = "application/json; charset=UTF-8",
        headers: [String: String] = [:],
        pieces: [Piece]
    ) {
        self.status = status
        self.headers = headers.merging(["content-type": type]) { own, _ in own }
        self.pieces = pieces
    }

    package init(status: Int = 200, headers: [String: String] = [:], json: JSON) {
        self.init(status: status, headers: headers, pieces: [Piece(json.bytes)])
    }

    /// The reply over a connection that fails so.
    package func failing(_ fault: LineFault) -> WireReply {
        var reply = self
        switch fault {
        case .hangUp: reply.delivery = .hungUp
        case .silence: reply.delivery = .silence
        case .drip(let pause):
            reply = split(into: 1)
            reply.pause = pause
        case .cut:
            reply.pieces = firstHalf
            reply.delivery = .cut
        case .half: reply.pieces = firstHalf
        case .stall:
            reply.pieces = firstHalf
            reply.delivery = .stalled
        }
        return reply
    }

    /// The same bytes in writes of at most `size` bytes.
    package func split(into size: Int) -> WireReply {
        var reply = self
        reply.pieces = pieces.flatMap { piece in
            stride(from: 0, to: piece.bytes.count, by: size).map { start in
                let part = piece.bytes.dropFirst(start).prefix(size)
                return Piece(Data(part), reports: start + size >= piece.bytes.count ? piece.reports : nil)
            }
        }
        return reply
    }

    private var firstHalf: [Piece] {
        var left = pieces.map(\.bytes.count).reduce(0, +) / 2
        var half: [Piece] = []
        for piece in pieces where left > 0 {
            half.append(piece.bytes.count <= left ? piece : Piece(Data(piece.bytes.prefix(left))))
            left -= piece.bytes.count
        }
        return half
    }
}

import Foundation

/// Steers other servers over HTTP: what `model-server` offers to programs that are no Swift test.
///
/// `GET /SERVER/requests`, `GET /SERVER/ledger`, `POST /SERVER/forget`,
/// `POST /SERVER/faults {"first": [name or null]}` or `{"always": name}` or `{"seed": n, "share": 0…1}` or `{}` for none,
/// each with `"on": [operations]` where others than generation are meant; `POST /replies [{"text": …}]`;
/// `POST /time {"advance": seconds}`.
package final class ControlServer: FakeServer {
    package let traffic = Traffic(.none)
    private let servers: [String: any FakeServer]
    private let script: SettableScript
    private let time: ServerTime

    package init(servers: [String: any FakeServer], script: SettableScript, time: ServerTime) {
        self.servers = servers
        self.script = script
        self.time = time
    }

    package func operation(of request: WireRequest) -> WireOperation { .unknown }

    package func answer(_ request: WireRequest, fault: Fault?) -> WireReply {
        let parts = request.path.split(separator: "/").map(String.init)
        do {
            switch (request.method, parts.count, parts.last) {
            case ("POST", 1, "replies"): try script.queue(request.json ?? .null)
            case ("POST", 1, "time"): time.advance(by: request.json?["advance"]?.number ?? 0)
            case (let method, 2, let verb?):
                guard let server = servers[parts[0]] else { return unknown }
                return try answer(method, verb, server.traffic, request)
            default: return unknown
            }
            return WireReply(json: [:])
        } catch {
            return WireReply(status: 400, json: ["error": .string("\(error)")])
        }
    }

    private func answer(
        _ method: String,
        _ verb: String,
        _ traffic: Traffic,
        _ request: WireRequest
    ) throws -> WireReply {
        switch (method, verb) {
        case ("GET", "requests"): return WireReply(json: .array(traffic.requests.map(\.described)))
        case ("GET", "ledger"): return WireReply(json: .array(traffic.ledger.charges.map(\.described)))
        case ("POST", "forget"): traffic.forget()
        case ("POST", "faults"): traffic.faults = try faults(request.json ?? .null)
        default: return unknown
        }
        return WireReply(json: [:])
    }

    private func faults(_ json: JSON) throws -> Faults {
        let words = json["on"]?.elements?.compactMap(\.string).compactMap(WireOperation.init(rawValue:))
        let operations = words.map(Set.init) ?? .generation
        if let names = json["first"]?.elements {
            return .first(try names.map { name in try name.string.map(fault) }, on: operations)
        }
        if let name = json["always"]?.string { return .always(try fault(name), on: operations) }
        if let seed = json["seed"]?.integer, let share = json["share"]?.number {
            let all = Fault.named.map(\.fault)
            return .random(seed: UInt64(bitPattern: Int64(seed)), share: share, among: all, on: operations)
        }
        return .none
    }

    private func fault(_ name: String) throws -> Fault {
        guard let fault = Fault(named: name) else { throw UnknownFault(name: name) }
        return fault
    }

    private var unknown: WireReply { WireReply(status: 404, json: ["error": "no such control"]) }
}

private struct UnknownFault: Error {
    var name: String
}

extension WireRequest {
    fileprivate var described: JSON {
        [
            "operation": .string(operation.rawValue), "method": .string(method), "path": .string(path),
            "query": .string(query), "headers": .object(headers.mapValues(JSON.string)), "body": json ?? .null,
        ]
    }
}

extension Charge {
    fileprivate var described: JSON {
        .present([
            "operation": .string(operation.rawValue), "model": .string(model), "worked": worked.described,
            "reported": reported?.described,
        ])
    }
}

extension Tally {
    fileprivate var described: JSON {
        [
            "prompt": .count(prompt), "cached": .count(cached), "output": .count(output),
            "thoughts": .count(thoughts),
        ]
    }
}

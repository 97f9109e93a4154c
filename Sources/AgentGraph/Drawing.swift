extension Graph {
    /// The declared routes as a Mermaid flowchart: whole lines for what a node leads to, dotted ones for what an answer
    /// leads to.
    public var mermaid: String {
        var lines = ["flowchart TD", "    begin([start]) --> \(start.rawValue)"]
        for node in Node.allCases {
            let routes = routes(from: node)
            lines += routes.next.map { "    \(node.rawValue) --> \($0.rawValue)" }
            lines += routes.answered.map { "    \(node.rawValue) -. answer .-> \($0.rawValue)" }
            if routes.finishes { lines.append("    \(node.rawValue) --> finish([end])") }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Packed {
    /// What stored texts have in common, the most frequent last: answers, traces, states, events. Texts that were packed refer
    /// to it by place, so it is never changed; a better one gets another number.
    static let words = #"""
        {"question":"","answers":[],"results":null,"error":{"failed":{"attemptFailed":{"retryAfterSeconds":{\#
        "overBudget":{"limit":"steps"}}{"resumed":{}},{"stopped":{}},{"drained":{}}{"asked":{"questions":["
        {"failure":"","reply":"","undo":"","message":"","retryable":false,"clarification":{"question":"",\#
        "options":[{"label":"
        {"status":"needs_clarification","language":"ru","text":"{"status":"answered","language":"en","text":"",\#
        "table":{"columns":[{"name":"n","title":"Days","type":"integer","unit":"count"},{"name":"","title":"",\#
        "type":"number","unit":"points"},{"name":"day","title":"","type":"date","unit":null}],"rows":[[],\#
        "total_rows":,"truncated":false},"facts":{"groups":,"highest_weekday":,"lowest_,"otherwise_highest_,\#
        "otherwise_lowest_},"bindings":[],"assumptions":[{"text":"","alternatives":[{"label":"","question":"",\#
        "figures":null}]},{"text":"","alternatives":[]}],"clarification":null,"checks":[{\#
        "name":": the counts sum to the number of trading days","expected":,"actual":,"passed":true}],\#
        "definitions":[],"remarks":[],"chart":null,"study":{"period":{"all":{}},"result":{"summary":{"summary":{\#
        "keys":[{"calendar":{"field":{"weekday":{}}}}],"measures":[{"statistic":{"of":{"metric":{"metric":"range",\#
        "of":{}}},"statistic":{"mean":{}}}}]}}},"span":{"session":{"name":"rth"}},"span":{"wholeDay":{}},\#
        "symbols":["NQ"],"unit":{"day":{}}},"brief":null,"sql":null,"timing":{"understand_ms":0.,"query_ms":,\#
        "total_ms":},"usage":{"model":null,"input_tokens":0,"cached_tokens":0,"output_tokens":0,"cost_usd":0}}
        {"agent":"understander","attempt":1,"input":"{\"question\":\"{\"reply\":\"","milliseconds":0.,"output":"{\#
        \"intent\":\"study\",\"words\":\"{"agent":"router","input":"{\"intent\":\"study\"}","output":"{\#
        \"to\":\"sqlAgent\"}"{"agent":"sqlAgent","input":"{\"study\":\"{\\\"period\\\":{\\\"all\\\":{}},\#
        \\\"result\\\":{\\\"summary\\\":{\\\"summary\\\":{\\\"keys\\\":[{\\\"calendar\\\":{\\\"field\\\":{\#
        \\\"weekday\\\":{}}}}],\\\"measures\\\":[{\\\"statistic\\\":{\\\"of\\\":{\\\"metric\\\":{\#
        \\\"metric\\\":\\\"","output":"{\"sql\":\"WITH days AS ( SELECT day,\#
         FROM sessions WHERE symbol = $1 AND session = $2 ),\#
         chosen AS ( SELECT * FROM days ) SELECT isodow(day) AS weekday, count(*)…\"}"{"agent":"validator",\#
        "input":"{}","output":"{\"queries\":\""{"agent":"executor","output":"{\"checks\":\"1\",\"rows\":\"5\"}"{\#
        "agent":"responder","input":"{\"rows\":\"5\"}","output":"{\"text\":\"
        {"inquiry":{"asOf":"2024-","history":[],"memory":{"asked":"","question":"","study":{"period":{"all":{}},\#
        "result":{"summary":{"summary":{"keys":[{"calendar":{"field":{"hour":{}}}}],"measures":[{"statistic":{"of":{\#
        "metric":{"metric":"","of":{}}},"statistic":{"mean":{}}}}]}}},"span":{"session":{"name":"rth"}},\#
        "symbols":["NQ"],"unit":{"day":{}}}},"symbol":"NQ","text":""},"spoken":"en"}{"removed":[],"set":{"draft":"{\#
        \"status\":\"","reading":"{\"intent\":{\"study\":{\"study\":{\"period\":{\"all\":{}},\"result\":{\#
        \"summary\":{\"summary\":{\"keys\":[{\"calendar\":{\"field\":{\"weekday\":{}}}}],\"measures\":[{\#
        \"statistic\":{\"of\":{\"metric\":{\"metric\":\"range\",\"of\":{}}},\"statistic\":{\"mean\":{}}}}]}}},\#
        \"span\":{\"wholeDay\":{}},\"symbols\":[\"NQ\"],\"unit\":{\"day\":{}}}}},\"language\":\"en\",\#
        \"wanted\":\"figures\"}"}}
        [{"at":,"kind":{"entered":{}},"node":"understander","number":4294967296,"step":1},{"at":,"kind":{"note":{\#
        "json":"{\"did\":\"intent: study · words: ","milliseconds\":0.}"}},"node":"understander",\#
        "number":4294967297,"step":1},{"at":,"kind":{"left":{"next":"router"}},"node":"clarifier",\#
        "number":429496729,"step":1}]"sqlAgent""validator""executor""responder""kind":{"finished":{\#
        }}"did\":\"sql: WITH days AS ( SELECT day, "did\":\"queries: "did\":\"checks: 1 · rows: 5"did\":\"text:
        """#
}

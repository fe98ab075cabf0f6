import Scheduling

/// What a server may say instead of an answer of ZEGO's.
enum HostileAnswers {
    private static let statusLines =
        [
            "", "HTTP/1.1", "HTTP/1.1 2000 OK", "HTTP/1.1 20 OK", "HTTP/1.1 -10 OK", "HTTP/1.1 2x0 OK", "HTTP/1.1 200",
            "HTTP/1.1 200 \u{1B}[2J\u{7}", "HTTP/1.1 200 \u{202E}", "HTTP/1.0 200 OK", "HTTP/0.9 200 OK",
            "HTTP/2.0 200 OK",
            "HTTP/9.9 abc", "http/1.1 200 OK", "ICY 200 OK", "GET / HTTP/1.1", "\r\n\r\nHTTP/1.1 200 OK",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c",
        ]
        + ["000", "001", "099", "100", "101", "102", "103", "199", "200", "204", "205", "206", "301", "304"].map(status)
        + ["400", "401", "407", "408", "429", "500", "502", "599", "600", "999"].map(status)

    private static func status(_ code: String) -> String { "HTTP/1.1 \(code) Nope" }

    private static let zegos = #"{"Code":0,"Message":"success","RequestId":"42"}"#

    /// Headers and bodies, behind any status line.
    private static let rests = [
        "", "\r\n\r\n", "\r\nContent-Length: 0\r\n\r\n", "\r\nContent-Length: 5\r\n\r\nhello",
        "\r\nContent-Length: 5\r\n\r\nhe", "\r\nContent-Length: \(zegos.utf8.count)\r\n\r\n\(zegos)",
        "\r\nContent-Length: 99999999999999999999\r\n\r\nhello", "\r\nContent-Length: -1\r\n\r\nhello",
        "\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nTrailer: 1\r\n\r\n",
        "\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nhello",
        "\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello",
        "\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "\r\nContent-Encoding: gzip\r\n\r\n\u{1F}hello",
        "\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\nhello", "\r\nConnection: close\r\n\r\n\(zegos)",
        "\r\nDate: Fri, 99 Foo 99999 99:99:99 GMT\r\nContent-Length: \(zegos.utf8.count)\r\n\r\n\(zegos)",
        "\r\nNo colon\r\n\r\n", "\r\n: no name\r\n\r\n", "\r\nEmpty:\r\n folded\r\n\r\n", "\r\nZero: \0\r\n\r\n",
        "\r\nLong: \(String(repeating: "x", count: 100_000))\r\n\r\n",
        String(repeating: "\r\nMany: 1", count: 300) + "\r\n\r\n",
        "\r\n\r\n" + accepted, "\r\nContent-Length: 0\r\n\r\n" + String(repeating: accepted, count: 3),
        String(repeating: "\r\n\r\nHTTP/1.1 103 Early Hints", count: 40) + "\r\n\r\n" + accepted,
    ]

    /// Every status line with everything that may follow it.
    static let fixed = statusLines.flatMap { line in rests.map { Array((line + $0).utf8) } }

    private static let tokens =
        [
            "\r\n", "\r\n\r\n", "\r", "\n", " ", ":", "\0", "0", "9", "5\r\nhello\r\n", "0\r\n\r\n", "HTTP/1.1 ", "000",
            "101", "103",
            "204", "304", "Content-Length: ", "Transfer-Encoding: chunked\r\n", "Connection: close\r\n",
            "Connection: upgrade\r\nUpgrade: x\r\n", zegos,
        ].map { Array($0.utf8) }

    /// A fixed answer with one to four changes.
    static func mutated(_ generator: inout SeededGenerator) -> [UInt8] {
        var answer = fixed[Int.random(in: fixed.indices, using: &generator)]
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            // Most often where it matters: in the status line and the first headers.
            let end = Bool.random(using: &generator) ? answer.count : min(answer.count, 60)
            let place = Int.random(in: 0...end, using: &generator)
            let length = min(answer.count - place, Int.random(in: 0...12, using: &generator))
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: answer.removeSubrange(place..<place + length)
            case 1: answer.insert(contentsOf: tokens[Int.random(in: tokens.indices, using: &generator)], at: place)
            case 2: answer.insert(contentsOf: answer[place..<place + length], at: place)
            case 3 where place < answer.count: answer[place] = .random(in: 0...255, using: &generator)
            default: answer.removeSubrange(place...)
            }
        }
        return answer
    }
}

import ShowTime

@testable import ZegoSimulator

/// A client of the published account, whose calls are right unless a test says otherwise.
struct Caller {
    var appID: UInt32 = 12345
    var secret = ServerSecret.published
    /// The number of calls made; the nonce is the number of its call.
    var calls: UInt64 = 0

    /// The second of the published example, and an uptime that is not zero.
    static let begin = Moment(wall: .seconds(1_615_186_943), uptime: Uptime(nanoseconds: 7_000_000_000))

    static func after(_ interval: Interval) -> Moment { begin.advanced(by: interval) }

    mutating func message(
        _ content: String = "hello", room: String = "123", user: String = "host", category: String = "1",
        at moment: Moment = begin, adding more: [Query.Parameter] = [], changing changes: [String: String?] = [:]
    ) -> Query {
        let business = [
            Query.Parameter("RoomId", room), Query.Parameter("UserId", user),
            Query.Parameter("MessageCategory", category), Query.Parameter("MessageContent", content),
        ]
        return call("SendBarrageMessage", business + more, at: moment, changing: changes)
    }

    mutating func countUsers(
        in rooms: [String], at moment: Moment = begin, adding more: [Query.Parameter] = []
    ) -> Query {
        call("DescribeUserNum", rooms.map { Query.Parameter("RoomId[]", $0) } + more, at: moment, changing: [:])
    }

    mutating func findUsers(_ users: [String], in room: String, at moment: Moment = begin) -> Query {
        let business = [Query.Parameter("RoomId", room)] + users.map { Query.Parameter("UserId[]", $0) }
        return call("DescribeUsers", business, at: moment, changing: [:])
    }

    /// A signed call with a nonce of its own. A change to nil leaves the parameter out; the signature is made before.
    private mutating func call(
        _ action: String, _ business: [Query.Parameter], at moment: Moment, changing changes: [String: String?]
    ) -> Query {
        calls += 1
        let digits = String(calls, radix: 16)
        let nonce = String(repeating: "0", count: 16 - digits.count) + digits
        let timestamp = String(moment.wall.seconds)
        let signature = Signature(appID: appID, secret: secret).hexadecimal(nonce: nonce, timestamp: timestamp)
        let common = [
            Query.Parameter("Action", action), Query.Parameter("AppId", String(appID)),
            Query.Parameter("SignatureNonce", nonce), Query.Parameter("Timestamp", timestamp),
            Query.Parameter("SignatureVersion", "2.0"), Query.Parameter("Signature", signature),
        ]
        var query = Query(common + business)
        for (name, value) in changes {
            query = query.without(name)
            if let value { query.parameters.append(Query.Parameter(name, value)) }
        }
        return query
    }
}

extension SimulatedAPI {
    /// A simulated API that started when the caller's time begins.
    init(_ change: (inout SimulatorConfiguration) -> Void = { _ in }) {
        var configuration = SimulatorConfiguration()
        change(&configuration)
        self.init(configuration, start: Caller.begin.uptime)
    }
}

extension Query {
    /// The query as a client would write it, everything but letters and digits escaped.
    var formEncoded: String {
        parameters.map { Self.escaped($0.name) + "=" + Self.escaped($0.value) }.joined(separator: "&")
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || (48...57).contains(byte))
            return isPlain ? String(scalar) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}

extension Query: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { Parameter($0.0, $0.1) })
    }
}

package import Scheduling
import Timelines

/// A signed call of the API: the query to send, and the reading of its answer without anything secret.
package struct SignedCall: Sendable {
    /// The part of the URL after its `?`.
    package let query: String

    private let signature: Signature
    private let account: ZegoAccount

    /// The call of an attempt: `SendBarrageMessage`.
    ///
    /// - Parameters:
    ///   - nonce: must be different for every call.
    ///   - timestamp: Unix seconds by the API's clock.
    package init(_ attempt: Attempt, account: ZegoAccount, nonce: UInt64, timestamp: Int64) {
        var parameters = [("RoomId", attempt.roomID), ("UserId", attempt.sender.id)]
        if let name = attempt.sender.name { parameters.append(("UserName", name)) }
        parameters += [("MessageCategory", "\(attempt.category.rawValue)"), ("MessageContent", attempt.content)]
        self.init("SendBarrageMessage", parameters, account: account, nonce: nonce, timestamp: timestamp)
    }

    /// The call of a probe: `DescribeUserNum` of its room.
    package init(_ probe: Probe, account: ZegoAccount, nonce: UInt64, timestamp: Int64) {
        self.init(
            "DescribeUserNum", [("RoomId[]", probe.roomID)], account: account, nonce: nonce, timestamp: timestamp)
    }

    init(
        _ action: String, _ parameters: [(name: String, value: String)], account: ZegoAccount, nonce: UInt64,
        timestamp: Int64
    ) {
        let signature = Signature(appID: account.appID, secret: account.secret, nonce: nonce, timestamp: timestamp)
        let common = [
            ("Action", action), ("AppId", "\(account.appID)"), ("SignatureNonce", signature.nonce),
            ("Timestamp", "\(signature.timestamp)"), ("Signature", signature.signature), ("SignatureVersion", "2.0"),
        ]
        let isTest = account.isTest.map { [("IsTest", "\($0)")] } ?? []
        var bytes: [UInt8] = []
        bytes.reserveCapacity(320 + parameters.reduce(0) { $0 + $1.value.utf8.count * 3 })
        for (name, value) in common + isTest + parameters {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
            FormEncoding.append(name, to: &bytes)
            bytes.append(UInt8(ascii: "="))
            FormEncoding.append(value, to: &bytes)
        }
        query = String(decoding: bytes, as: UTF8.self)
        self.signature = signature
        self.account = account
    }

    var url: String { "\(account.endpoint.url)/?\(query)" }

    /// Reads the answer. Removes any text that repeats the signed call.
    package func end(status: Int, body: [UInt8]) -> AttemptEnd {
        redacted(body.withUnsafeBufferPointer { Answer.end(status: status, body: $0) })
    }

    func redacted(_ end: AttemptEnd) -> AttemptEnd { end.redacted(signature.signature, account.secret) }
}

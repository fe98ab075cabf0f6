import JSONText
import Scheduling

/// What came back for a call: `{"Code":0,"Data":{"MessageId":"…"},"Message":"success","RequestId":"…"}`, or anything else.
enum Answer {
    /// Reads an answer. HTTP 200 with a code that is not 0 is ZEGO's usual way to say no, so the body counts and not the
    /// status.
    static func end(status: Int, body: UnsafeBufferPointer<UInt8>) -> AttemptEnd {
        guard let envelope = Envelope(body) else {
            if status == 429 { return AttemptEnd(.throttledApp, reason: "HTTP 429") }
            let reason = status == 200 ? "an answer that is not ZEGO's" : "HTTP \(status), and no answer of ZEGO's"
            return AttemptEnd(.foreignAnswer, reason: reason)
        }
        let kind = ReturnCode.kind(of: envelope.code)
        let reason: String? =
            kind == .accepted
            ? nil
            : [envelope.message, ReturnCode.explanation(of: envelope.code)].compactMap { $0 }.joined(separator: ": ")
        return AttemptEnd(
            kind, code: envelope.code, reason: reason, messageID: envelope.messageID, requestID: envelope.requestID)
    }
}

private struct Envelope {
    var code: Int
    var message: String?
    var messageID: String?
    var requestID: String?

    init?(_ body: UnsafeBufferPointer<UInt8>) {
        var code: Int?
        var data: UnsafeBufferPointer<UInt8>?
        var message: String?
        var requestID: String?
        let isObject = JSONObject.read(body) { key, value in
            switch String(decoding: key, as: UTF8.self) {
            case "Code": code = value.integer
            case "Message": message = value.text
            case "RequestId": requestID = value.text
            case "Data": if case .object(let bytes) = value { data = bytes }
            default: break
            }
        }
        guard isObject, let code else { return nil }
        self.code = code
        self.message = message.map { String($0.prefix(200)) }
        self.requestID = requestID
        guard let data else { return }
        var messageID: String?
        _ = JSONObject.read(data) { key, value in
            if String(decoding: key, as: UTF8.self) == "MessageId" { messageID = value.text }
        }
        self.messageID = messageID
    }
}

import JSONText
import Scheduling

/// Reads the answer to a call: `{"Code":0,"Data":{"MessageId":"…"},"Message":"success","RequestId":"…"}`, or anything
/// else.
enum Answer {
    /// Returns the end of the attempt. HTTP 200 with a code that is not 0 is ZEGO's usual refusal, so the body counts and
    /// not the status.
    static func end(status: Int, body: UnsafeBufferPointer<UInt8>) -> AttemptEnd {
        guard let envelope = Envelope(body) else {
            if status == 429 { return AttemptEnd(.throttledApp, reason: "HTTP 429") }
            let reason = status == 200 ? "an answer that is not ZEGO's" : "HTTP \(status), and no answer of ZEGO's"
            return AttemptEnd(.foreignAnswer, reason: reason)
        }
        return end(status: status, envelope)
    }

    fileprivate static func end(status: Int, _ envelope: Envelope) -> AttemptEnd {
        var kind = ReturnCode.kind(of: envelope.code)
        // A gateway that gave up may answer in ZEGO's form although the server behind it has shown the message.
        if status >= 500, kind == .transient { kind = .unanswered }
        return AttemptEnd(
            kind, code: envelope.code, reason: kind == .accepted ? nil : reason(envelope),
            messageID: envelope.messageID, requestID: envelope.requestID)
    }

    private static func reason(_ envelope: Envelope) -> String? {
        let parts = [envelope.message, ReturnCode.explanation(of: envelope.code)].compactMap { $0 }.filter { $0 != "" }
        return parts.isEmpty ? nil : parts.joined(separator: ": ")
    }
}

/// The ends of attempts that a simulator answers. Its texts repeat nothing of the call, so that nothing has to be removed.
extension AttemptEnd {
    package init(answeredWithStatus status: Int, body: [UInt8]) {
        self = body.withUnsafeBufferPointer { Answer.end(status: status, body: $0) }
    }

    /// The end of an attempt that ZEGO answers with these values, as if they had been read, except that long texts are not cut.
    package init(answeredWithCode code: Int, message: String, messageID: String?, requestID: String) {
        self = Answer.end(
            status: 200, Envelope(code: code, message: message, messageID: messageID, requestID: requestID))
    }
}

private struct Envelope {
    /// In Unicode scalars. Longer texts would fill logs and terminals.
    private static let longestMessage = 200
    private static let longestID = 100

    var code: Int
    var message: String?
    var messageID: String?
    var requestID: String?

    init(code: Int, message: String?, messageID: String?, requestID: String?) {
        self.code = code
        self.message = message
        self.messageID = messageID
        self.requestID = requestID
    }

    init?(_ body: UnsafeBufferPointer<UInt8>) {
        var codes: [Int?] = []
        var data: UnsafeBufferPointer<UInt8>?
        var message: String?
        var requestID: String?
        let isObject = JSONObject.read(body) { key, value in
            switch String(decoding: key, as: UTF8.self) {
            case "Code": codes.append(value.integer)
            case "Message": message = value.text?.shortened(to: Self.longestMessage)
            case "RequestId": requestID = value.identifier?.shortened(to: Self.longestID)
            case "Data": if case .object(let bytes) = value { data = bytes }
            default: break
            }
        }
        // An answer with two codes counts as none: taking the wrong one could show a message twice.
        guard isObject, codes.count == 1, let code = codes[0] else { return nil }
        self.code = code
        self.message = message
        self.requestID = requestID
        guard let data else { return }
        var messageID: String?
        _ = JSONObject.read(data) { key, value in
            if String(decoding: key, as: UTF8.self) == "MessageId" {
                messageID = value.identifier?.shortened(to: Self.longestID)
            }
        }
        self.messageID = messageID
    }
}

extension JSONObject.Value {
    /// An id is documented as a string; one that comes as a number is an id all the same.
    fileprivate var identifier: String? {
        if case .number(let digits) = self { return String(decoding: digits, as: UTF8.self) }
        return text
    }
}

extension String {
    /// By scalars: what looks like one character may be any number of them.
    fileprivate func shortened(to count: Int) -> String { String(unicodeScalars.prefix(count)) }
}

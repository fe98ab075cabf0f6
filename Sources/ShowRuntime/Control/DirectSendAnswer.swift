import JSONText
package import Scheduling
package import ShowTime

/// How a direct send ended.
package struct DirectSendAnswer: Sendable, Hashable {
    package var isAccepted: Bool
    /// Whether it is certain that it was shown or was not.
    package var isDefinite: Bool
    package var code: Int?
    package var reason: String?
    package var messageID: String?
    package var requestID: String?
    package var took: Interval

    package init(_ end: AttemptEnd) {
        isAccepted = end.kind == .accepted
        isDefinite = end.kind != .unanswered && end.kind != .foreignAnswer
        code = end.code
        reason = end.reason
        messageID = end.messageID
        requestID = end.requestID
        took = end.took
    }

    func write(to bytes: inout [UInt8]) {
        bytes.object {
            $0.field("accepted", isAccepted)
            $0.field("definite", isDefinite)
            $0.field("code", code)
            $0.field("reason", reason)
            $0.field("message_id", messageID)
            $0.field("request_id", requestID)
            $0.field(milliseconds: "took_ms", took)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Nil where the bytes are not such an answer.
    init?(json bytes: [UInt8]) {
        var members = JSONMembers()
        let answer = bytes.withUnsafeBufferPointer { bytes -> DirectSendAnswer? in
            guard members.read(bytes), let isAccepted = members.bool("accepted") else { return nil }
            var answer = DirectSendAnswer(AttemptEnd(isAccepted ? .accepted : .notSent))
            answer.isDefinite = members.bool("definite") ?? true
            answer.code = members.integer("code")
            answer.reason = members.text("reason")
            answer.messageID = members.text("message_id")
            answer.requestID = members.text("request_id")
            answer.took = members.milliseconds("took_ms") ?? .zero
            return answer
        }
        guard let answer else { return nil }
        self = answer
    }
}

import JSONText
package import Scheduling
package import ShowTime

/// How a message that was sent by hand ended in one room.
package struct SendResult: Sendable, Hashable {
    /// Its name in a timeline that is played, or its id.
    package var room: String
    /// `sent`, `rejected` (ZEGO refused it), `failed` (it never left), or `unknown`.
    package var outcome: Outcome
    /// ZEGO's return code.
    package var code: Int?
    package var reason: String?
    package var messageID: String?
    package var requestID: String?
    package var took: Interval

    package init(room: String, _ end: AttemptEnd) {
        self.room = room
        outcome =
            switch end.kind {
            case .accepted: .sent
            case .unanswered, .foreignAnswer: .unknown
            case .notSent: .failed
            default: .rejected
            }
        code = end.code
        reason = end.reason
        messageID = end.messageID
        requestID = end.requestID
        took = end.took
    }

    func write(to bytes: inout [UInt8]) {
        bytes.object {
            $0.field("room", room)
            $0.field("outcome", outcome.rawValue)
            $0.field("code", code)
            $0.field("reason", reason)
            $0.field("message_id", messageID)
            $0.field("request_id", requestID)
            $0.field(milliseconds: "took_ms", took)
        }
    }

    init?(_ members: inout JSONMembers) {
        guard let room = members.text("room"), let outcome = members.text("outcome").flatMap(Outcome.init) else {
            return nil
        }
        self.room = room
        self.outcome = outcome
        code = members.integer("code")
        reason = members.text("reason")
        messageID = members.text("message_id")
        requestID = members.text("request_id")
        took = members.milliseconds("took_ms") ?? .zero
    }
}

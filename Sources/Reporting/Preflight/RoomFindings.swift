package import Scheduling

/// The answers to all questions about rooms.
package struct RoomFindings: Sendable {
    /// The end of the first question, which tells about the account.
    package var first: AttemptEnd?
    /// The look at the server's clock that took least.
    package var clock: ClockReading?
    /// By RoomId.
    package var audiences: [String: RoomAudience] = [:]
    /// By RoomId, then by UserId.
    package var presence: [String: [String: Bool]] = [:]
    /// The end of the question that a room or its senders were in, where that was no answer.
    package var failures: [String: AttemptEnd] = [:]
    package var presenceFailures: [String: AttemptEnd] = [:]
    /// Why no more was asked.
    package var ending: AttemptEnd?

    package init() {}
}

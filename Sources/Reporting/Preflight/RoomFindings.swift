package import Scheduling

/// The answers to all questions about rooms.
package struct RoomFindings: Sendable {
    /// The end of the first question, which tells about the account.
    package var first: AttemptEnd?
    /// The reading of the server's clock that took the least time.
    package var clock: ClockReading?
    /// By RoomId.
    package var audiences: [String: RoomAudience] = [:]
    /// By RoomId, then by UserId.
    package var presence: [String: [String: Bool]] = [:]
    /// By RoomId: how the question about a room, or about its senders, ended where that was no answer.
    package var failures: [String: AttemptEnd] = [:]
    package var presenceFailures: [String: AttemptEnd] = [:]
    /// Why no further questions were asked.
    package var ending: AttemptEnd?

    package init() {}
}

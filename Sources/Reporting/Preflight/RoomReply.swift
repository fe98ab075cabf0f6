package import Scheduling

/// The answer to a question about rooms.
package struct RoomReply: Sendable {
    /// How the call ended, in the same terms as a message's call. `accepted` without audiences and presence is an answer that
    /// says nothing.
    package var end: AttemptEnd
    /// By RoomId; only the rooms that are in the answer.
    package var audiences: [String: RoomAudience] = [:]
    /// By UserId, whether they are in the room; only the users that are in the answer.
    package var presence: [String: Bool] = [:]
    package var clock: ClockReading?

    package init(_ end: AttemptEnd) { self.end = end }
}

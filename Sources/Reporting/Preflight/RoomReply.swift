package import Scheduling

/// The answer to a question about rooms.
package struct RoomReply: Sendable {
    /// The end of the call, as of a message's call. `accepted` with neither of the next two is an answer that says nothing.
    package var end: AttemptEnd
    /// By RoomId, those that the answer has.
    package var audiences: [String: RoomAudience] = [:]
    /// By UserId, those that the answer has: whether they are in the room.
    package var presence: [String: Bool] = [:]
    package var clock: ClockReading?

    package init(_ end: AttemptEnd) { self.end = end }
}

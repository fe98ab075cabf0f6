package import ShowTime

/// How late the quota makes one message.
package struct PreviewForecast: Sendable {
    /// Lateness that an audience notices.
    package static let noticeable = Interval.seconds(1)

    package var timeline: String
    package var messageID: String
    /// How many rooms the message has.
    package var rooms: Int
    /// The occurrence whose delivery is the latest.
    package var occurrence: Int
    package var isRepeated: Bool
    /// The lateness of the latest delivery that goes out at all.
    package var worstLate = Interval.zero
    package var delay: PreviewRow.Delay?
    /// Deliveries that never go out.
    package var missed = 0
}

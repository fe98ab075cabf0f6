package import ShowTime

/// The handling of a message that is late, too long, or of unknown outcome.
package struct DeliveryPolicy: Hashable, Sendable {
    package enum Late: String, Sendable, CaseIterable { case skip, send }
    package enum Overflow: String, Sendable, CaseIterable { case error, truncate, split }
    package enum Unknown: String, Sendable, CaseIterable { case leave, resend }

    package var maxLate = Interval.seconds(30)
    /// Applies when it is more than `maxLate` behind.
    package var late = Late.skip
    /// Applies to a text of more than 1024 bytes.
    package var overflow = Overflow.error
    /// Applies when it is not known whether it was shown.
    package var onUnknown = Unknown.leave

    package init() {}
}

package import ShowTime

/// What is done with a message when things do not go as planned.
package struct DeliveryPolicy: Hashable, Sendable {
    package enum Late: String, Sendable, CaseIterable { case skip, send }
    package enum Overflow: String, Sendable, CaseIterable { case error, truncate, split }
    package enum Unknown: String, Sendable, CaseIterable { case leave, resend }

    /// What becomes of it when it is more than `maxLate` behind.
    package var late = Late.skip
    package var maxLate = Interval.seconds(30)
    /// What becomes of a text of more than 1024 bytes.
    package var overflow = Overflow.error
    /// Whether it is tried again when nobody can say whether it was shown.
    package var onUnknown = Unknown.leave

    package init() {}
}
